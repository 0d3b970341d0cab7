/** `param x[t in d] ~ D(… x[t - 1] …)`: a prior for each element, which may depend on earlier or on later elements. */
import type { ArrayId, DrawnAlong, Index, ScalarExpr } from '../../../../grammar/ir.ts';
import type { ParamStatement } from '../../../../grammar/syntax/ast.ts';
import { sizeOf } from '../axes.ts';
import type { BoundIndex } from '../binder.ts';
import { type Context, someNode } from '../context.ts';
import { eventDimsOfDraw, isDiscrete } from '../distribution/argument-arrays.ts';
import { requireDistribution } from '../distribution/bind.ts';
import { logDensity } from '../distribution/density.ts';
import { boundsOf } from '../distribution/support.ts';
import { nameOf } from '../distribution/truncation.ts';
import { arrayOf, emitTerm } from '../emit-statements.ts';
import { childScope, type Scope } from '../scope.ts';
import { type ArrayValue, arrayValue, type DistributionValue, scalarValue } from '../value.ts';
import { bindElements } from './bind-elements.ts';
import { declareDiscrete, valuesOf } from './discrete-param.ts';
import { alongOf } from './drawn-along.ts';
import { describeDistribution } from './observation.ts';
import { inRange, scalarTransform } from './param-range.ts';
import { introduceUnknown } from './unknown.ts';

export function lowerIndexedParam(ctx: Context, scope: Scope, statement: ParamStatement): void {
  const { name } = statement.name;
  if (statement.type !== undefined && !['real', 'int'].includes(statement.type.name))
    ctx.unsupported(
      `${statement.type.name} elements with a prior of their own each: expected dims without an index, as in \`${name}[d]: ${statement.type.name}\``,
      statement.type.span,
    );
  const elements = bindElements(ctx, scope, name, statement.indices);
  const { bound, scope: inner } = elements;
  const along = alongOf(ctx, [{ name, binders: statement.indices, distribution: statement.prior, elements }]);
  const indices = bound.map(({ index }) => index);
  const axes = bound.map(({ axis }) => axis);
  // What it is must be known before its elements can be used in its own prior.
  const stand = ctx.declare(
    name,
    axes.map(({ size }) => size),
  );
  ctx.valueIntervals.set(stand, { lo: Number.NEGATIVE_INFINITY, hi: Number.POSITIVE_INFINITY });
  const priorGiven = (array: ArrayId): DistributionValue => {
    const isWhole = array === stand || isDiscreteArray(ctx, array);
    const self = childScope(inner, [[name, arrayOf(ctx, array, axes, isWhole ? { element: 'int' } : {})]]);
    for (const { name: index, value } of bound) self.names.set(index, value);
    return ctx.within(indices, () =>
      inRange(ctx, self, requireDistribution(ctx, self, statement.prior), statement),
    );
  };
  const first = ctx.tentatively(() => priorGiven(stand)) ?? priorGiven(stand);
  if (eventDimsOfDraw(first) > 0)
    ctx.unsupported(
      `${nameOf(first)} at each index of ${name}: expected a distribution of one number; name the dims in place of the index, as in \`param ${name}[d, e] ~ …\``,
      statement.prior.span,
    );
  const array = isDiscrete(first)
    ? declareDiscrete(ctx, {
        name,
        axes,
        ...ctx.within(indices, () => valuesOf(ctx, name, first, sizeOf(axes), statement.prior.span)),
      })
    : declareContinuous(ctx, statement, bound, first, stand);
  const prior = priorGiven(array);
  const element = isDiscreteArray(ctx, array) ? 'int' : 'real';
  const own = ctx.load(
    array,
    indices.map((index) => ctx.pool.index(index)),
  );
  const x = scalarValue(ctx.pool, own, element);
  const density = ctx.within(indices, () =>
    logDensity(ctx, prior, x, { guarded: element === 'int', span: statement.span }),
  );
  if (density.dims.length > 0)
    ctx.fail(
      'shape-mismatch',
      `the prior of ${name} at each index is an array: expected one number`,
      statement.prior.span,
    );
  const parts = element === 'int' && along?.step === -1 ? lastApart(indices, along) : [indices];
  for (const part of parts) {
    const fixed = indices.filter(({ id }) => part.every((index) => index.id !== id));
    const places = new Map(fixed.map(({ id, to }) => [id, ctx.pool.constant(to - 1)] as const));
    emitTerm(ctx, 'prior', part, ctx.pool.substitute(density.at([]), places));
  }
  scope.names.set(name, arrayOf(ctx, array, axes, { element }));
  if (ctx.options.priors !== true) return;
  const observed = { name, loops: indices, axes, dist: prior, x, span: statement.prior.span };
  ctx.priors.push({
    name,
    array,
    distribution: describeDistribution(ctx, observed),
    shape: axes.map(({ size }) => size),
    constraint: null,
    origin: ctx.origin,
    ...(along === null ? {} : { along }),
  });
}

/** A chain's links are terms of two neighbours: of the last element alone, which none follows, there is one more. */
function lastApart(indices: readonly Index[], { axis }: DrawnAlong): readonly (readonly Index[])[] {
  const own = indices[axis];
  const others = indices.filter((index) => index !== own);
  const before = { ...own, to: own.to - 1 };
  return [indices.map((index) => (index === own ? before : index)), others];
}

function isDiscreteArray(ctx: Context, array: ArrayId): boolean {
  return ctx.discretes.some((unknown) => unknown.array === array);
}

function declareContinuous(
  ctx: Context,
  { name, prior: { span } }: ParamStatement,
  bound: readonly BoundIndex[],
  prior: DistributionValue,
  stand: ArrayId,
): ArrayId {
  const axes = bound.map(({ axis }) => axis);
  const ends = ctx.within(
    bound.map(({ index }) => index),
    () => boundsOf(ctx, prior),
  );
  const overAxes = (end: ArrayValue | undefined): ArrayValue | undefined => {
    if (end === undefined) return undefined;
    const body = end.at([]);
    if (someNode(body, (node) => node.op === 'load' && node.array === stand))
      ctx.unsupported(
        `the range of \`${name.name}\` depends on its own earlier elements: expected a range that is known without them`,
        span,
      );
    return arrayValue(ctx.pool, axes, (at): ScalarExpr => {
      const places = new Map(bound.map(({ index }, i) => [index.id, at[i]] as const));
      return ctx.pool.substitute(body, places);
    });
  };
  const lower = overAxes(ends.lower);
  const upper = overAxes(ends.upper);
  const transform = scalarTransform({
    ...(lower === undefined ? {} : { lower }),
    ...(upper === undefined ? {} : { upper }),
  });
  return introduceUnknown(ctx, { name: name.name, batch: axes, event: [], transform });
}
