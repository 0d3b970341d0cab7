/**
 * Evaluates an expression of the language on plain numbers: the densities, moments and cdfs of the table of
 * distributions, for hovers and prior summaries. A tree walk, without dims: vectors are anonymous. Models
 * themselves are compiled.
 */
import { distributions } from '../../grammar/distributions/index.ts';
import { operatorFns, scalarOperations } from '../../grammar/scalar-operations/index.ts';
import type { Arg, BinaryExpr, CallExpr, Expr, IndexExpr, Range } from '../../grammar/syntax/ast.ts';
import { parseExpression } from '../../grammar/syntax/parse.ts';
import { unreachable } from '../../grammar/unreachable.ts';
import { applyBinary, applyScalar, applyUnary } from '../math/scalar-operations.ts';
import { graphEigenvalues, graphLogDegrees } from './graph-spectrum.ts';
import { library } from './math.ts';
import { cholesky, solveLower, solveLowerTranspose } from './matrix.ts';

/** A distribution as an argument, as `init` of a random walk: its name and its canonical arguments in order. */
interface DistributionValue {
  readonly name: string;
  readonly args: readonly Value[];
}
export type Value = number | readonly Value[] | DistributionValue;
type Environment = ReadonlyMap<string, Value>;

type Evaluation =
  | { readonly kind: 'ok'; readonly value: Value }
  /** Why the expression cannot be evaluated here, in words. */
  | { readonly kind: 'unsupported'; readonly message: string };

class Unsupported extends Error {}

/** The value of an expression with the given values of its names. */
export function evaluateExpression(expression: Expr, environment: Environment): Evaluation {
  try {
    return { kind: 'ok', value: evaluate(expression, environment) };
  } catch (error) {
    if (error instanceof Unsupported) return { kind: 'unsupported', message: error.message };
    throw error;
  }
}

const parsed = new Map<string, Expr>();

/** The same for text of the table, which is correct. NaN where it cannot be evaluated. */
export function evaluateText(text: string, environment: Environment): Value {
  let expression = parsed.get(text);
  if (expression === undefined) {
    expression = parseExpression(text).expr;
    parsed.set(text, expression);
  }
  const result = evaluateExpression(expression, environment);
  return result.kind === 'ok' ? result.value : Number.NaN;
}

function evaluate(e: Expr, env: Environment): Value {
  switch (e.kind) {
    case 'number':
      return e.value;
    case 'bool':
      return e.value ? 1 : 0;
    case 'name': {
      const value = env.get(e.name);
      if (value === undefined) throw new Unsupported(`the name \`${e.name}\` has no value here`);
      return value;
    }
    case 'list':
      return e.elements.map((element) => evaluate(element, env));
    case 'unary':
      return elementwise([evaluate(e.operand, env)], ([x]) => applyUnary(e.op === '-' ? 'neg' : 'not', x));
    case 'binary':
      return binary(e, env);
    case 'if':
      return scalar(evaluate(e.condition, env)) !== 0 ? evaluate(e.then, env) : evaluate(e.else, env);
    case 'index':
      return indexed(e, env);
    case 'call':
      return call(e, env);
    case 'string':
    case 'error':
      throw new Unsupported('the expression is not a number');
    default:
      return unreachable(e);
  }
}

function scalar(v: Value): number {
  if (typeof v !== 'number') throw new Unsupported('expected a single number, found several');
  return v;
}

function list(v: Value): readonly Value[] {
  if (!isList(v)) throw new Unsupported('expected a list of numbers');
  return v;
}

function isList(v: Value): v is readonly Value[] {
  return Array.isArray(v);
}

function vector(v: Value): readonly number[] {
  return list(v).map(scalar);
}

function matrix(v: Value): readonly (readonly number[])[] {
  return list(v).map(vector);
}

