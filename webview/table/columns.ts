/** The summary's columns: ArviZ's, each with its number format and its meaning in plain words. */
import type { SampleReport, SummaryRow } from '../../sampler/report/sample-report.ts';
import { summaryColumn } from '../../sampler/report/summary-text.ts';
import { MAX_R_HAT, MIN_ESS_PER_CHAIN } from '../../sampler/stats/diagnostic-limits.ts';
import { isApproximation } from '../method-of-report.ts';

export type ColumnKey = keyof SummaryRow;

export interface Column {
  readonly key: ColumnKey;
  readonly title: string;
  /** What it is, and how to read it. */
  readonly help: string;
  text(row: SummaryRow): string;
  /** Outside the limit for a trustworthy result. */
  isBad(row: SummaryRow, chains: number): boolean;
  /** The order that is wanted first when sorting by it: trouble, or the largest. */
  readonly descendingFirst: boolean;
}

const never = () => false;

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
    help: 'The average of all draws: the best single guess, if one number must do. Digits beyond its Monte Carlo error are not shown.',
    isBad: never,
    descendingFirst: true,
  },
  {
    ...summaryColumn('sd'),
    help: 'Standard deviation of the draws: how uncertain the quantity still is after seeing the data.',
    isBad: never,
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
    isBad: never,
    descendingFirst: true,
  },
  {
    ...summaryColumn('mcse_sd'),
    help: 'Monte Carlo standard error of the standard deviation, read in the same way.',
    isBad: never,
    descendingFirst: true,
  },
  {
    ...summaryColumn('ess_bulk'),
    help: `Effective draws for the centre: the draws of a chain resemble each other, and together they are worth this many independent ones for means and medians. At least ${MIN_ESS_PER_CHAIN} for each chain are wanted.`,
    isBad: (row, chains) => !(row.ess_bulk >= MIN_ESS_PER_CHAIN * chains),
    descendingFirst: false,
  },
  {
    ...summaryColumn('ess_tail'),
    help: `Effective draws for the tails: how well the ends of intervals are known. At least ${MIN_ESS_PER_CHAIN} for each chain are wanted.`,
    isBad: (row, chains) => !(row.ess_tail >= MIN_ESS_PER_CHAIN * chains),
    descendingFirst: false,
  },
  {
    ...summaryColumn('r_hat'),
    help: `Do the chains agree? 1 where chains that started apart tell the same story. Above ${MAX_R_HAT} they do not: the numbers of this row cannot be used yet.`,
    isBad: (row) => !(row.r_hat <= MAX_R_HAT),
    descendingFirst: true,
  },
];

/** Columns for chains only, not for independent draws. */
const ofChains: ReadonlySet<ColumnKey> = new Set(['ess_bulk', 'ess_tail', 'r_hat']);

const ofIndependentDraws = columns.filter(({ key }) => !ofChains.has(key));

export function columnsOf(report: SampleReport): readonly Column[] {
  return isApproximation(report) ? ofIndependentDraws : columns;
}

/** Whether any column of the row is outside its limit. */
export function isFlagged(row: SummaryRow, report: SampleReport): boolean {
  return columnsOf(report).some((column) => column.isBad(row, report.settings.chains));
}
