import type { Diagnostic } from '../../grammar/diagnostic.ts';
import type { Draws } from '../draws/draws.ts';
import type { Fit } from '../report/fit.ts';
import type { Plan } from './run-plan.ts';

type JudgedFit =
  | { readonly kind: 'judged'; readonly fit: Fit }
  | { readonly kind: 'failed'; readonly message: string };

/** Draws that are made are not lost by what judges them. */
export async function fitOf(
  { judgeFit, checked, model, settings }: Plan,
  draws: Draws,
  signal: AbortSignal,
): Promise<JudgedFit | null> {
  const { program, data } = checked;
  const run = { program, data, modelText: model.modelText, draws, seed: settings.seed };
  try {
    const fit = (await judgeFit?.(run, () => signal.aborted)) ?? null;
    return fit === null ? null : { kind: 'judged', fit };
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

export function notJudged(why: string): Diagnostic {
  const message = `whether the model reproduces its data was not judged: ${why}`;
  return { code: 'fit-not-judged', severity: 'warning', message, span: { start: 0, end: 0 } };
}
