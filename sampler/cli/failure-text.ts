/** Why there is no result, for people. */
import type { ApproximationFailure } from '../protocol.ts';
import { unreachable } from '../unreachable.ts';
import { complaint } from './console.ts';

/** @param name the model's file as the user named it. */
export function failureText(failure: ApproximationFailure, name: string): string {
  switch (failure.kind) {
    case 'bad-start':
      return `${name}:${failure.line + 1}:${failure.column + 1}: error bad-start ${failure.message}\n`;
    case 'no-approximation':
      return `${name}: error no-approximation ${failure.message}\n`;
    case 'out-of-memory':
      return complaint(failure.message);
    case 'crash': {
      const tail = failure.stderrTail.trim();
      return complaint(`the sampler failed: ${failure.message}`) + (tail === '' ? '' : `${tail}\n`);
    }
    default:
      return unreachable(failure);
  }
}
