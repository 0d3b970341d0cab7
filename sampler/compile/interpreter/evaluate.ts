/** Runs the statements of the IR one element at a time, over any algebra. */
import type {
  ArrayDecl,
  ArrayId,
  Index,
  IrStatement,
  ScalarExpr,
  SolverSystem,
} from '../../../grammar/ir.ts';
import { unreachable } from '../../unreachable.ts';
import type { Algebra } from './algebra.ts';
import { integralByTrapezoids } from './integral.ts';
import { RANKS } from './joint-series.ts';
import { runKernel } from './kernels.ts';
import { solveByExtrapolation } from './ode.ts';
import { rootByChords } from './root.ts';

/** An array while the program runs; an element is absent until it is defined. */
export interface Cells<V> {
  readonly declaration: Pick<ArrayDecl, 'name' | 'shape'>;
  readonly elements: (V | undefined)[];
}

/** Values of the loop indices in scope, by index id. */
type Environment = number[];

export interface Machine<V> {
  readonly algebra: Algebra<V>;
  cells(array: ArrayId): Cells<V>;
}

/** Number of elements of an array of this shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, extent) => size * extent, 1);
}

/** Row-major position of an element; throws outside the array, which is a bug in the compiler. */
function flatPosition(array: Pick<ArrayDecl, 'name' | 'shape'>, at: readonly number[]): number {
  const { name, shape } = array;
  const inside =
    at.length === shape.length && at.every((p, k) => Number.isInteger(p) && p >= 0 && p < shape[k]);
  if (!inside) throw new Error(`${name}[${at.join(', ')}] lies outside its shape [${shape.join(', ')}]`);
  return at.reduce((flat, p, k) => flat * shape[k] + p, 0);
}

/** Runs `visit` for each combination of the indices, the last one fastest. */
function forEachPosition(
  indices: readonly Index[],
  environment: Environment,
  visit: (position: readonly number[]) => void,
): void {
  const walk = (depth: number): void => {
    if (depth === indices.length) {
      visit(indices.map((index) => environment[index.id]));
      return;
    }
    const { id, from, to } = indices[depth];
    for (let i = from; i < to; i++) {
      environment[id] = i;
      walk(depth + 1);
    }
    delete environment[id];
  };
  walk(0);
}

function evaluateScalar<V>(machine: Machine<V>, expr: ScalarExpr, environment: Environment): V {
  const { algebra } = machine;
  const evaluate = (e: ScalarExpr): V => evaluateScalar(machine, e, environment);
  switch (expr.op) {
    case 'const':
      return algebra.constant(expr.value);
    case 'index': {
      const value = environment[expr.index];
      if (value === undefined) throw new Error(`index ${expr.index} is not in scope`);
      return algebra.constant(value);
    }
    case 'load': {
      const cells = machine.cells(expr.array);
      const flat = flatPosition(
        cells.declaration,
        expr.at.map((e) => algebra.value(evaluate(e))),
      );
      const value = cells.elements[flat];
      if (value === undefined) throw new Error(`${cells.declaration.name} is loaded before it is defined`);
      return value;
    }
    case 'unary':
      return algebra.unary(expr.fn, evaluate(expr.x));
    case 'binary':
      return algebra.binary(expr.fn, evaluate(expr.x), evaluate(expr.y));
    case 'ternary':
      return algebra.ternary(expr.fn, evaluate(expr.x), evaluate(expr.y), evaluate(expr.z));
    case 'select':
      return evaluate(algebra.value(evaluate(expr.cond)) !== 0 ? expr.then : expr.else);
    case 'reduce':
      return evaluateReduce(machine, expr, environment);
    default:
      return unreachable(expr);
  }
}

function evaluateReduce<V>(
  machine: Machine<V>,
  expr: Extract<ScalarExpr, { op: 'reduce' }>,
  environment: Environment,
): V {
  const { algebra } = machine;
  const terms: V[] = [];
  forEachPosition([expr.index], environment, () => {
    terms.push(evaluateScalar(machine, expr.body, environment));
  });
  switch (expr.fn) {
    case 'sum':
      return algebra.sum(terms);
    case 'prod':
      return terms.reduce((x, y) => algebra.binary('mul', x, y), algebra.constant(1));
    case 'min':
    case 'max':
      if (terms.length === 0) {
        return algebra.constant(expr.fn === 'min' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY);
      }
      return terms.reduce((x, y) => algebra.binary(expr.fn === 'min' ? 'min' : 'max', x, y));
    case 'log_sum_exp': {
      const largest = terms.reduce((m, t) => Math.max(m, algebra.value(t)), Number.NEGATIVE_INFINITY);
      // All -∞ (or one +∞): the shifted exponentials would be NaN.
      if (Math.abs(largest) === Number.POSITIVE_INFINITY) return algebra.constant(largest);
      const shift = algebra.constant(largest);
      const exps = terms.map((t) => algebra.unary('exp', algebra.binary('sub', t, shift)));
      return algebra.binary('add', shift, algebra.unary('log', algebra.sum(exps)));
    }
    default:
      return unreachable(expr.fn);
  }
}

