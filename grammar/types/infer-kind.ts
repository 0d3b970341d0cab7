/** How operations preserve the kind of a vector or a matrix, and whether all elements are above 0. */
import { functions } from '../functions/index.ts';
import type { OpenSymbol } from '../scope/symbol.ts';
import { type ArrayType, type Dim, type DistributionType, isScalar } from '../shapes/type.ts';
import {
  added,
  axesOfStructure,
  computed,
  general,
  multiplied,
  negated,
  type Structure,
  scaled,
  transposed,
  withStructure,
} from '../shapes/vector-matrix-kind.ts';
import type { BinaryExpr, Expr, ParamStatement } from '../syntax/ast.ts';
import { type Context, textOf } from './context.ts';

/** The kind that a parameter's declared type or else its prior's support gives it. */
export function ofParameter(
  type: ArrayType,
  { bounds }: OpenSymbol,
  statement: ParamStatement,
  prior: DistributionType | null,
): ArrayType {
  const positive = bounds.lo !== null && bounds.lo >= (type.element === 'real' ? 0 : 1);
  if (type.dims.length === 0 || prior === null) return withStructure(type, null, positive);
  if (prior.over !== undefined) {
    const last = type.dims[type.dims.length - 1];
    const sums = last.kind === 'named' && prior.over.includes(last.name);
    return withStructure(type, sums ? general('sum_to_zero') : null, positive);
  }
  return withStructure(type, parameterStructure(bounds, statement, prior), positive);
}

const declared: ReadonlySet<string> = new Set<Structure['kind']>([
  'simplex',
  'ordered',
  'positive_ordered',
  'unit_vector',
  'sum_to_zero',
  'cholesky_corr',
  'corr',
  'cov',
]);

function parameterStructure(
  bounds: OpenSymbol['bounds'],
  { type }: ParamStatement,
  { entry, discrete, event }: DistributionType,
): Structure | null {
  if (type !== undefined && declared.has(type.name)) return general(type.name as Structure['kind']);
  if (discrete) return null;
  // One range for all elements is known by its two ends; others may keep the elements apart.
  const independent = general(
    bounds.lo !== null && bounds.hi !== null ? 'independent' : 'independent_ranges',
  );
  switch (entry?.support.kind) {
    case 'simplex':
      return general('simplex');
    case 'sumToZero':
      return general('sum_to_zero');
    case 'choleskyCorr':
      return general('cholesky_corr');
    case 'corr':
      return general('corr');
    case 'cov':
      return general('cov');
    case 'interval':
    case 'vector':
      return independent;
    case undefined:
      return event.length === 0 ? independent : null;
    default:
      return null;
  }
}

/**
 * The kind of an indexed array: that of the last axes is preserved where they are kept whole; consecutive
 * elements of an increasing vector are increasing.
 * @param whole for each axis of the array whether it is kept whole
 * @param sliced whether the last axis is kept in part
 */
export function ofIndexed(
  target: ArrayType,
  result: ArrayType,
  whole: readonly boolean[],
  sliced: boolean,
): ArrayType {
  const { structure, positive } = target;
  if (structure === undefined || result.dims.length === 0)
    return withStructure(result, null, positive === true);
  const axes = axesOfStructure(structure);
  const increasing = structure.kind === 'ordered' || structure.kind === 'positive_ordered';
  const keeps =
    axes === 0 || (whole.length >= axes && whole.slice(-axes).every(Boolean)) || (increasing && sliced);
  return withStructure(result, keeps ? structure : null, positive === true);
}

/** Rows of a comprehension, or of any array with more axes before those of `value`. */
export function ofRows(value: ArrayType, result: ArrayType): ArrayType {
  const { structure, positive } = value;
  const keeps = structure !== undefined && axesOfStructure(structure) > 0;
  return withStructure(result, keeps ? structure : null, positive === true);
}

/** Either of two values, by a scalar condition. */
export function ofBranches(
  condition: ArrayType,
  then: ArrayType,
  otherwise: ArrayType,
  result: ArrayType,
): ArrayType {
  const positive = then.positive === true && otherwise.positive === true;
  const [a, b] = [then.structure, otherwise.structure];
  const same =
    isScalar(condition) &&
    a !== undefined &&
    a.kind === b?.kind &&
    then.dims.length === otherwise.dims.length;
  return withStructure(result, same ? { kind: a.kind, general: a.general && b.general } : null, positive);
}

export function ofBinary(
  ctx: Context,
  expr: BinaryExpr,
  left: ArrayType,
  right: ArrayType,
  result: ArrayType,
): ArrayType {
  return withStructure(result, binaryStructure(ctx, expr, left, right), isPositive(expr.op, left, right));
}

