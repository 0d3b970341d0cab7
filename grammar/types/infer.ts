/**
 * The type of an expression: element, named dims, whether it depends on unknowns. Every part's type is
 * recorded; what cannot be typed is reported once and is `unknown` from there on.
 */
import { arithmeticOnLabels, positionCompared } from '../checks/label-arithmetic.ts';
import { dimensionCompared, notLabels } from '../checks/label-comparison.ts';
import { distributionAsValue } from '../checks/own-distribution.ts';
import { notEarlier, notEarlierTogether } from '../checks/recursion-order.ts';
import { shapesDiffer } from '../checks/shape-mismatch.ts';
import { noSuchLabel } from '../checks/unknown-label.ts';
import { contract } from '../functions/shape-rules.ts';
import { lookup } from '../scope/symbol.ts';
import { broadcast } from '../shapes/broadcast.ts';
import {
  type ArrayType,
  anonymous,
  arrayType,
  type Dim,
  type Element,
  formatType,
  joinDepends,
  joinElement,
  type Type,
  unknownType,
} from '../shapes/type.ts';
import { withStructure } from '../shapes/vector-matrix-kind.ts';
import type { BinaryExpr, Expr, IfExpr, ListExpr, NameExpr, UnaryExpr } from '../syntax/ast.ts';
import { checkTruth } from './condition.ts';
import { namedConstant } from './constants.ts';
import { type Context, type Env, type InferExpression, noteUse, quoted, record } from './context.ts';
import { asArray, axisInWords, inferArray, inferExpr } from './infer-array.ts';
import { inferCall } from './infer-call.ts';
import { inferTuple } from './infer-doses.ts';
import { inferIndex } from './infer-index.ts';
import { ofBinary, ofBranches, ofNegation } from './infer-kind.ts';
import { namedLabels } from './named-labels.ts';
import { resolveValue, typeOfSymbol } from './resolve-names.ts';
import { shapeOrigin } from './shape-origin.ts';

/** Deeper trees are left untyped, to avoid a stack overflow. */
const deepest = 1200;

/** The type of an expression and of all its parts, recorded; passed in through the context. */
export const inferExpression: InferExpression = (ctx, env, expr) => {
  if (ctx.nesting.depth >= deepest) return record(ctx, expr, unknownType);
  ctx.nesting.depth++;
  const type = record(ctx, expr, infer(ctx, env, expr));
  ctx.nesting.depth--;
  return type;
};

function infer(ctx: Context, env: Env, expr: Expr): Type {
  switch (expr.kind) {
    case 'number':
      return withStructure(arrayType(expr.isInteger ? 'int' : 'real'), null, expr.value > 0);
    case 'bool':
      return arrayType('bool');
    case 'string':
      return { kind: 'string' };
    case 'name':
      return inferName(ctx, env, expr);
    case 'list':
      return expr.isTuple === true ? inferTuple(ctx, env, expr) : inferList(ctx, env, expr);
    case 'unary':
      return inferUnary(ctx, env, expr);
    case 'binary':
      return inferBinary(ctx, env, expr);
    case 'if':
      return inferIf(ctx, env, expr);
    case 'index':
      return inferIndex(ctx, env, expr);
    case 'call':
      return inferCall(ctx, env, expr);
    default:
      return unknownType;
  }
}

function inferName(ctx: Context, env: Env, expr: NameExpr): Type {
  if (env.self !== null && env.self.symbol.name === expr.name && lookup(env.scope, expr.name) === null) {
    ctx.references.set(expr, env.self.symbol);
    const { symbol, binders, drawn, order } = env.self;
    const { along, step } = drawn?.order.possible?.[0] ?? order ?? { along: 0, step: 1 };
    const names = drawn === undefined ? binders.map(({ name }) => name) : [binders[along]?.name ?? 't'];
    const place = drawn === undefined ? along : 0;
    ctx.report(notEarlier(symbol, names, { along: place, step }, expr.span, 'the whole array'));
    return unknownType;
  }
  const other = env.self?.others?.find(({ symbol }) => symbol.name === expr.name);
  if (env.self !== null && other !== undefined && lookup(env.scope, expr.name) === null) {
    noteUse(ctx, other.symbol, expr);
    const order = env.self.drawn?.order.possible?.[0] ?? env.self.order ?? { along: 0, step: 1 };
    ctx.report(notEarlierTogether(env.self.symbol, other.symbol, order, expr.span, 'the whole array'));
    return unknownType;
  }
  if (namedConstant(ctx, env, expr.name) !== null) return arrayType('real');
  const symbol = resolveValue(ctx, env.scope, expr.name, expr);
  if (symbol?.kind === 'distribution') {
    ctx.report(distributionAsValue(symbol, expr.span));
    return unknownType;
  }
  return symbol === null ? unknownType : typeOfSymbol(symbol);
}