/** `f` of the arguments' elements; those that are lists have one length. */
function elementwise(args: readonly Value[], f: (numbers: readonly number[]) => number): Value {
  const lists = args.filter(isList);
  if (lists.length === 0) return f(args.map(scalar));
  const [{ length }] = lists;
  const other = lists.find((list) => list.length !== length);
  if (other !== undefined)
    throw new Unsupported(`${length} elements do not go with ${other.length} elements`);
  const at = (i: number): readonly Value[] => args.map((v) => (isList(v) ? v[i] : v));
  return Array.from({ length }, (_, i) => elementwise(at(i), f));
}

function flat(v: Value): readonly number[] {
  return isList(v) ? v.flatMap(flat) : [scalar(v)];
}

function binary(e: BinaryExpr, env: Environment): Value {
  const left = evaluate(e.left, env);
  if (e.op === 'and' && left === 0) return 0;
  if (e.op === 'or' && typeof left === 'number' && left !== 0) return 1;
  const right = evaluate(e.right, env);
  if (e.op === '@') return contract(left, right);
  const fn = operatorFns[e.op];
  return elementwise([left, right], ([x, y]) => applyBinary(fn, x, y));
}

function contract(a: Value, b: Value): Value {
  if (isList(a) && isList(a[0])) return a.map((row) => contract(row, b));
  const row = vector(a);
  const column = (at: (i: number) => number) => row.reduce((sum, x, i) => sum + x * at(i), 0);
  const right = list(b);
  if (right.length !== row.length)
    throw new Unsupported(`${row.length} elements do not go with ${right.length}`);
  if (!isList(right[0])) return column((i) => scalar(right[i]));
  const rows = matrix(b);
  return rows[0].map((_, j) => column((i) => rows[i][j]));
}

function indexed(e: IndexExpr, env: Environment): Value {
  const pick = (v: Value, args: readonly (Expr | Range)[]): Value => {
    const [arg, ...rest] = args;
    if (arg === undefined) return v;
    const items = list(v);
    const at = (i: number) => {
      if (!(i >= 1 && i <= items.length))
        throw new Unsupported(`position ${i} is outside 1..${items.length}`);
      return pick(items[i - 1], rest);
    };
    if (arg.kind === 'range') {
      const lo = arg.lo ? scalar(evaluate(arg.lo, env)) : 1;
      const hi = arg.hi ? scalar(evaluate(arg.hi, env)) : items.length;
      return positions(lo, hi).map(at);
    }
    const index = evaluate(arg, env);
    return isList(index) ? vector(index).map(at) : at(scalar(index));
  };
  return pick(evaluate(e.target, env), e.args);
}

function positions(lo: number, hi: number): number[] {
  return hi < lo ? [] : Array.from({ length: Math.floor(hi - lo) + 1 }, (_, i) => lo + i);
}

/** The values of `f(i) for i in 1..n`, in order. */
function comprehension(arg: Arg, env: Environment): readonly number[] {
  const binders = arg.binders ?? [];
  const walk = (at: number, inner: Environment): readonly number[] => {
    const binder = binders[at];
    if (binder === undefined) return flat(evaluate(arg.value, inner));
    if (binder.domain.kind !== 'range' || !binder.domain.lo || !binder.domain.hi)
      throw new Unsupported(`the range of \`${binder.name.name}\` is not known here`);
    const lo = scalar(evaluate(binder.domain.lo, inner));
    const hi = scalar(evaluate(binder.domain.hi, inner));
    return positions(lo, hi).flatMap((i) => walk(at + 1, new Map(inner).set(binder.name.name, i)));
  };
  return walk(0, env);
}

