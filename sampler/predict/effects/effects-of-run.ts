/** Effects of predictors, contrasts, directions and hypotheses from the draws of a kept run. */
import type { DataArray } from '../../../grammar/data.ts';
import type { Assignment } from '../../../grammar/syntax/ast.ts';
import { directionOf } from '../../diagnose/direction.ts';
import type { EffectsAsk } from '../../report/effects-ask.ts';
import type {
  ContrastRow,
  EffectRow,
  EffectSummary,
  EffectsReport,
  HypothesisRow,
} from '../../report/effects-report.ts';
import type { AnswerAboutRun } from '../answer-about-run.ts';
import { createPace, type Pace } from '../fit/pace.ts';
import { setValues } from '../intervention-values.ts';
import { isProvisional } from '../is-provisional.ts';
import { observedNames } from '../observed-data.ts';
import { chosenDraws, type PosteriorModel } from '../posterior-model.ts';
import { PREDICT_DRAWS } from '../predict.ts';
import { quantityRow } from '../summarise-columns.ts';
import { askedOutcome } from './asked-outcome.ts';
import { probabilityOf } from './hypotheses.ts';
import { averagedDraws, type Estimand, middleDraws, type OutcomeDraws } from './outcome-draws.ts';
import { parameterDirections } from './parameter-directions.ts';
import {
  askedPredictor,
  contrastedValues,
  type PredictorValues,
  predictorsOf,
  valuesAlong,
} from './predictors.ts';

type Failure = Exclude<AnswerAboutRun<EffectsReport>, { readonly kind: 'ok' }>;

/** Values of a predictor in its range: with all else at the middle, and where each is a mean over all rows. */
const POINTS = { middle: 21, average: 11 } as const;
/** Predictors shown where none is asked for. */
const MOST_PREDICTORS = 4;

/** @param run name given by the user. */
export async function effectsOfRun(
  model: PosteriorModel,
  run: string,
  ask: EffectsAsk,
  pace: Pace = createPace(() => false),
): Promise<AnswerAboutRun<EffectsReport>> {
  const { info, program, data, draws } = model;
  const isDefault = ask.of.length + ask.compare.length + ask.hypotheses.length === 0;
  const chosen = chosenDraws(draws, PREDICT_DRAWS);
  const notes: string[] = [];
  let found: EffectsOfPredictors = { outcome: null, rows: [], contrasts: [] };
  if (isDefault || ask.of.length + ask.compare.length > 0) {
    const outcomes = [...observedNames(program)];
    const outcome = ask.outcome ?? outcomes.at(0);
    if (outcome === undefined || !outcomes.includes(outcome)) {
      const known = outcomes.map((name) => `\`${name}\``).join(', ');
      const message =
        outcome === undefined
          ? 'the model observes no datum, so no outcome depends on a predictor'
          : `--outcome ${outcome}: expected an observed datum of the model: ${known}`;
      if (!isDefault || ask.outcome !== null) return { kind: 'problem', message };
      notes.push(message);
    } else {
      const set = setValues(program, data, ask.at, '--at');
      if (set.kind === 'problem') return set;
      const assignments = set.values.kind === 'values' ? set.values.assignments : [];
      const asked = askedOutcome(program, outcome);
      const estimand: Estimand = {
        model: { ...model, program: asked.program },
        outcome,
        set: assignments,
        chosen,
        pace,
      };
      if (asked.isCensored) notes.push(`the expected \`${outcome}\` is that before values are censored`);
      const effects = isDefault
        ? await defaultEffects(estimand, ask, notes)
        : await askedEffects(estimand, ask);
      if (effects.kind !== 'ok') return effects;
      found = { ...effects, outcome };
      if (outcomes.length > 1 && ask.outcome === null)
        notes.push(`the outcome is \`${outcome}\`; \`--outcome\` names another one`);
    }
  }
  const hypotheses: HypothesisRow[] = [];
  for (const text of ask.hypotheses) {
    const probability = await probabilityOf(model, text, pace);
    if (probability.kind !== 'ok') return probability;
    hypotheses.push(...probability.rows);
    notes.push(...probability.notes);
  }
  return {
    kind: 'ok',
    report: {
      model: info.model,
      run,
      draws: chosen.length,
      provisional: isProvisional(model),
      ...found,
      rope: ask.rope,
      hypotheses,
      parameters: isDefault ? parameterDirections(model, ask.rope) : [],
      notes,
    },
  };
}

interface EffectsOfPredictors extends Pick<EffectsReport, 'outcome' | 'rows' | 'contrasts'> {}

type DrawsOfOutcome = Extract<OutcomeDraws, { readonly kind: 'ok' }>;
type Effects = ({ readonly kind: 'ok' } & Omit<EffectsOfPredictors, 'outcome'>) | Failure;

/** Those of the model's own predictors, as far as they can be computed; why not is a note. */
async function defaultEffects(estimand: Estimand, ask: EffectsAsk, notes: string[]): Promise<Effects> {
  const { model, outcome } = estimand;
  const all = predictorsOf(model, outcome);
  const shown = all.slice(0, MOST_PREDICTORS);
  if (all.length > shown.length) {
    const others = all.slice(shown.length).map(({ name }) => name);
    notes.push(`not shown: ${others.join(', ')}; \`--of\` and \`--compare\` name predictors`);
  }
  const rows: EffectRow[] = [];
  const contrasts: ContrastRow[] = [];
  const failures = new Set<string>();
  for (const { name } of shown) {
    const compare = await askedEffects(estimand, { ...ask, compare: [name] });
    // A predictor of the spread alone, say.
    if (compare.kind === 'ok' && compare.contrasts.every(({ mean, sd }) => mean === 0 && sd === 0)) {
      notes.push(`the expected \`${outcome}\` does not depend on \`${name}\``);
      continue;
    }
    const of = await askedEffects(estimand, { ...ask, of: [name] });
    for (const one of [of, compare]) {
      if (one.kind === 'stopped') return one;
      if (one.kind === 'problem') failures.add(one.message);
      if (one.kind === 'invalid') for (const { message } of one.diagnostics) failures.add(message);
      if (one.kind !== 'ok') continue;
      rows.push(...one.rows);
      contrasts.push(...one.contrasts);
    }
  }
  notes.push(...failures);
  return { kind: 'ok', rows, contrasts };
}

