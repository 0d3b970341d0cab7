/** Evaluates expressions to values, by kind of expression. */
import { operatorFns } from '../../../grammar/scalar-operations/index.ts';
import { namedConstants } from '../../../grammar/scope/named-constants.ts';
import type { BinaryExpr, Expr, IfExpr, ListExpr, NameExpr, UnaryExpr } from '../../../grammar/syntax/ast.ts';
import { unreachable } from '../../unreachable.ts';
import { labelsOfAxis, shapeText, sizeOf } from './axes.ts';
import { evaluateCall } from './call.ts';
import type { Context, Evaluate } from './context.ts';
import { dimensionAxis } from './dimension.ts';
import { binaryValue, elementwise, unaryValue } from './elementwise.ts';
import { arrayOf } from './emit-statements.ts';
import { evaluate, evaluateArray, kindText } from './evaluate.ts';
import { LoweringFailure } from './failure.ts';
import { contract } from './functions/contract.ts';
import { indexValue } from './indexing.ts';
import { checkCount } from './limits.ts';
import { lookup, type Scope } from './scope.ts';
import { type ArrayValue, arrayValue, constantValue, scalarValue, type Value } from './value.ts';

export const evaluateExpression: Evaluate = (ctx, scope, expr) => {
  const value = compute(ctx, scope, expr);
  if (value.kind === 'array' && value.dims.length > 1)
    checkCount(ctx, sizeOf(value.dims), 'this array', expr.span, value.dims);
  return value;
};

function compute(ctx: Context, scope: Scope, expr: Expr): Value {
  switch (expr.kind) {
    case 'number':
      return scalarValue(ctx.pool, ctx.pool.constant(expr.value), expr.isInteger ? 'int' : 'real');
    case 'bool':
      return scalarValue(ctx.pool, ctx.pool.constant(Number(expr.value)), 'bool');
    case 'string':
      return { kind: 'string', value: expr.value };
    case 'name':
      return nameValue(ctx, scope, expr);
    case 'list':
      if (expr.isTuple === true)
        return ctx.fail('type-mismatch', 'expected one value, found several in parentheses', expr.span);
      return listValue(ctx, scope, expr);
    case 'unary':
      return unaryExpression(ctx, scope, expr);
    case 'binary':
      return binaryExpression(ctx, scope, expr);
    case 'if':
      return ifExpression(ctx, scope, expr);
    case 'index':
      return indexValue(ctx, scope, expr);
    case 'call':
      return evaluateCall(ctx, scope, expr);
    case 'error':
      throw new LoweringFailure(null);
    default:
      return unreachable(expr);
  }
}

function nameValue(ctx: Context, scope: Scope, expr: NameExpr): Value {
  const value = lookup(scope, expr.name);
  if (value?.kind === 'poisoned') {
    const { why } = value;
    throw new LoweringFailure(why === undefined || ctx.diagnostics.includes(why) ? null : why);
  }
  if (value !== undefined) return value;
  const axis = dimensionAxis(ctx, expr.name);
  if (axis !== null) return { kind: 'dimension', axis };
  const constant = namedConstants.get(expr.name);
  if (constant !== undefined) return scalarValue(ctx.pool, ctx.pool.constant(constant));
  return ctx.fail('unknown-name', `unknown name ${expr.name}`, expr.span);
}

function unaryExpression(ctx: Context, scope: Scope, expr: UnaryExpr): ArrayValue {
  return unaryValue(ctx, expr.op === '-' ? 'neg' : 'not', evaluateArray(ctx, scope, expr.operand));
}

function binaryExpression(ctx: Context, scope: Scope, expr: BinaryExpr): ArrayValue {
  const left = evaluate(ctx, scope, expr.left);
  const right = evaluate(ctx, scope, expr.right);
  const x = asOperand(ctx, left, right, expr.left);
  const y = asOperand(ctx, right, left, expr.right);
  if (expr.op === '@') return contract(ctx, x, y, expr.opSpan);
  const operands = [
    { value: x, span: expr.left.span },
    { value: y, span: expr.right.span },
  ] as const;
  return binaryValue(ctx, operatorFns[expr.op], operands[0], operands[1], expr.opSpan);
}

/** A number or an array; text compared with label data is the label's position. */
function asOperand(ctx: Context, value: Value, other: Value, expr: Expr): ArrayValue {
  if (value.kind === 'array') return value;
  if (value.kind === 'string' && other.kind === 'array' && other.labelsOf !== null) {
    const axis = dimensionAxis(ctx, other.labelsOf);
    const position = axis === null ? -1 : labelsOfAxis(axis).indexOf(value.value);
    if (position >= 0) return constantValue(ctx.pool, position + 1);
    ctx.fail('unknown-label', `"${value.value}" is not a label of ${other.labelsOf}`, expr.span);
  }
  return ctx.fail('type-mismatch', `expected a number or an array, found ${kindText(value)}`, expr.span);
}

