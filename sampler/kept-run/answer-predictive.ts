/** Answers computed from the model of a run: predictions, and draws from the prior. */
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import { elementNames } from '../compile/element-names.ts';
import type { LoadOptions } from '../data/load-options.ts';
import { listFolder, readDataFile } from '../data/node-reader.ts';
import { checkModel } from '../model/check-model.ts';
import { discreteSummaries } from '../predict/discrete-summaries.ts';
import { createPace } from '../predict/fit/pace.ts';
import { openPosterior } from '../predict/open-posterior.ts';
import { placedRemarks } from '../predict/placed-remarks.ts';
import { PPC_DRAWS, posteriorPredictive } from '../predict/posterior-predictive.ts';
import { predictorLines } from '../predict/predictor-lines.ts';
import { jointDraws, openPrior, priorPredictive } from '../predict/prior-predictive.ts';
import { createRandom } from '../random.ts';
import type {
  PredictiveAnswer,
  PredictiveData,
  PredictorLines,
  PriorAnswer,
} from '../report/run-questions.ts';
import type { RunInfo } from '../store/run-folder.ts';

type Unavailable = { readonly kind: 'unavailable'; readonly message: string };

/** Draws from the prior: enough for a smooth density. */
const PRIOR_DRAWS = 2000;
/** Numbers of one answer, at most. */
const MOST_NUMBERS = 4_000_000;
/** Names that one answer can hold. */
export const MOST_PRIOR_NAMES = Math.floor(MOST_NUMBERS / PRIOR_DRAWS);

export async function answerPredictive(
  folder: string,
  info: RunInfo,
  from: PredictiveAnswer['from'],
  shouldStop: () => boolean,
): Promise<PredictiveAnswer | Unavailable> {
  const { seed } = info.settings;
  const pace = createPace(shouldStop);
  switch (from) {
    case 'posterior': {
      const opened = openPosterior(folder);
      if (opened.kind === 'problem') return unavailable(opened.message);
      if (opened.kind === 'invalid') return because(opened.diagnostics);
      const result = await posteriorPredictive(
        opened.model,
        { draws: PPC_DRAWS, seed, statistics: [] },
        pace,
      );
      if (result.kind === 'problem') return unavailable(result.message);
      if (result.kind === 'invalid') return because(result.diagnostics);
      const { program, data, draws } = opened.model;
      const lines = await predictorLines({ program, data, load: loadOf(info) }, draws, seed, pace);
      return { kind: 'predictive', from, data: withLines(result.predictive.data, lines) };
    }
    case 'prior': {
      const { program, data, diagnostics } = checkModel(info.modelText, info.modelPath);
      const errors = diagnostics.filter(({ severity }) => severity === 'error');
      if (errors.length > 0) return because(errors);
      const request = { draws: PPC_DRAWS, seed };
      const result = await priorPredictive(program, data, request, pace);
      if (result.kind === 'invalid') return because(result.diagnostics);
      const remarks = await placedRemarks(program, data, info.modelText, request, result.predictive, pace);
      const lines = await predictorLines({ program, data, load: loadOf(info) }, null, seed, pace);
      return { kind: 'predictive', from, data: withLines(result.predictive.data, lines), remarks };
    }
  }
}

/** Prior draws of parameters and derived quantities, with all levels of a hierarchy. */
export async function answerPrior(
  info: RunInfo,
  names: readonly string[],
): Promise<PriorAnswer<Float64Array> | Unavailable> {
  const { program, data, diagnostics } = checkModel(info.modelText, info.modelPath);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return because(errors);
  const opened = await openPrior(program, data);
  if (opened.kind === 'invalid') return because(opened.diagnostics);
  const { forward } = opened;
  const wanted = new Set(names.slice(0, MOST_PRIOR_NAMES));
  // Computed given the observed values, so that before them there is nothing to draw.
  const without = new Set(discreteSummaries(program));
  const kept: string[] = [];
  const columns: Float64Array[] = [];
  /** Position of each kept quantity in a draw. */
  const reads: (() => number)[] = [];
  const keep = (name: string, read: () => number) => {
    if (!wanted.has(name)) return;
    kept.push(name);
    columns.push(new Float64Array(PRIOR_DRAWS));
    reads.push(read);
  };
  for (const param of forward.model.params) {
    if (param.prior === null) continue;
    for (const [i, name] of elementNames(param).entries()) keep(name, () => forward.params[param.offset + i]);
  }
  const paramCount = kept.length;
  for (const [k, quantity] of forward.model.deterministics.entries()) {
    if (without.has(quantity.name)) continue;
    for (const [i, name] of elementNames(quantity).entries()) keep(name, () => forward.deterministic(k)[i]);
  }
  const hasDerived = kept.length > paramCount;
  if (kept.length > 0) {
    const rng = createRandom(info.settings.seed);
    let draw = 0;
    for (const drawParams of jointDraws(forward, rng, PRIOR_DRAWS)) {
      drawParams();
      // Predictions are drawn with the derived quantities, and cost more than the parameters.
      if (hasDerived) forward.drawRest(rng);
      for (const [k, read] of reads.entries()) columns[k][draw] = read();
      draw++;
    }
  }
  return { kind: 'prior', names: kept, values: columns };
}

function loadOf({ modelPath }: RunInfo): LoadOptions {
  return { modelPath, readFile: readDataFile, listFolder };
}

function withLines(
  data: readonly PredictiveData[],
  lines: ReadonlyMap<string, readonly PredictorLines[]>,
): readonly PredictiveData[] {
  return data.map((one) => {
    const own = lines.get(one.datum);
    return own === undefined ? one : { ...one, lines: own };
  });
}

function unavailable(message: string): Unavailable {
  return { kind: 'unavailable', message };
}

function because(diagnostics: readonly Diagnostic[]): Unavailable {
  return unavailable(diagnostics.map(({ message }) => message).join('. '));
}
