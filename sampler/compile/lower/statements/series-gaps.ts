/** What draws a series in a linear state space: its missing values, once it is observed, and its states. */
import type { DataArray } from '../../../../grammar/data.ts';
import type { ArrayId, Index, ObservedDistribution } from '../../../../grammar/ir.ts';
import type { Program } from '../../../../grammar/syntax/ast.ts';
import { walk } from '../../../../grammar/syntax/walk.ts';
import { STATE_SPACE_ARGUMENTS } from '../../../distributions/state-space-draws.ts';
import { type Axis, sizeOf } from '../axes.ts';
import type { Context } from '../context.ts';
import { type ArrayValue, arrayValue } from '../value.ts';
import { defineCompleted } from './completed-datum.ts';
import { observesOf } from './left-out-places.ts';
import { keep } from './observation.ts';
import { asTable, type SeriesInStateSpace } from './state-space.ts';
import { addQuantity } from './unknown.ts';

/** Missing values are in no density, so only what is computed from draws after the `observe` may use them. */
export function checkGaps(ctx: Context, datum: DataArray, program: Program): void {
  const { name } = datum;
  const own = observesOf(datum, program);
  const [first] = own;
  const isWhole =
    own.length === 1 &&
    first.where === undefined &&
    first.weight === undefined &&
    first.indices.every(({ domain }) => domain.kind !== 'range');
  if (!isWhole)
    ctx.unsupported(
      `${name} has missing values and is observed as LinearGaussian in ${own.length === 1 ? 'some of its rows, or with weights' : 'more than one statement'}: expected one \`observe\` of all of it`,
      first.span,
    );
  for (const statement of program.statements) {
    if (statement === first || statement.kind === 'data' || statement.kind === 'predict') continue;
    const isLater =
      (statement.kind === 'draw' || statement.kind === 'deterministic') &&
      statement.span.start > first.span.start;
    if (isLater) continue;
    walk(statement, (node) => {
      if ('kind' in node && node.kind === 'name' && node.name === name)
        ctx.unsupported(
          `${name} has missing values that LinearGaussian sums out, so nothing that the density needs may use them: expected \`draw\` or \`deterministic\` statements below its \`observe\`; leave the missing values out of this use`,
          statement.span,
        );
      return true;
    });
  }
}

interface Rows {
  readonly loops: readonly Index[];
  readonly axes: readonly Axis[];
}

/** @param known whether all observations are known, those that were missing having been drawn. */
function argumentsOf(
  ctx: Context,
  rows: Rows,
  name: string,
  series: SeriesInStateSpace,
  known: boolean,
): Readonly<Record<string, ArrayId>> {
  const { time, n, k, system, y, mask } = series;
  const sizes = Float64Array.of(sizeOf(rows.axes), time.size, n, k);
  const all = arrayValue(ctx.pool, mask.dims, () => ctx.pool.constant(1));
  const values = [...system, y, known ? all : mask];
  const arrays = values.map((value, i) =>
    keep(ctx, rows, `${name} ${STATE_SPACE_ARGUMENTS[i + 1]}`, over(ctx, rows, value)),
  );
  const [first, ...others] = STATE_SPACE_ARGUMENTS;
  return {
    [first]: ctx.declareConstant(`${name} sizes`, [sizes.length], sizes),
    ...Object.fromEntries(others.map((argument, i) => [argument, arrays[i]])),
  };
}

/** The value within the loops of the rows. */
function over(ctx: Context, { loops }: Rows, value: ArrayValue): ArrayValue {
  return arrayValue(ctx.pool, value.dims, (at) => ctx.within(loops, () => value.at(at)));
}

/** Draws what is missing of the series, and defines the datum with it. */
export function drawGaps(ctx: Context, rows: Rows, name: string, series: SeriesInStateSpace): void {
  const gaps = ctx.gaps.get(name);
  if (gaps === undefined) return;
  const { missing, axis, parts } = gaps;
  const array = ctx.declareDrawn(`${name}_missing`, [missing.length]);
  addDraw(ctx, {
    name: `${name}_missing`,
    array,
    distribution: { kind: 'plain', name: 'gaps', args: argumentsOf(ctx, rows, name, series, false) },
    axes: [axis],
  });
  defineCompleted(ctx, parts, array);
}

interface Drawn {
  readonly name: string;
  readonly array: ArrayId;
  readonly distribution: ObservedDistribution;
  readonly axes: readonly Axis[];
}

/** A draw of all elements together. */
export function addDraw(ctx: Context, { name, array, distribution, axes }: Drawn): void {
  const drawn = { name, array, distribution, shape: [], constraint: null, origin: ctx.origin };
  ctx.draws.push(drawn);
  if (ctx.options.priors === true) ctx.priors.push(drawn);
  addQuantity(ctx, 'drawn', name, array, axes);
}

/** Keeps what `states(y)` needs. @param completed the series with its drawn values */
export function noteStateSpace(
  ctx: Context,
  rows: Rows,
  name: string,
  series: SeriesInStateSpace,
  completed: ArrayValue,
): void {
  const args = argumentsOf(ctx, rows, name, { ...series, y: asTable(ctx, completed) }, true);
  ctx.stateSpaces.set(name, { axes: rows.axes, series, args });
}
