/**
 * The reference backend: runs a program as written, one scalar at a time, and differentiates it with a tape. Slow
 * and simple; the WebAssembly is tested against it. Only tests import it, and it imports nothing of the engine, so
 * that the two cannot share a mistake.
 */
import type { ArrayId, IrProgram, Origin } from '../../../grammar/ir.ts';
import type { Algebra } from './algebra.ts';
import { compensatedSum, numbers } from './algebra.ts';
import type { Cells, Machine } from './evaluate.ts';
import { runStatement, sizeOf } from './evaluate.ts';
import type { Traced } from './tape.ts';
import { createTape } from './tape.ts';

interface Interpretation {
  /** Sum of all terms at the position. */
  readonly logDensity: number;
  /** Length `dimension`. */
  readonly gradient: Float64Array;
  /** Every array of the program (data, slices of the position, intermediates), row-major. */
  readonly values: ReadonlyMap<ArrayId, Float64Array>;
}

/** A machine whose data and unconstrained arrays are filled and whose others are still empty. */
function startMachine<V>(
  program: IrProgram,
  algebra: Algebra<V>,
  position: readonly V[],
  degrees?: Float64Array,
): Machine<V> & { readonly arrays: ReadonlyMap<ArrayId, Cells<V>> } {
  if (position.length !== program.dimension) {
    throw new Error(`the position has ${position.length} elements, the program ${program.dimension}`);
  }
  const arrays = new Map<ArrayId, Cells<V>>();
  for (const declaration of program.arrays) {
    const size = sizeOf(declaration.shape);
    let elements: (V | undefined)[] = new Array(size).fill(undefined);
    if (declaration.role === 'unconstrained') {
      const offset = declaration.offset ?? 0;
      elements = position.slice(offset, offset + size);
    } else if (declaration.role === 'centring') {
      const offset = declaration.offset ?? 0;
      elements = Array.from({ length: size }, (_, i) => algebra.constant(degrees?.[offset + i] ?? 1));
    } else if (declaration.role === 'data') {
      const data = program.constants.get(declaration.id);
      if (data === undefined || data.length !== size) {
        throw new Error(`${declaration.name} has ${data?.length ?? 'no'} values, its shape wants ${size}`);
      }
      elements = Array.from(data, (value) => algebra.constant(value));
    }
    arrays.set(declaration.id, { declaration, elements });
  }
  return {
    algebra,
    arrays,
    cells(id) {
      const cells = arrays.get(id);
      if (cells === undefined) throw new Error(`array ${id} is not declared`);
      return cells;
    },
  };
}

function readValues<V>(
  algebra: Algebra<V>,
  arrays: ReadonlyMap<ArrayId, Cells<V>>,
): ReadonlyMap<ArrayId, Float64Array> {
  const read = (v: V | undefined): number => (v === undefined ? Number.NaN : algebra.value(v));
  return new Map([...arrays].map(([id, cells]) => [id, Float64Array.from(cells.elements, read)]));
}

/**
 * Log density, gradient and all arrays at a position of the unconstrained space; `degrees` of centring default to 1.
 */
export function interpret(
  program: IrProgram,
  position: Float64Array,
  degrees?: Float64Array,
): Interpretation {
  const tape = createTape();
  const inputs = Array.from(position, (x) => tape.variable(x));
  const machine = startMachine<Traced>(program, tape, inputs, degrees);
  const terms = program.statements.flatMap((statement) => runStatement(machine, statement));
  const logDensity = tape.sum(terms);
  return {
    logDensity: logDensity.value,
    gradient: tape.gradient(logDensity, inputs),
    values: readValues(tape, machine.arrays),
  };
}

interface InterpretedTerm {
  /** Position in `program.statements`. */
  readonly term: number;
  readonly origin: Origin;
  /** Its sum over its indices. */
  readonly value: number;
}

/** The terms of the log density, one by one and in order. */
export function interpretTerms(program: IrProgram, position: Float64Array): readonly InterpretedTerm[] {
  const machine = startMachine(program, numbers, Array.from(position));
  return program.statements.flatMap((statement, term) => {
    const value = compensatedSum(runStatement(machine, statement));
    return statement.kind === 'term' ? [{ term, origin: statement.origin, value }] : [];
  });
}

/** Log density alone, many times faster than with the gradient. */
export function interpretValue(program: IrProgram, position: Float64Array): number {
  const machine = startMachine(program, numbers, Array.from(position));
  return compensatedSum(program.statements.flatMap((statement) => runStatement(machine, statement)));
}

/**
 * All arrays after `statements` and `generated`: the deterministic quantities, arguments of the
 * observations and pointwise log-likelihoods at one draw.
 */
export function interpretGenerated(
  program: IrProgram,
  position: Float64Array,
): ReadonlyMap<ArrayId, Float64Array> {
  const machine = startMachine(program, numbers, Array.from(position));
  for (const statement of [...program.statements, ...program.generated]) runStatement(machine, statement);
  return readValues(numbers, machine.arrays);
}
