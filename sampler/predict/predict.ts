/**
 * Predictions at new data, without a new fit: the model is lowered with the new data, and sampled forward from the
 * run's draws. New elements of hierarchies are drawn from their prior given the draw of its parameters.
 */
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import type { PredictStatement } from '../../grammar/syntax/ast.ts';
import { listFolder, readDataFile } from '../data/node-reader.ts';
import { createRandom } from '../random.ts';
import type { Predictions } from '../report/predictive-summary.ts';
import { createPredictionCollector } from './collect-predictions.ts';
import { discreteSummaries } from './discrete-summaries.ts';
import { problem } from './error-diagnostic.ts';
import { createPace, type Pace } from './fit/pace.ts';
import { atNewData } from './forward-at-new-data.ts';
import type { Forward } from './forward-sampler.ts';
import { isOverNewRows } from './lower-at-new-data.ts';
import type { NewData } from './new-data.ts';
import { ownBoundNames } from './observed-data.ts';
import { chosenDraws, type PosteriorModel } from './posterior-model.ts';
import type { NewValues } from './replaced-data.ts';

/** Default number of draws of a prediction. */
export const PREDICT_DRAWS = 4000;

export interface Prediction extends Predictions {
  readonly name: string;
  readonly draws: number;
  readonly seed: number;
  readonly newData: NewData;
  /** Quantities that are computed given observed values, where these are not known. */
  readonly leftOut: readonly string[];
  /** Quantities and data that have one part per new row. */
  readonly byRow: ReadonlySet<string>;
}

export type PredictionResult =
  | { readonly kind: 'ok'; readonly prediction: Prediction }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] };

export interface PredictionRequest {
  readonly name: string;
  readonly values: NewValues;
  readonly draws: number;
  readonly seed: number;
}

/** The `predict` statements of a model. */
export function predictStatements(model: PosteriorModel): readonly PredictStatement[] {
  return model.program.statements.filter((s): s is PredictStatement => s.kind === 'predict');
}

/** Never throws on a model or data. */
export async function predict(
  model: PosteriorModel,
  { name, values, draws: most, seed }: PredictionRequest,
  pace: Pace = createPace(() => false),
): Promise<PredictionResult> {
  const { program, data, draws, info } = model;
  const load = { modelPath: info.modelPath, readFile: readDataFile, listFolder };
  const opened = await atNewData({ program, data, load }, values, draws);
  if (opened.kind === 'invalid') return opened;
  const { forward, newData, map } = opened;
  const chosen = chosenDraws(draws, most);
  const leftOut = newData.drawn.size > 0 ? discreteSummaries(program) : [];
  const collector = createPredictionCollector(forward, newData.data, {
    draws: chosen.length,
    unobserved: newData.unobserved,
    partlySet: newData.partlySet,
    without: leftOut,
  });
  const rng = createRandom(seed);
  for (const draw of chosen) {
    map?.copy(draw, forward.params);
    forward.drawParams(rng, map?.given);
    forward.drawRest(rng, map?.given);
    collector.add();
    await pace.pause();
  }
  const circular = circularProblem(forward, ownBoundNames(program));
  if (circular !== null) return { kind: 'invalid', diagnostics: [circular] };
  const byRow = new Set(
    [
      ...forward.model.params.filter(({ kind }) => kind === 'drawn'),
      ...forward.model.deterministics,
      ...forward.model.observations,
    ]
      .filter(({ dims }) => isOverNewRows(newData, dims.slice(0, 1)))
      .map((quantity) => quantity.name),
  );
  const prediction = { ...collector.finish(), name, draws: chosen.length, seed, newData, leftOut, byRow };
  return { kind: 'ok', prediction };
}

function circularProblem({ model, circular }: Forward, ownBounds: ReadonlySet<string>): Diagnostic | null {
  if (circular.size === 0) return null;
  const [first] = circular;
  const names = [...circular].map((name) => `\`${name}\``).join(' and ');
  const others = circular.size > 1 ? 'they depend on each other' : 'it depends on itself';
  const isOwn = circular.size === 1 && ownBounds.has(first);
  const message = isOwn
    ? `${names} cannot be drawn in rows that are censored at its own values, which are not known there: say that these rows are not censored, to predict the values themselves, or give ${names} too`
    : `${names} cannot be drawn: ${others} in a circle, so that nothing comes first; give ${circular.size > 1 ? 'one of them' : 'it'}, as in \`${first} = […]\``;
  const span = model.observations.find(({ name }) => circular.has(name))?.origin.span ?? { start: 0, end: 0 };
  return problem('predict-circle', message, span);
}
