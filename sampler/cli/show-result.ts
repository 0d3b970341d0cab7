/** Common end of commands that fit a model: prints the error or the result, and chooses the exit code. */
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import type { ApproximationFailure } from '../protocol.ts';
import { type Console, complaint } from './console.ts';
import { diagnosticsText, type Source } from './diagnostics-text.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { showFailure, showInvalid } from './fit-model.ts';

interface Ended {
  readonly kind: 'done' | 'interrupted';
  readonly warnings?: readonly Diagnostic[];
  /** Why the run's folder is not complete. */
  readonly notKept?: string;
}
type Result =
  | Ended
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] }
  | { readonly kind: 'failed'; readonly failure: ApproximationFailure };

/** Additional members of a JSON result: `failure` where the run could not be kept. */
type Beside = { readonly failure?: { readonly kind: 'not-kept'; readonly message: string } };

/** @param print writes the result; true where it passes its diagnostics. */
export async function showResult<R extends Result>(
  result: R,
  source: Source,
  json: boolean,
  console: Console,
  print: (ended: Extract<R, Ended>, beside: Beside) => boolean | Promise<boolean>,
): Promise<ExitCode> {
  if (result.kind === 'invalid') return showInvalid(result.diagnostics, source, json, console);
  if (result.kind === 'failed') return showFailure(result.failure, source, json, console);
  const { kind, warnings = [], notKept } = result;
  if (warnings.length > 0) console.err(diagnosticsText(warnings, source));
  const beside = notKept === undefined ? {} : { failure: { kind: 'not-kept', message: notKept } as const };
  // TypeScript does not narrow a generic by its tag.
  const passes = await print(result as unknown as Extract<R, Ended>, beside);
  if (notKept !== undefined) {
    console.err(complaint(notKept));
    return exitCodes.failed;
  }
  if (kind === 'interrupted') return exitCodes.interrupted;
  return passes ? exitCodes.done : exitCodes.provisional;
}
