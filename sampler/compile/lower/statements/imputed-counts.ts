/**
 * Missing values of a datum with a discrete distribution. Where they have finitely many values they are summed out as
 * discrete unknowns are. Where they have no end and nothing else uses the datum, their sum is one: they are left out of
 * the density, and drawn.
 */
import type { DataArray } from '../../../../grammar/data.ts';
import { distributions } from '../../../../grammar/distributions/index.ts';
import type { ArrayId, ObservedDistribution, ScalarExpr } from '../../../../grammar/ir.ts';
import type { CallExpr, Expr, Program } from '../../../../grammar/syntax/ast.ts';
import type { Axis } from '../axes.ts';
import type { Context } from '../context.ts';
import { replaceLoads } from '../discrete/rewrite.ts';
import { defineArray } from '../emit-statements.ts';
import { flatToPositions } from '../row-major.ts';
import type { Scope } from '../scope.ts';
import { type CompletedDatum, defineCompleted } from './completed-datum.ts';
import { declareDiscrete } from './discrete-param.ts';
import { limitOf } from './imputed.ts';
import { isUsedElsewhere, observesOf } from './left-out-places.ts';
import { addQuantity } from './unknown.ts';

interface MissingCounts {
  readonly scope: Scope;
  readonly program: Program;
  readonly datum: DataArray;
  /** Row-major positions of its unknowns. */
  readonly missing: readonly number[];
  /** The axis of the unknowns. */
  readonly axis: Axis;
}

/** Those that the datum's `observe` draws. */
export interface DrawnCounts {
  readonly missing: readonly number[];
  readonly axis: Axis;
  /** Defined once the draws are. */
  readonly parts: CompletedDatum;
}

/** Whether the distribution, or what it is made of, is one of whole numbers. */
export function isCountDistribution(distribution: Expr): boolean {
  if (distribution.kind !== 'call') return false;
  const { name } = distribution.callee;
  if (name === 'Truncated' || name === 'Mixture' || name === 'Censored')
    return distribution.args.some(({ value }) => isCountDistribution(value));
  const entry = distributions.get(name);
  return entry?.type === 'discrete' && entry.eventDims === 0;
}

/** The unknowns where they are summed out; null where they are drawn. */
export function countsSummedOut(ctx: Context, counts: MissingCounts, distribution: CallExpr): ArrayId | null {
  const { datum, missing, program } = counts;
  const { lo, hi } = endsOf(ctx, counts, distribution);
  const low = Math.min(...missing.map((flat) => Math.max(lo(flat), datum.range?.lower[flat] ?? -Infinity)));
  const high = Math.max(...missing.map((flat) => Math.min(hi(flat), datum.range?.upper[flat] ?? Infinity)));
  const own = observesOf(datum, program);
  if (Number.isFinite(low) && Number.isFinite(high)) {
    if (high < low)
      ctx.fail(
        'empty-range',
        `a missing value of \`${datum.name}\` has no room: expected a lower bound below the upper one, found ${low}..${high} from its range and its distribution`,
        ctx.origin.span,
      );
    return declareDiscrete(ctx, {
      name: `${datum.name}_missing`,
      axes: [counts.axis],
      lo: Math.ceil(low),
      hi: Math.floor(high),
    });
  }
  const isPlain = distributions.has(distribution.callee.name);
  const isWhole = own.every(
    ({ where, indices, weight }) =>
      where === undefined && weight === undefined && indices.every(({ domain }) => domain.kind !== 'range'),
  );
  if (isPlain && isWhole && own.length === 1 && !isUsedElsewhere(datum, own, program)) return null;
  return ctx.unsupported(
    `${datum.name} has missing values that are summed out, since ${isPlain ? 'more than one statement uses the datum, or only some of its rows' : `${distribution.callee.name} is not drawn from alone`}, and the end of their values is not known from data: state the largest that matters, as in \`${datum.name} : int?[…] in 0..50\`; what is above is cut off`,
    ctx.origin.span,
  );
}

interface Ends {
  lo(flat: number): number;
  hi(flat: number): number;
}

const endless: Ends = { lo: () => Number.NEGATIVE_INFINITY, hi: () => Number.POSITIVE_INFINITY };

/** From the distribution's name and arguments in data, since others may not be defined yet. */
function endsOf(ctx: Context, counts: MissingCounts, distribution: CallExpr): Ends {
  const { name } = distribution.callee;
  const inner = distribution.args.flatMap(({ value }) =>
    value.kind === 'call' && isCountDistribution(value) ? [endsOf(ctx, counts, value)] : [],
  );
  if (name === 'Mixture')
    return {
      lo: (flat) => Math.min(...inner.map((one) => one.lo(flat))),
      hi: (flat) => Math.max(...inner.map((one) => one.hi(flat))),
    };
  if (name === 'Truncated' || name === 'Censored') {
    const [base = endless] = inner;
    if (name === 'Censored') return base;
    const limit = (names: readonly string[], place: number) =>
      distribution.args.find((arg, i) =>
        arg.name === undefined ? i === place : names.includes(arg.name.name),
      )?.value;
    const lower = known(ctx, counts, limit(['lo', 'lower'], 1)) ?? endless.lo;
    const upper = known(ctx, counts, limit(['hi', 'upper'], 2)) ?? endless.hi;
    return {
      lo: (flat) => Math.max(base.lo(flat), lower(flat)),
      hi: (flat) => Math.min(base.hi(flat), upper(flat)),
    };
  }
  const entry = distributions.get(name);
  const { support } = entry ?? {};
  if (support?.kind !== 'integers') return endless;
  const argument = (wanted: string): Expr | undefined => {
    const place = entry?.arguments.findIndex((one) => one.name === wanted) ?? -1;
    return distribution.args.find((arg, i) =>
      arg.name === undefined ? i === place : arg.name.name === wanted,
    )?.value;
  };
  const end = (text: string | undefined, none: number): ((flat: number) => number) => {
    if (text === undefined) return () => none;
    const number = Number(text);
    if (!Number.isNaN(number)) return () => number;
    const sized = /^size\((\w+)\)( \+ 1)?$/.exec(text);
    if (sized !== null) {
      const size = sizeOfArgument(ctx, counts.program, argument(sized[1]) ?? distribution.args[0]?.value);
      return () => (size === null ? none : size + (sized[2] === undefined ? 0 : 1));
    }
    return known(ctx, counts, argument(text)) ?? (() => none);
  };
  return {
    lo: end(support.lower, Number.NEGATIVE_INFINITY),
    hi: end(support.upper, Number.POSITIVE_INFINITY),
  };
}

