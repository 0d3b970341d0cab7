/** Weights of the modes of a run by predictive accuracy, and the summary of their mixture. */
import { compileForward } from '../../compile/compile-forward.ts';
import { type Loo, looOfPoints } from '../../diagnose/loo.ts';
import { clusterChains, drawsOfChains } from '../../diagnose/mode-clusters.ts';
import { placesOfModes } from '../../diagnose/places-of-modes.ts';
import { stackModes } from '../../diagnose/stack-modes.ts';
import { weightedSummary } from '../../diagnose/weighted-summary.ts';
import type { Draws } from '../../draws/draws.ts';
import type { ModeWeights } from '../../report/mode-weights.ts';
import type { RunToWeigh } from '../../run/weigh-modes.ts';
import { observedModel, scorePoints } from './score-points.ts';

interface Mode {
  readonly draws: Draws;
  /** Numbers of its chains, from 1; none of a mode that only the search for modes found. */
  readonly chains: readonly number[];
}

export async function weighModes(run: RunToWeigh): Promise<ModeWeights> {
  const { program, data, ir, labels } = run;
  const modes = modesOf(run);
  if (modes.length < 2)
    return unweighed(
      'all draws are in one mode, and beside it none with a mass of its own is known: there is nothing to weigh',
    );
  const observed = observedModel(program, data);
  if (observed.kind === 'none')
    return unweighed(
      'the model observes no datum, so its modes cannot be weighed by how well they predict: state the data by `observe`, or start all chains in one mode by `init` and weigh the others by their shares of the mass, which the search for modes tells by bridge sampling',
    );
  if (observed.kind === 'invalid')
    return unweighed(`the modes were not weighed: ${observed.diagnostics[0].message}`);
  const forward = compileForward(observed.ir, { logLikelihood: true });
  const scored: Loo[] = [];
  for (const { draws, chains } of modes) {
    const points = await scorePoints(forward, data, draws, nameOf(chains));
    if (points.kind !== 'ok') {
      const why = points.kind === 'problem' ? points.message : points.diagnostics[0].message;
      return unweighed(`the modes were not weighed: ${why}`);
    }
    scored.push(looOfPoints(points.scores, draws.chains * draws.drawsPerChain));
  }
  const weights = stackModes(scored);
  const parameters = new Set(ir.quantities.flatMap(({ name, kind }) => (kind === 'param' ? [name] : [])));
  const places = placesOfModes(
    modes.map(({ draws }) => draws),
    (name) => parameters.has(name.split('[')[0]) && !labels.has(name.split('[')[0]),
  );
  return {
    modes: modes
      .map(({ draws, chains }, k) => ({
        at: places[k],
        chains,
        draws: draws.chains * draws.drawsPerChain,
        weight: weights[k],
        elpd: scored[k].elpd,
        se: Number.isNaN(scored[k].se) ? null : scored[k].se,
        n_bad: scored[k].unreliable.length,
      }))
      .toSorted((a, b) => b.weight - a.weight),
    summary: weightedSummary(
      modes.map(({ draws }) => draws),
      weights,
      labels,
    ),
    notes: modes.flatMap(({ chains }, k) => doubts(nameOf(chains), scored[k])),
  };
}

/** Of the chains first, then those of the search for modes. */
function modesOf({ collected, rows, modes: found }: RunToWeigh): readonly Mode[] {
  const { draws, chains } = collected;
  const ofChains = clusterChains(draws, rows).map((cluster) => ({
    draws: drawsOfChains(draws, cluster),
    chains: cluster.map((chain) => chains[chain] + 1),
  }));
  const ofSearch = (found?.unvisited ?? []).flatMap(({ draws: values }) =>
    values === undefined
      ? []
      : [
          {
            draws: {
              names: draws.names,
              chains: 1,
              drawsPerChain: values.length / draws.names.length,
              values,
            },
            chains: [],
          },
        ],
  );
  return [...ofChains, ...ofSearch];
}

function unweighed(note: string): ModeWeights {
  return { modes: [], summary: [], notes: [note] };
}

function nameOf(chains: readonly number[]): string {
  if (chains.length === 0) return 'the mode that no chain visited';
  return `the mode of ${chains.length === 1 ? 'chain' : 'chains'} ${chains.join(', ')}`;
}

function doubts(mode: string, { unreliable, kThreshold, pointwise }: Loo): readonly string[] {
  if (unreliable.length === 0) return [];
  return [
    `Pareto k is above ${kThreshold.toFixed(2)} at ${unreliable.length} of ${pointwise.elpd.length} observed values in ${mode}: its elpd, and with it the weights, may be off; more draws or a likelihood with heavier tails may help`,
  ];
}