type Reduction = (x: readonly number[]) => number;
const sum: Reduction = (x) => x.reduce((a, b) => a + b, 0);
const mean: Reduction = (x) => sum(x) / x.length;
const variance: Reduction = (x) => sum(x.map((v) => (v - mean(x)) ** 2)) / (x.length - 1);
const reductions: ReadonlyMap<string, Reduction> = new Map<string, Reduction>([
  ['sum', sum],
  ['mean', mean],
  ['var', variance],
  ['sd', (x) => Math.sqrt(variance(x))],
  ['prod', (x) => x.reduce((a, b) => a * b, 1)],
  ['min', (x) => x.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)],
  ['max', (x) => x.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)],
  [
    'log_sum_exp',
    (x) => {
      const top = x.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
      return Number.isFinite(top) ? top + library.log(sum(x.map((v) => library.exp(v - top)))) : top;
    },
  ],
]);

function call(e: CallExpr, env: Environment): Value {
  const name = e.callee.name;
  const reduce = reductions.get(name);
  if (reduce !== undefined && e.args.length === 1) return reduce(comprehension(e.args[0], env));
  const args = e.args.map((arg) => evaluate(arg.value, env));
  const [a, b] = args;
  const operation = scalarOperations.get(name);
  if (operation !== undefined && operation.arguments.length === args.length)
    return elementwise(args, (numbers) => applyScalar(name, numbers));
  switch (name) {
    case 'size':
      return flat(a).length;
    case 'diag':
      return matrix(a).map((row, i) => row[i]);
    case 'transpose':
      return transposed(a);
    case 'dot':
      return contract(a, b);
    case 'softmax': {
      const top = Math.max(...vector(a));
      const weights = vector(a).map((x) => library.exp(x - top));
      return weights.map((w) => w / sum(weights));
    }
    case 'cholesky':
      return rows(choleskyOf(a), matrix(a).length);
    case 'log_det': {
      const l = choleskyOf(a);
      const n = matrix(a).length;
      return 2 * sum(Array.from({ length: n }, (_, i) => library.log(l[i * n + i])));
    }
    case 'solve_lower':
      return solve(a, b);
    case 'solve_spd': {
      const n = matrix(a).length;
      const half = solve(rows(choleskyOf(a), n), b);
      const columns = isList(list(half)[0]) ? transposed(half) : [half];
      const back = columns.map((column) =>
        Array.from(solveLowerTranspose(choleskyOf(a), Float64Array.from(flat(column)), n)),
      );
      return isList(list(half)[0]) ? transposed(back) : back[0];
    }
    case 'graph_eigenvalues':
      return Array.from(graphEigenvalues(Float64Array.from(flat(a)), scalar(b)));
    case 'graph_log_degrees':
      return graphLogDegrees(Float64Array.from(flat(a)), scalar(b));
    case 'logpdf':
      return logpdf(a, b);
    default:
      throw new Unsupported(`the function \`${name}\` is not known here`);
  }
}

function transposed(a: Value): readonly Value[] {
  return matrix(a)[0].map((_, j) => matrix(a).map((row) => row[j]));
}

function choleskyOf(a: Value): Float64Array {
  return cholesky(Float64Array.from(flat(a)), matrix(a).length);
}

function rows(a: Float64Array, n: number): Value {
  return Array.from({ length: a.length / n }, (_, i) => Array.from(a.subarray(i * n, (i + 1) * n)));
}

function solve(l: Value, b: Value): Value {
  const n = matrix(l).length;
  const columns = isList(list(b)[0]) ? matrix(b)[0].length : 1;
  const x = solveLower(Float64Array.from(flat(l)), Float64Array.from(flat(b)), n, columns);
  return isList(list(b)[0]) ? rows(x, columns) : Array.from(x);
}

function logpdf(d: Value, x: Value): Value {
  if (typeof d === 'number' || isList(d)) throw new Unsupported('expected a distribution');
  const distribution = distributions.get(d.name);
  if (distribution === undefined) throw new Unsupported(`the distribution \`${d.name}\` is not known`);
  const env = new Map<string, Value>(distribution.arguments.map((a, i) => [a.name, d.args[i]]));
  return evaluateText(distribution.logDensity, env.set('x', x));
}
