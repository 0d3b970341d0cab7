/** Runs on the comparison page. */
import type { ComparedRun } from '../../sampler/report/compared-run.ts';

/** What the draws of a run are worth; null for approximations, whose draws are independent. */
export function worthOf({ report, isOfChains }: ComparedRun): {
  readonly draws: number;
  /** Of the quantity with the fewest. */
  readonly effective: number;
  readonly perThousandGradients: number;
} | null {
  if (!isOfChains || report === null) return null;
  const { settings, timing, summary } = report;
  const ess = summary.map((row) => row.ess_bulk).filter(Number.isFinite);
  if (ess.length === 0) return null;
  const effective = ess.reduce((low, value) => Math.min(low, value));
  return {
    draws: settings.chains * settings.draws,
    effective,
    perThousandGradients: (1000 * effective) / Math.max(1, timing.gradients_sample),
  };
}

/** The models, and how many runs there are. */
export function titleOf(runs: readonly ComparedRun[]): string {
  const models = [...new Set(runs.map(({ header }) => header.model))];
  return runs.length === 1 ? `${models[0]}: evidence` : `${models.join(', ')}: ${runs.length} runs`;
}
