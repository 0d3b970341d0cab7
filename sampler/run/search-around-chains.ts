/** The search for modes that no chain visited, around the chains of a whole run. */
import type { Timing } from '../report/sample-report.ts';
import type { EndedChains } from './run-chains.ts';
import type { Work } from './run-plan.ts';
import { chainSettings } from './sample-settings.ts';
import { aroundChains, type BegunSearch, beginScouting, startsFromPriors } from './scout-modes.ts';

interface Drawn {
  readonly draws: number;
  readonly chains: EndedChains;
  /** Of each chain, the positions of some draws of all rounds. */
  readonly positions: readonly (readonly Float64Array[])[];
  readonly timing: Timing;
  /** Of `beginPriorDraws`. */
  readonly priorDraws: Promise<readonly Float64Array[]> | null;
}

/** Draws from the priors for the search to come, while the chains run; null where there is none. */
export function beginPriorDraws({ plan, prepared, whole, machine, signal }: Work): Drawn['priorDraws'] {
  if (plan.isScouted === false || signal.aborted) return null;
  const { ir, model, module } = prepared;
  const { program, data } = plan.checked;
  return startsFromPriors({ program, data, ir, model, whole, module, seed: plan.settings.seed, machine });
}

/** Null where the plan is not to search, or the run was stopped. */
export async function searchAroundChains(
  { plan, prepared, whole, machine, signal }: Work,
  { draws, chains, positions, timing, priorDraws }: Drawn,
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
    ...(priorDraws === null ? {} : { priorDraws }),
  });
}