async function askedEffects(estimand: Estimand, ask: EffectsAsk): Promise<Effects> {
  const { model, outcome, set } = estimand;
  const { data } = model;
  const rows: EffectRow[] = [];
  const contrasts: ContrastRow[] = [];
  const points = ask.average ? POINTS.average : POINTS.middle;
  for (const text of ask.of) {
    const asked = askedPredictor(model, text, '--of', (array) => valuesAlong(array, data, points));
    if (asked.kind === 'problem') return asked;
    const { predictor } = asked;
    const refused = refusal(estimand, predictor, `--of ${text}`);
    if (refused !== null) return refused;
    const drawn = ask.average
      ? await averagedDraws(estimand, predictor)
      : await middleDraws(estimand, predictor);
    if (drawn.kind !== 'ok') return drawn;
    const held = ask.average ? settings(set) : heldAt(drawn, data.arrays);
    for (const [c, category] of categoriesOf(drawn).entries()) {
      for (const [k, { shown }] of predictor.values.entries()) {
        const at = { [predictor.name]: shown, ...held };
        const summary = summaryOf(drawn.draws[k][c]);
        rows.push({ of: predictor.name, at, ...category, averaged: ask.average, ...summary });
      }
    }
  }
  for (const text of ask.compare) {
    const asked = askedPredictor(model, text, '--compare', (array) => contrastedValues(array, data));
    if (asked.kind === 'problem') return asked;
    if (asked.predictor.values.length < 2)
      return {
        kind: 'problem',
        message: `--compare ${text}: expected two values or more, the last of which the others are compared with, such as \`treated=1,0\``,
      };
    const refused = refusal(estimand, asked.predictor, `--compare ${text}`);
    if (refused !== null) return refused;
    const drawn = await averagedDraws(estimand, asked.predictor);
    if (drawn.kind !== 'ok') return drawn;
    const at = settings(set);
    for (const [c, category] of categoriesOf(drawn).entries()) {
      const draws = drawn.draws.map((own) => own[c]);
      const own = contrastRows(asked.predictor, draws, at, ask.rope);
      contrasts.push(...own.map((row) => ({ ...row, ...category })));
    }
  }
  if (
    rows.length + contrasts.length > 0 &&
    ![...rows, ...contrasts].some(({ mean }) => Number.isFinite(mean))
  )
    return { kind: 'problem', message: `the expected value of \`${outcome}\` is not finite` };
  return { kind: 'ok', rows, contrasts };
}

/** Why nothing can vary along what was asked for: an answer would be zeros. */
function refusal(
  { model, outcome, set }: Estimand,
  { name, values }: PredictorValues,
  asked: string,
): Failure | null {
  const problem = (message: string): Failure => ({ kind: 'problem', message: `${asked}: ${message}` });
  if (name === outcome) {
    const known = predictorsOf(model, outcome).map((one) => `\`${one.name}\``);
    return problem(
      `\`${name}\` is the outcome; expected a predictor of it${known.length === 0 ? '' : `, such as ${known.join(', ')}`}`,
    );
  }
  if (set.some((one) => one.name.name === name))
    return problem(`\`--at\` gives \`${name}\` a value too; leave one of the two out`);
  if (new Set(values.map(({ shown }) => shown)).size < values.length)
    return problem('expected values that differ from one another');
  return null;
}

function contrastRows(
  { name, values }: PredictorValues,
  draws: readonly Float64Array[],
  at: ContrastRow['at'],
  rope: EffectsAsk['rope'],
): readonly ContrastRow[] {
  const last = values.length - 1;
  return values.slice(0, last).map(({ shown }, k) => {
    const difference = draws[k].map((value, i) => value - draws[last][i]);
    const against = values[last].shown;
    const { [name]: _, ...others } = at;
    return {
      of: name,
      value: shown,
      against,
      at: others,
      ...summaryOf(difference),
      ...directionOf(difference, rope),
    };
  });
}

function summaryOf(draws: Float64Array): EffectSummary {
  const { mean, sd, q3, q50, q97 } = quantityRow('', draws);
  return { mean, sd, q3, q50, q97 };
}

/** What is added to the rows of each category: nothing where the outcome is a number. */
function categoriesOf({ categories }: DrawsOfOutcome): readonly { readonly category?: string }[] {
  return categories === null ? [{}] : categories.map((category) => ({ category }));
}

function settings(set: readonly Assignment[]): Readonly<Record<string, number | string>> {
  return Object.fromEntries(
    set.map(({ name, value }) => {
      if (value.kind === 'number') return [name.name, value.value];
      if (value.kind === 'unary' && value.operand.kind === 'number') return [name.name, -value.operand.value];
      return [name.name, value.kind === 'string' ? value.value : 'as given'];
    }),
  );
}

function heldAt(
  { held }: DrawsOfOutcome,
  arrays: ReadonlyMap<string, DataArray>,
): Readonly<Record<string, number | string>> {
  return Object.fromEntries(
    held.map(({ name, value }) => {
      const number = Number(value);
      const isNumber = arrays.get(name)?.labelsOf === null && value !== '' && Number.isFinite(number);
      return [name, isNumber ? number : value];
    }),
  );
}
