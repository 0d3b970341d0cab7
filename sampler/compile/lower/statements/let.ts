/** `let x = E`, `let x[i in d] = E`, and the same with `deterministic`. */
import type { LetStatement } from '../../../../grammar/syntax/ast.ts';
import { recurrenceOrder } from '../../../../grammar/syntax/recurrence.ts';
import type { Axis } from '../axes.ts';
import { type BoundIndex, bindIndex } from '../binder.ts';
import type { Context } from '../context.ts';
import { someNode } from '../context.ts';
import { summarisedLet } from '../data-summaries.ts';
import { arrayOf, defineArray, defineValue } from '../emit-statements.ts';
import { evaluate, evaluateArray, kindText } from '../evaluate.ts';
import { childScope, type Scope } from '../scope.ts';
import type { ArrayValue } from '../value.ts';
import { lowerRecurrence } from './recurrence.ts';
import { addQuantity } from './unknown.ts';

export function lowerLet(ctx: Context, scope: Scope, statement: LetStatement): void {
  const { name } = statement.name;
  if (statement.indices.length > 0) {
    const { along, step } = recurrenceOrder([statement]);
    const isPlain = along === 0 && step === 1;
    nameElements(
      ctx,
      scope,
      statement,
      isPlain ? comprehension(ctx, scope, statement) : lowerRecurrence(ctx, scope, [statement])[0],
    );
    return;
  }
  const value = evaluate(ctx, scope, statement.value);
  if (value.kind === 'distribution' && statement.kind === 'let') {
    scope.names.set(name, value);
    return;
  }
  if (value.kind !== 'array') {
    ctx.fail(
      'type-mismatch',
      `expected a number or an array, found ${kindText(value)}`,
      statement.value.span,
    );
  }
  const kept = summarisedLet(ctx, statement, value);
  const array = defineValue(ctx, name, kept);
  const { element, labelsOf } = kept;
  scope.names.set(name, arrayOf(ctx, array, value.dims, { element, labelsOf }));
  if (statement.kind === 'deterministic')
    addQuantity(ctx, 'deterministic', name, array, value.dims, labelsOf, probabilityOf(ctx, statement));
}

/** `let { a[t in d] = …  b[t in d] = … }` */
export function lowerJoint(ctx: Context, scope: Scope, members: readonly LetStatement[]): void {
  const values = lowerRecurrence(ctx, scope, members);
  for (const [i, member] of members.entries()) nameElements(ctx, scope, member, values[i]);
}

function nameElements(ctx: Context, scope: Scope, statement: LetStatement, elements: ArrayValue): void {
  const { name } = statement.name;
  const value = summarisedLet(ctx, statement, elements);
  scope.names.set(name, value);
  if (statement.kind === 'deterministic')
    addQuantity(ctx, 'deterministic', name, value.array ?? -1, value.dims, value.labelsOf);
}

/** `z` of `deterministic p = prob(z)`. */
function probabilityOf(ctx: Context, { value }: LetStatement): string | null {
  if (value.kind !== 'call' || value.callee.name !== 'prob') return null;
  const [arg] = value.args;
  const name = arg?.value.kind === 'name' ? arg.value.name : null;
  return ctx.discretes.some((unknown) => unknown.name === name) ? name : null;
}

/** An array defined by its elements; an element may use earlier ones. */
function comprehension(ctx: Context, scope: Scope, statement: LetStatement): ArrayValue & { array: number } {
  const { name } = statement.name;
  const bound: BoundIndex[] = [];
  let inner = scope;
  for (const binder of statement.indices) {
    const index = bindIndex(ctx, inner, binder);
    if (index.inside !== undefined) {
      ctx.unsupported('a range whose ends differ from element to element, in a definition', binder.span);
    }
    bound.push(index);
    inner = childScope(inner, [[index.name, index.value]]);
  }
  const indices = bound.map((b) => b.index);
  const axes = bound.map((b) => b.axis);
  const own = ctx.declare(
    name,
    axes.map((axis) => axis.size),
  );
  ctx.pending.add(own);
  const self = childScope(inner, [[name, arrayOf(ctx, own, axes)]]);
  for (const b of bound) self.names.set(b.name, b.value);
  try {
    const body = ctx.within(indices, () => evaluateArray(ctx, self, statement.value));
    const { element, labelsOf } = body;
    const rest = ctx.freshLoop(body.dims.map((dim) => dim.size));
    const elements = ctx.within(indices, () => body.at(rest.at));
    const shifted = indices.some((index) => index.from !== 0);
    if (body.dims.length === 0 && !shifted) {
      defineArray(ctx, own, indices, elements);
      return { ...arrayOf(ctx, own, axes, { element, labelsOf }), array: own };
    }
    if (someNode(elements, (node) => node.op === 'load' && node.array === own)) {
      ctx.unsupported(
        shifted
          ? `${name} uses its own elements, and its index does not start at 1: expected a dimension or a range from 1, with an if for the elements before`
          : `an element of ${name} is an array and uses earlier elements: expected a scalar for each index; name every axis, as in ${name}[i in a, j in b]`,
        statement.value.span,
      );
    }
    const dims: Axis[] = [...axes, ...body.dims];
    const array = ctx.declare(
      name,
      dims.map((dim) => dim.size),
    );
    const loop = ctx.freshLoop(axes.map((axis) => axis.size));
    const places = new Map(
      indices.map(
        (index, i) => [index.id, ctx.pool.binary('add', loop.at[i], ctx.pool.constant(index.from))] as const,
      ),
    );
    defineArray(ctx, array, [...loop.indices, ...rest.indices], ctx.pool.substitute(elements, places));
    return { ...arrayOf(ctx, array, dims, { element, labelsOf }), array };
  } finally {
    ctx.pending.delete(own);
  }
}
