/** The prior of a parameter as a distribution to draw from: each argument an array over the parameter's axes. */
import type { ArrayId } from '../../../../grammar/ir.ts';
import type { ParamStatement } from '../../../../grammar/syntax/ast.ts';
import type { Context } from '../context.ts';
import type { ArrayValue, DistributionValue } from '../value.ts';
import { describeDistribution } from './observation.ts';

interface LoweredParam {
  readonly statement: ParamStatement;
  readonly array: ArrayId;
  /** Truncated where the declaration states a range. */
  readonly prior: DistributionValue;
  /** The parameter, and its log prior density, one for each of the prior's draws. */
  readonly value: ArrayValue;
  readonly density: ArrayValue;
  /** Axes along which the elements sum to zero, where the prior does not say so itself. */
  readonly zeroSumAxes?: readonly number[];
}

export function addPrior(
  ctx: Context,
  { statement, array, prior, value, density, zeroSumAxes }: LoweredParam,
): void {
  const { name } = statement.name;
  const observed = {
    name,
    loops: [],
    axes: [],
    dist: prior,
    x: value,
    span: statement.prior.span,
  };
  const constraint = statement.type?.name ?? 'real';
  ctx.priors.push({
    name,
    array,
    distribution: describeDistribution(ctx, observed),
    shape: density.dims.map((dim) => dim.size),
    constraint: zeroSumAxes !== undefined ? 'sum_to_zero' : constraint === 'real' ? null : constraint,
    ...(zeroSumAxes === undefined ? {} : { zeroSumAxes }),
    origin: ctx.origin,
  });
}
