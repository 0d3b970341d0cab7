/** The summary's columns: ArviZ's, each with its number format and its meaning in plain words. */
import type { SampleReport, SummaryRow } from '../../sampler/report/sample-report.ts';
import { isUnreliable, type SummaryKey, summaryColumn } from '../../sampler/report/summary-text.ts';
import { MAX_R_HAT, MIN_ESS_PER_CHAIN } from '../../sampler/stats/diagnostic-limits.ts';
import { isConstant } from '../../sampler/stats/is-constant.ts';
import { isApproximation } from '../method-of-report.ts';

export type ColumnKey = 'name' | SummaryKey;

export interface Column {
  readonly key: ColumnKey;
  readonly title: string;
  /** What it is, and how to read it. */
  readonly help: string;
  text(row: SummaryRow): string;
  /** Outside the limit for a trustworthy result. */
  isBad(row: SummaryRow, chains: number): boolean;
  /** Describes a bad number; by default, that it is outside its limit. */
  readonly badText?: string;
  /** Left out of narrow tables; every copy has it. */
  readonly inWideOnly?: true;
  /** Whether the first sort is descending, to show bad or large values first. */
  readonly descendingFirst: boolean;
}

const never = () => false;
const unreliable = (key: 'mean' | 'sd') => (row: SummaryRow) => row.unreliable?.includes(key) ?? false;
const badText = 'unreliable: the tail is too heavy';

export const columns: readonly Column[] = [
  {
    key: 'name',
    title: 'quantity',
    help: 'A parameter of the model or a quantity computed from them. Elements of an array are named by their labels.',
    text: (row) => row.name,
    isBad: never,
    descendingFirst: false,
  },
  {
    ...summaryColumn('mean'),
    help: 'The average of all draws: the best single guess, if one number must do. Digits beyond its Monte Carlo error are not shown. Marked where the tail is so heavy that the draws do not settle it (Pareto k): read the median.',
    isBad: unreliable('mean'),
    badText,
    descendingFirst: true,
  },
  {
    ...summaryColumn('sd'),
    help: 'Standard deviation of the draws: how uncertain the quantity still is after seeing the data. Marked where the tail is too heavy for it: read the quantiles.',
    isBad: unreliable('sd'),
    badText,
    descendingFirst: true,
  },
  {
    ...summaryColumn('hdi_3'),
    help: 'Lower end of the 94 % highest-density interval: the narrowest interval that holds 94 % of the draws.',
    isBad: never,
    descendingFirst: true,
  },
  {
    ...summaryColumn('hdi_97'),
    help: 'Upper end of the 94 % highest-density interval. If the model is right, the quantity lies between both ends with probability 0.94.',
    isBad: never,
    descendingFirst: true,
  },
  {
    ...summaryColumn('mcse_mean'),
    help: 'Monte Carlo standard error of the mean: by how much the mean would differ if you sampled again with another seed. More draws make it smaller.',
    inWideOnly: true,
    isBad: never,
    descendingFirst: true,
  },
  {
    ...summaryColumn('mcse_sd'),
    help: 'Monte Carlo standard error of the standard deviation, read in the same way.',
    inWideOnly: true,
    isBad: never,
    descendingFirst: true,
  },
  {
    ...summaryColumn('ess_bulk'),
    help: `Effective draws for the centre: the draws of a chain resemble each other, and together they are worth this many independent ones for means and medians. At least ${MIN_ESS_PER_CHAIN} for each chain are wanted.`,
    isBad: (row, chains) => !isConstant(row) && !(row.ess_bulk >= MIN_ESS_PER_CHAIN * chains),
    descendingFirst: false,
  },
  {
    ...summaryColumn('ess_tail'),
    help: `Effective draws for the tails: how well the ends of intervals are known. At least ${MIN_ESS_PER_CHAIN} for each chain are wanted.`,
    isBad: (row, chains) => !isConstant(row) && !(row.ess_tail >= MIN_ESS_PER_CHAIN * chains),
    descendingFirst: false,
  },
  {
    ...summaryColumn('r_hat'),
    help: `Do the chains agree? 1 where chains that started apart tell the same story. Above ${MAX_R_HAT} they do not: the numbers of this row cannot be used yet.`,
    isBad: (row) => !(row.r_hat <= MAX_R_HAT),
    descendingFirst: true,
  },
  {
    ...summaryColumn('q3'),
    help: '3 % of the draws are below it. Quantiles hold however heavy the tails are.',
    inWideOnly: true,
    isBad: never,
    descendingFirst: true,
  },
  {
    ...summaryColumn('q50'),
    help: 'Half of the draws are below it: the number to read where the mean is unreliable.',
    isBad: never,
    descendingFirst: true,
  },
  {
    ...summaryColumn('q97'),
    help: '97 % of the draws are below it.',
    inWideOnly: true,
    isBad: never,
    descendingFirst: true,
  },
  {
    ...summaryColumn('pareto_k_mean'),
    help: 'Pareto k of the heavier tail. Above 0.7 (less where draws are few) the mean is unreliable; from 1 on there is none.',
    inWideOnly: true,
    isBad: never,
    descendingFirst: true,
  },
  {
    ...summaryColumn('pareto_k_sd'),
    help: 'Pareto k of the squared deviations from the mean, read in the same way for the standard deviation.',
    inWideOnly: true,
    isBad: never,
    descendingFirst: true,
  },
];

/** Columns for chains only, not for independent draws. */
const ofChains: ReadonlySet<ColumnKey> = new Set(['ess_bulk', 'ess_tail', 'r_hat']);

/** Columns for rows with a heavy tail only. */
const ofTails: ReadonlySet<ColumnKey> = new Set(['q3', 'q50', 'q97', 'pareto_k_mean', 'pareto_k_sd']);

const chosen = new WeakMap<SampleReport, readonly Column[]>();

/** The same list for one report. */
export function columnsOf(report: SampleReport): readonly Column[] {
  const known = chosen.get(report);
  if (known !== undefined) return known;
  const leftOut = (key: ColumnKey) => isApproximation(report) && ofChains.has(key);
  const showsTails = report.summary.some(isUnreliable);
  const own = columns.filter(({ key }) => !leftOut(key) && (showsTails || !ofTails.has(key)));
  chosen.set(report, own);
  return own;
}

/** Whether any column of the row is outside its limit. */
export function isFlagged(row: SummaryRow, report: SampleReport): boolean {
  return columnsOf(report).some((column) => column.isBad(row, report.settings.chains));
}