/** Runs one statement: fills its array, or returns the element contributions of a term in order. */
export function runStatement<V>(machine: Machine<V>, statement: IrStatement): V[] {
  switch (statement.kind) {
    case 'define': {
      const target = machine.cells(statement.array);
      const environment: Environment = [];
      forEachPosition(statement.indices, environment, (position) => {
        const value = evaluateScalar(machine, statement.body, environment);
        target.elements[flatPosition(target.declaration, position)] = value;
      });
      return [];
    }
    case 'kernel':
      if (statement.fn === 'solver') runSolver(machine, statement);
      else runBatchedKernel(machine, statement);
      return [];
    case 'term': {
      const environment: Environment = [];
      const contributions: V[] = [];
      forEachPosition(statement.indices, environment, () => {
        contributions.push(evaluateScalar(machine, statement.body, environment));
      });
      return contributions;
    }
    default:
      return unreachable(statement);
  }
}

/** The solution at each position of the batch axes; the tape has its derivatives, so the sensitivities are 0. */
function runSolver<V>(machine: Machine<V>, statement: Extract<IrStatement, { fn: 'solver' }>): void {
  const { algebra } = machine;
  const { system, inputs, batch } = statement;
  const output = machine.cells(statement.output);
  const [count, rows, states] = output.declaration.shape.slice(-3);
  output.elements.fill(algebra.constant(0));
  for (let at = 0; at < sizeOf(batch); at++) {
    const given = inputs.map((id) => {
      const { declaration, elements } = machine.cells(id);
      const size = declaration.shape[declaration.shape.length - 1];
      const from = declaration.shape.length === 1 ? 0 : at * size;
      return elements.slice(from, from + size).map((v) => v ?? algebra.constant(Number.NaN));
    });
    const solution = solved(algebra, system, given, evaluatorAt(algebra, system, given[3]));
    for (const [i, v] of solution.entries())
      output.elements[(at * count + Math.floor(i / states)) * rows * states + (i % states)] = v;
  }
}

type EvaluateAt<V> = (time: V, state: readonly V[], expressions: readonly ScalarExpr[]) => V[];

function evaluatorAt<V>(algebra: Algebra<V>, system: SolverSystem, args: readonly V[]): EvaluateAt<V> {
  return (time, state, expressions) => {
    const cells = (name: string, elements: readonly V[], ...shape: number[]): Cells<V> => ({
      declaration: { name, shape },
      elements: [...elements],
    });
    const inside: Machine<V> = {
      algebra,
      cells: (id) =>
        id === system.time
          ? cells('time', [time], 1)
          : id === system.args
            ? cells('args', args, args.length)
            : cells('state', state, 1, state.length),
    };
    return expressions.map((e) => evaluateScalar(inside, e, []));
  };
}

function solved<V>(
  algebra: Algebra<V>,
  system: SolverSystem,
  [start, startTime, times, , doseTimes, dosePlaces]: readonly (readonly V[])[],
  evaluateAt: EvaluateAt<V>,
): readonly V[] {
  const zero = algebra.constant(0);
  switch (system.method.kind) {
    case 'solve_newton':
      return rootByChords(algebra, start, (state) => evaluateAt(zero, state, system.slopes));
    case 'integrate':
      return [integralByTrapezoids(algebra, start, (x) => evaluateAt(x, [zero], system.slopes)[0])];
    default: {
      const amounts = evaluateAt(zero, start, system.doses?.amounts ?? []);
      return solveByExtrapolation(algebra, {
        start,
        startTime: algebra.value(startTime[0]),
        times: times.map(algebra.value),
        slopes: (time, state) => evaluateAt(algebra.constant(time), state, system.slopes),
        doses: amounts.map((amount, k) => ({
          time: algebra.value(doseTimes[k]),
          place: algebra.value(dosePlaces[k]),
          amount,
        })),
      });
    }
  }
}

function runBatchedKernel<V>(
  machine: Machine<V>,
  statement: Exclude<Extract<IrStatement, { kind: 'kernel' }>, { fn: 'solver' }>,
): void {
  const batchRank = statement.batch.length;
  const output = machine.cells(statement.output);
  // A right-hand side has as many event axes as the solution; factors and matrices have two.
  const ownRank = (k: number): number =>
    statement.fn === 'kalman' ? RANKS[k] : k === 1 ? output.declaration.shape.length - batchRank : 2;
  const outputSize = sizeOf(output.declaration.shape.slice(batchRank));
  for (let batch = 0; batch < sizeOf(statement.batch); batch++) {
    const inputs = statement.inputs.map((id, k) => {
      const { declaration, elements } = machine.cells(id);
      const shape = declaration.shape.slice(declaration.shape.length - ownRank(k));
      const start = declaration.shape.length > ownRank(k) ? batch * sizeOf(shape) : 0;
      const slice = Array.from({ length: sizeOf(shape) }, (_, i) => {
        const value = elements[start + i];
        if (value === undefined) throw new Error(`${declaration.name} is used before it is defined`);
        return value;
      });
      return { shape, elements: slice };
    });
    runKernel(machine.algebra, statement.fn, inputs).forEach((value, i) => {
      output.elements[batch * outputSize + i] = value;
    });
  }
}