function isPositive(op: BinaryExpr['op'], left: ArrayType, right: ArrayType): boolean {
  if (op === '^') return left.positive === true;
  const both = left.positive === true && right.positive === true;
  return both && (op === '+' || op === '*' || op === '/' || op === '@');
}

function binaryStructure(
  ctx: Context,
  expr: BinaryExpr,
  left: ArrayType,
  right: ArrayType,
): Structure | null {
  const changed = changedSum(expr, left, right);
  if (changed !== null) return changed;
  switch (expr.op) {
    case '*':
      if (isNegative(expr.left)) return negated(right);
      if (isNegative(expr.right)) return negated(left);
      return (
        scaled(left, right) ??
        scaled(right, left) ??
        byStandardDeviations(ctx, expr, left, right) ??
        productOfCovariances(left, right)
      );
    case '/':
      if (isNegative(expr.right)) return negated(left);
      return scaled(right, left) ?? normalised(ctx, expr, left);
    case '+':
      return sameAxes(left, right) || isScalar(left) || isScalar(right) ? added(left, right) : null;
    case '-':
      // Unknown: of two probabilities, `1 - p` are probabilities again.
      if (isScalar(left)) return right.structure?.kind === 'simplex' ? null : negated(right);
      return isScalar(right) ? added(left, right) : null;
    case '@':
      return sandwiched(ctx, expr, left) ?? multiplied(left, right);
    default:
      return null;
  }
}

/** `-x`. */
export function ofNegation(operand: ArrayType, result: ArrayType): ArrayType {
  return withStructure(result, negated(operand));
}

function isNegative(expr: Expr): boolean {
  return expr.kind === 'unary' && expr.op === '-' && expr.operand.kind === 'number' && expr.operand.value > 0;
}

/** Probabilities times or plus a number, and sums of probabilities, which no longer sum to one. */
function changedSum(
  { op, left, right }: BinaryExpr,
  leftType: ArrayType,
  rightType: ArrayType,
): Structure | null {
  const isSimplex = (type: ArrayType) => type.structure?.kind === 'simplex';
  const differs = (expr: Expr, neutral: number) => expr.kind === 'number' && expr.value !== neutral;
  const other = general('other_sum');
  if (op === '+' && isSimplex(leftType) && isSimplex(rightType)) return other;
  if (op === '*' && isSimplex(leftType) && differs(right, 1)) return other;
  if (op === '*' && isSimplex(rightType) && differs(left, 1)) return other;
  if (op === '/' && isSimplex(leftType) && differs(right, 1)) return other;
  if (op === '+' && isSimplex(leftType) && differs(right, 0)) return other;
  if (op === '+' && isSimplex(rightType) && differs(left, 0)) return other;
  return op === '-' && isSimplex(leftType) && differs(right, 0) ? other : null;
}

/** `w / sum(w over d)`: over its last axis probabilities, over another one none that could be taken for them. */
function normalised(
  ctx: Context,
  { left, right }: BinaryExpr,
  { dims, positive, depends }: ArrayType,
): Structure | null {
  if (right.kind !== 'call' || right.callee.name !== 'sum' || right.args.length !== 1) return null;
  const [{ value, over }] = right.args;
  const text = textOf(ctx, left).replace(/^\((.*)\)$/, '$1');
  if (over?.length !== 1 || text === '' || text !== textOf(ctx, value)) return null;
  const [{ name }] = over;
  const last = dims[dims.length - 1];
  if (dims.filter((dim) => dim.kind === 'named' && dim.name === name).length !== 1) return null;
  if (last?.kind === 'named' && last.name === name) return positive === true ? computed('simplex') : null;
  // Values of data are checked directly.
  return depends === 'param' ? general('other_axis') : null;
}

function sameAxes(left: ArrayType, right: ArrayType): boolean {
  return left.dims.length === right.dims.length && left.dims.every((d, i) => sameDim(d, right.dims[i]));
}

function sameDim(a: Dim, b: Dim): boolean {
  if (a.kind === 'named' || b.kind === 'named')
    return a.kind === 'named' && b.kind === 'named' && a.name === b.name;
  return a.size === b.size;
}

/** Element by element (Schur's theorem). */
function productOfCovariances(left: ArrayType, right: ArrayType): Structure | null {
  const isCovariance = ({ structure }: ArrayType) => structure?.kind === 'cov' || structure?.kind === 'corr';
  return isCovariance(left) && isCovariance(right) && sameAxes(left, right)
    ? { kind: 'cov', general: left.structure?.general === true && right.structure?.general === true }
    : null;
}

