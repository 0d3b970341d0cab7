/** The statements that a formula stands for, as text of the language. */

import type { Categories, Category } from './categories.ts';
import { type Censoring, censoredDistribution } from './censoring.ts';
import type { DesignColumn, Monotonic } from './design.ts';
import type { Family, FamilyParameter } from './families.ts';
import { links } from './families.ts';
import { type SmoothDesign, smoothStatements, smoothUnknowns, smoothValue } from './smooth-statements.ts';

export interface GroupDesign {
  /** Of its unknowns: `g`, or `a_b` for the pairs `a:b`. */
  readonly name: string;
  /** The data with the group of each row, and the dimensions of the groups. */
  readonly data: readonly string[];
  readonly dims: readonly string[];
  readonly intercept: boolean;
  readonly columns: readonly DesignColumn[];
  readonly correlated: boolean;
}

/** A sum of terms: of the mean, or of another parameter of the family. */
export interface TermDesign {
  readonly intercept: boolean;
  readonly columns: readonly DesignColumn[];
  readonly groups: readonly GroupDesign[];
  readonly offsets: readonly string[];
  readonly smooths: readonly SmoothDesign[];
  /** Statements that the columns need before them. */
  readonly definitions: readonly string[];
}

/** A line `prior NAME ~ D` or `prior NAME["element"] ~ D`, in the text of the model. */
export interface PriorLine {
  readonly name: string;
  readonly element?: string;
  readonly text: string;
  /** Location and scale where the prior is normal. */
  readonly normal?: { readonly mu: string; readonly sigma: string };
}

interface Design extends TermDesign {
  readonly family: Family;
  readonly link: string;
  readonly outcome: string;
  readonly trials?: string;
  readonly censoring?: Censoring;
  /** Multiplies the log density of each row. */
  readonly weight?: string;
  /** Terms of other parameters, by their names. */
  readonly further: ReadonlyMap<string, TermDesign>;
  readonly priors: readonly PriorLine[];
  /** Whether every outcome is 0, or every one is 1, or as many as trials: the link of the mean is infinite. */
  readonly extreme: boolean;
  /** How many categories an ordered outcome has. */
  readonly ordered?: number;
  readonly categories?: Categories;
}

/** Terms with what their statements need: names begin with `prefix`, scales are in units of `scale`. */
interface Predictor extends TermDesign {
  readonly prefix: string;
  readonly scale: string;
  /** Where the prior of the intercept is centred. */
  readonly centre: string;
  readonly priors: readonly PriorLine[];
  /** The name of what plays the intercept, which is there where all predictors are at their means. */
  readonly level: 'Intercept' | 'cutpoints' | null;
}

/** One statement per entry. */
export function statementsOf(design: Design): readonly string[] {
  const definitions = [design, ...design.further.values()].flatMap((terms) => terms.definitions);
  const { categories } = design;
  return [
    ...new Set(definitions),
    ...(categories === undefined ? ofOneMean(design) : ofCategories(design, categories)),
  ];
}

function ofOneMean(design: Design): readonly string[] {
  const { family, link, outcome } = design;
  const main: Predictor = {
    ...design,
    prefix: '',
    scale: outcomeScale(design),
    centre: family.ordered === true ? '0' : linkOfMean(design),
    level: family.ordered === true ? 'cutpoints' : design.intercept ? 'Intercept' : null,
  };
  const weight = design.weight === undefined ? '' : ` weight ${design.weight}`;
  const more = family.ordered === true ? levelName(main) : (design.trials ?? '');
  const distribution = censoredDistribution(family.distribution('eta', link, more), design.censoring ?? {});
  return [
    ...levelOf(main, design.ordered),
    ...effectsOf(main),
    ...family.parameters.flatMap((parameter) => parameterStatements(design, parameter)),
    `let eta = ${sumOf(main)}`,
    `observe ${outcome} ~ ${distribution}${weight}`,
  ];
}

