/** `observe y ~ D`, `observe y[t in 6..T where C] ~ D`, `observe (E) ~ D`. */
import type { ArrayId } from '../../../../grammar/ir.ts';
import type { CallExpr, Expr, ObserveStatement, Program } from '../../../../grammar/syntax/ast.ts';
import { observedInterval } from '../../../../grammar/syntax/interval-ends.ts';
import { shapeText, sizeOf } from '../axes.ts';
import { knownElements } from '../constant-evaluation.ts';
import type { Context } from '../context.ts';
import { eventDimsOfDraw } from '../distribution/argument-arrays.ts';
import { requireDistribution } from '../distribution/bind.ts';
import { givenByElement } from '../distribution/by-element.ts';
import { checkTotals } from '../distribution/count-totals.ts';
import { logDensity } from '../distribution/density.ts';
import { checkObservedValues } from '../distribution/kind-values.ts';
import { arrayOf, emitTerm } from '../emit-statements.ts';
import { evaluateArray } from '../evaluate.ts';
import { lookup, type Scope } from '../scope.ts';
import { type ArrayValue, arrayValue, type DistributionValue, knownNumber } from '../value.ts';
import { standInValue } from './data.ts';
import { drawCounts, withoutDrawn } from './imputed-counts.ts';
import { type Interval, intervalDensity, intervalOf } from './interval-likelihood.ts';
import { overKept } from './kept-positions.ts';
import { addObservation, describeDistribution } from './observation.ts';
import { warnOfSharedRows } from './observed-again.ts';
import { type ObservedRows, observedRows } from './observed-rows.ts';
import { weighted } from './row-weight.ts';
import { drawGaps, noteStateSpace } from './series-gaps.ts';
import { filterSeries, isLinearGaussian, seriesInStateSpace } from './state-space.ts';

/** Name of an observe statement in messages: `observe y`, `observe residual@12`, `observe interval@12`. */
export function observedName(statement: ObserveStatement, program: Program): string {
  if (statement.target.kind === 'name') return statement.target.name;
  const line = (program.text ?? '').slice(0, statement.span.start).split('\n').length;
  return `${observedInterval(statement) === null ? 'residual' : 'interval'}@${line}`;
}

export function lowerObserve(
  ctx: Context,
  scope: Scope,
  statement: ObserveStatement,
  program: Program,
): void {
  const name = observedName(statement, program);
  const call = observedInterval(statement);
  const interval = call === null ? null : intervalOf(ctx, scope, call);
  const target = interval?.exact ?? targetOf(ctx, scope, statement);
  if (statement.indices.length > target.dims.length) {
    ctx.fail(
      'shape-mismatch',
      `${statement.indices.length} indices for ${name}, which has shape ${shapeText(target.dims)}`,
      statement.span,
    );
  }
  const rows = observedRows(ctx, scope, statement, target.dims);
  const { scope: inner, loops: indices, axes } = rows;

  const { dist, x, density, series } = ctx.within(indices, () => {
    if (isLinearGaussian(statement.distribution))
      return observeSeries(ctx, inner, statement, { name, target, rows }, statement.distribution);
    const x = elementAt(ctx, target, rows);
    const dist = givenByElement(ctx, requireDistribution(ctx, inner, statement.distribution), x.dims);
    const isDatum = statement.target.kind === 'name' && ctx.data.arrays.has(statement.target.name);
    if (interval === null) {
      checkObservedValues(ctx, dist, x, statement.target);
      // What is drawn has as many trials as are stated; until then other values stand in its place.
      if (!(isDatum && ctx.options.drawn?.has(statement.target.name) === true))
        checkTotals(ctx, dist, x, statement.target);
    }
    // Not every value of a discrete unknown allows every datum.
    const guarded =
      !isDatum ||
      ctx.discretes.length > 0 ||
      statement.where !== undefined ||
      mayLieOutside(ctx, dist, target);
    const own =
      interval === null || call === null
        ? logDensity(ctx, dist, x, { guarded, span: statement.span })
        : intervalDensity(ctx, dist, intervalAt(ctx, interval, rows), call);
    // Predictions draw every row once, whatever its weight.
    const isCounted = statement.weight !== undefined && ctx.options.drawn === undefined;
    if (statement.weight !== undefined && isCounted)
      checkKnown(ctx, { name, target, rows }, statement.weight);
    const density = isCounted ? weighted(ctx, inner, own, statement.weight) : own;
    return { dist, x, density, series: null };
  });
  checkShape(ctx, name, x, dist, density, statement);
  if (indices.some((index) => index.to <= index.from)) return;

  const rest = ctx.freshLoop(density.dims.map((dim) => dim.size));
  const element = ctx.within(indices, () => density.at(rest.at));
  const drawnCounts = ctx.drawnCounts.get(name);
  if (drawnCounts !== undefined)
    drawCounts(
      ctx,
      name,
      drawnCounts,
      describeDistribution(ctx, { name, loops: indices, axes, dist, x, span: statement.span }),
    );
  // The sum over a missing value that nothing else depends on is one.
  const isLeftOut = ctx.options.leftOut?.get(ctx.observations.length) ?? new Set();
  const leftOut = new Set([...isLeftOut, ...(drawnCounts?.missing ?? [])]);
  const kept = overKept(ctx, [...indices, ...rest.indices], element, leftOut);
  if (kept !== null) {
    const body = drawnCounts === undefined ? kept.body : withoutDrawn(ctx, drawnCounts, kept.body);
    emitTerm(ctx, 'likelihood', kept.indices, body);
  }
  if (series !== null) {
    const around = { loops: indices, axes };
    drawGaps(ctx, around, name, series);
    if (statement.target.kind === 'name')
      noteStateSpace(ctx, around, name, series, seriesValue(ctx, scope, { name, target, rows }));
  }
  const observed = { name, rows, loops: indices, axes, dist, x, density, span: statement.span };
  addObservation(ctx, series === null ? observed : { ...observed, isMarginal: true });
  warnOfSharedRows(ctx, statement, program);
}

