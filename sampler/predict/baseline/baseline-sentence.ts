/** What follows from the comparison of a model with ridge and conformal intervals, in a sentence or three. */
import type { BaselineDifference, BaselineMethod } from '../../report/baseline-report.ts';
import { upperFirst } from '../../report/upper-first.ts';
import { isClaimed } from './compare-methods.ts';
import { LEVEL } from './simple-methods.ts';

interface Compared {
  readonly bayes: BaselineMethod;
  readonly ridge: BaselineMethod;
  readonly conformal: BaselineMethod | null;
  readonly differences: readonly BaselineDifference[];
  /** Number of held-out rows. */
  readonly rows: number;
}

export function baselineSentence(compared: Compared): string {
  const { bayes, ridge, differences } = compared;
  const name = upperFirst(ridge.name);
  const mse = differences.find((one) => one.of === 'mse');
  const numbers = (first: BaselineMethod, second: BaselineMethod) =>
    `(MSE ${threeDigits(first.mse, second.mse).join(' against ')})`;
  const isBetter = mse !== undefined && isClaimed(mse);
  if (isBetter && mse.difference > 0)
    return `${name} predicts better than the model ${numbers(ridge, bayes)}: look at the priors and at the likelihood. ${intervalsText(compared, 'The model’s intervals are')}`.trimEnd();
  if (isBetter)
    return `The model predicts better than ${ridge.name} ${numbers(bayes, ridge)}. ${intervalsText(compared, 'Its intervals are')}`.trimEnd();
  const finding =
    mse !== undefined && isWithin(mse, MARGIN * bayes.mse)
      ? `${name} predicts as well ${numbers(ridge, bayes)}`
      : `These rows do not tell whether ${ridge.name} predicts as well ${numbers(ridge, bayes)}`;
  return `${finding}. ${intervalsText(compared, 'What Bayes adds here is intervals,')}`.trimEnd();
}

/** Share of an error or a width that a difference may have and still be none to speak of. */
const MARGIN = 0.1;
/** The same of coverage: half of what the intervals are to miss. */
const COVERAGE_MARGIN = (1 - LEVEL) / 2;

/** That no difference is claimed does not make two equal: the whole interval of two standard errors is within the margin. */
function isWithin(
  { difference, se }: Pick<BaselineDifference, 'difference' | 'se'>,
  margin: number,
): boolean {
  return Math.abs(difference) + 2 * se <= margin;
}

/**
 * With half a row more in each cell of the table of both methods' hits and misses (Agresti and Min 2005): a few rows
 * of which none differs do not show that the coverage is the same.
 */
function isSameCoverage({ difference, se }: BaselineDifference, rows: number): boolean {
  const differing = (se * rows) ** 2;
  const more = rows + 2;
  const net = difference * rows;
  return isWithin(
    { difference: net / more, se: Math.sqrt(Math.max(0, differing + 1 - (net * net) / more)) / more },
    COVERAGE_MARGIN,
  );
}

/** @param start of the sentence where the intervals are narrower */
function intervalsText({ bayes, conformal, differences, rows }: Compared, start: string): string {
  if (conformal === null) return '';
  if (conformal.width === null || bayes.width === null)
    return 'There are too few rows for conformal intervals, which are the whole line; those of the model are finite.';
  const coverage = differences.find((one) => one.of === 'coverage');
  const width = differences.find((one) => one.of === 'width');
  if (coverage === undefined || width === undefined) return '';
  const change = Math.abs(bayes.width - conformal.width) / conformal.width;
  const isNarrower = width.difference < 0;
  const size = `${percentText(change)} ${isNarrower ? 'narrower' : 'wider'} than conformal’s`;
  const ofModel = percentText(bayes.coverage ?? 0);
  const ofConformal = percentText(conformal.coverage ?? 0);
  const ofTheModel = 'The model’s intervals are';
  if (isClaimed(coverage)) {
    const sized = isClaimed(width) ? `, and are ${size}` : '';
    return `The model’s intervals cover ${ofModel} of the rows, conformal’s ${ofConformal}${sized}.`;
  }
  const covers = `they cover ${ofModel} of the rows, conformal’s ${ofConformal}`;
  const at = isSameCoverage(coverage, rows)
    ? ` at the same coverage (${covers})`
    : ` (${covers}: these rows do not tell whether that is the same coverage)`;
  if (isClaimed(width)) return `${isNarrower ? start : ofTheModel} ${size}${at}.`;
  if (isWithin(width, MARGIN * conformal.width)) return `${ofTheModel} as wide as conformal’s${at}.`;
  return `These rows do not tell whether the model’s intervals are as wide as conformal’s${at}.`;
}

/** Both with as many decimals, so that 0.160 stands beside 0.161 and not 0.16. */
function threeDigits(...values: readonly number[]): readonly string[] {
  const texts = values.map((value) => String(Number(value.toPrecision(3))));
  if (texts.some((text) => text.includes('e'))) return texts;
  const decimals = Math.max(...texts.map((text) => text.split('.')[1]?.length ?? 0));
  return values.map((value) => value.toFixed(decimals));
}

function percentText(share: number): string {
  const percent = 100 * share;
  return `${percent < 10 ? Number(percent.toPrecision(2)) : Math.round(percent)} %`;
}