/** A predictor for each category but the first, whose predictor is 0. */
function ofCategories(design: Design, { others, row, trials }: Categories): readonly string[] {
  const { family, link, outcome, weight } = design;
  const predictors = others.map((category) => categoryPredictor(design, category));
  const eta = others.map(({ name }, i) => (isOneNumber(predictors[i]) ? name : `${name}[each]`));
  const distribution = family.distribution(list(['0', ...eta]), link, trials);
  return [
    ...predictors.flatMap((predictor, i) => [
      ...levelOf(predictor),
      ...effectsOf(predictor),
      `let ${others[i].name} = ${sumOf(predictor)}`,
    ]),
    `observe ${outcome}[each in ${row}] ~ ${distribution}${weight === undefined ? '' : ` weight ${weight}[each]`}`,
  ];
}

function categoryPredictor(design: Design, { name, centre }: Category): Predictor {
  const terms = design.further.get(name) ?? design;
  return {
    ...terms,
    prefix: `${name}_`,
    scale: '1',
    centre,
    priors: design.priors,
    level: terms.intercept ? 'Intercept' : null,
  };
}

const isOneNumber = ({ columns, groups, smooths, offsets }: TermDesign) =>
  columns.length + groups.length + smooths.length + offsets.length === 0;

/** The names of the unknowns that priors may be given for. */
export function unknownsOf(terms: TermDesign, prefix: string, ordered = false): readonly string[] {
  return [
    ...(ordered ? ['cutpoints'] : terms.intercept ? [`${prefix}Intercept`] : []),
    ...(terms.columns.length > 0 ? [`${prefix}b`] : []),
    ...effectsInSteps(terms.columns).map((effect) => stepsName(prefix, effect)),
    ...terms.groups.flatMap((group) => [
      `${prefix}sd_${group.name}`,
      ...(group.correlated && termNames(group).length > 1 ? [`${prefix}cor_${group.name}`] : []),
    ]),
    ...terms.smooths.flatMap((smooth) => smoothUnknowns(smooth, prefix)),
  ];
}

function parameterStatements(design: Design, parameter: FamilyParameter): readonly string[] {
  const { name, link, prior, centre } = parameter;
  const terms = design.further.get(name);
  const sy = outcomeScale(design);
  if (terms === undefined) return [`param ${name} ~ ${priorOf(design, name) ?? prior(sy)}`];
  const predictor: Predictor = {
    ...terms,
    prefix: `${name}_`,
    scale: '1',
    centre: centre(sy),
    priors: design.priors,
    level: terms.intercept ? 'Intercept' : null,
  };
  const made = links[link].inverse(sumOf(predictor));
  return [...levelOf(predictor), ...effectsOf(predictor), `let ${name} = ${made}`];
}

const priorOf = ({ priors }: { readonly priors: readonly PriorLine[] }, name: string) =>
  priors.find((prior) => prior.name === name && prior.element === undefined)?.text;
const list = (items: readonly string[]) => `[${items.join(', ')}]`;
const labels = (items: readonly string[]) => list(items.map((item) => JSON.stringify(item)));
const onPredictorScale = ({ family, outcome }: Design) => family.outcome?.(outcome) ?? outcome;

/** sd(y) on the identity link, 1 on others. */
function outcomeScale(design: Design): string {
  return design.link === 'identity' ? `sd(${onPredictorScale(design)})` : '1';
}

const timesScale = (scale: string, factor: string) => (scale === '1' ? factor : `${factor} * ${scale}`);
const slopeScale = (scale: string, { expression }: DesignColumn) =>
  `${timesScale(scale, '2.5')} / sd(${expression})`;

