/**
 * The expected outcome of a regression along a predictor under prior or posterior, as lines. One predictor varies over
 * its range while everything else in the row is fixed at its middle.
 */
import type { DataArray } from '../../grammar/data.ts';
import type { ForwardObservation } from '../compile/compile-forward.ts';
import { evaluateText, type Value } from '../distributions/evaluate-expression.ts';
import { entryOf } from '../distributions/of-distribution.ts';
import type { Draws } from '../draws/draws.ts';
import { createRandom } from '../random.ts';
import type { PredictorLines } from '../report/run-questions.ts';
import { noSpan } from './data-statements.ts';
import { createPace, type Pace } from './fit/pace.ts';
import { atNewData } from './forward-at-new-data.ts';
import type { Forward } from './forward-sampler.ts';
import { grid, hasParamsOver, isNumericPredictor, literal, middleRows, rowData } from './middle-row.ts';
import { isRequired, observedNames } from './observed-data.ts';
import { chosenDraws } from './posterior-model.ts';
import { jointDraws } from './prior-predictive.ts';
import type { FittedModel } from './replaced-data.ts';

const LINES = 50;
const POINTS = 31;
/** At most this many predictors are plotted. */
const MOST_PREDICTORS = 4;

/**
 * @param draws of the fit; null for the prior.
 * @returns by datum; nothing for data whose model is not a regression on numeric predictors of the same rows.
 */
export async function predictorLines(
  model: FittedModel,
  draws: Draws | null,
  seed: number,
  pace: Pace = createPace(() => false),
): Promise<ReadonlyMap<string, readonly PredictorLines[]>> {
  const { program, data } = model;
  const found = new Map<string, PredictorLines[]>();
  for (const datum of observedNames(program)) {
    const outcome = data.arrays.get(datum);
    if (outcome === undefined || outcome.dims.length !== 1 || isRequired(program, datum)) continue;
    const rows = outcome.dims[0].name;
    if (hasParamsOver(program, rows)) continue;
    const predictors = rowData(program, data, rows, datum).filter(isNumericPredictor);
    for (const predictor of predictors.slice(0, MOST_PREDICTORS)) {
      const lines = await linesAlong(model, { datum, outcome, predictor, draws, seed, pace });
      if (lines === null) continue;
      found.set(datum, [...(found.get(datum) ?? []), lines]);
    }
  }
  return found;
}

interface Along {
  readonly datum: string;
  readonly outcome: DataArray;
  readonly predictor: DataArray;
  readonly draws: Draws | null;
  readonly seed: number;
  readonly pace: Pace;
}

async function linesAlong(
  model: FittedModel,
  { datum, outcome, predictor, draws, seed, pace }: Along,
): Promise<PredictorLines | null> {
  const x = grid(predictor, POINTS);
  const { assignments, held } = middleRows(model, datum, predictor.name, x.map(literal));
  const opened = await atNewData(model, { kind: 'values', assignments, span: noSpan }, draws);
  if (opened.kind === 'invalid' || opened.newData.newRows.size !== 1) return null;
  const { forward, map } = opened;
  const expected = expectation(forward, datum);
  if (expected === null) return null;
  const rng = createRandom(seed);
  const lines: number[][] = [];
  const add = (): void => {
    forward.drawRest(rng, map?.given);
    lines.push(x.map((_, i) => expected(i)));
  };
  if (draws === null || map === null) {
    for (const drawParams of jointDraws(forward, rng, LINES)) {
      drawParams();
      add();
      await pace.pause();
    }
  } else {
    for (const draw of chosenDraws(draws, LINES)) {
      map.copy(draw, forward.params);
      forward.drawParams(rng, map.given);
      add();
      await pace.pause();
    }
  }
  // The outcome does not depend on it, or has no mean.
  const moves = lines.some((line) =>
    line.some((value) => Math.abs(value - line[0]) > 1e-12 * Math.abs(value)),
  );
  if (!moves) return null;
  const isObserved = outcome.values.map((value) => Number(!Number.isNaN(value)));
  const observedAt = [...predictor.values].filter((_, i) => isObserved[i] === 1);
  return { predictor: predictor.name, x, draws: lines, observedAt, held };
}

function isPart({ from = [], kept }: ForwardObservation['part']): boolean {
  return from.length > 0 || kept !== undefined;
}

/** The mean of the outcome at a row, from the table's closed form; null if there is none. */
function expectation(forward: Forward, datum: string): ((row: number) => number) | null {
  const own = forward.model.observations.filter(({ name }) => name === datum);
  const [observation]: readonly (ForwardObservation | undefined)[] = own;
  if (own.length !== 1 || observation === undefined || observation.shape.length !== 1) return null;
  const { distribution } = observation;
  if (distribution.kind !== 'plain' || isPart(observation.part)) return null;
  const entry = entryOf(distribution);
  const mean = entry?.mean;
  if (entry === undefined || mean === undefined || entry.eventDims !== 0) return null;
  if (entry.arguments.some(({ eventDims, domain }) => eventDims !== 0 || domain === 'distribution'))
    return null;
  const places = entry.arguments.map(({ name }) => [name, distribution.args[name]] as const);
  return (row) => {
    const values = places.map(([name, place]): readonly [string, Value] => [name, forward.read(place)[row]]);
    return Number(evaluateText(mean, new Map(values)));
  };
}
