/**
 * Recurrences that do not simply run along their first index from its start: backwards, along another index, and of
 * several quantities together. All become one array whose first axis are the steps in the order they are taken; the
 * other holds the quantities one after another in the order of a step. What the program names are copies of its parts.
 */
import type { Index, IndexId, ScalarExpr } from '../../../../grammar/ir.ts';
import type { LetStatement } from '../../../../grammar/syntax/ast.ts';
import { orderOfStep, type RecurrenceOrder, recurrenceOrder } from '../../../../grammar/syntax/recurrence.ts';
import type { Axis } from '../axes.ts';
import type { BoundIndex } from '../binder.ts';
import type { Context } from '../context.ts';
import { arrayOf, defineArray } from '../emit-statements.ts';
import { evaluateArray } from '../evaluate.ts';
import { hoistReductions } from '../hoist-reductions.ts';
import { checkReads } from '../index-reads.ts';
import { childScope, type Scope } from '../scope.ts';
import { type ArrayType, type ArrayValue, arrayValue, scalarValue } from '../value.ts';
import { shiftInteger } from '../zero-based.ts';
import { bindElements } from './bind-elements.ts';

interface Member {
  readonly statement: LetStatement;
  readonly scope: Scope;
  readonly bound: readonly BoundIndex[];
  readonly stepIndex: Index;
  /** The axes other than that of the steps. */
  readonly inner: readonly Axis[];
  readonly innerIndices: readonly Index[];
  readonly width: number;
  /** Of its first element in a step. */
  readonly offset: number;
}

/** The values of quantities defined together, in the order of the statements. */
export function lowerRecurrence(
  ctx: Context,
  scope: Scope,
  statements: readonly LetStatement[],
): readonly (ArrayValue & { readonly array: number })[] {
  const order = recurrenceOrder(statements);
  const members = membersOf(ctx, scope, statements, order);
  const steps = stepsOf(ctx, members, order);
  const layout = members.length === 1 ? alone(members[0], order) : together(ctx, members, steps);
  const name = statements.map((statement) => statement.name.name).join(', ');
  const own = ctx.declare(
    name,
    layout.indices.map(({ to }) => to),
  );
  const element = (member: Member, at: readonly ScalarExpr[]): ScalarExpr => {
    const step = order.step === 1 ? at[order.along] : mirrored(ctx, at[order.along], steps - 1);
    const within = at.filter((_, i) => i !== order.along);
    return ctx.load(own, [step, ...layout.place(member, within)]);
  };
  ctx.pending.add(own);
  try {
    const names = members.map((member) => {
      const axes = member.bound.map(({ axis }) => axis);
      const value = arrayValue(ctx.pool, axes, (at) => element(member, at));
      return [member.statement.name.name, value] as const;
    });
    const bodies = members.map((member) => bodyOf(ctx, member, names, order, steps));
    ctx.define(own, layout.indices, layout.join(bodies.map(({ body }) => body)), true);
    return members.map((member, i) => {
      const axes = member.bound.map(({ axis }) => axis);
      const sizes = axes.map(({ size }) => size);
      const array = ctx.declare(member.statement.name.name, sizes);
      const { indices, at } = ctx.freshLoop(sizes);
      defineArray(ctx, array, indices, element(member, at));
      return { ...arrayOf(ctx, array, axes, bodies[i].type), array };
    });
  } finally {
    ctx.pending.delete(own);
  }
}

/** How the elements of one step are laid out behind the axis of the steps. */
interface Layout {
  readonly indices: readonly Index[];
  place(member: Member, within: readonly ScalarExpr[]): readonly ScalarExpr[];
  /** The element at any place, from those of the members at their own indices. */
  join(bodies: readonly ScalarExpr[]): ScalarExpr;
}

function alone({ bound }: Member, { along }: RecurrenceOrder): Layout {
  const indices = bound.map(({ index }) => index);
  return {
    indices: [indices[along], ...indices.filter((_, i) => i !== along)],
    place: (_, within) => within,
    join: ([body]) => body,
  };
}

function together(ctx: Context, members: readonly Member[], steps: number): Layout {
  const { pool } = ctx;
  const width = members.reduce((sum, member) => sum + member.width, 0);
  const { indices, at } = ctx.freshLoop([steps, width]);
  const inOrder = members.map((_, i) => i).sort((a, b) => members[a].offset - members[b].offset);
  return {
    indices,
    place: (member, within) => {
      const flat = within.reduce<ScalarExpr | null>((sum, position, i) => {
        if (sum === null) return position;
        return pool.binary('add', pool.binary('mul', sum, pool.constant(member.inner[i].size)), position);
      }, null);
      return [shiftInteger(pool, flat ?? pool.constant(0), member.offset)];
    },
    join: (bodies) => {
      const moved = members.map((member, i) => pool.substitute(bodies[i], placesOf(ctx, member, at)));
      return inOrder.reduceRight<ScalarExpr | null>((rest, i) => {
        if (rest === null) return moved[i];
        const end = pool.constant(members[i].offset + members[i].width);
        return pool.select(pool.binary('lt', at[1], end), moved[i], rest);
      }, null) as ScalarExpr;
    },
  };
}