/** Of a number, or of data over the datum's own dimensions; null where it is neither. */
function known(
  ctx: Context,
  { scope, datum, program }: MissingCounts,
  expr: Expr | undefined,
): ((flat: number) => number) | null {
  const [statement] = observesOf(datum, program);
  const binders = statement?.indices.map(({ name }) => name.name) ?? [];
  // `n[i]` of the row's own index is `n`.
  const isOwn =
    expr?.kind === 'index' &&
    expr.args.length === binders.length &&
    expr.args.every((arg, i) => arg.kind === 'name' && arg.name === binders[i]);
  const whole = isOwn ? expr.target : expr;
  // Also one that is declared later.
  const given = whole?.kind === 'name' ? ctx.data.arrays.get(whole.name) : undefined;
  const isLike =
    given !== undefined &&
    !given.values.some(Number.isNaN) &&
    (given.dims.length === 0 ||
      String(given.dims.map((dim) => dim.name)) === String(datum.dims.map((dim) => dim.name)));
  if (given !== undefined && isLike) return (flat) => given.values[given.dims.length === 0 ? 0 : flat];
  return whole === undefined
    ? null
    : ctx.tentatively(() => limitOf(ctx, scope, datum, whole, Number.POSITIVE_INFINITY));
}

/** The last dimension of a parameter that may be declared later, `w` or a row of it; null where it cannot be told. */
function sizeOfArgument(ctx: Context, program: Program, expr: Expr | undefined): number | null {
  if (expr?.kind === 'list') return expr.elements.length;
  const name = expr?.kind === 'index' ? expr.target : expr;
  if (name?.kind !== 'name') return null;
  const datum = ctx.data.arrays.get(name.name)?.dims.at(-1);
  if (datum !== undefined) return datum.size;
  for (const statement of program.statements) {
    if (statement.kind !== 'param' || statement.name.name !== name.name) continue;
    const last = statement.dims.at(-1);
    if (last?.kind === 'dimName') return ctx.dims.get(last.name)?.size ?? null;
  }
  return null;
}

/** Draws the missing values from the distribution of their rows, and defines the datum with them. */
export function drawCounts(
  ctx: Context,
  name: string,
  { missing, axis, parts }: DrawnCounts,
  distribution: ObservedDistribution,
): void {
  const own = gathered(ctx, distribution, missing, ctx.shapeOf(parts.completed));
  const array = ctx.declareDrawn(`${name}_missing`, [missing.length]);
  const drawn = {
    name: `${name}_missing`,
    array,
    distribution: own,
    shape: [missing.length],
    constraint: null,
    origin: ctx.origin,
  };
  ctx.draws.push(drawn);
  if (ctx.options.priors === true) ctx.priors.push(drawn);
  addQuantity(ctx, 'drawn', drawn.name, array, [axis]);
  defineCompleted(ctx, parts, array);
}

/** A density with the known values alone, since what is drawn is in no density. */
export function withoutDrawn(
  ctx: Context,
  { parts: { completed, known: values } }: DrawnCounts,
  body: ScalarExpr,
): ScalarExpr {
  return replaceLoads(ctx, body, ({ array, at }) => (array === completed ? ctx.load(values, at) : null));
}

/** The distribution of some elements. */
function gathered(
  ctx: Context,
  distribution: ObservedDistribution,
  places: readonly number[],
  shape: readonly number[],
): ObservedDistribution {
  const positions = places.map((flat) => flatToPositions(flat, shape));
  const rows = shape.map((_, axis) =>
    ctx.declareConstant(
      'places of missing values',
      [places.length],
      Float64Array.from(positions, (position) => position[axis]),
    ),
  );
  const of = (array: ArrayId): ArrayId => {
    const own = ctx.shapeOf(array).slice(shape.length);
    const made = ctx.declare('arguments of missing values', [places.length, ...own]);
    const { indices, at } = ctx.freshLoop([places.length, ...own]);
    const row = rows.map((places) => ctx.load(places, [at[0]]));
    defineArray(ctx, made, indices, ctx.load(array, [...row, ...at.slice(1)]));
    return made;
  };
  const all = <T>(given: Readonly<Record<string, T>>, make: (value: T) => T): Record<string, T> =>
    Object.fromEntries(Object.entries(given).map(([key, value]) => [key, make(value)]));
  const each = (one: ObservedDistribution): ObservedDistribution => {
    switch (one.kind) {
      case 'plain':
        return {
          ...one,
          args: all(one.args, of),
          ...(one.inner === undefined ? {} : { inner: all(one.inner, each) }),
        };
      case 'truncated':
      case 'censored':
        return {
          ...one,
          base: each(one.base),
          ...(one.lower === undefined ? {} : { lower: of(one.lower) }),
          ...(one.upper === undefined ? {} : { upper: of(one.upper) }),
        };
      case 'mixture':
        return { ...one, weights: of(one.weights), components: one.components.map(each) };
    }
  };
  return each(distribution);
}