interface ObservedTarget {
  readonly name: string;
  readonly target: ArrayValue;
  readonly rows: ObservedRows;
}

/** The rows of a series in a linear state space. */
function observeSeries(
  ctx: Context,
  scope: Scope,
  statement: ObserveStatement,
  observed: ObservedTarget,
  call: CallExpr,
) {
  const { name, target, rows } = observed;
  const x = elementAt(ctx, target, rows);
  const gaps = ctx.gaps.get(name);
  const like = (array: ArrayId): ArrayValue => elementAt(ctx, arrayOf(ctx, array, target.dims), rows);
  const values = gaps === undefined ? seriesValue(ctx, scope, observed) : like(gaps.parts.known);
  const mask =
    gaps === undefined
      ? null
      : like(
          ctx.declareConstant(
            `${name} known`,
            target.dims.map(({ size }) => size),
            (ctx.data.arrays.get(name)?.values ?? new Float64Array()).map((v) => (Number.isNaN(v) ? 0 : 1)),
          ),
        );
  const series = seriesInStateSpace(ctx, scope, call, values, mask);
  const filtered = filterSeries(ctx, series, x.dims[1], call.span);
  const isCounted = statement.weight !== undefined && ctx.options.drawn === undefined;
  const density = isCounted ? weighted(ctx, scope, filtered.density, statement.weight) : filtered.density;
  return { dist: filtered.dist, x, density, series };
}

/** The series itself: where it is drawn the draws, on which its later elements depend. */
function seriesValue(ctx: Context, scope: Scope, { name, target, rows }: ObservedTarget): ArrayValue {
  const drawn = ctx.options.drawn?.has(name) === true ? lookup(scope, name) : undefined;
  return elementAt(ctx, drawn?.kind === 'array' ? drawn : target, rows);
}

function intervalAt(ctx: Context, { lo, hi, exact }: Interval, rows: ObservedRows): Interval {
  return {
    lo: elementAt(ctx, lo, rows),
    hi: elementAt(ctx, hi, rows),
    exact: elementAt(ctx, exact, rows),
  };
}

/** The distribution that a missing value is drawn from is not that of a weighted row. */
function checkKnown(
  ctx: Context,
  { name, target, rows }: { readonly name: string; readonly target: ArrayValue; readonly rows: ObservedRows },
  { span }: Expr,
): void {
  const datum = ctx.data.arrays.get(name);
  if (datum === undefined || target.array === undefined) return;
  const width = sizeOf(target.dims.slice(rows.positions.length));
  const kept = rows.kept === undefined ? null : new Set(rows.kept);
  const missing = datum.values.findIndex(
    (value, flat) => Number.isNaN(value) && kept?.has(Math.floor(flat / width)) !== false,
  );
  if (missing < 0) return;
  ctx.unsupported(
    `weights for \`${name}\`, of which value ${missing + 1} is missing: a missing value has no weight; leave its row out with data from "…" where known(${name})`,
    span,
  );
}

function targetOf(ctx: Context, scope: Scope, { target }: ObserveStatement): ArrayValue {
  const datum = target.kind === 'name' ? ctx.data.arrays.get(target.name) : undefined;
  if (datum !== undefined && ctx.options.drawn?.has(datum.name) === true) return standInValue(ctx, datum);
  return evaluateArray(ctx, scope, target);
}

/** False for data, which the checker compares with the supports of the table, unless there are limits of `Truncated`. */
function mayLieOutside(ctx: Context, dist: DistributionValue, target: ArrayValue): boolean {
  if (dist.form !== 'truncated') return false;
  const lower = dist.lower === undefined ? Number.NEGATIVE_INFINITY : knownNumber(dist.lower);
  const upper = dist.upper === undefined ? Number.POSITIVE_INFINITY : knownNumber(dist.upper);
  const values = knownElements(ctx, target);
  if (lower === undefined || upper === undefined || values === null) return true;
  return values.some((value) => !(value >= lower && value <= upper));
}

/** The target at the rows, with the remaining axes. */
function elementAt(ctx: Context, target: ArrayValue, { positions }: ObservedRows): ArrayValue {
  if (positions.length === 0) return target;
  const { element, labelsOf } = target;
  return arrayValue(ctx.pool, target.dims.slice(positions.length), (at) => target.at([...positions, ...at]), {
    element,
    labelsOf,
  });
}

/** Each observed element has one density. */
function checkShape(
  ctx: Context,
  name: string,
  x: ArrayValue,
  dist: DistributionValue,
  density: ArrayValue,
  statement: ObserveStatement,
): void {
  const own = x.dims.length - eventDimsOfDraw(dist);
  if (density.dims.length === own) return;
  ctx.fail(
    'shape-mismatch',
    `${name} has shape ${shapeText(x.dims)}, its distribution ${shapeText(density.dims)}: expected the distribution's dimensions among those of ${name}`,
    statement.distribution.span,
    [{ message: `${name} has shape ${shapeText(x.dims)}`, span: statement.target.span }],
  );
}
