/** What a model does not reproduce of a datum, and the change that is worth trying, in words. */
import type { FitPit, FitReason, FitStatistic } from '../../report/fit.ts';
import { listed } from '../../report/listed.ts';
import { upperFirst } from '../../report/upper-first.ts';
import { variance } from '../../stats/moments.ts';
import { sdOfMeans } from './fit-statistics.ts';

interface Misfit {
  readonly datum: string;
  /** Of the `observe` statement; empty of one that is made of several. */
  readonly distribution: string;
  readonly isPositive: boolean;
  /** 0-based. */
  readonly line: number;
  /** Those that fail. */
  readonly statistics: readonly FitStatistic[];
  /** Null where it passes. */
  readonly pit: (FitPit & { readonly values: number; readonly shape: PitShape }) | null;
}

/** How the places of values in their predictive distributions differ from uniform. */
export type PitShape = 'tails' | 'middle' | 'one side';

/** 1/12 is the variance of uniform values. */
const FAR_FROM_UNIFORM = 0.1;

export function pitShape(pit: Float64Array): PitShape {
  const ratio = variance(pit) * 12;
  if (ratio > 1 + FAR_FROM_UNIFORM) return 'tails';
  return ratio < 1 - FAR_FROM_UNIFORM ? 'middle' : 'one side';
}

export function reasonOf(misfit: Misfit): FitReason {
  const { datum, line } = misfit;
  return { datum, message: messageOf(misfit), nextStep: nextStepOf(misfit), line };
}

function messageOf({ datum, statistics, pit }: Misfit): string {
  const whole = statistics.filter(({ group }) => group === undefined);
  const by = groupsOf(statistics);
  const missed = [
    ...(whole.length === 0 ? [] : [`${listed(whole.map(statisticWords))} of \`${datum}\``]),
    ...[...by].map(([name, { statistics: own, labels }]) => {
      const more = labels.length > MOST_LABELS ? ' and others' : '';
      const at = labels.length === 0 ? '' : ` (${labels.slice(0, MOST_LABELS).join(', ')}${more})`;
      return `${listed(own)}${whole.length === 0 ? ` of \`${datum}\`` : ''} by \`${name}\`${at}`;
    }),
  ];
  const together = statistics.find(({ group }) => group?.label === null);
  const worst = whole[0] ?? together ?? statistics[0];
  const example =
    worst === undefined
      ? ''
      : ` (${statisticWords(worst)}${worst.group === undefined || worst.group.label === null ? '' : ` of ${worst.group.label}`} is ${numberText(worst.observed)}, replicated ${numberText(worst.predicted)})`;
  const places = pit === null ? [] : [pitWords(datum, pit, missed.length > 0)];
  if (missed.length === 0) return upperFirst(places[0] ?? '');
  return `The model does not reproduce ${missed.join(', nor ')}${example}${places.length === 0 ? '' : `; ${places[0]}`}`;
}

const MOST_LABELS = 3;

function groupsOf(
  statistics: readonly FitStatistic[],
): ReadonlyMap<string, { readonly statistics: readonly string[]; readonly labels: readonly string[] }> {
  const found = new Map<string, { statistics: string[]; labels: string[] }>();
  for (const statistic of statistics) {
    const { group } = statistic;
    if (group === undefined) continue;
    const own = found.get(group.by) ?? { statistics: [], labels: [] };
    found.set(group.by, own);
    const words = statisticWords(statistic);
    if (!own.statistics.includes(words)) own.statistics.push(words);
    if (group.label !== null && !own.labels.includes(group.label)) own.labels.push(group.label);
  }
  return found;
}

/** `q25` and `share of bear` in words. */
function statisticWords({ statistic }: Pick<FitStatistic, 'statistic'>): string {
  if (statistic === sdOfMeans.name) return 'the spread of means';
  const percent = /^q(\d+)$/.exec(statistic)?.[1];
  if (percent === '50') return 'median';
  return percent === undefined ? statistic : `the ${percent} % quantile`;
}

function pitWords(
  datum: string,
  { test, p_value, shape }: NonNullable<Misfit['pit']>,
  isMore: boolean,
): string {
  const p = `p ${p_value !== null && p_value < 0.0001 ? 'below 0.0001' : (p_value ?? 0).toFixed(4)}`;
  const values = isMore ? 'its values' : `the values of \`${datum}\``;
  if (test === 'calibration')
    return `the probabilities of ${isMore ? 'it' : `\`${datum}\``} are not calibrated: outcomes are more or less frequent than predicted (${p})`;
  switch (shape) {
    case 'tails':
      return `${values} lie too often far out in what is predicted without them (LOO-PIT, ${p})`;
    case 'middle':
      return `${values} lie too often in the middle of what is predicted without them (LOO-PIT, ${p})`;
    case 'one side':
      return `${values} are not distributed as is predicted without them (LOO-PIT, ${p})`;
  }
}

/** Another distribution by what is off: more spread, more zeros, a skew. */
const wider: ReadonlyMap<string, string> = new Map([
  ['Poisson', 'NegativeBinomial'],
  ['Binomial', 'BetaBinomial'],
  ['Geometric', 'NegativeBinomial'],
  ['Normal', 'StudentT'],
  ['ZeroInflatedPoisson', 'ZeroInflatedNegativeBinomial'],
  ['Exponential', 'Gamma'],
  ['LogNormal', 'Gamma'],
  ['Gamma', 'LogNormal'],
]);
const zeroInflated: ReadonlyMap<string, string> = new Map([
  ['Poisson', 'ZeroInflatedPoisson'],
  ['Binomial', 'ZeroInflatedBinomial'],
  ['NegativeBinomial', 'ZeroInflatedNegativeBinomial'],
]);

function nextStepOf({ distribution, isPositive, statistics, pit }: Misfit): string {
  const whole = statistics.filter(({ group }) => group === undefined);
  const [grouped] = statistics.filter(({ group }) => group !== undefined);
  if (whole.length === 0 && grouped?.group !== undefined) {
    const { by } = grouped.group;
    return `Let what the model says of it differ by \`${by}\`: an effect of each, with a common scale`;
  }
  const effectOf = (name: string) => whole.find(({ statistic }) => statistic === name)?.effect ?? 0;
  const put = (name: string, why: string) => `Try \`${name}\` in place of \`${distribution}\`: ${why}`;
  const zeros = zeroInflated.get(distribution);
  if (effectOf('zeros') > 0 && effectOf('sd') <= 0 && effectOf('max') <= 0 && zeros !== undefined)
    return put(zeros, 'it has more zeros');
  if (distribution === 'Normal' && isPositive && isSkewed(effectOf))
    return put('LogNormal', 'the values are positive and skewed');
  const other = wider.get(distribution);
  const isWider = effectOf('sd') > 0 || effectOf('max') > 0 || effectOf('min') < 0 || pit?.shape === 'tails';
  if (isWider && other !== undefined) return put(other, 'it has more spread, or heavier tails');
  if (pit?.test === 'calibration')
    return 'Add predictors, or a curve or an interaction of those that are there';
  if (isSkewed(effectOf)) return 'Try a skewed distribution, or transform the values';
  return 'Look at its replicated data under Predictive; add predictors, a curve or an interaction, or try another distribution';
}

function isSkewed(effectOf: (name: string) => number): boolean {
  const isRight = effectOf('max') > 0 && effectOf('min') >= 0;
  const isLeft = effectOf('min') < 0 && effectOf('max') <= 0;
  return (isRight || isLeft) && effectOf('q50') !== 0;
}

function numberText(value: number): string {
  return String(Number(value.toPrecision(3)));
}
