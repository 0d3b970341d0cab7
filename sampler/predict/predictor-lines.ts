/**
 * The expected outcome of a regression along a predictor under prior or posterior, as lines. One predictor varies over
 * its range while everything else in the row is fixed at its middle.
 */
import type { DataArray, LoadedData } from '../../grammar/data.ts';
import { distributions } from '../../grammar/distributions/index.ts';
import type { Assignment, Expr, Program } from '../../grammar/syntax/ast.ts';
import type { ForwardObservation } from '../compile/compile-forward.ts';
import { evaluateText, type Value } from '../distributions/evaluate-expression.ts';
import type { Draws } from '../draws/draws.ts';
import { createRandom } from '../random.ts';
import type { PredictorLines } from '../report/run-questions.ts';
import { dataBehind } from './data-dependencies.ts';
import { numberText } from './format-number.ts';
import { atNewData } from './forward-at-new-data.ts';
import type { Forward } from './forward-sampler.ts';
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
): Promise<ReadonlyMap<string, readonly PredictorLines[]>> {
  const { program, data } = model;
  const found = new Map<string, PredictorLines[]>();
  for (const datum of observedNames(program)) {
    const outcome = data.arrays.get(datum);
    if (outcome === undefined || outcome.dims.length !== 1 || isRequired(program, datum)) continue;
    const rows = outcome.dims[0].name;
    if (hasParamsOver(program, rows)) continue;
    const predictors = rowData(program, data, rows, datum).filter(isPredictor);
    for (const predictor of predictors.slice(0, MOST_PREDICTORS)) {
      const lines = await linesAlong(model, { datum, outcome, predictor, draws, seed });
      if (lines === null) continue;
      found.set(datum, [...(found.get(datum) ?? []), lines]);
    }
  }
  return found;
}

/** A parameter per row is redrawn at each point of a line, which would hide the effect of the predictor. */
function hasParamsOver(program: Program, rows: string | null): boolean {
  return program.statements.some(
    (statement) =>
      statement.kind === 'param' && statement.dims.some((dim) => dim.kind === 'dimName' && dim.name === rows),
  );
}

/** Data over these rows, other than outcomes that this one does not depend on. */
function rowData(
  program: Program,
  data: LoadedData,
  rows: string | null,
  datum: string,
): readonly DataArray[] {
  const observed = observedNames(program);
  const behind = dataBehind(program).get(datum);
  if (rows === null) return [];
  return [...data.arrays.values()].filter(
    ({ name, dims }) => dims[0]?.name === rows && (!observed.has(name) || behind?.has(name) === true),
  );
}

/** A number per row that varies. */
function isPredictor({ dims, element, labelsOf, values }: DataArray): boolean {
  if (dims.length !== 1 || labelsOf !== null || element === 'bool') return false;
  return values.every(Number.isFinite) && values.some((value) => value !== values[0]);
}

interface Along {
  readonly datum: string;
  readonly outcome: DataArray;
  readonly predictor: DataArray;
  readonly draws: Draws | null;
  readonly seed: number;
}

async function linesAlong(
  model: FittedModel,
  { datum, outcome, predictor, draws, seed }: Along,
): Promise<PredictorLines | null> {
  const { program, data } = model;
  const x = grid(predictor);
  const held: { name: string; value: string }[] = [];
  const assignments = rowData(program, data, outcome.dims[0].name, datum).map((array): Assignment => {
    if (array.name === predictor.name) return assignment(array.name, x.map(literal));
    const row = middleRow(array, data);
    held.push({ name: array.name, value: row.map(textOf).join(', ') });
    const value =
      array.dims.length === 1
        ? row[0]
        : nested(
            row,
            array.dims.slice(1).map((dim) => dim.size),
          );
    return assignment(
      array.name,
      x.map(() => value),
    );
  });
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
    }
  } else {
    for (const draw of chosenDraws(draws, LINES)) {
      map.copy(draw, forward.params);
      forward.drawParams(rng, map.given);
      add();
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

function grid({ values, element }: DataArray): number[] {
  const low = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  if (element === 'int') {
    const step = Math.max(1, Math.ceil((high - low) / (POINTS - 1)));
    return Array.from({ length: Math.floor((high - low) / step) + 1 }, (_, i) => low + i * step);
  }
  return Array.from({ length: POINTS }, (_, i) => low + ((high - low) * i) / (POINTS - 1));
}

/** Means of real numbers, else the most frequent value, for each element of a row. */
function middleRow({ values, dims, element, labelsOf }: DataArray, data: LoadedData): Expr[] {
  const size = dims.slice(1).reduce((product, dim) => product * dim.size, 1);
  return Array.from({ length: size }, (_, k) => {
    const column = values.filter((value, i) => i % size === k && !Number.isNaN(value));
    if (element === 'real') return literal(column.reduce((a, b) => a + b, 0) / column.length);
    const counts = new Map<number, number>();
    for (const value of column) counts.set(value, (counts.get(value) ?? 0) + 1);
    const [common] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a), [0, 0]);
    const label = labelsOf === null ? undefined : data.dims.get(labelsOf)?.labels[common - 1];
    if (label !== undefined) return { kind: 'string', value: label, span: noSpan };
    return element === 'bool' ? { kind: 'bool', value: common !== 0, span: noSpan } : literal(common);
  });
}

/** The mean of the outcome at a row, from the table's closed form; null if there is none. */
function expectation(forward: Forward, datum: string): ((row: number) => number) | null {
  const own = forward.model.observations.filter(({ name }) => name === datum);
  const [observation]: readonly (ForwardObservation | undefined)[] = own;
  if (own.length !== 1 || observation === undefined || observation.shape.length !== 1) return null;
  const { distribution } = observation;
  if (distribution.kind !== 'plain' || observation.from.length > 0) return null;
  const entry = distributions.get(distribution.name);
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

const noSpan = { start: 0, end: 0 };

function assignment(name: string, elements: readonly Expr[]): Assignment {
  const value: Expr = { kind: 'list', elements, span: noSpan };
  return { name: { name, span: noSpan }, value, span: noSpan };
}

function literal(value: number): Expr {
  const number: Expr = {
    kind: 'number',
    value: Math.abs(value),
    isInteger: Number.isInteger(value),
    span: noSpan,
  };
  return value < 0 ? { kind: 'unary', op: '-', operand: number, span: noSpan } : number;
}

function nested(row: readonly Expr[], sizes: readonly number[]): Expr {
  const [size, ...rest] = sizes;
  const width = row.length / size;
  const elements = Array.from({ length: size }, (_, i) => {
    const part = row.slice(i * width, (i + 1) * width);
    return rest.length === 0 ? part[0] : nested(part, rest);
  });
  return { kind: 'list', elements, span: noSpan };
}

function textOf(expr: Expr): string {
  switch (expr.kind) {
    case 'number':
      return numberText(expr.value);
    case 'unary':
      return `-${textOf(expr.operand)}`;
    case 'string':
      return expr.value;
    default:
      return expr.kind === 'bool' ? String(expr.value) : '';
  }
}
