/** Predictors of an outcome: those asked for with their values, or those that the model has. */
import type { DataArray, LoadedData } from '../../../grammar/data.ts';
import type { Expr, Program } from '../../../grammar/syntax/ast.ts';
import { quantileOfSorted } from '../../stats/quantile.ts';
import { dataBehind } from '../data-dependencies.ts';
import { numberText } from '../format-number.ts';
import { setValues, unknownLabel } from '../intervention-values.ts';
import { grid } from '../middle-row.ts';
import { dataEntries } from '../observed-data.ts';

interface PredictorValue {
  readonly shown: number | string;
  readonly text: string;
  readonly value: Expr;
}

export interface PredictorValues {
  readonly name: string;
  readonly values: readonly PredictorValue[];
}

type AskedPredictor =
  | { readonly kind: 'ok'; readonly predictor: PredictorValues }
  | { readonly kind: 'problem'; readonly message: string };

interface Model {
  readonly program: Program;
  readonly data: LoadedData;
}

/** More labels than these are no default of a contrast, and no axis of a plot. */
const MOST_LABELS = 12;
/** Different whole numbers at most, for each to be a value of its own. */
const MOST_WHOLE = 12;

/** Data over one dimension that the outcome is computed from, and that vary. */
export function predictorsOf({ program, data }: Model, outcome: string): readonly DataArray[] {
  const behind = dataBehind(program).get(outcome) ?? new Set();
  return dataEntries(program).flatMap(({ name: { name } }) => {
    const array = data.arrays.get(name);
    if (array === undefined || name === outcome || !behind.has(name) || array.dims.length !== 1) return [];
    const { values } = array;
    if (values.some(Number.isNaN) || values.every((value) => value === values[0])) return [];
    const labels = labelsOf(array, data);
    return labels !== null && labels.length > MOST_LABELS ? [] : [array];
  });
}

/**
 * @param text `x` for the default values, or `x=0,1`; labels with commas stand in double quotes.
 * @param defaults its values where none are given
 */
export function askedPredictor(
  { program, data }: Model,
  text: string,
  flag: string,
  defaults: (array: DataArray) => readonly (number | string)[],
): AskedPredictor {
  const [, name, written] = /^\s*([^=\s]+)\s*(?:=(.*))?$/s.exec(text) ?? [];
  const array = data.arrays.get(name ?? '');
  if (name === undefined || array === undefined) {
    const known = dataEntries(program).map((one) => `\`${one.name.name}\``);
    return {
      kind: 'problem',
      message: `${flag} ${text}: expected a datum of the model, such as ${known.join(', ')}`,
    };
  }
  const texts =
    written === undefined
      ? defaults(array).map(String)
      : (written.match(/"[^"]*"|[^,]+/g) ?? []).map((part) => part.trim());
  if (texts.length === 0)
    return {
      kind: 'problem',
      message: `${flag} ${text}: expected values, such as \`${name}=${exampleOf(array, data)}\``,
    };
  const values: PredictorValue[] = [];
  for (const part of texts) {
    const set = setValues(program, data, [`${name}=${part}`], flag);
    if (set.kind === 'problem') return set;
    if (set.values.kind !== 'values') continue;
    const [{ value }] = set.values.assignments;
    const unknown = flag === '--compare' ? unknownLabel(data, name, value) : null;
    if (unknown !== null) return { kind: 'problem', message: `${flag} ${text}: ${unknown}` };
    values.push({ shown: shownOf(value, part), text: `${name}=${part}`, value });
  }
  return { kind: 'ok', predictor: { name, values } };
}

/** Values for expected outcomes: each label, each of few whole numbers, else a grid over the range. */
export function valuesAlong(
  array: DataArray,
  data: LoadedData,
  points: number,
): readonly (number | string)[] {
  const labels = labelsOf(array, data);
  if (labels !== null) return labels.map(quoted);
  const distinct = [...new Set(array.values)].sort((a, b) => a - b);
  if (array.element === 'bool') return distinct.map((value) => String(value !== 0));
  return array.element === 'int' && distinct.length <= MOST_WHOLE ? distinct : grid(array, points);
}

/**
 * Values to contrast, the last of them the one that others are compared with: each label with the first, the larger of
 * two numbers with the smaller, else the upper quartile with the lower.
 */
export function contrastedValues(array: DataArray, data: LoadedData): readonly (number | string)[] {
  const labels = labelsOf(array, data);
  if (labels !== null) return [...labels.slice(1), ...labels.slice(0, 1)].map(quoted);
  const sorted = array.values.toSorted();
  const distinct = [...new Set(sorted)];
  if (array.element === 'bool') return ['true', 'false'];
  if (distinct.length === 2) return [distinct[1], distinct[0]];
  const quartile = (p: number) => {
    const at = quantileOfSorted(sorted, p);
    return array.element === 'int' ? Math.round(at) : Number(at.toPrecision(3));
  };
  const [low, high] = [quartile(0.25), quartile(0.75)];
  return low === high ? [distinct[distinct.length - 1], distinct[0]] : [high, low];
}

function labelsOf({ labelsOf: dim }: DataArray, data: LoadedData): readonly string[] | null {
  return dim === null ? null : (data.dims.get(dim)?.labels ?? []);
}

/** A label that looks like a list or holds a comma is read again as one text. */
function quoted(label: string): string {
  return `"${label}"`;
}

function exampleOf(array: DataArray, data: LoadedData): string {
  return contrastedValues(array, data)
    .slice(0, 2)
    .map((value) => (typeof value === 'number' ? numberText(value) : value))
    .join(',');
}

function shownOf(value: Expr, part: string): number | string {
  switch (value.kind) {
    case 'string':
      return value.value;
    case 'number':
    case 'unary':
      return Number(part);
    default:
      return part;
  }
}
