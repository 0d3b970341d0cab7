/** The posterior predictive: data replicated at the draws of a run, compared with the observed data. */
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import { compileForward } from '../compile/compile-forward.ts';
import { createRandom } from '../random.ts';
import type { Predictions } from '../report/predictive-summary.ts';
import { createPredictionCollector } from './collect-predictions.ts';
import { createPace, type Pace } from './fit/pace.ts';
import { createForward } from './forward-sampler.ts';
import { lowerReplicated } from './lower-replicated.ts';
import { notCompared } from './not-compared.ts';
import { chosenDraws, mapAllDraws, type PosteriorModel } from './posterior-model.ts';
import { compileUserStatistic, type UserStatistic } from './user-statistic.ts';

/** Default number of draws of a check. */
export const PPC_DRAWS = 1000;

export interface PosteriorRequest {
  /** At most so many draws of the run, evenly spaced. */
  readonly draws: number;
  readonly seed: number;
  /** As `name = expression`. */
  readonly statistics: readonly string[];
}

export interface PosteriorPredictive extends Predictions {
  readonly draws: number;
  readonly seed: number;
}

export type PosteriorPredictiveResult =
  | { readonly kind: 'ok'; readonly predictive: PosteriorPredictive }
  /** The request is wrong, or the model has nothing to predict. */
  | { readonly kind: 'problem'; readonly message: string }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] };

export async function posteriorPredictive(
  model: PosteriorModel,
  request: PosteriorRequest,
  pace: Pace = createPace(() => false),
): Promise<PosteriorPredictiveResult> {
  const { program, data, draws } = model;
  const { ir, diagnostics, drawn } = lowerReplicated(program, data);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return { kind: 'invalid', diagnostics: errors };
  if (ir.observations.length === 0) {
    return {
      kind: 'problem',
      message: 'the model has no `observe` statement, so there is nothing to replicate',
    };
  }
  const statistics: UserStatistic[] = [];
  for (const text of request.statistics) {
    const made = await compileUserStatistic(text, model);
    if (made.kind === 'problem') return made;
    statistics.push(made.statistic);
  }
  const created = createForward(compileForward(ir), data, () => false, { start: drawn });
  if (created.kind === 'invalid') return created;
  const { forward } = created;
  const mapped = mapAllDraws(forward.model, draws, drawn);
  if (mapped.kind === 'invalid') return mapped;
  const { map } = mapped;
  const chosen = chosenDraws(draws, request.draws);
  const collector = createPredictionCollector(forward, data, {
    draws: chosen.length,
    statistics,
    unobserved: notCompared(forward, program),
  });
  const rng = createRandom(request.seed);
  for (const draw of chosen) {
    map.copy(draw, forward.params);
    forward.drawRest(rng, map.given);
    collector.add();
    await pace.pause();
  }
  const predictive = { ...collector.finish(), draws: chosen.length, seed: request.seed };
  return { kind: 'ok', predictive };
}