/** The member's own indices at a step and a place within it. */
function placesOf(
  ctx: Context,
  { inner, innerIndices, stepIndex, offset }: Member,
  [step, place]: readonly ScalarExpr[],
): ReadonlyMap<IndexId, ScalarExpr> {
  const { pool } = ctx;
  const places = new Map<IndexId, ScalarExpr>([[stepIndex.id, step]]);
  let rest = shiftInteger(pool, place, -offset);
  for (let axis = inner.length - 1; axis >= 0; axis -= 1) {
    const { size } = inner[axis];
    if (axis === 0) {
      places.set(innerIndices[axis].id, rest);
      break;
    }
    const above = pool.unary('floor', pool.binary('div', rest, pool.constant(size)));
    places.set(
      innerIndices[axis].id,
      pool.binary('sub', rest, pool.binary('mul', above, pool.constant(size))),
    );
    rest = above;
  }
  return places;
}

/** `last - p` for a position `p`, with constants combined: `last - (last - t)` is `t`. */
function mirrored({ pool }: Context, p: ScalarExpr, last: number): ScalarExpr {
  let constant = last;
  let rest = p;
  let sign = -1;
  for (;;) {
    if (rest.op === 'binary' && rest.y.op === 'const' && (rest.fn === 'add' || rest.fn === 'sub')) {
      constant += (rest.fn === 'add' ? sign : -sign) * rest.y.value;
      rest = rest.x;
    } else if (rest.op === 'binary' && rest.fn === 'sub' && rest.x.op === 'const') {
      constant += sign * rest.x.value;
      sign = -sign;
      rest = rest.y;
    } else break;
  }
  if (sign === 1) return shiftInteger(pool, rest, constant);
  if (rest.op === 'const') return pool.constant(constant - rest.value);
  return pool.binary('sub', pool.constant(constant), rest);
}

function membersOf(
  ctx: Context,
  scope: Scope,
  statements: readonly LetStatement[],
  order: RecurrenceOrder,
): readonly Member[] {
  const step = orderOfStep(statements, order);
  if ('circle' in step)
    return ctx.fail('recursion-order', 'elements use one another in a circle', statements[0].span);
  const found = statements.map((statement) => {
    const { bound, scope: inner } = bindElements(
      ctx,
      childScope(scope),
      statement.name.name,
      statement.indices,
    );
    const others = bound.filter((_, i) => i !== order.along);
    const axes = others.map(({ axis }) => axis);
    return {
      statement,
      scope: inner,
      bound,
      stepIndex: (
        bound[order.along] ?? ctx.fail('shape-mismatch', 'expected an index of the steps', statement.span)
      ).index,
      inner: axes,
      innerIndices: others.map(({ index }) => index),
      width: axes.reduce((n, { size }) => n * size, 1),
    };
  });
  let offset = 0;
  const offsets = new Map<number, number>();
  for (const i of step.sequence) {
    offsets.set(i, offset);
    offset += found[i].width;
  }
  return found.map((member, i) => ({ ...member, offset: offsets.get(i) ?? 0 }));
}

/** The number of steps, which all take. */
function stepsOf(ctx: Context, members: readonly Member[], { along }: RecurrenceOrder): number {
  const [first] = members;
  for (const { bound, statement } of members) {
    const size = bound[along]?.axis.size;
    if (size !== first.bound[along].axis.size)
      ctx.fail(
        'shape-mismatch',
        `expected ${first.bound[along].axis.size} steps of \`${statement.name.name}\`, as of \`${first.statement.name.name}\`, since they are defined together, found ${size ?? 'no such index'}`,
        statement.name.span,
      );
  }
  return first.bound[along].axis.size;
}

/** An element of a member, at its own indices. */
function bodyOf(
  ctx: Context,
  { statement, scope, bound, stepIndex, innerIndices }: Member,
  names: readonly (readonly [string, ArrayValue])[],
  { along, step }: RecurrenceOrder,
  steps: number,
): { readonly body: ScalarExpr; readonly type: ArrayType } {
  const self = childScope(scope, names);
  for (const [i, { name, value }] of bound.entries()) {
    // The steps of a backwards recurrence are counted from the end.
    const isMirrored = i === along && step === -1;
    const variable = isMirrored ? mirrored(ctx, ctx.pool.index(stepIndex), steps) : value.at([]);
    self.names.set(name, { ...scalarValue(ctx.pool, variable, 'int'), labelsOf: value.labelsOf });
  }
  const indices = [stepIndex, ...innerIndices];
  const value = ctx.within(indices, () => evaluateArray(ctx, self, statement.value));
  if (value.dims.length > 0)
    ctx.unsupported(
      `an element of ${statement.name.name} is an array and uses earlier elements: expected a scalar for each index; name every axis, as in ${statement.name.name}[i in a, j in b]`,
      statement.value.span,
    );
  const body = ctx.within(indices, () => value.at([]));
  checkReads(ctx, body, indices);
  const { element, labelsOf } = value;
  return { body: hoistReductions(ctx, body, indices), type: { element, labelsOf } };
}
