/** `bayes effects RUN`: what a predictor does to the expected outcome, and how probable hypotheses are. */
import { effectsOfRun } from '../predict/effects/effects-of-run.ts';
import type { EffectsAsk } from '../report/effects-ask.ts';
import type { Console } from './console.ts';
import { effectsText } from './effects-text.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { showNoAnswer } from './no-answer.ts';
import { openRunOf, trustText } from './ppc.ts';

interface EffectsOptions {
  readonly format: 'text' | 'json';
  readonly allRows: boolean;
  readonly allReasons: boolean;
  readonly ask: EffectsAsk;
}

export async function effects(
  run: string,
  { format, allRows, allReasons, ask }: EffectsOptions,
  console: Console,
): Promise<ExitCode> {
  const json = format === 'json';
  const opened = openRunOf(run, json, console);
  if (typeof opened === 'number') return opened;
  const { model, source } = opened;
  const found = await effectsOfRun(model, run, ask);
  if (found.kind === 'stopped') throw new Error('nothing stops the command but its end');
  if (found.kind !== 'ok') return showNoAnswer(found, source, json, console);
  const { report } = found;
  if (json) console.out(`${JSON.stringify(report)}\n`);
  else console.out(effectsText(report, { trust: trustText(model, source.name, allReasons), allRows }));
  return report.provisional ? exitCodes.provisional : exitCodes.done;
}
