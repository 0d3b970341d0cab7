/** `bayes effects RUN`: what a predictor does to the expected outcome, and how probable hypotheses are. */
import { effectsOfRun } from '../predict/effects/effects-of-run.ts';
import type { EffectsAsk } from '../report/effects-ask.ts';
import type { Console } from './console.ts';
import { effectsText } from './effects-text.ts';
import type { ExitCode } from './exit-codes.ts';
import { type ReportOptions, reportAboutRun } from './report-about-run.ts';

interface EffectsOptions extends ReportOptions {
  readonly allRows: boolean;
  readonly ask: EffectsAsk;
}

export function effects(run: string, options: EffectsOptions, console: Console): Promise<ExitCode> {
  const { allRows, ask } = options;
  return reportAboutRun(
    run,
    options,
    console,
    (model) => effectsOfRun(model, run, ask),
    (report, { trust }) => effectsText(report, { trust, allRows }),
  );
}
