/** `param x[t in d] ~ D(… x[t - 1] …)`: a prior for each element, which may depend on earlier or on later elements. */
import type { ArrayId, DrawnAlong, Index, ScalarExpr } from '../../../../grammar/ir.ts';
import type { ParamStatement } from '../../../../grammar/syntax/ast.ts';
import { type Axis, sizeOf } from '../axes.ts';
import type { BoundIndex } from '../binder.ts';
import { type Context, someNode } from '../context.ts';
import { eventDimsOfDraw, isDiscrete } from '../distribution/argument-arrays.ts';
import { requireDistribution } from '../distribution/bind.ts';
import { logDensity } from '../distribution/density.ts';
import { boundsOf } from '../distribution/support.ts';
import { nameOf } from '../distribution/truncation.ts';
import { arrayOf, emitTerm } from '../emit-statements.ts';
import { childScope, type Scope } from '../scope.ts';
import { type ArrayValue, arrayValue, type DistributionValue, type Element, scalarValue } from '../value.ts';
import { bindElements } from './bind-elements.ts';
import { declareDiscrete, valuesOf } from './discrete-param.ts';
import { alongOf, type DrawnElements, sequenceOf, togetherOf } from './drawn-along.ts';
import { describeDistribution } from './observation.ts';
import { originOfParam } from './param-origin.ts';
import { inRange, scalarTransform } from './param-range.ts';
import { introduceUnknown } from './unknown.ts';

interface Indexed extends DrawnElements {
  readonly statement: ParamStatement;
  readonly axes: readonly Axis[];
  readonly indices: readonly Index[];
}

/** An array in place of one that is not declared yet. */
interface Stand {
  readonly name: string;
  readonly array: ArrayId;
}

/** @param statements one, or the lines of `param { … }` */
export function lowerIndexedParams(ctx: Context, scope: Scope, statements: readonly ParamStatement[]): void {
  const members = statements.map((statement) => bindLine(ctx, scope, statement));
  const along = alongOf(ctx, members);
  const sequence = along === null ? null : sequenceOf(ctx, members, along);
  // What they are must be known before their elements can be used in their own priors.
  const stands = members.map(({ name, axes }) => {
    const stand = ctx.declare(
      name,
      axes.map(({ size }) => size),
    );
    ctx.valueIntervals.set(stand, { lo: Number.NEGATIVE_INFINITY, hi: Number.POSITIVE_INFINITY });
    return stand;
  });
  const unknown = members.map(({ name }, i): Stand => ({ name, array: stands[i] }));
  const priorGiven = (
    i: number,
    arrays: readonly ArrayId[],
    kinds: readonly Element[],
  ): DistributionValue => {
    const { statement, elements, indices } = members[i];
    const all = members.map(
      ({ name, axes }, k) => [name, arrayOf(ctx, arrays[k], axes, { element: kinds[k] })] as const,
    );
    const self = childScope(elements.scope, all);
    for (const { name: index, value } of elements.bound) self.names.set(index, value);
    return ctx.within(indices, () =>
      inRange(ctx, self, requireDistribution(ctx, self, statement.prior), statement),
    );
  };
  const kinds = members.map((): Element => 'int');
  const tried = members.map((_, i) => {
    const first = ctx.tentatively(() => priorGiven(i, stands, kinds));
    if (first !== null && !isDiscrete(first)) kinds[i] = 'real';
    return first;
  });
  const firsts = tried.map((first, i) => first ?? priorGiven(i, stands, kinds));
  const arrays = members.map((member, i) => declare(ctx, member, firsts[i], unknown));
  for (const [i, { name, statement, axes, indices }] of members.entries()) {
    ctx.origin = originOfParam(statement);
    const prior = priorGiven(i, arrays, kinds);
    const element = kinds[i];
    const own = ctx.load(
      arrays[i],
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
    if (ctx.options.priors !== true) continue;
    const observed = { name, loops: indices, axes, dist: prior, x, span: statement.prior.span };
    ctx.priors.push({
      name,
      array: arrays[i],
      distribution: describeDistribution(ctx, observed),
      shape: axes.map(({ size }) => size),
      constraint: null,
      origin: ctx.origin,
      ...(along === null ? {} : { along: { ...along, ...togetherOf(arrays, sequence, i) } }),
    });
  }
  for (const [i, { name, axes }] of members.entries())
    scope.names.set(name, arrayOf(ctx, arrays[i], axes, { element: kinds[i] }));
}

function bindLine(ctx: Context, scope: Scope, statement: ParamStatement): Indexed {
  const { name } = statement.name;
  if (statement.type !== undefined && !['real', 'int'].includes(statement.type.name))
    ctx.unsupported(
      `${statement.type.name} elements with a prior of their own each: expected dims without an index, as in \`${name}[d]: ${statement.type.name}\``,
      statement.type.span,
    );
  const elements = bindElements(ctx, scope, name, statement.indices);
  return {
    name,
    binders: statement.indices,
    distribution: statement.prior,
    elements,
    statement,
    axes: elements.bound.map(({ axis }) => axis),
    indices: elements.bound.map(({ index }) => index),
  };
}

/** @param prior with `stands` for what is not declared yet */
function declare(ctx: Context, member: Indexed, prior: DistributionValue, stands: readonly Stand[]): ArrayId {
  const { name, statement, axes, indices, elements } = member;
  ctx.origin = originOfParam(statement);
  if (eventDimsOfDraw(prior) > 0)
    ctx.unsupported(
      `${nameOf(prior)} at each index of ${name}: expected a distribution of one number; name the dims in place of the index, as in \`param ${name}[d, e] ~ …\``,
      statement.prior.span,
    );
  if (!isDiscrete(prior)) return declareContinuous(ctx, statement, elements.bound, prior, stands);
  const values = ctx.within(indices, () => valuesOf(ctx, name, prior, sizeOf(axes), statement.prior.span));
  return declareDiscrete(ctx, { name, axes, ...values });
}

/** A chain's links are terms of two neighbours: of the last element alone, which none follows, there is one more. */
function lastApart(indices: readonly Index[], { axis }: DrawnAlong): readonly (readonly Index[])[] {
  const own = indices[axis];
  const others = indices.filter((index) => index !== own);
  const before = { ...own, to: own.to - 1 };
  return [indices.map((index) => (index === own ? before : index)), others];
}

function declareContinuous(
  ctx: Context,
  { name, prior: { span } }: ParamStatement,
  bound: readonly BoundIndex[],
  prior: DistributionValue,
  stands: readonly Stand[],
): ArrayId {
  const axes = bound.map(({ axis }) => axis);
  const ends = ctx.within(
    bound.map(({ index }) => index),
    () => boundsOf(ctx, prior),
  );
  const overAxes = (end: ArrayValue | undefined): ArrayValue | undefined => {
    if (end === undefined) return undefined;
    const body = end.at([]);
    const other = stands.find((stand) =>
      someNode(body, (node) => node.op === 'load' && node.array === stand.array),
    );
    if (other !== undefined)
      ctx.unsupported(
        `the range of \`${name.name}\` depends on ${other.name === name.name ? 'its own earlier elements' : `elements of \`${other.name}\``}: expected a range that is known without them`,
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
