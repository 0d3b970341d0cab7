/** The search for modes that no chain visited, around the chains of a whole run. */
import type { Timing } from '../report/sample-report.ts';
import type { EndedChains } from './run-chains.ts';
import type { Work } from './run-plan.ts';
import { chainSettings } from './sample-settings.ts';
import { aroundChains, type BegunSearch, beginScouting } from './scout-modes.ts';

interface Drawn {
  readonly draws: number;
  readonly chains: EndedChains;
  /** Of each chain, the positions of some draws of all rounds. */
  readonly positions: readonly (readonly Float64Array[])[];
  readonly timing: Timing;
}

/** Null where the plan is not to search, or the run was stopped. */
export async function searchAroundChains(
  { plan, prepared, whole, machine, signal }: Work,
  { draws, chains, positions, timing }: Drawn,
): Promise<BegunSearch | null> {
  if (plan.isScouted === false || signal.aborted) return null;
  const { settings, checked, weigh } = plan;
  const { ir, model, module } = prepared;
  return beginScouting({
    program: checked.program,
    data: checked.data,
    ir,
    model,
    whole,
    module,
    seed: settings.seed,
    settings: { ...chainSettings(settings, draws), initialPosition: null },
    ...aroundChains(
      chains.chains.map(({ checkpoint }, chain) => ({ positions: positions[chain], checkpoint })),
      timing.gradients_warmup + timing.gradients_sample,
    ),
    withDraws: weigh !== undefined,
    machine,
    signal,
  });
}
