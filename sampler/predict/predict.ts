/**
 * Predictions at new data, without a new fit: the model is lowered again with the new data, and walked
 * forward from the run's draws. Elements of hierarchies that the fit has not seen are drawn from their prior
 * given the draw of its parameters.
 */
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import type { PredictStatement } from '../../grammar/syntax/ast.ts';
import { compileForward } from '../compile/compile-forward.ts';
import { lower } from '../compile/lower/lower.ts';
import { recordSummaries, takeSummaries } from '../compile/lower/summaries.ts';
import { listFolder, readDataFile } from '../data/node-reader.ts';
import { createRandom } from '../random.ts';
import { createPredictionCollector } from './collect-predictions.ts';
import { createForward } from './forward.ts';
import { frozenLets } from './frozen-lets.ts';
import { loadNewData, type NewData, type NewValues } from './new-data.ts';
import { checkNewElements } from './new-elements.ts';
import { chosenDraws, mapDraws, type PosteriorModel } from './posterior-model.ts';
import type { Predictions } from './results.ts';

/** Draws that a prediction uses unless it is told otherwise. */
export const PREDICT_DRAWS = 4000;

export interface Prediction extends Predictions {
  readonly name: string;
  readonly draws: number;
  readonly seed: number;
  readonly newData: NewData;
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
): Promise<PredictionResult> {
  const { program, data, draws, info } = model;
  const load = { modelPath: info.modelPath, readFile: readDataFile, listFolder };
  const loaded = loadNewData({ program, data, load }, values);
  if (loaded.kind === 'invalid') return loaded;
  const { newData } = loaded;

  const fitted = recordSummaries(newData.newRows, frozenLets(program, newData));
  const before = lower(program, data, { summaries: fitted });
  const { ir, diagnostics } = lower(program, newData.data, {
    priors: true,
    summaries: takeSummaries(fitted),
  });
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return { kind: 'invalid', diagnostics: errors };

  const forwardModel = await compileForward(ir);
  const isOverNewRows = (dims: readonly { readonly name: string | null }[]) =>
    dims.some((dim) => dim.name !== null && newData.newRows.has(dim.name));
  const fresh = new Set(
    forwardModel.params
      .filter((param) => {
        if (param.prior !== null) return isOverNewRows(param.dims);
        // Imputed values belong to the rows of their datum, though their own axis has no name.
        const datum = newData.data.arrays.get(param.name.replace(/_missing$/, ''));
        return datum !== undefined && (newData.replaced.has(datum.name) || isOverNewRows(datum.dims));
      })
      .map((param) => param.name),
  );
  const map = mapDraws(forwardModel, draws, (param) => !fresh.has(param));
  const obstacles = checkNewElements(program, newData, {
    fitted: before.ir,
    model: forwardModel,
    given: map.given,
  });
  if (obstacles.length > 0) return { kind: 'invalid', diagnostics: obstacles };
  const isNew = ({ offset, size }: { readonly offset: number; readonly size: number }) =>
    map.given.subarray(offset, offset + size).includes(0);
  const created = createForward(forwardModel, newData.data, isNew);
  if (created.kind === 'invalid') return created;

  const { forward } = created;
  const chosen = chosenDraws(draws, most);
  const collector = createPredictionCollector(forward, newData.data, {
    draws: chosen.length,
    unobserved: newData.unobserved,
  });
  const rng = createRandom(seed);
  for (const draw of chosen) {
    map.copy(draw, forward.params);
    forward.drawParams(rng, map.given);
    forward.drawRest(rng, map.given);
    collector.add();
  }
  const byRow = new Set(
    [...forwardModel.deterministics, ...forwardModel.observations]
      .filter(({ dims }) => isOverNewRows(dims.slice(0, 1)))
      .map((quantity) => quantity.name),
  );
  const prediction = { ...collector.finish(), name, draws: chosen.length, seed, newData, byRow };
  return { kind: 'ok', prediction };
}
