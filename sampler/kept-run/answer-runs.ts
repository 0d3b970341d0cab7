/** Answers to the questions of `report/runs-questions.ts`, from the folders of several runs. */
import { bayesFactors } from '../predict/evidence/bayes-factors.ts';
import { type EvidenceOfRun, evidenceOfRun } from '../predict/evidence/evidence-of-run.ts';
import { createPace, type Pace } from '../predict/fit/pace.ts';
import { compareReport } from '../predict/leave-one-out/compare-report.ts';
import { type LooOfRun, looOfRun } from '../predict/leave-one-out/loo-of-run.ts';
import { openPosterior } from '../predict/open-posterior.ts';
import type { PosteriorModel } from '../predict/posterior-model.ts';
import type { NamedRun, RunsAnswer, RunsQuestion } from '../report/runs-questions.ts';
import { unreachable } from '../unreachable.ts';

/** @param shouldStop whether the answer is no longer wanted; it then ends early, by an exception */
export async function answerRuns(
  runs: readonly NamedRun[],
  { kind }: RunsQuestion,
  shouldStop: () => boolean = () => false,
): Promise<RunsAnswer> {
  const pace = createPace(shouldStop);
  const models: PosteriorModel[] = [];
  for (const { folder, name } of runs) {
    await pace.pause();
    const opened = openPosterior(folder);
    if (opened.kind !== 'ok') return unavailable(name, opened);
    models.push(opened.model);
  }
  switch (kind) {
    case 'compare':
      return compared(runs, models, pace);
    case 'evidence':
      return evidence(runs, models, pace);
    default:
      return unreachable(kind);
  }
}

async function compared(
  runs: readonly NamedRun[],
  models: readonly PosteriorModel[],
  pace: Pace,
): Promise<RunsAnswer> {
  const results: LooOfRun[] = [];
  for (const [k, model] of models.entries()) {
    const found = await looOfRun(model, runs[k].name, { pace });
    if (found.kind !== 'ok') return unavailable(runs[k].name, found);
    results.push(found.result);
  }
  const report = compareReport(
    results.map((result, k) => {
      const { data, info } = models[k];
      return { run: runs[k].name, result, data, model: info.model };
    }),
  );
  if (report.kind === 'problem') return { kind: 'unavailable', message: report.message };
  return { kind: 'compare', compared: report.report, points: results[0].points.length };
}

async function evidence(
  runs: readonly NamedRun[],
  models: readonly PosteriorModel[],
  pace: Pace,
): Promise<RunsAnswer> {
  const found: EvidenceOfRun[] = [];
  for (const [k, model] of models.entries()) {
    const result = await evidenceOfRun(model, runs[k].name, pace);
    if (result.kind !== 'ok') return unavailable(runs[k].name, result);
    found.push(result.evidence);
  }
  const factors = bayesFactors(found);
  if (factors.kind === 'problem') return { kind: 'unavailable', message: factors.message };
  return { kind: 'evidence', evidence: factors.report, points: found[0].points.length };
}

type NoAnswer =
  | { readonly kind: 'problem'; readonly message: string }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly { readonly message: string }[] };

function unavailable(name: string, why: NoAnswer): RunsAnswer {
  const message = why.kind === 'problem' ? why.message : why.diagnostics.map((one) => one.message).join('. ');
  return { kind: 'unavailable', message: message.startsWith(name) ? message : `${name}: ${message}` };
}
