/**
 * `draws = enough`: how many draws follow, or why none do. Effective draws alone decide: where chains disagree
 * or diverge, the advice is another than more draws. What decides is a function of the draws, so a seed gives
 * the same number of draws on any machine.
 */
import type { Quantity } from '../../grammar/ir.ts';
import type { EnoughDraws, StoppedBy } from '../report/enough-draws.ts';
import type { SummaryRow } from '../report/sample-report.ts';
import { MIN_ESS_PER_CHAIN } from '../stats/diagnostic-limits.ts';

/** Draws per chain before the first look. */
const FIRST_DRAWS = 1000;
/** Looks after which more draws may follow. */
const MOST_LOOKS = 3;
/** Most draws that a look asks for, by those that there are. */
const MOST_GROWTH = 3;
/** The effective draws of a short run are themselves an estimate. */
const MARGIN = 1.2;
/** Draws per chain are a multiple of it. */
const ROUND = 100;
/** More than so many times the limit are out of reach: chains that stay apart have a handful of effective draws. */
const OUT_OF_REACH = 10;

/** Whether quantities of a kind count. */
const counting: Readonly<Record<Quantity['kind'], boolean>> = { param: true, deterministic: true };

export function firstLook(maxDraws: number): number {
  return Math.min(FIRST_DRAWS, maxDraws);
}

/** Whether more draws may follow those until the last look, however many effective draws these have. */
export function mayGoOn(looks: readonly number[], maxDraws: number): boolean {
  return looks.length <= MOST_LOOKS && looks[looks.length - 1] < maxDraws;
}

/** `needed` are all that effective draws ask for; `draws` how far the chains go next. */
type Decision = { readonly kind: 'more'; readonly draws: number; readonly needed: number } | Stop;

interface Stop {
  readonly kind: 'stop';
  readonly by: StoppedBy;
  readonly needed: number | null;
}

export const interrupted: Stop = { kind: 'stop', by: 'interrupted', needed: null };

type Row = Pick<SummaryRow, 'name' | 'element' | 'mean' | 'sd' | 'ess_bulk' | 'ess_tail'>;

export interface Sampled {
  /** Of all kept draws. */
  readonly rows: readonly Row[];
  readonly quantities: readonly Pick<Quantity, 'name' | 'kind'>[];
  readonly chains: number;
  /** Kept draws per chain at each look, this one the last. */
  readonly looks: readonly number[];
}

export function decide({ rows, quantities, chains, looks }: Sampled, maxDraws: number): Decision {
  const left = new Set(quantities.flatMap(({ name, kind }) => (counting[kind] ? [] : [name])));
  const worst = rows
    // Constants, and draws that are not numbers, gain nothing by more draws.
    .filter((row) => varies(row) && !left.has((row.element ?? row.name).split('[')[0]))
    .reduce((least, row) => Math.min(least, row.ess_bulk, row.ess_tail), Number.POSITIVE_INFINITY);
  // Of very few draws there are no effective draws to speak of.
  const perChain = Number.isNaN(worst) ? 0 : worst / chains;
  if (perChain >= MIN_ESS_PER_CHAIN) return { kind: 'stop', by: 'effective-draws', needed: null };
  const draws = looks[looks.length - 1];
  const reckoned = upwards((MARGIN * draws * MIN_ESS_PER_CHAIN) / perChain);
  const needed = Number.isFinite(reckoned) ? reckoned : null;
  if (draws >= maxDraws) return { kind: 'stop', by: 'max-draws', needed };
  if (needed === null || needed > OUT_OF_REACH * maxDraws)
    return { kind: 'stop', by: 'out-of-reach', needed };
  if (looks.length > MOST_LOOKS) return { kind: 'stop', by: 'looks', needed };
  return { kind: 'more', draws: Math.min(needed, MOST_GROWTH * draws, maxDraws), needed };
}

/** The probability of a label has no sd. */
function varies({ element, mean, sd }: Row): boolean {
  return element === undefined ? sd > 0 : mean > 0 && mean < 1;
}

function upwards(draws: number): number {
  return Math.ceil(draws / ROUND) * ROUND;
}

/** What the report says of a run that has stopped. */
export function enoughOf({ by, needed }: Stop, looks: readonly number[], maxDraws: number): EnoughDraws {
  return { stopped_by: by, looks, needed, max_draws: maxDraws };
}