function inferList(ctx: Context, env: Env, expr: ListExpr): Type {
  const types = expr.elements.map((e) => inferExpr(ctx, env, e));
  if (types.length > 0 && types.every((t) => t.kind === 'string')) return { kind: 'string' };
  let dims: readonly Dim[] = [];
  let element: Element = 'bool';
  let known = true;
  // A list of distributions is one mistake.
  const distribution = types.findIndex((t) => t.kind === 'distribution');
  expr.elements.forEach((e, i) => {
    if (types[i].kind === 'distribution' && i !== distribution) return;
    const type = asArray(ctx, e, types[i], 'in a list');
    if (type === null) {
      known = false;
      return;
    }
    element = joinElement(element, type.element);
    const joined = broadcast(dims, type.dims, ctx.table);
    if (joined.ok) {
      dims = joined.dims;
      return;
    }
    known = false;
    ctx.report(
      shapesDiffer(e.span, `elements of a list must have one shape, found ${formatType(type)}`, [
        ...shapeOrigin(ctx, expr.elements[0], joined.clash.left),
        ...shapeOrigin(ctx, e, joined.clash.right),
      ]),
    );
  });
  if (!known) return unknownType;
  const positive = types.every((t) => t.kind === 'array' && t.positive === true);
  const [labels = null, ...others] = types.map((t) => (t.kind === 'array' ? t.labelsOf : null));
  const type = arrayType(
    element,
    [anonymous(expr.elements.length), ...dims],
    joinDepends(types),
    others.every((other) => other === labels) ? labels : null,
  );
  return withStructure(type, null, positive);
}

function inferUnary(ctx: Context, env: Env, expr: UnaryExpr): Type {
  const type = inferArray(ctx, env, expr.operand);
  if (type === null) return unknownType;
  if (expr.op === 'not') {
    checkTruth(ctx, env, expr.operand, type);
    return arrayType('bool', type.dims, type.depends);
  }
  warnLabels(ctx, expr.operand, type);
  return ofNegation(type, arrayType(type.element === 'bool' ? 'int' : type.element, type.dims, type.depends));
}

function inferBinary(ctx: Context, env: Env, expr: BinaryExpr): Type {
  const leftType = inferExpr(ctx, env, expr.left);
  const isLogical = expr.op === 'and' || expr.op === 'or';
  const rightType = inferExpr(ctx, isLogical ? { ...env, guarded: true } : env, expr.right);
  const labels = inferLabelComparison(ctx, expr, leftType, rightType);
  if (labels !== null) return labels;
  const left = asArray(ctx, expr.left, leftType);
  // Two texts side by side are one mistake.
  if (left === null && rightType.kind === leftType.kind) return unknownType;
  const right = asArray(ctx, expr.right, rightType);
  if (left === null || right === null) return unknownType;
  if (expr.op === '@') return inferProduct(ctx, expr, left, right);
  const arithmetic = ['+', '-', '*', '/', '^'].includes(expr.op);
  if (arithmetic) {
    warnLabels(ctx, expr.left, left);
    warnLabels(ctx, expr.right, right);
  } else if (isLogical) {
    checkTruth(ctx, env, expr.left, left);
    checkTruth(ctx, env, expr.right, right);
  } else {
    warnPosition(ctx, expr, expr.left, left, expr.right);
    warnPosition(ctx, expr, expr.right, right, expr.left);
  }
  const twice = repeatedOnOneSide(left.dims, right.dims);
  if (twice !== null) {
    ctx.report(
      shapesDiffer(
        expr.opSpan,
        `\`${formatType(left)}\` and \`${formatType(right)}\` do not line up: \`${twice}\` is an axis twice on one side and once on the other; say which one with an index, as in \`let x[i in ${twice}, j in ${twice}] = …\``,
        [
          ...shapeOrigin(ctx, expr.left, { kind: 'named', name: twice }),
          ...shapeOrigin(ctx, expr.right, { kind: 'named', name: twice }),
        ],
      ),
    );
    return unknownType;
  }
  const joined = broadcast(left.dims, right.dims, ctx.table);
  if (!joined.ok) {
    reportClash(ctx, expr, left, right, joined.clash.left, joined.clash.right);
    return unknownType;
  }
  const type = arrayType(
    elementOf(expr, left.element, right.element),
    joined.dims,
    joinDepends([left, right]),
  );
  return ofBinary(ctx, expr, left, right, type);
}

