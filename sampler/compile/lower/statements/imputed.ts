/**
 * Bounds of the missing values of an observed datum: the support of its distribution, the limits of `Truncated`, and
 * the range declared for the datum. The density remains that of the `observe` as written.
 */
import type { DataArray } from '../../../../grammar/data.ts';
import type { CallExpr, Program } from '../../../../grammar/syntax/ast.ts';
import { interval, lower, real, type Transform, upper } from '../../transforms/index.ts';
import type { Context } from '../context.ts';
import { arrayOf } from '../emit-statements.ts';
import { type ArrayValue, constantValue } from '../value.ts';
import { type EndsContext, endsOf } from './ends-of-missing.ts';

/** Row-major positions without a value. */
export function missingPositions(datum: DataArray): readonly number[] {
  return [...datum.values.keys()].filter((flat) => Number.isNaN(datum.values[flat]));
}

/** The distribution of the first `observe` of the datum. */
export function observedAs(datum: DataArray, program: Program): CallExpr | null {
  for (const statement of program.statements) {
    if (statement.kind !== 'observe' || statement.target.kind !== 'name') continue;
    if (statement.target.name === datum.name && statement.distribution.kind === 'call')
      return statement.distribution;
  }
  return null;
}

/** One bound for each missing value. */
type Bounds = readonly number[];

interface Imputed extends EndsContext {
  /** Row-major positions of its unknowns. */
  readonly missing: readonly number[];
}

/** From the distribution's name and its arguments in data, since others may not be defined yet. */
export function imputedTransform(ctx: Context, imputed: Imputed, distribution: CallExpr): Transform {
  const { datum, missing } = imputed;
  const ends = endsOf(ctx, imputed, distribution);
  if (ends === null) {
    return ctx.unsupported(
      `${datum.name} has missing values, which become unknowns only under a distribution of numbers or of vectors without limits, and it is observed as ${distribution.callee.name}; leave the rows with missing values out`,
      ctx.origin.span,
    );
  }
  const tightest = (side: 'lower' | 'upper'): Bounds => {
    const { at, isKnown } = ends[side];
    if (!isKnown) {
      return ctx.unsupported(
        `${datum.name} has missing values, and a limit of its ${distribution.callee.name} distribution is neither a number nor a datum over its dimensions; leave the rows with missing values out`,
        ctx.origin.span,
      );
    }
    const declared = declaredBounds(datum, side);
    return missing.map((flat) => Math[side === 'lower' ? 'max' : 'min'](at(flat), declared(flat)));
  };
  const low = tightest('lower');
  const high = tightest('upper');
  const empty = low.findIndex((lo, i) => !(lo < high[i]));
  if (empty >= 0) {
    ctx.fail(
      'empty-range',
      `a missing value of \`${datum.name}\` has no room: expected a lower bound below the upper one, found ${low[empty]}..${high[empty]} from its range and its distribution`,
      ctx.origin.span,
    );
  }
  const below = boundOf(ctx, datum, 'lower', low);
  const above = boundOf(ctx, datum, 'upper', high);
  if (below !== null && above !== null) return interval(below, above);
  if (below !== null) return lower(below);
  return above === null ? real : upper(above);
}

/** Null without a bound; either all elements have one or none has. */
function boundOf(ctx: Context, datum: DataArray, side: 'lower' | 'upper', bounds: Bounds): ArrayValue | null {
  const finite = bounds.filter(Number.isFinite).length;
  if (finite === 0) return null;
  if (finite < bounds.length) {
    return ctx.unsupported(
      `some missing values of \`${datum.name}\` have ${side === 'lower' ? 'a lower' : 'an upper'} bound and some have none: give each of them one, or split the data`,
      ctx.origin.span,
    );
  }
  if (bounds.every((bound) => bound === bounds[0])) return constantValue(ctx.pool, bounds[0]);
  const array = ctx.declareConstant(`${datum.name} ${side}`, [bounds.length], Float64Array.from(bounds));
  return arrayOf(ctx, array, [{ name: null, size: bounds.length }]);
}

function declaredBounds({ range }: DataArray, side: 'lower' | 'upper'): (flat: number) => number {
  const none = side === 'lower' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const bounds = range?.[side];
  // A missing bound does not restrict.
  return (flat) => (bounds === undefined || Number.isNaN(bounds[flat]) ? none : bounds[flat]);
}
