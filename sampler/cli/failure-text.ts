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
      const isDebugging = (process.env.BAYES_DEBUG ?? '') !== '';
      const report =
        'this is a fault of the program and not of the model; report it with the model' +
        (isDebugging || tail === '' ? '' : ' and with what BAYES_DEBUG=1 adds to this message');
      return (
        complaint(`the sampler failed: ${failure.message}; ${report}`) +
        (isDebugging && tail !== '' ? `${tail}\n` : '')
      );
    }
    default:
      return unreachable(failure);
  }
}