function repeatedOnOneSide(left: readonly Dim[], right: readonly Dim[]): string | null {
  const count = (dims: readonly Dim[], name: string) =>
    dims.filter((d) => d.kind === 'named' && d.name === name).length;
  for (const dim of [...left, ...right]) {
    if (dim.kind !== 'named') continue;
    const a = count(left, dim.name);
    const b = count(right, dim.name);
    if (a !== b && a > 0 && b > 0) return dim.name;
  }
  return null;
}

function reportClash(
  ctx: Context,
  expr: BinaryExpr,
  left: ArrayType,
  right: ArrayType,
  leftDim: Dim,
  rightDim: Dim,
): void {
  const l = quoted(ctx, expr.left.span, 'the left side');
  const r = quoted(ctx, expr.right.span, 'the right side');
  ctx.report(
    shapesDiffer(
      expr.opSpan,
      `shapes do not fit: ${l} is \`${formatType(left)}\`, ${r} is \`${formatType(right)}\`; axis ${axisInWords(ctx, leftDim)} does not go with axis ${axisInWords(ctx, rightDim)}`,
      [...shapeOrigin(ctx, expr.left, leftDim), ...shapeOrigin(ctx, expr.right, rightDim)],
    ),
  );
}

function elementOf(expr: BinaryExpr, left: Element, right: Element): Element {
  switch (expr.op) {
    case '+':
    case '-':
    case '*':
      return joinElement(joinElement(left, right), 'int');
    case '^':
      return left !== 'real' && expr.right.kind === 'number' && expr.right.isInteger && expr.right.value >= 0
        ? 'int'
        : 'real';
    case '/':
      return 'real';
    default:
      return 'bool';
  }
}

/** `county_of == "Anoka"`: label data compared with a label. */
function inferLabelComparison(ctx: Context, expr: BinaryExpr, left: Type, right: Type): Type | null {
  if (expr.op !== '==' && expr.op !== '!=') return null;
  const [labels, side, text] =
    left.kind === 'string' ? [right, expr.right, expr.left] : [left, expr.left, expr.right];
  if (text.kind !== 'string') return null;
  if (labels.kind === 'dimension') {
    const datum = [...ctx.globals.values()].find(
      ({ kind, type }) => kind === 'data' && type.kind === 'array' && type.labelsOf === labels.name,
    );
    ctx.report(dimensionCompared(side.span, labels.name, text.value, datum));
    return unknownType;
  }
  if (labels.kind !== 'array') return null;
  const labelsOf = labels.labelsOf ?? dimensionOfIndex(ctx, side);
  if (labelsOf === null) {
    const dims = [...ctx.globals.values()].filter(({ kind }) => kind === 'dim').map(({ name }) => name);
    ctx.report(notLabels(side.span, quoted(ctx, side.span, 'this'), text.value, dims));
    return unknownType;
  }
  const size = ctx.table.sizeOf(labelsOf);
  // A dimension without labels has the labels 1, 2, 3…
  const known =
    ctx.table.labelsOf(labelsOf) ??
    (size === null ? null : Array.from({ length: size }, (_, i) => `${i + 1}`));
  if (known !== null && !known.includes(text.value))
    ctx.report(noSuchLabel(text.span, text.value, labelsOf, known));
  return arrayType('bool', labels.dims, labels.depends);
}

