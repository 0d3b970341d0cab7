/** `bayes sensitivity RUN`: how far the posterior of a kept run depends on its priors and on its data. */
import { sensitivityOfRun } from '../predict/sensitivity/sensitivity-of-run.ts';
import type { Console } from './console.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { showNoAnswer } from './no-answer.ts';
import { openRunOf, trustText } from './ppc.ts';
import { sensitivityText } from './sensitivity-text.ts';

interface SensitivityOptions {
  readonly format: 'text' | 'json';
  readonly allRows: boolean;
  readonly allReasons: boolean;
  /** Parameters whose priors are scaled; null for those whose arguments hold no unknowns. */
  readonly priors: readonly string[] | null;
}

export async function sensitivity(
  run: string,
  { format, allRows, allReasons, priors }: SensitivityOptions,
  console: Console,
): Promise<ExitCode> {
  const json = format === 'json';
  const opened = openRunOf(run, json, console);
  if (typeof opened === 'number') return opened;
  const { model, source } = opened;
  const found = await sensitivityOfRun(model, run, priors);
  if (found.kind === 'stopped') throw new Error('nothing stops the command but its end');
  if (found.kind !== 'ok') return showNoAnswer(found, source, json, console);
  const { report } = found;
  if (json) console.out(`${JSON.stringify(report)}\n`);
  else
    console.out(
      sensitivityText(report, {
        trust: trustText(model, source.name, allReasons),
        allRows,
        model: source.name,
      }),
    );
  return report.provisional ? exitCodes.provisional : exitCodes.done;
}