/** `R * outer(s, s)`. */
function byStandardDeviations(
  ctx: Context,
  { left, right }: BinaryExpr,
  leftType: ArrayType,
  rightType: ArrayType,
): Structure | null {
  for (const [factor, { structure }] of [
    [left, rightType],
    [right, leftType],
  ] as const) {
    if (structure?.kind !== 'corr' && structure?.kind !== 'cov') continue;
    if (factor.kind !== 'call' || factor.callee.name !== 'outer' || factor.args.length !== 2) continue;
    const [a, b] = factor.args.map(({ value }) => textOf(ctx, value));
    if (a !== '' && a === b) return { kind: 'cov', general: structure.general };
  }
  return null;
}

/** `L @ transpose(L)`, `A @ S @ transpose(A)` and `diag(s) @ R @ diag(s)`, with S and R symmetric. */
function sandwiched(ctx: Context, { left, right }: BinaryExpr, leftType: ArrayType): Structure | null {
  if (mirrors(ctx, left, right)) {
    const { structure } = leftType;
    const known = structure !== undefined && structure.kind !== 'diagonal' && structure.general;
    return { kind: structure?.kind === 'cholesky_corr' ? 'corr' : 'cov', general: known };
  }
  if (left.kind !== 'binary' || left.op !== '@' || !mirrors(ctx, left.left, right)) return null;
  const middle = ctx.types.get(left.right);
  const structure = middle?.kind === 'array' ? middle.structure : undefined;
  if (structure === undefined || !isSymmetric(structure)) return null;
  return { kind: 'cov', general: structure.general };
}

function isSymmetric({ kind }: Structure): boolean {
  return kind === 'cov' || kind === 'corr' || kind === 'diagonal';
}

/** Whether `right` is the transpose of `left`, by its text. */
function mirrors(ctx: Context, left: Expr, right: Expr): boolean {
  const inner = (expr: Expr): Expr | null =>
    expr.kind === 'call' && expr.callee.name === 'transpose' && expr.args.length === 1
      ? expr.args[0].value
      : null;
  const same = (a: Expr | null, b: Expr | null): boolean =>
    a !== null && b !== null && textOf(ctx, a) !== '' && textOf(ctx, a) === textOf(ctx, b);
  const isDiagonal = left.kind === 'call' && left.callee.name === 'diag';
  return same(left, inner(right)) || same(inner(left), right) || (isDiagonal && same(left, right));
}

/** Functions whose values are always above 0. */
const positiveValues: ReadonlySet<string> = new Set(['exp', 'softmax', 'inv_logit', 'Phi', 'log1p_exp']);
/** Functions whose values are above 0 where all their arguments are. */
const keepPositive: ReadonlySet<string> = new Set([
  'sqrt',
  'cbrt',
  'abs',
  'square',
  'sum',
  'mean',
  'prod',
  'min',
  'max',
  'cumsum',
  'pow',
  'concat',
  'outer',
  'dot',
]);

/** A call of a built-in function. */
export function ofCall(name: string, args: readonly ArrayType[], result: ArrayType): ArrayType {
  const [x] = args;
  const positive =
    positiveValues.has(name) || (keepPositive.has(name) && args.every((a) => a.positive === true));
  const structure = name === 'identity' ? computed('diagonal') : null;
  return withStructure(
    result,
    x === undefined ? structure : (structure ?? ofSeveral(name, args) ?? callStructure(name, x)),
    positive,
  );
}

/** Covariances among one set of points (those between two are of no kind), and Kronecker products. */
function ofSeveral(name: string, args: readonly ArrayType[]): Structure | null {
  const second = args.at(1);
  const isKernel = functions.get(name)?.group === 'kernel';
  if (name === 'kron') return kroneckerStructure(args);
  return isKernel && second?.dims.length === 0 ? general('cov') : null;
}

function kroneckerStructure(args: readonly ArrayType[]): Structure | null {
  const [a, b] = args.map(({ structure }) => structure);
  if (a === undefined || b === undefined) return null;
  const isGeneral = a.general && b.general;
  if (isSymmetric(a) && isSymmetric(b)) return { kind: 'cov', general: isGeneral };
  const isFactor = ({ kind }: Structure) => kind === 'cholesky_cov' || kind === 'cholesky_corr';
  return isFactor(a) && isFactor(b) ? { kind: 'cholesky_cov', general: isGeneral } : null;
}

function callStructure(name: string, x: ArrayType): Structure | null {
  switch (name) {
    case 'softmax':
      return computed('simplex');
    case 'cumsum':
      return x.positive === true ? computed('positive_ordered') : null;
    case 'transpose':
      return transposed(x);
    case 'diag':
      return x.dims.length === 1 ? computed(x.positive === true ? 'diagonal' : 'lower') : null;
    case 'cholesky': {
      const isGeneral = x.structure?.general === true && x.structure.kind !== 'diagonal';
      return { kind: x.structure?.kind === 'corr' ? 'cholesky_corr' : 'cholesky_cov', general: isGeneral };
    }
    default:
      return null;
  }
}