/** An index over a dimension can be compared with its labels. */
function dimensionOfIndex(ctx: Context, expr: Expr): string | null {
  const symbol = expr.kind === 'name' ? ctx.references.get(expr) : undefined;
  const dim = symbol?.kind === 'index' ? symbol.domain?.dim : undefined;
  return dim?.kind === 'named' ? dim.name : null;
}

function inferProduct(ctx: Context, expr: BinaryExpr, left: ArrayType, right: ArrayType): Type {
  const result = contract(left, right, { table: ctx.table, callFunction: () => unknownType });
  if (result.ok)
    return result.type.kind === 'array' ? ofBinary(ctx, expr, left, right, result.type) : result.type;
  const { problem } = result;
  if (problem.kind === 'clash') reportClash(ctx, expr, left, right, problem.leftDim, problem.rightDim);
  else if (problem.kind === 'shape') {
    const side = problem.arg === 0 ? expr.left : expr.right;
    const type = problem.arg === 0 ? left : right;
    ctx.report(
      shapesDiffer(
        expr.opSpan,
        `\`@\` needs ${problem.expected} on the ${problem.arg === 0 ? 'left' : 'right'}, found ${quoted(ctx, side.span, 'a value')} of type \`${formatType(type)}\`; use \`*\` for a product with a number`,
        [
          { message: `left is ${formatType(left)}`, span: expr.left.span },
          { message: `right is ${formatType(right)}`, span: expr.right.span },
        ],
        [{ title: 'Change to `*`', edits: [{ span: expr.opSpan, newText: '*' }] }],
      ),
    );
  }
  return unknownType;
}

function inferIf(ctx: Context, env: Env, expr: IfExpr): Type {
  const condition = inferArray(ctx, env, expr.condition, 'as a condition');
  if (condition !== null) checkTruth(ctx, env, expr.condition, condition);
  const inner: Env = { ...env, guarded: true };
  const branches = [expr.then, expr.else].map((e) => ({ expr: e, type: inferArray(ctx, inner, e) }));
  const [then, otherwise] = branches;
  if (condition === null || then.type === null || otherwise.type === null) return unknownType;
  let dims = condition.dims;
  for (const { expr: branch, type } of branches) {
    if (type === null) return unknownType;
    const joined = broadcast(dims, type.dims, ctx.table);
    if (!joined.ok) {
      const other = branch === expr.then ? expr.condition : expr.then;
      ctx.report(
        shapesDiffer(
          branch.span,
          `shapes do not fit: this branch is \`${formatType(type)}\`; axis ${axisInWords(ctx, joined.clash.left)} does not go with axis ${axisInWords(ctx, joined.clash.right)}`,
          [...shapeOrigin(ctx, other, joined.clash.left), ...shapeOrigin(ctx, branch, joined.clash.right)],
        ),
      );
      return unknownType;
    }
    dims = joined.dims;
  }
  const type = arrayType(
    joinElement(then.type.element, otherwise.type.element),
    dims,
    joinDepends([condition, then.type, otherwise.type]),
    then.type.labelsOf === otherwise.type.labelsOf ? then.type.labelsOf : null,
  );
  return ofBranches(condition, then.type, otherwise.type, type);
}

/** Labels that are not 1, 2, 3… compared with a number, in one of the six comparisons. */
function warnPosition(
  ctx: Context,
  { op }: BinaryExpr,
  expr: Expr,
  { labelsOf }: ArrayType,
  other: Expr,
): void {
  if (labelsOf === null || other.kind !== 'number') return;
  const labels = namedLabels(ctx, labelsOf);
  if (labels === null) return;
  const text = String(other.value);
  const number = { span: other.span, text, isLabel: (op === '==' || op === '!=') && labels.includes(text) };
  ctx.report(positionCompared(expr.span, quoted(ctx, expr.span, 'this'), labelsOf, number));
}

function warnLabels(ctx: Context, expr: Expr, type: ArrayType): void {
  if (type.labelsOf === null) return;
  ctx.report(arithmeticOnLabels(expr.span, quoted(ctx, expr.span, 'this'), type.labelsOf));
}
