/** Elementwise operations: axes line up by name, the result has the union of the operands' axes. */
import type { BinaryFn, ScalarExpr, UnaryFn } from '../../../grammar/ir.ts';
import type { Span } from '../../../grammar/span.ts';
import { align, axisText, shapeText } from './axes.ts';
import type { Context } from './context.ts';
import { someNode } from './context.ts';
import { type ArrayValue, arrayValue, type Element } from './value.ts';

export interface Operand {
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

export function unaryValue(ctx: Context, fn: UnaryFn, x: ArrayValue): ArrayValue {
  return arrayValue(ctx.pool, x.dims, (at) => ctx.pool.unary(fn, x.at(at)), { element: unaryElement(fn, x) });
}

function unaryElement(fn: UnaryFn, x: ArrayValue): Element {
  if (fn === 'not') return 'bool';
  if (fn === 'neg' || fn === 'abs' || fn === 'square') return x.element === 'bool' ? 'int' : x.element;
  return fn === 'floor' || fn === 'ceil' || fn === 'round' || fn === 'sign' || fn === 'step' ? 'int' : 'real';
}

const COMPARISONS: ReadonlySet<BinaryFn> = new Set(['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'and', 'or']);

export function binaryValue(ctx: Context, fn: BinaryFn, x: Operand, y: Operand, span: Span): ArrayValue {
  const whole = x.value.element !== 'real' && y.value.element !== 'real' && INTEGRAL.has(fn);
  const element: Element = COMPARISONS.has(fn) ? 'bool' : whole ? 'int' : 'real';
  return elementwise(ctx, [x, y], ([a, b]) => binaryScalar(ctx, fn, a, b), span, element);
}

/** Whole numbers give a whole number. */
const INTEGRAL: ReadonlySet<BinaryFn> = new Set(['add', 'sub', 'mul', 'min', 'max', 'mod']);

/**
 * `and` and `or` become lazy where the right side reads at computed positions: `t > 1 and y[t - 1] > 0` must
 * not read before the first element.
 */
export function binaryScalar(ctx: Context, fn: BinaryFn, x: ScalarExpr, y: ScalarExpr): ScalarExpr {
  const { pool } = ctx;
  if ((fn === 'and' || fn === 'or') && readsAtComputed(y)) {
    return fn === 'and' ? pool.select(x, y, pool.constant(0)) : pool.select(x, pool.constant(1), y);
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
