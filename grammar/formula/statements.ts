/** The statements that a formula stands for, as text of the language. */
import type { DesignColumn } from './design.ts';
import type { Family } from './families.ts';
import { links } from './families.ts';

export interface GroupDesign {
  /** As the formula names it. */
  readonly name: string;
  /** The datum with the group of each row, and the dimension of the groups. */
  readonly datum: string;
  readonly dim: string;
  readonly intercept: boolean;
  readonly columns: readonly DesignColumn[];
  readonly correlated: boolean;
}

/** A line `prior NAME ~ D` or `prior NAME["element"] ~ D`, in the text of the model. */
export interface PriorLine {
  readonly name: string;
  readonly element?: string;
  readonly text: string;
  /** Location and scale where the prior is normal. */
  readonly normal?: { readonly mu: string; readonly sigma: string };
}

interface Design {
  readonly family: Family;
  readonly link: string;
  readonly outcome: string;
  readonly trials?: string;
  readonly intercept: boolean;
  readonly columns: readonly DesignColumn[];
  readonly groups: readonly GroupDesign[];
  readonly offsets: readonly string[];
  readonly priors: readonly PriorLine[];
  /** Whether every outcome is 0, or every one is 1, or as many as trials: the link of the mean is infinite. */
  readonly extreme: boolean;
}

/** One statement per entry. */
export function statementsOf(design: Design): readonly string[] {
  return [
    ...populationEffects(design),
    ...design.groups.flatMap((group) => groupEffects(design, group)),
    ...design.family.parameters.map(
      ({ name, prior }) => `param ${name} ~ ${priorOf(design, name) ?? prior(outcomeScale(design))}`,
    ),
    ...predictor(design),
  ];
}

const priorOf = (design: Design, name: string) =>
  design.priors.find((prior) => prior.name === name && prior.element === undefined)?.text;
const list = (items: readonly string[]) => `[${items.join(', ')}]`;
const labels = (items: readonly string[]) => list(items.map((item) => JSON.stringify(item)));
const onPredictorScale = ({ family, outcome }: Design) => family.outcome?.(outcome) ?? outcome;

/** sd(y) on the identity link, 1 on others. */
function outcomeScale(design: Design): string {
  return design.link === 'identity' ? `sd(${onPredictorScale(design)})` : '1';
}

function timesScale(design: Design, factor: string): string {
  const scale = outcomeScale(design);
  return scale === '1' ? factor : `${factor} * ${scale}`;
}

function slopeScale(design: Design, { expression }: DesignColumn): string {
  return `${timesScale(design, '2.5')} / sd(${expression})`;
}

function populationEffects(design: Design): readonly string[] {
  const { columns, intercept } = design;
  const made: string[] = [];
  if (intercept) {
    const prior =
      priorOf(design, 'Intercept') ?? `Normal(${linkOfMean(design)}, ${timesScale(design, '2.5')})`;
    made.push(`param ${interceptName(design)} ~ ${prior}`);
  }
  if (columns.length > 0)
    made.push(
      `dim b_term = ${labels(columns.map(({ name }) => name))}`,
      `param b[b_term] ~ ${slopePrior(design)}`,
    );
  if (intercept && columns.length > 0) {
    const shift = columns.map(({ name, expression }) => `b[${JSON.stringify(name)}] * mean(${expression})`);
    made.push(`deterministic Intercept = Intercept_centred - (${shift.join(' + ')})`);
  }
  return made;
}

/** With predictors the intercept is sampled where all of them are at their means. */
const interceptName = ({ columns }: Design) => (columns.length > 0 ? 'Intercept_centred' : 'Intercept');

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

function slopePrior(design: Design): string {
  const whole = priorOf(design, 'b');
  const own = design.priors.filter((prior) => prior.name === 'b' && prior.element !== undefined);
  if (whole !== undefined) return whole;
  const of = ({ name }: DesignColumn) => own.find((prior) => prior.element === name)?.normal;
  const scales = list(design.columns.map((column) => of(column)?.sigma ?? slopeScale(design, column)));
  if (own.length === 0) return `Normal(0, ${scales})`;
  return `Normal(${list(design.columns.map((column) => of(column)?.mu ?? '0'))}, ${scales})`;
}

function groupEffects(design: Design, group: GroupDesign): readonly string[] {
  const { name, dim } = group;
  const term = `${name}_term`;
  const terms = termNames(group);
  const scales = [
    ...(group.intercept ? [timesScale(design, '2.5')] : []),
    ...group.columns.map((column) => slopeScale(design, column)),
  ];
  const head = [
    `dim ${term} = ${labels(terms)}`,
    `param sd_${name}[${term}] ~ ${priorOf(design, `sd_${name}`) ?? `HalfStudentT(3, ${list(scales)})`}`,
  ];
  if (terms.length === 1 || !group.correlated)
    return [...head, `param r_${name}[${dim}, ${term}] ~ Normal(0, sd_${name})`];
  const correlation = priorOf(design, `cor_${name}`) ?? 'LKJCholesky(2)';
  return [
    ...head,
    `param L_${name}[${term}, ${term}] ~ ${correlation}`,
    `param z_${name}[${dim}, ${term}] ~ Normal(0, 1)`,
    `deterministic r_${name}[level in ${dim}, term in ${term}] = sd_${name}[term] * sum(L_${name}[term, other] * z_${name}[level, other] for other in ${term})`,
    `deterministic cor_${name}[one in ${term}, two in ${term}] = sum(L_${name}[one, other] * L_${name}[two, other] for other in ${term})`,
  ];
}

function termNames({ intercept, columns }: GroupDesign): readonly string[] {
  return [...(intercept ? ['Intercept'] : []), ...columns.map(({ name }) => name)];
}

function predictor(design: Design): readonly string[] {
  const { columns, intercept, groups, offsets, family, link, outcome, trials = '' } = design;
  const effects = columns.map(({ name, expression }) => {
    const centred = intercept ? `(${expression} - mean(${expression}))` : expression;
    return `b[${JSON.stringify(name)}] * ${centred}`;
  });
  const varying = groups.flatMap(({ name, datum, intercept: own, columns: slopes }) => {
    const effect = (term: string) => `r_${name}[${datum}, ${JSON.stringify(term)}]`;
    return [
      ...(own ? [effect('Intercept')] : []),
      ...slopes.map((s) => `${effect(s.name)} * ${s.expression}`),
    ];
  });
  const parts = [...(intercept ? [interceptName(design)] : []), ...effects, ...varying, ...offsets];
  return [
    `let eta = ${parts.length === 0 ? '0' : parts.join(' + ')}`,
    `observe ${outcome} ~ ${family.distribution('eta', link, trials)}`,
  ];
}
