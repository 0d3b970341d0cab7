/** `bayes baseline FILE`: a regression beside ridge and split-conformal intervals, on rows that none of them saw. */
import { baselineOfFile } from '../predict/baseline/baseline-of-file.ts';
import { baselineText } from './baseline-text.ts';
import { type Console, complaint, readModel } from './console.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { showNoAnswer } from './no-answer.ts';
import { withRefits } from './with-refits.ts';

interface BaselineOptions {
  readonly format: 'text' | 'json';
  readonly folds: number;
  readonly seed: number;
}

export async function baseline(
  name: string,
  { format, folds, seed }: BaselineOptions,
  console: Console,
): Promise<ExitCode> {
  const file = readModel(name, console.cwd);
  if (file.kind === 'problem') {
    console.err(complaint(file.message));
    return exitCodes.usage;
  }
  const json = format === 'json';
  const model = { modelText: file.text, modelPath: file.path };
  const found = await withRefits(format, console, (refits) =>
    baselineOfFile({ model, folds, seed, refits, now: () => performance.now() }),
  );
  if (found.kind !== 'ok') return showNoAnswer(found, { ...file, name, cwd: console.cwd }, json, console);
  const { report } = found;
  console.out(json ? `${JSON.stringify(report)}\n` : baselineText(report));
  return report.provisional ? exitCodes.provisional : exitCodes.done;
}
