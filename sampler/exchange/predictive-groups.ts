/** Data replicated at the draws of a run, and draws of the prior with the data that they imply. */
import type { LoadedData } from '../../grammar/data.ts';
import { compileForward } from '../compile/compile-forward.ts';
import { discreteSummaries } from '../predict/discrete-summaries.ts';
import { createForward, type Forward } from '../predict/forward-sampler.ts';
import { lowerReplicated } from '../predict/lower-replicated.ts';
import { mapAllDraws, type PosteriorModel } from '../predict/posterior-model.ts';
import { jointDraws, openPrior } from '../predict/prior-predictive.ts';
import { createRandom } from '../random.ts';
import type { Computed } from './computed-group.ts';
import { axesOfDatum } from './data-groups.ts';
import { type ArrayOnAxes, axesOf, drawAxes, groupOf, type InferenceGroup } from './inference-data.ts';

/** Draws of the prior: one chain. */
const PRIOR_DRAWS = 1000;

export async function posteriorPredictiveGroup(model: PosteriorModel): Promise<Computed> {
  const { program, data, draws, info } = model;
  const { ir, diagnostics, drawn } = lowerReplicated(program, data);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return { kind: 'invalid', diagnostics: errors };
  const created = createForward(compileForward(ir), data, () => false, { start: drawn });
  if (created.kind === 'invalid') return created;
  const { forward } = created;
  const mapped = mapAllDraws(forward.model, draws, drawn);
  if (mapped.kind === 'invalid') return mapped;
  const rng = createRandom(info.seed);
  const keeper = replicatedArrays(forward, data, draws.chains, draws.drawsPerChain);
  for (let draw = 0; draw < draws.chains * draws.drawsPerChain; draw++) {
    mapped.map.copy(draw, forward.params);
    forward.drawRest(rng, mapped.map.given);
    keeper.add(draw);
  }
  return { kind: 'ok', group: groupOf('posterior_predictive', keeper.arrays) };
}

export async function priorGroups({
  program,
  data,
  info,
}: PosteriorModel): Promise<Computed<readonly (InferenceGroup | null)[]>> {
  const opened = await openPrior(program, data);
  if (opened.kind === 'invalid') return opened;
  const { forward } = opened;
  const { params, deterministics } = forward.model;
  // They are given the observed data, so not of the prior.
  const without = discreteSummaries(program);
  const axes = drawAxes(1, PRIOR_DRAWS);
  const kept = [
    ...params.map((param) => ({
      ...param,
      read: () => forward.params.subarray(param.offset, param.offset + param.size),
    })),
    ...deterministics.flatMap((one, k) =>
      without.includes(one.name) ? [] : [{ ...one, read: () => forward.deterministic(k) }],
    ),
  ].map(({ name, dims, size, read }) => ({
    read,
    array: { name, axes: [...axes, ...axesOf(name, dims)], values: new Float64Array(PRIOR_DRAWS * size) },
  }));
  const keeper = replicatedArrays(forward, data, 1, PRIOR_DRAWS);
  const rng = createRandom(info.seed);
  let draw = 0;
  for (const drawOne of jointDraws(forward, rng, PRIOR_DRAWS)) {
    drawOne();
    forward.drawRest(rng);
    for (const { array, read } of kept) {
      const values = read();
      array.values.set(values, draw * values.length);
    }
    keeper.add(draw);
    draw++;
  }
  return {
    kind: 'ok',
    group: [
      groupOf(
        'prior',
        kept.map(({ array }) => array),
      ),
      groupOf('prior_predictive', keeper.arrays),
    ],
  };
}

/** Whole data sets; NaN where a value is not predicted. */
function replicatedArrays(forward: Forward, data: LoadedData, chains: number, drawsPerChain: number) {
  const names = new Set(forward.replicates.map(({ datum }) => datum));
  const axes = drawAxes(chains, drawsPerChain);
  const own = [...names].flatMap((name) => {
    const array = data.arrays.get(name);
    if (array === undefined) return [];
    const size = array.values.length;
    const values = new Float64Array(chains * drawsPerChain * size).fill(Number.NaN);
    return [{ name, axes: [...axes, ...axesOfDatum(array, data)], values, size }];
  });
  return {
    arrays: own.map(({ size: _, ...array }): ArrayOnAxes => array),
    add(draw: number) {
      for (const { datum, at, values: drawn } of forward.replicates) {
        const array = own.find(({ name }) => name === datum);
        if (array === undefined) continue;
        for (let i = 0; i < at.length; i++) array.values[draw * array.size + at[i]] = drawn[i];
      }
    },
  };
}