/** The intercept or the cutpoints. */
function levelOf(predictor: Predictor, categories = 0): readonly string[] {
  const { columns, level, prefix, scale, centre } = predictor;
  if (level === null) return [];
  const name = `${prefix}${level}`;
  const ownPrior = priorOf(predictor, name);
  const sampled = levelName(predictor);
  const shift = columns
    .map(({ name: effect, expression }) => `${prefix}b[${JSON.stringify(effect)}] * mean(${expression})`)
    .join(' + ');
  const effects = slopes(predictor);
  if (level === 'cutpoints') {
    const cuts = Array.from({ length: categories - 1 }, (_, i) => String(i + 1));
    return [
      `dim cutpoint = ${labels(cuts)}`,
      `param ${sampled}[cutpoint]: ordered ~ ${ownPrior ?? 'Normal(0, 2.5)'}`,
      ...effects,
      ...(shift === '' ? [] : [`deterministic ${name} = ${sampled} + (${shift})`]),
    ];
  }
  return [
    `param ${sampled} ~ ${ownPrior ?? `Normal(${centre}, ${timesScale(scale, '2.5')})`}`,
    ...effects,
    ...(shift === '' ? [] : [`deterministic ${name} = ${sampled} - (${shift})`]),
  ];
}

/** With predictors the intercept is sampled where all of them are at their means. */
const levelName = ({ columns, level, prefix }: Predictor) =>
  `${prefix}${level}${columns.length > 0 ? '_centred' : ''}`;

function effectsOf(predictor: Predictor): readonly string[] {
  const population = predictor.level === null ? slopes(predictor) : [];
  const { prefix, scale, smooths } = predictor;
  return [
    ...population,
    ...predictor.groups.flatMap((group) => groupEffects(predictor, group)),
    ...smooths.flatMap((smooth) =>
      smoothStatements(smooth, prefix, timesScale(scale, '2.5'), (name) => priorOf(predictor, name)),
    ),
  ];
}

function slopes(predictor: Predictor): readonly string[] {
  const { columns, prefix } = predictor;
  if (columns.length === 0) return [];
  return [
    `dim ${prefix}b_term = ${labels(columns.map(({ name }) => name))}`,
    `param ${prefix}b[${prefix}b_term] ~ ${slopePrior(predictor)}`,
    ...effectsInSteps(columns).flatMap((effect) => {
      const [name, dim] = [stepsName(prefix, effect), stepDim(prefix, effect)];
      return [
        `dim ${dim} = ${labels(effect.steps)}`,
        `param ${name}[${dim}] ~ ${priorOf(predictor, name) ?? 'Dirichlet(1)'}`,
      ];
    }),
  ];
}

const effectsInSteps = (columns: readonly DesignColumn[]): readonly Monotonic[] =>
  columns.flatMap(({ monotonic }) => monotonic?.effects ?? []);

/** The share of each step in a monotonic effect, as brms names it. */
const stepsName = (prefix: string, { name }: Monotonic) => `${prefix}simo_${name}`;
const stepDim = (prefix: string, { name }: Monotonic) => `${prefix}mo_${name}_step`;

/** What the effect of a column multiplies: of `mo(x)` the shares of the steps up to the level, equal ones being 1. */
function columnValue({ expression, monotonic }: DesignColumn, prefix: string): string {
  if (monotonic === undefined) return expression;
  const { effects, times } = monotonic;
  const climbed = effects.map((effect) => {
    const { score, steps } = effect;
    return `${steps.length} * sum(${stepsName(prefix, effect)}[step] * (${score} >= step) for step in ${stepDim(prefix, effect)})`;
  });
  return [...climbed, ...(times === '' ? [] : [times])].join(' * ');
}

function linkOfMean(design: Design): string {
  const { outcome, trials, link, extreme } = design;
  const n = trials === undefined ? `(0 * ${outcome} + 1)` : trials;
  const mean =
    trials === undefined && !extreme
      ? `mean(${onPredictorScale(design)})`
      : extreme
        ? `(sum(${outcome}) + 0.5) / (sum(${n}) + 1)`
        : `sum(${outcome}) / sum(${trials})`;
  return links[link].of(mean);
}

