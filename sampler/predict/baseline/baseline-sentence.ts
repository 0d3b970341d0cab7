/** What follows from the comparison of a model with ridge and conformal intervals, in a sentence or three. */
import type { BaselineDifference, BaselineMethod } from '../../report/baseline-report.ts';
import { isClaimed } from './compare-methods.ts';

interface Compared {
  readonly bayes: BaselineMethod;
  readonly ridge: BaselineMethod;
  readonly conformal: BaselineMethod | null;
  readonly differences: readonly BaselineDifference[];
}

export function baselineSentence(compared: Compared): string {
  const { bayes, ridge, differences } = compared;
  const name = upperFirst(ridge.name);
  const mse = differences.find((one) => one.of === 'mse');
  const numbers = (first: BaselineMethod, second: BaselineMethod) =>
    `(MSE ${threeDigits(first.mse)} against ${threeDigits(second.mse)})`;
  const isBetter = mse !== undefined && isClaimed(mse);
  if (isBetter && mse.difference > 0)
    return `${name} predicts better than the model ${numbers(ridge, bayes)}: look at the priors and at the likelihood. ${intervalsText(compared, 'The model’s intervals are')}`.trimEnd();
  if (isBetter)
    return `The model predicts better than ${ridge.name} ${numbers(bayes, ridge)}. ${intervalsText(compared, 'Its intervals are')}`.trimEnd();
  const finding =
    mse !== undefined && isEqual(mse, bayes.mse)
      ? `${name} predicts as well ${numbers(ridge, bayes)}`
      : `These rows do not tell whether ${ridge.name} predicts as well ${numbers(ridge, bayes)}`;
  return `${finding}. ${intervalsText(compared, 'What Bayes adds here is intervals,')}`.trimEnd();
}

/** Share of the model's error that a difference may have and still be none to speak of. */
const MARGIN = 0.1;

/** That no difference is claimed does not make two equal: the whole interval of two standard errors is within the margin. */
function isEqual({ difference, se }: BaselineDifference, error: number): boolean {
  return Math.abs(difference) + 2 * se <= MARGIN * error;
}

/** @param start of the sentence where the intervals are narrower */
function intervalsText({ bayes, conformal, differences }: Compared, start: string): string {
  if (conformal === null) return '';
  if (conformal.width === null || bayes.width === null)
    return 'There are too few rows for conformal intervals, which are the whole line; those of the model are finite.';
  const coverage = differences.find((one) => one.of === 'coverage');
  const width = differences.find((one) => one.of === 'width');
  if (coverage === undefined || width === undefined) return '';
  const change = Math.abs(bayes.width - conformal.width) / conformal.width;
  const isNarrower = width.difference < 0;
  const size = `${percentText(change)} ${isNarrower ? 'narrower' : 'wider'} than conformal’s`;
  const covers = `(they cover ${percentText(bayes.coverage ?? 0)} of the rows, conformal’s ${percentText(conformal.coverage ?? 0)})`;
  const ofTheModel = 'The model’s intervals are';
  if (isClaimed(coverage)) {
    const sized = isClaimed(width) ? `, and are ${size}` : '';
    return `The model’s intervals cover ${percentText(bayes.coverage ?? 0)} of the rows, conformal’s ${percentText(conformal.coverage ?? 0)}${sized}.`;
  }
  if (!isClaimed(width)) return `${ofTheModel} as wide as conformal’s at the same coverage ${covers}.`;
  return `${isNarrower ? start : ofTheModel} ${size} at the same coverage ${covers}.`;
}

function threeDigits(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function percentText(share: number): string {
  const percent = 100 * share;
  return `${percent < 10 ? Number(percent.toPrecision(2)) : Math.round(percent)} %`;
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