function ifExpression(ctx: Context, scope: Scope, expr: IfExpr): Value {
  const { pool } = ctx;
  const condition = evaluateArray(ctx, scope, expr.condition);
  if (condition.dims.length === 0) {
    const element = condition.at([]);
    if (element.op === 'const') return decidedIf(ctx, scope, expr, element.value !== 0);
  }
  const branch = (taken: boolean): ArrayValue => {
    const chosen = taken ? expr.then : expr.else;
    if (condition.dims.length > 0) return evaluateArray(ctx, scope, chosen);
    const guard = taken ? condition.at([]) : pool.unary('not', condition.at([]));
    return ctx.guarded(guard, () => evaluateArray(ctx, scope, chosen));
  };
  const operands = [
    { value: condition, span: expr.condition.span },
    { value: branch(true), span: expr.then.span },
    { value: branch(false), span: expr.else.span },
  ];
  const whole = operands[1].value.element !== 'real' && operands[2].value.element !== 'real';
  const chosen = elementwise(
    ctx,
    operands,
    ([c, a, b]) => pool.select(c, a, b),
    expr.span,
    whole ? 'int' : 'real',
  );
  return { ...chosen, labelsOf: commonLabels([operands[1].value, operands[2].value]) };
}

/** The branch taken, with the axes of both, since shapes must not depend on the values of data. */
function decidedIf(ctx: Context, scope: Scope, expr: IfExpr, taken: boolean): Value {
  const chosen = evaluate(ctx, scope, taken ? expr.then : expr.else);
  // Expressions of the table of distributions are scalar.
  if (chosen.kind !== 'array' || ctx.spanOverride !== null) return chosen;
  const other = ctx.tentatively(() => evaluateArray(ctx, scope, taken ? expr.else : expr.then));
  if (other === null || other.dims.length === 0) return chosen;
  const [left, right] = taken ? [chosen, other] : [other, chosen];
  const zero = ctx.pool.constant(0);
  const known = (value: ArrayValue): ArrayValue =>
    value === chosen ? chosen : arrayValue(ctx.pool, other.dims, () => zero);
  const operands = [
    { value: known(left), span: expr.then.span },
    { value: known(right), span: expr.else.span },
  ];
  const whole = elementwise(ctx, operands, ([a, b]) => (taken ? a : b), expr.span, chosen.element);
  return { ...whole, labelsOf: commonLabels([chosen, other]) };
}

/** The common dimension of values that are labels; null without one. */
function commonLabels(values: readonly ArrayValue[]): string | null {
  const [{ labelsOf }] = values;
  return values.every((value) => value.labelsOf === labelsOf) ? labelsOf : null;
}

/** `[a, b, c]`: an anonymous axis, then the axes that the elements share. */
function listValue(ctx: Context, scope: Scope, expr: ListExpr): ArrayValue {
  const { pool } = ctx;
  const elements = expr.elements.map((element) => evaluateArray(ctx, scope, element));
  if (elements.length === 0)
    return arrayOf(ctx, ctx.declareConstant('list', [0], new Float64Array()), [{ name: null, size: 0 }]);
  const dims = elements[0].dims;
  for (const [i, element] of elements.entries()) {
    const agrees =
      element.dims.length === dims.length && element.dims.every((dim, axis) => dim.size === dims[axis].size);
    if (agrees) continue;
    ctx.fail(
      'shape-mismatch',
      `elements of a list must have one shape: the first is ${shapeText(dims)}, this is ${shapeText(element.dims)}`,
      expr.elements[i].span,
    );
  }
  const all = [{ name: null, size: elements.length }, ...dims];
  const whole = elements.every((element) => element.element !== 'real');
  const type = {
    element: whole ? ('int' as const) : ('real' as const),
    labelsOf: commonLabels(elements),
  };
  const constants = constantElements(ctx, elements);
  if (constants !== null) {
    const array = ctx.declareConstant(
      'list',
      all.map((dim) => dim.size),
      constants,
    );
    return arrayOf(ctx, array, all, type);
  }
  return arrayValue(
    pool,
    all,
    ([position, ...rest]) => {
      const at = (i: number) => elements[i].at(rest);
      if (position.op === 'const') return at(position.value);
      let chosen = at(elements.length - 1);
      for (let i = elements.length - 2; i >= 0; i--) {
        chosen = pool.select(pool.binary('eq', position, pool.constant(i)), at(i), chosen);
      }
      return chosen;
    },
    type,
  );
}

function constantElements(ctx: Context, elements: readonly ArrayValue[]): Float64Array | null {
  const size = sizeOf(elements[0].dims);
  const values = new Float64Array(elements.length * size);
  const shape = elements[0].dims.map((dim) => dim.size);
  for (const [i, element] of elements.entries()) {
    for (let flat = 0; flat < size; flat++) {
      const positions: number[] = [];
      let rest = flat;
      for (let axis = shape.length - 1; axis >= 0; axis--) {
        positions.unshift(rest % shape[axis]);
        rest = Math.floor(rest / shape[axis]);
      }
      const value = element.at(positions.map((position) => ctx.pool.constant(position)));
      if (value.op !== 'const') return null;
      values[i * size + flat] = value.value;
    }
  }
  return values;
}
