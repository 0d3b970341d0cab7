/** Estimated number of scalar operations of a loop program, by which cancellation is polled more or less often. */
import type { ArrayId } from '../../../grammar/ir.ts';
import { stepsOf } from '../passes/pass-program.ts';
import type { LoopProgram, LoopStatement, Value } from './loop-program.ts';

/** Counts both sides of conditions, and linear algebra by the cube of its largest matrix's side. */
export function operationsOf(program: LoopProgram, sizeOfArray: (id: ArrayId) => number): number {
  const total = (numbers: readonly number[]): number => numbers.reduce((sum, x) => sum + x, 0);
  const all = (statements: readonly LoopStatement[]): number => total(statements.map(statement));
  const statement = (s: LoopStatement): number => {
    switch (s.kind) {
      case 'set':
      case 'add':
      case 'store':
      case 'addTo':
        return 1 + inValue(s.value);
      case 'loop':
        return Math.max(0, stepsOf(s.index)) * (1 + all(s.body));
      case 'if':
        return 1 + inValue(s.cond) + all(s.then) + all(s.else);
      // Some steps from time to time, each of six slopes and as much work of the solver.
      case 'solver':
        return 4 * s.count * (6 * all(s.body) + 60 * s.size * s.columns);
      case 'kernel':
        return 10 * Math.max(...[...s.inputs, s.output].map(sizeOfArray)) ** 1.5;
      case 'rows':
        return 2 * s.rowsOfBlock * s.columns;
      case 'clear':
        return total(s.arrays.map(sizeOfArray));
    }
  };
  return all(program.body);
}

function inValue(v: Value): number {
  switch (v.kind) {
    case 'unary':
      return 1 + inValue(v.x);
    case 'binary':
      return 1 + inValue(v.x) + inValue(v.y);
    case 'ternary':
      return 1 + inValue(v.x) + inValue(v.y) + inValue(v.z);
    case 'choose':
      return 1 + inValue(v.cond) + inValue(v.then) + inValue(v.else);
    case 'const':
    case 'local':
    case 'position':
    case 'element':
      return 1;
  }
}
