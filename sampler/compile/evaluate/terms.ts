/** Explains a log density that is not finite: which statement, which element, what was loaded there. */
import type { ArrayId, IrProgram, IrStatement, KernelFn, Origin, ScalarExpr } from '../../../grammar/ir.ts';
import { childrenOf } from '../children.ts';
import { flatToPositions } from '../lower/row-major.ts';
import { sizeOf } from '../passes/pass-program.ts';
import { type ConstantArray, eachPosition, evaluate, tabulate } from './expression.ts';
import { faultIn, type Looking, type OperationFault } from './faults.ts';
import { evaluateKernel } from './kernels.ts';
import { evaluateSolver, type SolverStop } from './solvers.ts';

export interface LoadedElement {
  /** The array's name in the model, or the compiler's for an intermediate. */
  readonly name: string;
  /** 0-based position per axis. */
  readonly position: readonly number[];
  readonly value: number;
}

/** An element of a statement that is NaN or infinite. */
export interface BadElement {
  readonly origin: Origin;
  /** 0-based values of the statement's indices. */
  readonly position: readonly number[];
  readonly value: number;
  /** What the element was computed from, each array element once, in order of loading. */
  readonly loads: readonly LoadedElement[];
  /** Where a kernel computed it. */
  readonly kernel?: KernelFn | 'solver';
  /** Where an equation was not solved. */
  readonly stop?: SolverStop;
  /** Where a matrix has no Cholesky factor: its name, and its smallest eigenvalue. */
  readonly matrix?: { readonly name: string; readonly smallest: number };
  /** The operation that has no finite value there, or no finite derivative, with the elements it was given. */
  readonly operation?: NamedFault;
}

export interface NamedFault {
  readonly fn: OperationFault['fn'];
  readonly args: readonly number[];
  readonly lacks: OperationFault['lacks'];
  readonly loads: readonly LoadedElement[];
}

export interface TermValue {
  /** Position in `program.statements`. */
  readonly term: number;
  /** The term's sum over its indices. */
  readonly value: number;
  readonly origin: Origin;
  /** If the sum is NaN or infinite: the first such element. */
  readonly firstBad?: BadElement;
  /**
   * From `firstBad` back through intermediates to the origin of the problem: the last entry was computed from finite
   * values only (or by a kernel, whose `loads` are empty).
   */
  readonly causes: readonly BadElement[];
}

interface NamedArray extends ConstantArray {
  readonly name: string;
}
type Arrays = (id: ArrayId) => NamedArray;

/** The value of every `term` of the program at a position of the unconstrained space, in order. */
export function evaluateTerms(program: IrProgram, position: Float64Array): readonly TermValue[] {
  const arrays = arraysAt(program, position);
  return program.statements.flatMap((statement, term): TermValue[] => {
    if (statement.kind !== 'term') {
      fill(statement, arrays);
      return [];
    }
    const { value, firstBad } = sumOfTerm(statement, arrays);
    const common = { term, value, origin: statement.origin };
    if (Number.isFinite(value) || firstBad === null) return [{ ...common, causes: [] }];
    const explained = explain(arrays, statement, firstBad);
    return [{ ...common, firstBad: explained, causes: traceBack(program, arrays, explained) }];
  });
}

/** The arrays of the program, those for kept draws too, at a position of the unconstrained space. */
export function evaluateArrays(program: IrProgram, position: Float64Array): (id: ArrayId) => Float64Array {
  const arrays = arraysAt(program, position);
  for (const statement of [...program.statements, ...program.generated])
    if (statement.kind !== 'term') fill(statement, arrays);
  return (id) => arrays(id).values;
}

/** Computes the array that a statement defines. */
function fill(statement: Exclude<IrStatement, Term>, arrays: Arrays): void {
  if (statement.kind === 'define') {
    const { shape, values } = arrays(statement.array);
    tabulate(statement.indices, shape, statement.body, arrays, values);
  } else {
    const { shape, values } = arrays(statement.output);
    values.set(evaluateKernel(statement, arrays, shape));
  }
}

