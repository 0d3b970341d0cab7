/** Draws of expected outcomes: averaged over the rows of the data, or along a predictor with all else at its middle. */
import type { DataArray, LoadedData } from '../../../grammar/data.ts';
import type { Diagnostic } from '../../../grammar/diagnostic.ts';
import { distributions } from '../../../grammar/distributions/index.ts';
import type { Assignment, Expr, Program } from '../../../grammar/syntax/ast.ts';
import { listFolder, readDataFile } from '../../data/node-reader.ts';
import { createRandom } from '../../random.ts';
import { noSpan } from '../data-statements.ts';
import type { Pace } from '../fit/pace.ts';
import { atNewData } from '../forward-at-new-data.ts';
import { hasParamsOver, middleRows, rowData } from '../middle-row.ts';
import { isRequired } from '../observed-data.ts';
import type { PosteriorModel } from '../posterior-model.ts';
import type { NewValues } from '../replaced-data.ts';
import { expectedOutcome } from './expected-outcome.ts';
import type { PredictorValues } from './predictors.ts';

export type OutcomeDraws =
  | {
      readonly kind: 'ok';
      /** Of each value of the predictor: one array over the chosen draws, or one for each category. */
      readonly draws: readonly (readonly Float64Array[])[];
      /** Of the outcome; null where it is a number. */
      readonly categories: readonly string[] | null;
      readonly held: readonly { readonly name: string; readonly value: string }[];
    }
  | { readonly kind: 'problem'; readonly message: string }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] }
  | { readonly kind: 'stopped' };

export interface Estimand {
  readonly model: PosteriorModel;
  readonly outcome: string;
  /** Values that other predictors are set to. */
  readonly set: readonly Assignment[];
  /** Of the run. */
  readonly chosen: readonly number[];
  readonly pace: Pace;
}

/** About so many values of an outcome are drawn: only what depends on them needs them. */
const DRAWN = 1;

/** The mean over the rows of the data, each with the predictor at a value and all else as it is. */
export async function averagedDraws(
  { model, outcome, set, chosen, pace }: Estimand,
  { name, values }: PredictorValues,
): Promise<OutcomeDraws> {
  const draws: (readonly Float64Array[])[] = [];
  let categories: readonly string[] | null = null;
  for (const { value } of values) {
    const assignments = [assigned(name, value), ...set.filter((other) => other.name.name !== name)];
    const found = await draw(model, outcome, { assignments, sameRows: true, chosen, pace }, (expected) => [
      expected.average(),
    ]);
    if (found.kind !== 'ok') return found;
    draws.push(...found.draws);
    categories = found.categories;
  }
  return { kind: 'ok', draws, categories, held: [] };
}

/** At a row for each value, with all else at its middle. */
export async function middleDraws(
  { model, outcome, set, chosen, pace }: Estimand,
  { name, values }: PredictorValues,
): Promise<OutcomeDraws> {
  const { program, data } = model;
  const array = data.arrays.get(outcome);
  const rows = array !== undefined && isOverRows(program, array) ? array.dims[0].name : null;
  const instead = 'the mean over the rows of the data (`--average`) needs none';
  if (rows === null || isRequired(program, outcome) || hasParamsOver(program, rows)) {
    return {
      kind: 'problem',
      message: `the values of \`${outcome}\` depend on more than the predictors in their row, so there is no row with all else at its middle; ${instead}`,
    };
  }
  if (!rowData(program, data, rows, outcome).some((own) => own.name === name)) {
    return {
      kind: 'problem',
      message: `\`${name}\` is not over \`${rows}\`, the rows of \`${outcome}\`, so there is no row with all else at its middle; ${instead}`,
    };
  }
  const given = new Map(set.map((own) => [own.name.name, own.value]));
  const { assignments, held } = middleRows(
    model,
    outcome,
    name,
    values.map(({ value }) => value),
    given,
  );
  const found = await draw(model, outcome, { assignments, sameRows: false, chosen, pace }, (expected) =>
    values.map((_, i) => expected.at(i)),
  );
  return found.kind === 'ok' ? { ...found, held } : found;
}

interface At {
  readonly assignments: readonly Assignment[];
  readonly sameRows: boolean;
  readonly chosen: readonly number[];
  readonly pace: Pace;
}

async function draw(
  model: PosteriorModel,
  outcome: string,
  { assignments, sameRows, chosen, pace }: At,
  read: (expected: NonNullable<ReturnType<typeof expectedOutcome>>) => readonly (ArrayLike<number> | null)[],
): Promise<OutcomeDraws> {
  const { program, data, draws, info } = model;
  const load = { modelPath: info.modelPath, readFile: readDataFile, listFolder };
  const values: NewValues = { kind: 'values', assignments, span: noSpan, ...(sameRows ? { sameRows } : {}) };
  const opened = await atNewData({ program, data, load }, values, draws, DRAWN);
  if (opened.kind === 'invalid') return opened;
  const { forward, map } = opened;
  const expected = expectedOutcome(forward, outcome);
  if (expected === null)
    return {
      kind: 'problem',
      message: `the distribution of \`${outcome}\` has no mean in closed form, so it has no expected value to compare; \`bayes predict RUN --set …\` draws its values`,
    };
  // The same for every value of a predictor, so that differences are of the values alone.
  const rng = createRandom(info.seed);
  const columns: Float64Array[][] = [];
  for (const [i, at] of chosen.entries()) {
    if (await pace.isStopped()) return { kind: 'stopped' };
    map?.copy(at, forward.params);
    forward.drawParams(rng, map?.given);
    forward.drawRest(rng, map?.given);
    const now = read(expected);
    if (now.includes(null))
      return {
        kind: 'problem',
        message: `no \`observe\` of \`${outcome}\` has a row with these values: its \`where\` leaves it out; hold what the condition asks for, as in \`--at NAME=VALUE\``,
      };
    for (const [k, values] of now.entries()) {
      columns[k] ??= Array.from(values ?? [], () => new Float64Array(chosen.length));
      for (const [c, column] of columns[k].entries()) column[i] = values?.[c] ?? Number.NaN;
    }
  }
  const count = columns.at(0)?.length ?? 0;
  const categories = expected.isOfCategories ? categoriesOf(data, outcome, count) : null;
  return { kind: 'ok', draws: columns, categories, held: [] };
}

/** One value in each row, or one of each category where they are counted. */
function isOverRows({ statements }: Program, { name, dims }: DataArray): boolean {
  const areCounts = statements.some(
    (s) =>
      s.kind === 'observe' &&
      s.target.kind === 'name' &&
      s.target.name === name &&
      s.distribution.kind === 'call' &&
      distributions.get(s.distribution.callee.name)?.eventDims === 1,
  );
  return dims.length === (areCounts ? 2 : 1);
}

/** Their labels, or 1, 2, 3… */
function categoriesOf(data: LoadedData, outcome: string, count: number): readonly string[] {
  const array = data.arrays.get(outcome);
  const dim = array?.labelsOf ?? array?.dims.at(1)?.name ?? '';
  const labels = data.dims.get(dim)?.labels ?? [];
  return Array.from({ length: count }, (_, k) => labels[k] ?? String(k + 1));
}

function assigned(name: string, value: Expr): Assignment {
  return { name: { name, span: noSpan }, value, span: noSpan };
}
