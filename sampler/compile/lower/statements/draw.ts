/** `draw z ~ D`, `draw z[d] ~ D`, `draw z[i in d] ~ D`: drawn after each kept draw, in no term of the density. */
import type { ObservedDistribution } from '../../../../grammar/ir.ts';
import type { DrawStatement } from '../../../../grammar/syntax/ast.ts';
import { createDrawer } from '../../draw-distribution.ts';
import { outputDistribution } from '../../output-distribution.ts';
import { type Axis, shapeText } from '../axes.ts';
import type { BoundIndex } from '../binder.ts';
import type { Context } from '../context.ts';
import { axesOf } from '../dimension.ts';
import { eventDimsOfDraw, isDiscrete } from '../distribution/argument-arrays.ts';
import { requireDistribution } from '../distribution/bind.ts';
import { givenByElement } from '../distribution/by-element.ts';
import { arrayOf } from '../emit-statements.ts';
import { childScope, type Scope } from '../scope.ts';
import { type ArrayValue, arrayValue, type DistributionValue, type Element } from '../value.ts';
import { bindElements } from './bind-elements.ts';
import { alongOf, type DrawnElements, sequenceOf, togetherOf } from './drawn-along.ts';
import { describeDistribution } from './observation.ts';
import { addDraw } from './series-gaps.ts';
import { addQuantity } from './unknown.ts';

interface Drawn extends DrawnElements {
  readonly statement: DrawStatement;
  readonly axes: readonly Axis[];
}

/** @param statements one, or the lines of `draw { … }` */
export function lowerDraw(ctx: Context, scope: Scope, statements: readonly DrawStatement[]): void {
  if (statements.length === 1 && lowerStates(ctx, scope, statements[0])) return;
  const members = statements.map((statement): Drawn => {
    const { name } = statement.name;
    const elements = bindElements(ctx, scope, name, statement.indices);
    const axes = [...elements.bound.map((b) => b.axis), ...axesOf(ctx, statement.dims)];
    return {
      name,
      binders: statement.indices,
      distribution: statement.distribution,
      elements,
      statement,
      axes,
    };
  });
  const along = alongOf(ctx, members);
  const arrays = members.map(({ name, axes }) =>
    ctx.declareDrawn(
      name,
      axes.map(({ size }) => size),
    ),
  );
  const sequence = along === null ? null : sequenceOf(ctx, members, along);
  const given = (i: number, elements: readonly Element[]): DistributionValue => {
    const { statement, axes } = members[i];
    const { bound, scope: inner } = members[i].elements;
    const own = members.map(
      ({ name, axes: all }, k) => [name, arrayOf(ctx, arrays[k], all, { element: elements[k] })] as const,
    );
    const names = bound.map((b) => [b.name, b.value] as const);
    const self = along === null ? inner : childScope(inner, [...own, ...names]);
    return ctx.within(
      bound.map((b) => b.index),
      () =>
        givenByElement(ctx, requireDistribution(ctx, self, statement.distribution), axes.slice(bound.length)),
    );
  };
  // What they are must be known before their elements can be used in their own distributions.
  const elements = members.map((): Element => 'int');
  for (const i of along === null ? [] : members.keys()) {
    const first = ctx.tentatively(() => given(i, elements));
    if (first !== null && !isDiscrete(first)) elements[i] = 'real';
  }
  for (const [
    i,
    {
      name,
      statement,
      axes,
      elements: { bound },
    },
  ] of members.entries()) {
    const array = arrays[i];
    const distribution = given(i, elements);
    const value = arrayOf(ctx, array, axes, { element: isDiscrete(distribution) ? 'int' : 'real' });
    const events = eventDimsOfDraw(distribution);
    if (events > axes.length - bound.length)
      ctx.fail(
        'shape-mismatch',
        `a draw of ${name} has ${events} axes: expected as many dims of it`,
        statement.span,
      );
    const description = describeDistribution(ctx, {
      name,
      loops: bound.map((b) => b.index),
      axes: axes.slice(0, bound.length),
      dist: distribution,
      x: elementAt(ctx, value, bound),
      span: statement.distribution.span,
    });
    checkDrawable(ctx, description, statement);
    const drawn = {
      name,
      array,
      distribution: description,
      shape: axes.slice(0, axes.length - events).map(({ size }) => size),
      constraint: null,
      origin: ctx.origin,
      ...(along === null ? {} : { along: { ...along, ...togetherOf(arrays, sequence, i) } }),
    };
    ctx.draws.push(drawn);
    if (ctx.options.priors === true) ctx.priors.push(drawn);
    addQuantity(ctx, 'drawn', name, array, axes);
    scope.names.set(name, value);
  }
}

/** `draw s[time, state] ~ states(y)`: drawn whole, whatever the rows of the series. False for other distributions. */
function lowerStates(
  ctx: Context,
  scope: Scope,
  { name: { name }, dims, ...statement }: DrawStatement,
): boolean {
  const call = statement.distribution;
  if (call.kind !== 'call' || call.callee.name !== 'states') return false;
  const [series] = call.args;
  const observed = series?.value.kind === 'name' ? ctx.stateSpaces.get(series.value.name) : undefined;
  if (observed === undefined)
    ctx.fail(
      'type-mismatch',
      'expected the name of a series that is observed before as LinearGaussian',
      call.span,
    );
  const axes = axesOf(ctx, dims);
  const { time, state } = observed.series;
  const expected = [...observed.axes, time, ...(state === null ? [] : [state])];
  if (axes.length !== expected.length || axes.some(({ size }, i) => size !== expected[i].size))
    ctx.fail(
      'shape-mismatch',
      `the states have shape ${shapeText(expected)}, ${name} has ${shapeText(axes)}`,
      statement.span,
    );
  const array = ctx.declareDrawn(
    name,
    axes.map(({ size }) => size),
  );
  addDraw(ctx, { name, array, distribution: { kind: 'plain', name: 'states', args: observed.args }, axes });
  scope.names.set(name, arrayOf(ctx, array, axes));
  return true;
}

function checkDrawable(ctx: Context, distribution: ObservedDistribution, statement: DrawStatement): void {
  const nowhere = outputDistribution(distribution, () => ({ address: 0, shape: [0] }));
  const made = createDrawer(nowhere, 0, () => new Float64Array());
  if (made.kind === 'problem') ctx.unsupported(made.message, statement.distribution.span);
}

/** The draw at the bound indices, with its other axes. */
function elementAt(ctx: Context, value: ArrayValue, bound: readonly BoundIndex[]): ArrayValue {
  if (bound.length === 0) return value;
  const at = bound.map((b) => ctx.pool.index(b.index));
  return arrayValue(ctx.pool, value.dims.slice(bound.length), (rest) => value.at([...at, ...rest]), {
    element: value.element,
  });
}
