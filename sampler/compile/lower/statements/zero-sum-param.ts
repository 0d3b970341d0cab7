/**
 * `param a[g, f] ~ ZeroSumNormal(sigma, over = (g, f))`: independent normals, given that they sum to zero along each axis
 * of `over`, which leaves as many dimensions as the product of the axes' sizes less one each.
 */
import { normal } from '../../../../grammar/distributions/normal.ts';
import type { Expr, ParamStatement } from '../../../../grammar/syntax/ast.ts';
import { sumToZeroOver } from '../../transforms/index.ts';
import { type Axis, shapeText, sizeOf } from '../axes.ts';
import type { Context } from '../context.ts';
import { evaluateTextValue } from '../distribution/table-expressions.ts';
import { arrayOf, emitTerm } from '../emit-statements.ts';
import { type ArrayValue, type DistributionValue, type PlainDistribution, scalarValue } from '../value.ts';
import { addPrior } from './prior.ts';
import { introduceUnknown } from './unknown.ts';

interface ZeroSum {
  readonly sigma: ArrayValue;
  readonly over: readonly string[];
}

/** Null for other priors. */
export function zeroSumPrior(prior: DistributionValue): ZeroSum | null {
  if (prior.form !== 'plain' || prior.over === undefined) return null;
  const sigma = prior.args.get('sigma');
  return sigma?.kind === 'array' ? { sigma, over: namesOf(prior.over) } : null;
}

function namesOf(over: Expr): readonly string[] {
  const parts = over.kind === 'list' ? over.elements : [over];
  return parts.flatMap((part) => (part.kind === 'name' ? [part.name] : []));
}

const DENSITY = '-0.5 * square(x / sigma) - share * (log(sigma) + 0.9189385332046727)';

export function lowerZeroSumParam(
  ctx: Context,
  statement: ParamStatement,
  axes: readonly Axis[],
  { sigma, over }: ZeroSum,
): ArrayValue {
  const { name } = statement.name;
  const { pool } = ctx;
  const { span } = statement.prior;
  const summed = over.map((dim) => {
    const axis = axes.findIndex((one) => one.name === dim);
    if (axis >= 0) return axis;
    return ctx.fail('shape-mismatch', `${name} has shape ${shapeText(axes)}: \`over\` names ${dim}`, span);
  });
  if (summed.length === 0 || statement.range !== undefined || statement.type !== undefined)
    ctx.unsupported(
      '`over` with a range or a type: expected `param x[d] ~ ZeroSumNormal(s, over = d)`',
      span,
    );
  const varying = sigma.dims.find((dim) => over.some((one) => one === dim.name));
  if (varying !== undefined)
    ctx.fail(
      'shape-mismatch',
      `expected one \`sigma\` for all elements that sum to zero, found one for each of ${varying.name}`,
      span,
    );
  const transform = sumToZeroOver(summed.map((axis) => axes.length - axis).sort((a, b) => b - a));
  const batchCount = axes.length - transform.eventDims;
  const array = introduceUnknown(ctx, {
    name,
    batch: axes.slice(0, batchCount),
    event: axes.slice(batchCount),
    transform,
  });
  const value = arrayOf(ctx, array, axes);
  const free = axes.map((dim, axis) => ({ ...dim, size: summed.includes(axis) ? dim.size - 1 : dim.size }));
  const share = scalarValue(pool, pool.constant(sizeOf(free) / sizeOf(axes)));
  const density = evaluateTextValue(
    ctx,
    DENSITY,
    new Map([
      ['x', value],
      ['sigma', sigma],
      ['share', share],
    ]),
    span,
  );
  if (density.kind !== 'array' || density.dims.length !== axes.length)
    return ctx.fail(
      'shape-mismatch',
      `the prior's dimensions must be among the parameter's ${shapeText(axes)}`,
      span,
    );
  const { indices, at } = ctx.freshLoop(axes.map((dim) => dim.size));
  emitTerm(ctx, 'prior', indices, density.at(at));
  if (ctx.options.priors === true) {
    const elements: PlainDistribution = {
      kind: 'distribution',
      form: 'plain',
      entry: normal,
      args: new Map([
        ['mu', scalarValue(pool, pool.constant(0))],
        ['sigma', sigma],
      ]),
      span,
    };
    addPrior(ctx, { statement, array, prior: elements, value, density, zeroSumAxes: summed });
  }
  return value;
}
