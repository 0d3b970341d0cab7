/** `param z[d] ~ D(…)` of a discrete distribution: an unknown that is summed out of the density (`discrete/sum-out.ts`). */
import type { ArrayId } from '../../../../grammar/ir.ts';
import type { Span } from '../../../../grammar/span.ts';
import type { ParamStatement } from '../../../../grammar/syntax/ast.ts';
import { type Axis, shapeText, sizeOf } from '../axes.ts';
import { knownExtremes } from '../constant-evaluation.ts';
import type { Context } from '../context.ts';
import { eventDimsOfDraw } from '../distribution/argument-arrays.ts';
import { logDensity } from '../distribution/density.ts';
import { boundsOf } from '../distribution/support.ts';
import { nameOf } from '../distribution/truncation.ts';
import { arrayOf, emitTerm } from '../emit-statements.ts';
import type { Scope } from '../scope.ts';
import type { ArrayValue, DistributionValue } from '../value.ts';
import { addPrior } from './prior.ts';
import { addQuantity } from './unknown.ts';

/** Values times elements: the sums of a density with more take seconds. */
const MOST_SUMMED = 1_000_000;

export function lowerDiscreteParam(
  ctx: Context,
  scope: Scope,
  statement: ParamStatement,
  axes: readonly Axis[],
  prior: DistributionValue,
): void {
  const { name } = statement.name;
  const { span } = statement.prior;
  if (eventDimsOfDraw(prior) > 0)
    ctx.unsupported(
      `${name} is a vector of counts, which is not summed out: expected a distribution of one number, such as Categorical, Bernoulli, Binomial or DiscreteUniform`,
      span,
    );
  const array = declareDiscrete(ctx, { name, axes, ...valuesOf(ctx, name, prior, sizeOf(axes), span) });
  const value = arrayOf(ctx, array, axes, { element: 'int' });
  scope.names.set(name, value);

  const density = logDensity(ctx, prior, value, { guarded: true, span: statement.span });
  if (density.dims.length > axes.length)
    ctx.fail(
      'shape-mismatch',
      `the prior has shape ${shapeText(density.dims)}, the parameter ${shapeText(axes)}: expected the prior's dimensions among the parameter's`,
      span,
    );
  const { indices, at } = ctx.freshLoop(density.dims.map((dim) => dim.size));
  emitTerm(ctx, 'prior', indices, density.at(at));
  if (ctx.options.priors === true) addPrior(ctx, { statement, array, prior, value, density });
}

interface Values {
  readonly lo: number;
  readonly hi: number;
}

/** The least and the most of its values, over the loops around it. */
export function valuesOf(
  ctx: Context,
  name: string,
  prior: DistributionValue,
  elements: number,
  span: Span,
): Values {
  const support = boundsOf(ctx, prior);
  // The distribution's own end may depend on unknowns, as the total of Binomial does; a stated one bounds it.
  const stated = prior.form === 'truncated' ? prior : support;
  const lo = extremeOf(ctx, support.lower, 'least') ?? extremeOf(ctx, stated.lower, 'least');
  const hi = extremeOf(ctx, support.upper, 'most') ?? extremeOf(ctx, stated.upper, 'most');
  if (lo === null || hi === null) {
    const end = lo === null ? 'lower' : 'upper';
    ctx.unsupported(
      `${name} is summed out, and the ${end} end of the values of ${nameOf(prior)} is not known from data: expected one that is, as in \`in 0..50\` after the prior`,
      span,
    );
  }
  const values = hi - lo + 1;
  if (!(values >= 1)) ctx.fail('empty-range', `${name} has no values: its range is ${lo}..${hi}`, span);
  if (values * elements > MOST_SUMMED)
    ctx.fail(
      'too-large',
      `${name} has ${values} values for each of ${elements} elements, so each evaluation of the density would sum ${values * elements} terms: expected at most ${MOST_SUMMED}; state a narrower range`,
      span,
    );
  return { lo, hi };
}

export function declareDiscrete(
  ctx: Context,
  { name, axes, lo, hi }: Values & { readonly name: string; readonly axes: readonly Axis[] },
): ArrayId {
  const shape = axes.map(({ size }) => size);
  const array = ctx.declare(name, shape);
  ctx.arrayIntervals.set(array, { lo, hi });
  ctx.valueIntervals.set(array, { lo, hi });
  ctx.discretes.push({ name, array, shape, lo, hi, origin: ctx.origin });
  addQuantity(ctx, 'discrete', name, array, axes);
  return array;
}

/** The outermost value over all elements; null where it depends on unknowns or there is none. */
function extremeOf(ctx: Context, bound: ArrayValue | undefined, which: 'least' | 'most'): number | null {
  if (bound === undefined) return null;
  const { indices, at } = ctx.freshLoop(bound.dims.map((dim) => dim.size));
  const found = ctx.within(indices, () => knownExtremes(ctx, bound.at(at)));
  const value = found?.[which] ?? Number.NaN;
  return Number.isInteger(value) ? value : null;
}