function slopePrior({ columns, prefix, priors, scale }: Predictor): string {
  const whole = priorOf({ priors }, `${prefix}b`);
  const own = priors.filter((prior) => prior.name === `${prefix}b` && prior.element !== undefined);
  if (whole !== undefined) return whole;
  const of = ({ name }: DesignColumn) => own.find((prior) => prior.element === name)?.normal;
  const scales = list(columns.map((column) => of(column)?.sigma ?? slopeScale(scale, column)));
  if (own.length === 0) return `Normal(0, ${scales})`;
  return `Normal(${list(columns.map((column) => of(column)?.mu ?? '0'))}, ${scales})`;
}

function groupEffects(predictor: Predictor, group: GroupDesign): readonly string[] {
  const { dims } = group;
  const { prefix, scale } = predictor;
  const own = (kind: string) => `${prefix}${kind}_${group.name}`;
  const term = `${prefix}${group.name}_term`;
  const terms = termNames(group);
  const scales = [
    ...(group.intercept ? [timesScale(scale, '2.5')] : []),
    ...group.columns.map((column) => slopeScale(scale, column)),
  ];
  const [sd, r, L, z, cor] = ['sd', 'r', 'L', 'z', 'cor'].map(own);
  const head = [
    `dim ${term} = ${labels(terms)}`,
    `param ${sd}[${term}] ~ ${priorOf(predictor, sd) ?? `HalfStudentT(3, ${list(scales)})`}`,
  ];
  if (terms.length === 1 || !group.correlated)
    return [...head, `param ${r}[${[...dims, term].join(', ')}] ~ Normal(0, ${sd})`];
  const correlation = priorOf(predictor, cor) ?? 'LKJCholesky(2)';
  const levels = dims.map((dim, i) => ({ dim, name: dims.length === 1 ? 'level' : `level${i + 1}` }));
  const indices = levels.map(({ dim, name }) => `${name} in ${dim}`).join(', ');
  const at = levels.map(({ name }) => name).join(', ');
  return [
    ...head,
    `param ${L}[${term}, ${term}] ~ ${correlation}`,
    `param ${z}[${[...dims, term].join(', ')}] ~ Normal(0, 1)`,
    `deterministic ${r}[${indices}, term in ${term}] = ${sd}[term] * sum(${L}[term, other] * ${z}[${at}, other] for other in ${term})`,
    `deterministic ${cor}[one in ${term}, two in ${term}] = sum(${L}[one, other] * ${L}[two, other] for other in ${term})`,
  ];
}

function termNames({ intercept, columns }: GroupDesign): readonly string[] {
  return [...(intercept ? ['Intercept'] : []), ...columns.map(({ name }) => name)];
}

/** The linear predictor. */
function sumOf(predictor: Predictor): string {
  const { columns, groups, offsets, smooths, prefix, level } = predictor;
  const effects = columns.map((column) => {
    const { name, expression } = column;
    const value = columnValue(column, prefix);
    const centred = level === null ? value : `(${value} - mean(${expression}))`;
    return `${prefix}b[${JSON.stringify(name)}] * ${centred}`;
  });
  const varying = groups.flatMap(({ name, data, intercept: own, columns: slopes }) => {
    const effect = (term: string) => `${prefix}r_${name}[${[...data, JSON.stringify(term)].join(', ')}]`;
    return [
      ...(own ? [effect('Intercept')] : []),
      ...slopes.map((s) => `${effect(s.name)} * ${columnValue(s, prefix)}`),
    ];
  });
  const parts = [
    ...(level === 'Intercept' ? [levelName(predictor)] : []),
    ...effects,
    ...varying,
    ...smooths.map((smooth) => smoothValue(smooth, prefix)),
    ...offsets,
  ];
  return parts.length === 0 ? '0' : parts.join(' + ');
}
