/** Explains a log density that is not finite: which statement, which element, what was loaded there. */
import type { ArrayId, IrProgram, IrStatement, KernelFn, Origin } from '../../../grammar/ir.ts';
import { compensatedSum, numbers } from './algebra.ts';
import type { Cells, Machine } from './evaluate.ts';
import { evaluateScalar, forEachPosition, runStatement } from './evaluate.ts';
import { startMachine } from './interpret.ts';

export interface LoadedElement {
  /** The array's name in the model, or the compiler's for an intermediate. */
  readonly name: string;
  /** 0-based position per axis. */
  readonly position: readonly number[];
  readonly value: number;
}

/** One element of a statement that came out NaN or infinite. */
export interface BadElement {
  readonly origin: Origin;
  /** 0-based values of the statement's indices. */
  readonly position: readonly number[];
  readonly value: number;
  /** What the element was computed from, each array element once, in order of loading. */
  readonly loads: readonly LoadedElement[];
  /** Where a kernel computed it. */
  readonly kernel?: KernelFn;
}

export interface TermValue {
  /** Position in `program.statements`. */
  readonly term: number;
  /** The term's sum over its indices. */
  readonly value: number;
  readonly origin: Origin;
  /** Where the sum is NaN or infinite: its first element that is. */
  readonly firstBad?: BadElement;
  /**
   * From `firstBad` back through the intermediates it loaded to the one that went wrong first: the last
   * entry was computed from finite values alone (or by a kernel, whose `loads` are empty).
   */
  readonly causes: readonly BadElement[];
}

/** The value of every `term` of the program at a position, in order. */
export function evaluateTerms(program: IrProgram, position: Float64Array): readonly TermValue[] {
  const machine = startMachine(program, numbers, Array.from(position));
  const terms: TermValue[] = [];
  program.statements.forEach((statement, index) => {
    const contributions = runStatement(machine, statement);
    if (statement.kind !== 'term') return;
    const value = compensatedSum(contributions);
    const common = { term: index, value, origin: statement.origin };
    if (Number.isFinite(value)) {
      terms.push({ ...common, causes: [] });
      return;
    }
    const bad = contributions.findIndex((x) => !Number.isFinite(x));
    const explained = bad < 0 ? undefined : explain(machine, statement, nthPosition(statement, bad));
    terms.push({
      ...common,
      firstBad: explained,
      causes: explained === undefined ? [] : traceBack(program, machine, explained),
    });
  });
  return terms;
}

type Loop = Extract<IrStatement, { kind: 'define' | 'term' }>;
type Numeric = Machine<number> & { readonly arrays: ReadonlyMap<ArrayId, Cells<number>> };

function nthPosition(statement: Loop, n: number): readonly number[] {
  let remaining = n;
  let found: readonly number[] = [];
  forEachPosition(statement.indices, [], (position) => {
    if (remaining-- === 0) found = position;
  });
  return found;
}

interface Explained extends BadElement {
  /** Arrays of `loads`, in the same order. */
  readonly arrays: readonly ArrayId[];
}

/** Evaluates one element again, noting what it loads. */
function explain(machine: Numeric, statement: Loop, position: readonly number[]): Explained {
  const loads: LoadedElement[] = [];
  const arrays: ArrayId[] = [];
  const seen = new Set<string>();
  const noting: Machine<number> = {
    algebra: machine.algebra,
    cells: machine.cells,
    onLoad(array, flat, value) {
      const key = `${array}:${flat}`;
      if (seen.has(key)) return;
      seen.add(key);
      const { name, shape } = machine.cells(array).declaration;
      loads.push({ name, position: unflatten(shape, flat), value });
      arrays.push(array);
    },
  };
  const environment: number[] = [];
  statement.indices.forEach((index, k) => {
    environment[index.id] = position[k];
  });
  const value = evaluateScalar(noting, statement.body, environment);
  return { origin: statement.origin, position, value, loads, arrays };
}

function unflatten(shape: readonly number[], flat: number): readonly number[] {
  const position: number[] = [];
  let rest = flat;
  for (const extent of [...shape].reverse()) {
    position.unshift(rest % extent);
    rest = Math.floor(rest / extent);
  }
  return position;
}

function traceBack(program: IrProgram, machine: Numeric, from: Explained): readonly BadElement[] {
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
      causes.push({ origin, position, value, loads: [], kernel: fn });
      const loads = inputs.flatMap((array) => firstBadInput(machine, array) ?? []);
      current = { origin, position, value, loads, arrays: loads.map(({ array }) => array) };
    } else {
      current = explain(machine, source, position);
      causes.push({ origin: current.origin, position, value, loads: current.loads });
    }
  }
  return causes;
}

/** The first element of a kernel's input that is not finite. */
function firstBadInput(
  machine: Numeric,
  array: ArrayId,
): (LoadedElement & { readonly array: ArrayId }) | undefined {
  const { declaration, elements } = machine.cells(array);
  const flat = elements.findIndex((x) => x === undefined || !Number.isFinite(x));
  if (flat < 0) return undefined;
  const value = elements[flat] ?? Number.NaN;
  return { array, name: declaration.name, position: unflatten(declaration.shape, flat), value };
}

function defines(statement: IrStatement, array: ArrayId, position: readonly number[]): boolean {
  if (statement.kind === 'kernel') return statement.output === array;
  if (statement.kind !== 'define' || statement.array !== array) return false;
  return statement.indices.every((index, k) => position[k] >= index.from && position[k] < index.to);
}
