/** Why chains failed, as the failure of a run. */
import type { IrProgram } from '../../grammar/ir.ts';
import { explainBadStart } from '../model/explain-bad-start.ts';
import type { SamplerFailure } from '../protocol.ts';
import { unreachable } from '../unreachable.ts';
import type { Cause } from './run-chains.ts';

export function failureOf(cause: Cause, ir: IrProgram, modelText: string): SamplerFailure {
  switch (cause.kind) {
    case 'bad-start':
      return explainBadStart(ir, modelText, cause);
    case 'crash': {
      const { message, stderrTail } = cause;
      if (message.includes('out of memory')) return { kind: 'out-of-memory', message };
      return { kind: 'crash', message: `chain ${cause.chain + 1}: ${message}`, stderrTail };
    }
    case 'threw':
      return {
        kind: 'crash',
        message: `chain ${cause.chain + 1}: ${cause.message}`,
        stderrTail: cause.stack,
      };
    default:
      return unreachable(cause);
  }
}
