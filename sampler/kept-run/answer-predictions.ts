/** Predictions of a kept run at new data, as tables for the results page, or the error in words. */
import { basename } from 'node:path';
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import { madeBy } from '../../grammar/methods/index.ts';
import { parse } from '../../grammar/syntax/parse.ts';
import { createLineIndex } from '../model/line-index.ts';
import { createPace } from '../predict/fit/pace.ts';
import { isProvisional } from '../predict/is-provisional.ts';
import { observedNames } from '../predict/observed-data.ts';
import { openPosterior } from '../predict/open-posterior.ts';
import type { PosteriorModel } from '../predict/posterior-model.ts';
import { PREDICT_DRAWS, type Prediction, predict } from '../predict/predict.ts';
import { askedPredictions } from '../predict/requested-predictions.ts';
import { rowColumns } from '../predict/row-columns.ts';
import type { PredictionTable } from '../report/prediction-table.ts';
import type { PredictionsAnswer } from '../report/run-questions.ts';
import type { RunInfo } from '../store/run-folder.ts';

type Unavailable = { readonly kind: 'unavailable'; readonly message: string };

/** @param files by absolute path; null for the `predict` statements of the model. */
export async function answerPredictions(
  folder: string,
  info: RunInfo,
  files: readonly string[] | null,
  shouldStop: () => boolean,
): Promise<PredictionsAnswer | Unavailable> {
  const { modelText } = info;
  // Most models have none, and then the draws are not read.
  if (files === null && !parse(modelText).program.statements.some(({ kind }) => kind === 'predict'))
    return { kind: 'predictions', tables: [] };
  const opened = openPosterior(folder);
  if (opened.kind === 'problem') return { kind: 'unavailable', message: opened.message };
  if (opened.kind === 'invalid') return because(opened.diagnostics, modelText);
  const { model } = opened;
  const given = files?.map((path) => ({ path, replaces: null }));
  const pace = createPace(shouldStop);
  const tables: PredictionTable[] = [];
  for (const { name, values } of askedPredictions(model, given)) {
    const { seed } = info.settings;
    const result = await predict(model, { name, values, draws: PREDICT_DRAWS, seed }, pace);
    if (result.kind === 'invalid') return because(result.diagnostics, modelText);
    tables.push(tableOf(result.prediction, model, files === null ? name : basename(name)));
  }
  return { kind: 'predictions', tables };
}

function tableOf(prediction: Prediction, model: PosteriorModel, name: string): PredictionTable {
  const { draws, seed, quantities, newData, byRow, leftOut } = prediction;
  const { head, cells } = rowColumns(prediction);
  const outcomes = observedNames(model.program);
  return {
    name,
    draws,
    seed,
    provisional: isProvisional(model),
    approximation: model.info.method === undefined ? null : madeBy(model.info.method),
    newLabels: [...newData.newLabels].flatMap(([dim, labels]) => labels.map((label) => `${dim} "${label}"`)),
    leftOut,
    columns: head,
    rows: quantities.map((row) => {
      const [base] = (row.element ?? row.name).split('[');
      return { ...row, at: byRow.has(base) ? cells(row) : [], isOutcome: outcomes.has(base) };
    }),
  };
}

/** Where it is in the new file, else the line of the model. */
function because(diagnostics: readonly Diagnostic[], modelText: string): Unavailable {
  const locate = createLineIndex(modelText);
  const texts = diagnostics.map(({ message, span, related }) => {
    const place = related?.find(({ file, row }) => file !== undefined && row !== undefined);
    const at =
      place?.file === undefined
        ? `line ${locate(span.start).line + 1} of the model`
        : `${basename(place.file)}, row ${place.row}`;
    return `${message} (${at})`;
  });
  return { kind: 'unavailable', message: texts.join('. ') };
}
