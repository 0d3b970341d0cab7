/**
 * `draws = enough`: how many more draws to make, or why to stop. Only effective draws decide, since more draws do
 * not help where chains disagree or diverge. The decision is a function of the draws alone, so a seed gives the
 * same number of draws on any machine.
 */
import type { Quantity } from '../../grammar/ir.ts';
import type { EnoughDraws, StoppedBy } from '../report/enough-draws.ts';
import type { SummaryRow } from '../report/sample-report.ts';
import { MIN_ESS_PER_CHAIN } from '../stats/diagnostic-limits.ts';
import { isConstant } from '../stats/is-constant.ts';

/** Draws per chain before the first look. */
const FIRST_DRAWS = 1000;
/** Looks that may ask for more draws. */
const MOST_LOOKS = 3;
/** Limit of the draws that a look asks for, relative to those so far. */
const MOST_GROWTH = 3;
/** Safety factor, since the effective draws of a short run are an estimate. */
const MARGIN = 1.2;
/** Draws per chain are a multiple of this. */
const ROUND = 100;
/** More than this multiple of the limit is out of reach: chains that stay apart have only a few effective draws. */
const OUT_OF_REACH = 10;

/** Whether quantities of a kind count towards the rule; draws given the unknowns are new at each position. */
const counting: Readonly<Record<Quantity['kind'], boolean>> = {
  param: true,
  deterministic: true,
  discrete: false,
  drawn: false,
};

export function firstLook(maxDraws: number): number {
  return Math.min(FIRST_DRAWS, maxDraws);
}

/** Whether the rule may ask for more draws after the last look, whatever the effective draws. */
export function mayGoOn(looks: readonly number[], maxDraws: number): boolean {
  return looks.length <= MOST_LOOKS && looks[looks.length - 1] < maxDraws;
}

/** `needed`: draws per chain for enough effective draws; `draws`: target of the next round. */
type Decision = { readonly kind: 'more'; readonly draws: number; readonly needed: number } | Stop;

export interface Stop {
  readonly kind: 'stop';
  readonly by: StoppedBy;
  readonly needed: number | null;
}

export const interrupted: Stop = { kind: 'stop', by: 'interrupted', needed: null };

type Row = Pick<SummaryRow, 'name' | 'element' | 'mean' | 'sd' | 'ess_bulk' | 'ess_tail'>;

export interface Sampled {
  /** Summary of all kept draws. */
  readonly rows: readonly Row[];
  readonly quantities: readonly Pick<Quantity, 'name' | 'kind'>[];
  readonly chains: number;
  /** Kept draws per chain at each look, including this one. */
  readonly looks: readonly number[];
}

export function decide({ rows, quantities, chains, looks }: Sampled, maxDraws: number): Decision {
  const left = new Set(quantities.flatMap(({ name, kind }) => (counting[kind] ? [] : [name])));
  const worst = rows
    // More draws do not help constants, nor draws that are NaN.
    .filter((row) => !isConstant(row) && isNumber(row))
    .filter(({ name, element = name }) => !left.has(element.split('[')[0]))
    .reduce((least, row) => Math.min(least, row.ess_bulk, row.ess_tail), Number.POSITIVE_INFINITY);
  // With very few draws the effective sample size is undefined.
  const perChain = Number.isNaN(worst) ? 0 : worst / chains;
  if (perChain >= MIN_ESS_PER_CHAIN) return { kind: 'stop', by: 'effective-draws', needed: null };
  const draws = looks[looks.length - 1];
  const estimated = upwards((MARGIN * draws * MIN_ESS_PER_CHAIN) / perChain);
  const needed = Number.isFinite(estimated) ? estimated : null;
  if (draws >= maxDraws) return { kind: 'stop', by: 'max-draws', needed };
  if (needed === null || needed > OUT_OF_REACH * maxDraws)
    return { kind: 'stop', by: 'out-of-reach', needed };
  if (looks.length > MOST_LOOKS) return { kind: 'stop', by: 'looks', needed };
  return { kind: 'more', draws: Math.min(needed, MOST_GROWTH * draws, maxDraws), needed };
}

/** Rows of labels have a probability as mean, and no sd. */
function isNumber({ element, mean, sd }: Row): boolean {
  return !Number.isNaN(element === undefined ? sd : mean);
}

function upwards(draws: number): number {
  return Math.ceil(draws / ROUND) * ROUND;
}

/** The section of the report about the stopping rule. */
export function enoughOf({ by, needed }: Stop, looks: readonly number[], maxDraws: number): EnoughDraws {
  return { stopped_by: by, looks, needed, max_draws: maxDraws };
}
