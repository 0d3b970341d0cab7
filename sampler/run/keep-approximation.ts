/**
 * Keeps an approximation's draws in a run's folder, as one chain, so that all readers of runs can read them. The
 * report there is always provisional, since the draws are not from the posterior; the approximation's own report is
 * kept with it.
 */
import { join } from 'node:path';
import { madeBy } from '../../grammar/methods/index.ts';
import { summary } from '../diagnose/summary.ts';
import { allocateStats, type SamplerStats } from '../draws/draw-statistics.ts';
import type { Draws } from '../draws/draws.ts';
import type { Approximation } from '../infer/approximation.ts';
import type { CheckedModel } from '../model/check-model.ts';
import type { QuantityLabels } from '../model/quantity-labels.ts';
import type { ApproximationReport } from '../report/approximation-report.ts';
import type { Reason, SampleReport } from '../report/sample-report.ts';
import { writeJson } from '../store/json-file.ts';
import { approximationFile } from '../store/run-folder.ts';
import { type ModelText, runInfo } from './run-info.ts';
import { defaultSettings, settingsOfReport } from './sample-settings.ts';

interface Kept {
  readonly out: string;
  readonly model: ModelText;
  readonly checked: CheckedModel;
  readonly report: ApproximationReport;
  readonly draws: Draws;
  readonly labels: QuantityLabels;
  readonly approximation: Approximation;
  readonly bayesVersion: string;
}

/** The problem with the folder, in words, or null. */
export async function keepApproximation(kept: Kept): Promise<string | null> {
  const { out, model, checked, report, draws, labels, approximation, bayesVersion } = kept;
  const settings = { ...defaultSettings, tune: 0, chains: 1, draws: draws.drawsPerChain, seed: report.seed };
  // Loaded lazily: Apache Arrow takes long to load, and most runs are not kept.
  const { createRun } = await import('../store/write-run.ts');
  try {
    const info = runInfo(model, checked, settings, draws.drawsPerChain, draws.names, bayesVersion);
    const opened = createRun(out, {
      ...info,
      ...(labels.size === 0 ? {} : { labels: [...labels] }),
      method: report.method,
    });
    if (opened.kind === 'refused') return opened.message;
    const { writer } = opened;
    try {
      writer.append({
        kind: 'block',
        chain: 0,
        firstDraw: 0,
        draws: draws.drawsPerChain,
        values: draws.values,
        stats: statsOf(approximation),
        checkpoint: null,
      });
      writer.finish(
        approximation.end === 'stopped' ? 'interrupted' : 'done',
        asSampleReport(report, draws, labels, settingsOfReport(settings, draws.drawsPerChain)),
      );
    } catch (error) {
      writer.fail();
      throw error;
    }
    writeJson(approximationFile(out), report);
    return null;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return `cannot write the run's folder ${join(out)}: ${why}`;
  }
}

/** Statistics of independent draws: each is accepted, and none has a trajectory. */
function statsOf({ logDensity }: Approximation): SamplerStats {
  const stats = allocateStats(logDensity.length);
  stats.logDensity.set(logDensity);
  stats.energy.set(logDensity.map((value) => -value));
  stats.acceptance.fill(1);
  return stats;
}

function asSampleReport(
  report: ApproximationReport,
  draws: Draws,
  labels: QuantityLabels,
  settings: SampleReport['settings'],
): SampleReport {
  const { verdict, timing } = report;
  const itself: Reason = {
    code: 'approximation',
    message: `These draws are of ${madeBy(report.method)}, not of the posterior. ${verdict.message}`,
    nextStep: verdict.warnings[0] ?? 'Sample with NUTS before you rely on widths and tails',
    names: [],
  };
  const reasons = verdict.reasons.map(
    ({ code, message, nextStep, names = [], ...place }): Reason => ({
      code: code === 'unvisited-mode' ? code : 'approximation',
      message,
      nextStep,
      names,
      ...place,
    }),
  );
  const rows = summary(draws, labels);
  return {
    model: report.model,
    seed: report.seed,
    settings,
    summary: rows,
    diagnostics: {
      pass: false,
      reasons: [itself, ...reasons],
      divergences: 0,
      max_treedepth_hits: 0,
      e_bfmi: [],
      min_ess_per_chain: rows.reduce(
        (least, row) => Math.min(least, row.ess_bulk, row.ess_tail),
        draws.drawsPerChain,
      ),
      max_r_hat: rows.reduce((most, row) => Math.max(most, row.r_hat), 1),
      ...report.diagnostics,
    },
    timing: {
      compile_ms: timing.compile_ms,
      warmup_ms: 0,
      sample_ms: timing.fit_ms,
      gradients_warmup: 0,
      gradients_sample: timing.gradients,
      ...(timing.gradients_scout === undefined ? {} : { gradients_scout: timing.gradients_scout }),
      us_per_gradient: timing.us_per_gradient,
    },
    draws: report.draws,
  };
}
