/** `bayes evidence RUN [RUN…]`: the evidence of the models of kept runs, and their Bayes factors. */
import { bayesFactors } from '../predict/evidence/bayes-factors.ts';
import { type EvidenceOfRun, evidenceOfRun } from '../predict/evidence/evidence-of-run.ts';
import { namedTwice } from './compare.ts';
import { type Console, complaint } from './console.ts';
import { evidenceText } from './evidence-text.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { showNoAnswer } from './no-answer.ts';
import { openRunOf, trustText } from './ppc.ts';

interface EvidenceOptions {
  readonly format: 'text' | 'json';
  readonly allReasons: boolean;
}

export async function evidence(
  runs: readonly string[],
  { format, allReasons }: EvidenceOptions,
  console: Console,
): Promise<ExitCode> {
  const json = format === 'json';
  const twice = namedTwice(runs, console.cwd);
  if (twice !== null) {
    console.err(complaint(twice));
    return exitCodes.usage;
  }
  const found: EvidenceOfRun[] = [];
  const trusts: string[] = [];
  for (const run of runs) {
    const opened = openRunOf(run, json, console);
    if (typeof opened === 'number') return opened;
    const { model, source } = opened;
    const result = await evidenceOfRun(model, run);
    if (result.kind !== 'ok') return showNoAnswer(result, source, json, console);
    found.push(result.evidence);
    trusts.push(trustText(model, source.name, allReasons));
  }
  const factors = bayesFactors(found);
  if (factors.kind === 'problem') {
    console.err(complaint(factors.message));
    return exitCodes.usage;
  }
  const { report } = factors;
  console.out(
    json
      ? `${JSON.stringify(report)}\n`
      : evidenceText(report, { points: found[0].points.length, trust: trusts[0] }),
  );
  return found.some(({ provisional }) => provisional) ? exitCodes.provisional : exitCodes.done;
}
