/** Elementwise operations: axes are aligned by name, and the result has the union of the operands' axes. */
import type { BinaryFn, ScalarExpr, UnaryFn } from '../../../grammar/ir.ts';
import { binaryOperations, unaryOperations } from '../../../grammar/scalar-operations/index.ts';
import type { ResultElement } from '../../../grammar/scalar-operations/operation.ts';
import type { Span } from '../../../grammar/span.ts';
import { align, axisText, shapeText } from './axes.ts';
import type { Context } from './context.ts';
import { someNode } from './context.ts';
import { type ArrayValue, arrayValue, type Element } from './value.ts';

interface Operand {
  readonly value: ArrayValue;
  readonly span: Span;
}

export function elementwise(
  ctx: Context,
  operands: readonly Operand[],
  combine: (elements: readonly ScalarExpr[]) => ScalarExpr,
  span: Span,
  element: Element = 'real',
): ArrayValue {
  const aligned = align(operands.map((operand) => operand.value.dims));
  if ('kind' in aligned) {
    const shapes = operands.map((operand) => shapeText(operand.value.dims)).join(' and ');
    ctx.fail(
      'shape-mismatch',
      `shapes ${shapes} do not agree: axis ${axisText(aligned.left)} has ${aligned.left.size} elements, axis ${axisText(aligned.right)} has ${aligned.right.size}`,
      span,
      operands.map((operand) => ({
        message: `this has shape ${shapeText(operand.value.dims)}`,
        span: ctx.spanOverride ?? operand.span,
      })),
    );
  }
  const at = (positions: readonly ScalarExpr[]): ScalarExpr =>
    combine(
      operands.map((operand, i) => operand.value.at(aligned.maps[i].map((position) => positions[position]))),
    );
  return arrayValue(ctx.pool, aligned.dims, at, { element });
}

/** The element type that the table gives for a result: whole numbers stay whole where it says `same`. */
export function resultElement(result: ResultElement, operands: readonly Element[]): Element {
  if (result !== 'same') return result;
  return operands.every((element) => element !== 'real') ? 'int' : 'real';
}

export function unaryValue(ctx: Context, fn: UnaryFn, x: ArrayValue): ArrayValue {
  const element = resultElement(unaryOperations[fn].result, [x.element]);
  return arrayValue(ctx.pool, x.dims, (at) => ctx.pool.unary(fn, x.at(at)), { element });
}

export function binaryValue(ctx: Context, fn: BinaryFn, x: Operand, y: Operand, span: Span): ArrayValue {
  const element = resultElement(binaryOperations[fn].result, [x.value.element, y.value.element]);
  return elementwise(ctx, [x, y], ([a, b]) => binaryScalar(ctx, fn, a, b), span, element);
}

/**
 * `and` and `or` become lazy where the right side reads at computed positions: `t > 1 and y[t - 1] > 0` must
 * not read before the first element.
 */
function binaryScalar(ctx: Context, fn: BinaryFn, x: ScalarExpr, y: ScalarExpr): ScalarExpr {
  const { pool } = ctx;
  if ((fn === 'and' || fn === 'or') && readsAtComputed(y)) {
    // An integer other than 0 is true, which is 1.
    const truth = pool.binary('ne', y, pool.constant(0));
    return fn === 'and' ? pool.select(x, truth, pool.constant(0)) : pool.select(x, pool.constant(1), truth);
  }
  return pool.binary(fn, x, y);
}

function readsAtComputed(expr: ScalarExpr): boolean {
  return someNode(
    expr,
    (node) =>
      node.op === 'load' && node.at.some((position) => position.op !== 'index' && position.op !== 'const'),
  );
}
