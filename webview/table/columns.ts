/** The summary's columns: ArviZ's, each with its number format and its meaning in plain words. */
import type { SampleReport, SummaryRow } from '../../sampler/report/sample-report.ts';
import { isApproximation } from '../approximation.ts';
import { MAX_R_HAT, MIN_ESS_PER_CHAIN } from './limits.ts';
import { errorText, essText, rHatText, statText } from './numbers.ts';

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
    key: 'mean',
    title: 'mean',
    help: 'The average of all draws: the best single guess, if one number must do. Digits beyond its Monte Carlo error are not shown.',
    text: (row) => statText(row.mean, row.mcse_mean),
    isBad: never,
    descendingFirst: true,
  },
  {
    key: 'sd',
    title: 'sd',
    help: 'Standard deviation of the draws: how uncertain the quantity still is after seeing the data.',
    text: (row) => statText(row.sd, row.mcse_sd),
    isBad: never,
    descendingFirst: true,
  },
  {
    key: 'hdi_3',
    title: 'hdi 3%',
    help: 'Lower end of the 94 % highest-density interval: the narrowest interval that holds 94 % of the draws.',
    text: (row) => statText(row.hdi_3, row.mcse_mean),
    isBad: never,
    descendingFirst: true,
  },
  {
    key: 'hdi_97',
    title: 'hdi 97%',
    help: 'Upper end of the 94 % highest-density interval. If the model is right, the quantity lies between both ends with probability 0.94.',
    text: (row) => statText(row.hdi_97, row.mcse_mean),
    isBad: never,
    descendingFirst: true,
  },
  {
    key: 'mcse_mean',
    title: 'mcse mean',
    help: 'Monte Carlo standard error of the mean: by how much the mean would differ if you sampled again with another seed. More draws make it smaller.',
    text: (row) => errorText(row.mcse_mean),
    isBad: never,
    descendingFirst: true,
  },
  {
    key: 'mcse_sd',
    title: 'mcse sd',
    help: 'Monte Carlo standard error of the standard deviation, read in the same way.',
    text: (row) => errorText(row.mcse_sd),
    isBad: never,
    descendingFirst: true,
  },
  {
    key: 'ess_bulk',
    title: 'ess bulk',
    help: `Effective draws for the centre: the draws of a chain resemble each other, and together they are worth this many independent ones for means and medians. At least ${MIN_ESS_PER_CHAIN} for each chain are wanted.`,
    text: (row) => essText(row.ess_bulk),
    isBad: (row, chains) => !(row.ess_bulk >= MIN_ESS_PER_CHAIN * chains),
    descendingFirst: false,
  },
  {
    key: 'ess_tail',
    title: 'ess tail',
    help: `Effective draws for the tails: how well the ends of intervals are known. At least ${MIN_ESS_PER_CHAIN} for each chain are wanted.`,
    text: (row) => essText(row.ess_tail),
    isBad: (row, chains) => !(row.ess_tail >= MIN_ESS_PER_CHAIN * chains),
    descendingFirst: false,
  },
  {
    key: 'r_hat',
    title: 'R-hat',
    help: `Do the chains agree? 1 where chains that started apart tell the same story. Above ${MAX_R_HAT} they do not: the numbers of this row cannot be used yet.`,
    text: (row) => rHatText(row.r_hat, MAX_R_HAT),
    isBad: (row) => !(row.r_hat <= MAX_R_HAT),
    descendingFirst: true,
  },
];

/** What says something of chains only, not of independent draws. */
const ofChains: ReadonlySet<ColumnKey> = new Set(['ess_bulk', 'ess_tail', 'r_hat']);

const ofIndependentDraws = columns.filter(({ key }) => !ofChains.has(key));

export function columnsOf(report: SampleReport): readonly Column[] {
  return isApproximation(report) ? ofIndependentDraws : columns;
}

/** Whether any column of the row is outside its limit. */
export function isFlagged(row: SummaryRow, report: SampleReport): boolean {
  return columnsOf(report).some((column) => column.isBad(row, report.settings.chains));
}