/** Data and slices of the position; the others are NaN until their statements have run. */
function arraysAt(program: IrProgram, position: Float64Array): Arrays {
  const all = new Map<ArrayId, NamedArray>();
  for (const { id, name, shape, role, offset = 0 } of program.arrays) {
    const size = sizeOf(shape);
    const known =
      role === 'unconstrained' ? position.slice(offset, offset + size) : program.constants.get(id);
    // Positions outside chains are those of the model as written, where degrees of centring are 1.
    const unknown = () => new Float64Array(size).fill(role === 'centring' ? 1 : Number.NaN);
    all.set(id, { name, shape, values: known ?? unknown() });
  }
  return (id) => {
    const array = all.get(id);
    if (array === undefined) throw new Error(`array ${id} is not declared`);
    return array;
  };
}

type Term = Extract<IrStatement, { kind: 'term' }>;
type Loop = Extract<IrStatement, { kind: 'define' | 'term' }>;

function sumOfTerm(
  { indices, body }: Term,
  arrays: Arrays,
): { readonly value: number; readonly firstBad: readonly number[] | null } {
  let value = 0;
  let firstBad: readonly number[] | null = null;
  eachPosition(indices, (env) => {
    const element = evaluate(body, env, arrays);
    value += element;
    if (firstBad === null && !Number.isFinite(element))
      firstBad = indices.map(({ id }) => env.get(id) ?? Number.NaN);
  });
  return { value, firstBad };
}

interface Explained extends BadElement {
  /** Arrays of `loads`, in the same order. */
  readonly arrays: readonly ArrayId[];
}

/** Evaluates one element again, noting what it loads. */
function explain(arrays: Arrays, { indices, body, origin }: Loop, position: readonly number[]): Explained {
  const loads: LoadedElement[] = [];
  const ids: ArrayId[] = [];
  const seen = new Set<string>();
  const env = new Map(indices.map(({ id }, k) => [id, position[k]]));
  const value = evaluate(body, env, arrays, (array, flat, element) => {
    const key = `${array}:${flat}`;
    if (seen.has(key)) return;
    seen.add(key);
    const { name, shape } = arrays(array);
    loads.push({ name, position: flatToPositions(flat, shape), value: element });
    ids.push(array);
  });
  const operation = namedFault(arrays, faultIn(body, env, arrays, { for: 'value' }));
  return { origin, position, value, loads, arrays: ids, ...(operation === null ? {} : { operation }) };
}

function namedFault(arrays: Arrays, fault: OperationFault | null): NamedFault | null {
  if (fault === null) return null;
  const loads = fault.loads.map(({ array, flat, value }) => {
    const { name, shape } = arrays(array);
    return { name, position: flatToPositions(flat, shape), value };
  });
  return { fn: fault.fn, args: fault.args, lacks: fault.lacks, loads };
}

/** Where a gradient is not finite although the density is. */
interface GradientFault {
  /** The term that the element enters. */
  readonly origin: Origin;
  readonly element: BadElement;
}

/**
 * The first element that is not finite, or has a derivative that is not, in terms and their intermediates, at a
 * position where every term is finite: `log(0)` within a probability that is then 0.
 */
export function gradientFault(program: IrProgram, position: Float64Array): GradientFault | null {
  const arrays = arraysAt(program, position);
  const loops: Loop[] = [];
  for (const statement of program.statements) {
    if (statement.kind !== 'term') fill(statement, arrays);
    if (statement.kind !== 'kernel') loops.push(statement);
  }
  const data = new Set(
    program.arrays.flatMap(({ id, role }) => (role === 'data' || role === 'centring' ? [id] : [])),
  );
  const ways: readonly Looking[] = [
    { for: 'value' },
    { for: 'derivative', isUnknown: (array) => !data.has(array) },
  ];
  for (const looking of ways) {
    for (const loop of loops) {
      const term = termOver(program, loop);
      const element = term === null ? null : faultyElement(arrays, loop, looking);
      if (term !== null && element !== null) return { origin: term.origin, element };
    }
  }
  return null;
}

function faultyElement(arrays: Arrays, loop: Loop, looking: Looking): BadElement | null {
  let found: BadElement | null = null;
  eachPosition(loop.indices, (env) => {
    if (found !== null) return;
    const operation = namedFault(arrays, faultIn(loop.body, new Map(env), arrays, looking));
    if (operation === null) return;
    const position = loop.indices.map(({ id }) => env.get(id) ?? Number.NaN);
    const { origin, value, loads } = explain(arrays, loop, position);
    found = { origin, position, value, loads, operation };
  });
  return found;
}

