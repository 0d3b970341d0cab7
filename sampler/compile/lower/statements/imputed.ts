/**
 * Bounds of the missing values of an observed datum: the support of its distribution, the limits of `Truncated`, and
 * the range declared for the datum. The density remains that of the `observe` as written.
 */
import type { DataArray } from '../../../../grammar/data.ts';
import { distributions } from '../../../../grammar/distributions/index.ts';
import type { CallExpr, Expr, Program } from '../../../../grammar/syntax/ast.ts';
import { interval, lower, real, type Transform, upper } from '../../transforms/index.ts';
import { knownElements } from '../constant-evaluation.ts';
import type { Context } from '../context.ts';
import { arrayOf } from '../emit-statements.ts';
import { evaluateArray } from '../evaluate.ts';
import type { Scope } from '../scope.ts';
import { type ArrayValue, constantValue } from '../value.ts';

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

interface Imputed {
  readonly scope: Scope;
  readonly datum: DataArray;
  /** Row-major positions of its unknowns. */
  readonly missing: readonly number[];
}

/** From the distribution's name and limits in data, since its other arguments may not be defined yet. */
export function imputedTransform(
  ctx: Context,
  { scope, datum, missing }: Imputed,
  distribution: CallExpr,
): Transform {
  const limits = [...supportBounds(ctx, scope, datum, distribution), declaredBounds(datum)];
  const tightest = (side: 'lower' | 'upper'): Bounds =>
    missing.map((flat) =>
      side === 'lower'
        ? Math.max(...limits.map((limit) => limit.lower(flat)))
        : Math.min(...limits.map((limit) => limit.upper(flat))),
    );
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

interface Limit {
  lower(flat: number): number;
  upper(flat: number): number;
}

function declaredBounds({ range }: DataArray): Limit {
  return {
    lower: (flat) => orElse(range?.lower[flat], Number.NEGATIVE_INFINITY),
    upper: (flat) => orElse(range?.upper[flat], Number.POSITIVE_INFINITY),
  };
}

/** A missing bound does not restrict. */
function orElse(bound: number | undefined, none: number): number {
  return bound === undefined || Number.isNaN(bound) ? none : bound;
}

function supportBounds(
  ctx: Context,
  scope: Scope,
  datum: DataArray,
  distribution: CallExpr,
): readonly Limit[] {
  const { span } = ctx.origin;
  const { name } = distribution.callee;
  if (name === 'Truncated') {
    const named = (names: readonly string[], place: number) =>
      distribution.args.find((arg, i) =>
        arg.name === undefined ? i === place : names.includes(arg.name.name),
      );
    const base = named(['D', 'dist'], 0)?.value;
    const lo = named(['lo', 'lower'], 1)?.value;
    const hi = named(['hi', 'upper'], 2)?.value;
    const own: Limit = {
      lower: limitOf(ctx, scope, datum, lo, Number.NEGATIVE_INFINITY),
      upper: limitOf(ctx, scope, datum, hi, Number.POSITIVE_INFINITY),
    };
    return base?.kind === 'call' ? [own, ...supportBounds(ctx, scope, datum, base)] : [own];
  }
  if (name === 'Mixture') {
    const parts = distribution.args.flatMap(({ value }) =>
      value.kind === 'call' && isDistribution(value) ? [supportBounds(ctx, scope, datum, value)] : [],
    );
    const lowest = (flat: number, part: readonly Limit[]): number =>
      Math.max(...part.map((limit) => limit.lower(flat)));
    const highest = (flat: number, part: readonly Limit[]): number =>
      Math.min(...part.map((limit) => limit.upper(flat)));
    return [
      {
        lower: (flat) => Math.min(...parts.map((part) => lowest(flat, part))),
        upper: (flat) => Math.max(...parts.map((part) => highest(flat, part))),
      },
    ];
  }
  const entry = distributions.get(name);
  if (entry?.support.kind === 'vector' && entry.type !== 'discrete') return [];
  if (
    entry === undefined ||
    entry.eventDims !== 0 ||
    entry.type === 'discrete' ||
    entry.support.kind !== 'interval'
  ) {
    return ctx.unsupported(
      `${datum.name} has missing values, which become unknowns only under a distribution of numbers or of vectors without limits, and it is observed as ${name}; leave the rows with missing values out`,
      span,
    );
  }
  const bound = (text: string | undefined, none: number): number =>
    text === undefined ? none : Number(text);
  const lo = bound(entry.support.lower, Number.NEGATIVE_INFINITY);
  const hi = bound(entry.support.upper, Number.POSITIVE_INFINITY);
  if (Number.isNaN(lo) || Number.isNaN(hi)) {
    return ctx.unsupported(
      `${datum.name} has missing values, and the bounds of ${name} depend on its arguments; leave the rows with missing values out`,
      span,
    );
  }
  return [{ lower: () => lo, upper: () => hi }];
}

function isDistribution({ callee: { name } }: CallExpr): boolean {
  return distributions.has(name) || name === 'Truncated' || name === 'Mixture';
}

/** A limit of `Truncated`: one for all, or one per element of the datum. */
export function limitOf(
  ctx: Context,
  scope: Scope,
  datum: DataArray,
  expr: Expr | undefined,
  none: number,
): (flat: number) => number {
  if (expr === undefined) return () => none;
  const found = ctx.tentatively(() => {
    const value = evaluateArray(ctx, scope, expr);
    const values = knownElements(ctx, value);
    const isWhole =
      value.dims.length === datum.dims.length &&
      value.dims.every((dim, i) => dim.name === datum.dims[i].name);
    return values !== null && (value.dims.length === 0 || isWhole) ? values : null;
  });
  if (found === null) {
    return ctx.unsupported(
      `${datum.name} has missing values, and a limit of its Truncated distribution is neither a number nor a datum over its dimensions that is declared before it; leave the rows with missing values out`,
      ctx.origin.span,
    );
  }
  return (flat) => (found.length === 1 ? found[0] : found[flat]);
}
