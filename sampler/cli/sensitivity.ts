/** `bayes sensitivity RUN`: how far the posterior of a kept run depends on its priors and on its data. */
import { sensitivityOfRun } from '../predict/sensitivity/sensitivity-of-run.ts';
import type { Console } from './console.ts';
import type { ExitCode } from './exit-codes.ts';
import { type ReportOptions, reportAboutRun } from './report-about-run.ts';
import { sensitivityText } from './sensitivity-text.ts';

interface SensitivityOptions extends ReportOptions {
  readonly allRows: boolean;
  /** Parameters whose priors are scaled; null for those whose arguments hold no unknowns. */
  readonly priors: readonly string[] | null;
}

export function sensitivity(run: string, options: SensitivityOptions, console: Console): Promise<ExitCode> {
  const { allRows, priors } = options;
  return reportAboutRun(
    run,
    options,
    console,
    (model) => sensitivityOfRun(model, run, priors),
    (report, { trust, model }) => sensitivityText(report, { trust, allRows, model }),
  );
}
