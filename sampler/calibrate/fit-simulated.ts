/** Fits of a model to simulated data: what a simulation needs of the sampler. */
import type { LowerOptions } from '../compile/lower/context.ts';
import { type DataSummaries, recordSummaries, takeSummaries } from '../compile/lower/data-summaries.ts';
import { lower } from '../compile/lower/lower.ts';
import type { Draws } from '../draws/draws.ts';
import type { CheckedModel } from '../model/check-model.ts';
import { observedNames } from '../predict/observed-data.ts';
import { liveSummaries } from '../predict/recomputed-summaries.ts';
import type { Diagnostics, SummaryRow } from '../report/sample-report.ts';
import { executePlan } from '../run/execute-plan.ts';
import type { ModelText } from '../run/run-info.ts';
import type { RunMachine } from '../run/run-machine.ts';
import { withoutThrowing } from '../run/sample-run.ts';
import type { RunSettings } from '../run/sample-settings.ts';
import type { Simulated } from './simulate-data.ts';

export type SimulatedFit =
  | {
      readonly kind: 'ok';
      readonly draws: Draws;
      readonly summary: readonly Pick<SummaryRow, 'name' | 'mean' | 'hdi_3' | 'hdi_97'>[];
      /** Codes of the diagnostics that it fails. */
      readonly reasons: readonly string[];
    }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'stopped' };

/** Fits the model to the simulated data; a test may put another sampler, or a wrong density, in its place. */
export type FitSimulated = (simulated: Simulated, seed: number) => Promise<SimulatedFit>;

/** Draws per chain before the first look at the effective draws. */
const FIRST_DRAWS = 800;

interface FitOnMachine {
  readonly model: ModelText;
  readonly checked: CheckedModel;
  readonly settings: RunSettings;
  readonly machine: RunMachine;
  readonly signal: AbortSignal;
  /** Summaries of the data, such as `mean(y)` in a prior, are those of the model's data, not of the simulated ones. */
  readonly keepsSummaries: boolean;
}

/** One chain for each fit, with as many draws as the effective ones of `draws = enough` take: fits run side by side, not chains. */
export function fitOnMachine({
  model,
  checked,
  settings,
  machine,
  signal,
  keepsSummaries,
}: FitOnMachine): FitSimulated {
  // Ranks are of all parameters, whatever the model keeps.
  const { store: _, ...own } = settings;
  const centring = (settings.method ?? 'nuts') === 'nuts' && settings.centring !== 'centred';
  const summaries = keepsSummaries
    ? summariesOf(checked, { kindsKnown: checked.kindsKnown, centring })
    : () => undefined;
  return async ({ data }, seed) => {
    const found: Draws[] = [];
    const plan = {
      model,
      checked: { ...checked, data },
      settings: { ...own, chains: 1, draws: 'enough' as const, seed },
      looks: [Math.min(FIRST_DRAWS, settings.max_draws)],
      start: async () => null,
      out: null,
      open: null,
      summaries: summaries(),
      isScouted: false,
    };
    const listener = { collected: (all: { readonly draws: Draws }) => void found.push(all.draws) };
    const result = await withoutThrowing(() => executePlan(plan, machine, listener, signal));
    switch (result.kind) {
      case 'interrupted':
        return { kind: 'stopped' };
      case 'failed':
        return signal.aborted ? { kind: 'stopped' } : { kind: 'failed', message: result.failure.message };
      case 'invalid': {
        const message = result.diagnostics.find(({ severity }) => severity === 'error')?.message;
        return { kind: 'failed', message: message ?? 'the model is invalid' };
      }
      case 'done':
        return {
          kind: 'ok',
          draws: found[0],
          summary: result.report.summary,
          reasons: reasonsOf(result.report.diagnostics),
        };
    }
  };
}

/** R-hat of one short chain scatters above the limit of a whole run: more than this is a fit that went wrong. */
const MAX_R_HAT = 1.05;

/** Codes, without what follows from one short chain. */
function reasonsOf({ reasons, max_r_hat }: Diagnostics): readonly string[] {
  return reasons
    .map(({ code }) => code)
    .filter((code) => code !== 'chains' && !(code === 'r-hat' && max_r_hat <= MAX_R_HAT));
}

/**
 * Summaries of the data, such as `mean(y)` in a prior, keep the values that simulated the data.
 * @param options of the lowerings that take them, since those evaluate the same sites in the same order.
 */
export function summariesOf({ program, data }: CheckedModel, options: LowerOptions): () => DataSummaries {
  const recorded = recordSummaries(new Set(), new Set());
  lower(program, data, { ...options, summaries: recorded });
  const live = liveSummaries(program, observedNames(program));
  return () => takeSummaries(recorded, live);
}
