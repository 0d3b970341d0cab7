/**
 * Missing values of a datum with a discrete distribution. Where they have finitely many values they are summed out as
 * discrete unknowns are. Where they have no end and nothing else uses the datum, their sum is one: they are left out of
 * the density, and drawn.
 */
import type { ArrayId, ObservedDistribution, ScalarExpr } from '../../../../grammar/ir.ts';
import type { CallExpr, Expr, Program } from '../../../../grammar/syntax/ast.ts';
import type { Axis } from '../axes.ts';
import type { Context } from '../context.ts';
import { replaceLoads } from '../discrete/rewrite.ts';
import { defineArray } from '../emit-statements.ts';
import { flatToPositions } from '../row-major.ts';
import { type CompletedDatum, defineCompleted } from './completed-datum.ts';
import { declareDiscrete } from './discrete-param.ts';
import { type EndsContext, endsOf, familyOf } from './ends-of-missing.ts';
import { isUsedElsewhere, observesOf } from './left-out-places.ts';
import { addQuantity } from './unknown.ts';

interface MissingCounts extends EndsContext {
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
export function isCountDistribution(distribution: Expr, program: Program): boolean {
  if (distribution.kind !== 'call') return false;
  const { name } = distribution.callee;
  if (name === 'Truncated' || name === 'Mixture' || name === 'Censored')
    return distribution.args.some(({ value }) => isCountDistribution(value, program));
  const family = familyOf(program, name);
  return family?.type === 'discrete' && family.eventDims === 0;
}

/** The unknowns where they are summed out; null where they are drawn. */
export function countsSummedOut(ctx: Context, counts: MissingCounts, distribution: CallExpr): ArrayId | null {
  const { datum, missing, program } = counts;
  const ends = endsOf(ctx, counts, distribution);
  // Where an end is not known, the values that it leaves out have probability 0.
  const lo = ends?.lower.at ?? (() => Number.NEGATIVE_INFINITY);
  const hi = ends?.upper.at ?? (() => Number.POSITIVE_INFINITY);
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
  const family = familyOf(program, distribution.callee.name);
  const isPlain = family !== undefined && (family.own === undefined || family.own.draw !== undefined);
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