/** The first term that a statement enters, through definitions. */
function termOver({ statements }: IrProgram, from: Loop): Term | null {
  if (from.kind === 'term') return from;
  const reached = new Set<ArrayId>([from.array]);
  for (const statement of statements.slice(statements.indexOf(from) + 1)) {
    const read = statement.kind === 'kernel' ? statement.inputs : [...arraysIn(statement.body)];
    if (!read.some((array) => reached.has(array))) continue;
    if (statement.kind === 'term') return statement;
    reached.add(statement.kind === 'kernel' ? statement.output : statement.array);
  }
  return null;
}

function arraysIn(body: ScalarExpr): ReadonlySet<ArrayId> {
  const found = new Set<ArrayId>();
  const pending = [body];
  const seen = new Set<ScalarExpr>();
  for (let expr = pending.pop(); expr !== undefined; expr = pending.pop()) {
    if (seen.has(expr)) continue;
    seen.add(expr);
    if (expr.op === 'load') found.add(expr.array);
    pending.push(...childrenOf(expr));
  }
  return found;
}

function traceBack(program: IrProgram, arrays: Arrays, from: Explained): readonly BadElement[] {
  const causes: BadElement[] = [];
  let current = from;
  for (let depth = 0; depth < 1000; depth++) {
    const k = current.loads.findIndex((load) => !Number.isFinite(load.value));
    if (k < 0) break;
    const { position, value } = current.loads[k];
    const source = program.statements.find((s) => defines(s, current.arrays[k], position));
    // Data and the unconstrained vector have no statement.
    if (source === undefined || source.kind === 'term') break;
    if (source.kind === 'kernel') {
      const { origin, fn, inputs } = source;
      const matrix = fn === 'cholesky' ? matrixOf(arrays, inputs[0]) : null;
      const stop =
        source.fn === 'solver' ? evaluateSolver(source, arrays, arrays(source.output).shape).stop : null;
      causes.push({
        ...{ origin, position, value, loads: [], kernel: fn },
        ...(matrix === null ? {} : { matrix }),
        ...(stop === null ? {} : { stop }),
      });
      // Limits of an integral may be infinite.
      const isIntegral = source.fn === 'solver' && source.system.method.kind === 'integrate';
      const bad = inputs.flatMap((array, k) => {
        const found = firstBadInput(arrays, array);
        return found === undefined || (isIntegral && k === 0 && !Number.isNaN(found.value)) ? [] : [found];
      });
      current = { origin, position, value, loads: bad, arrays: bad.map(({ array }) => array) };
    } else {
      current = explain(arrays, source, position);
      const { origin, loads, operation } = current;
      causes.push({ origin, position, value, loads, ...(operation === undefined ? {} : { operation }) });
    }
  }
  return causes;
}

/** Smallest eigenvalue of a single finite matrix; null for several, or where an element is not finite. */
function matrixOf(arrays: Arrays, id: ArrayId): BadElement['matrix'] | null {
  const { name, shape, values } = arrays(id);
  if (shape.length !== 2 || !values.every(Number.isFinite)) return null;
  const eigenvalues = evaluateKernel(
    { kind: 'kernel', fn: 'eigenvalues_sym', inputs: [id], output: id, batch: [], origin: noOrigin },
    arrays,
    [shape[0]],
  );
  return { name, smallest: eigenvalues[0] };
}

const noOrigin: Origin = { span: { start: 0, end: 0 }, label: '' };

/** The first element of a kernel's input that is not finite. */
function firstBadInput(
  arrays: Arrays,
  array: ArrayId,
): (LoadedElement & { readonly array: ArrayId }) | undefined {
  const { name, shape, values } = arrays(array);
  const flat = values.findIndex((x) => !Number.isFinite(x));
  if (flat < 0) return undefined;
  return { array, name, position: flatToPositions(flat, shape), value: values[flat] };
}

function defines(statement: IrStatement, array: ArrayId, position: readonly number[]): boolean {
  if (statement.kind === 'kernel') return statement.output === array;
  if (statement.kind !== 'define' || statement.array !== array) return false;
  return statement.indices.every((index, k) => position[k] >= index.from && position[k] < index.to);
}
