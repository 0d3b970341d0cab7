/** What the sensitivity to a prior means, and what to do about it. */
import { listed } from './listed.ts';
import type { PriorSensitivity, SensitivityFinding, SensitivityReport } from './sensitivity-report.ts';

/** Parameters named in a sentence. */
const MOST_NAMES = 10;

/** Null where the prior moves nothing. */
export function diagnosisText({ name, parameter, sensitivity, diagnosis }: PriorSensitivity): string | null {
  if (diagnosis === null || sensitivity === null || parameter === null) return null;
  const moved = `the posterior of ${parameter}`;
  const value = sensitivity.toFixed(2);
  return diagnosis === 'prior_data_conflict'
    ? `the prior of ${name} and the data pull ${moved} apart (sensitivity ${value}): possible prior–data conflict; see whether the prior says what is known, and widen it if not`
    : `the prior of ${name} moves ${moved} (sensitivity ${value}), which the data hardly do: strong prior or weak likelihood; report it, or collect data that say more`;
}

/** Parameters that all scaled priors together move, but none by itself; null where there are none. */
export function togetherText({ parameters, threshold }: SensitivityReport): string | null {
  const moved = parameters.filter(
    ({ diagnosis, by_prior }) =>
      diagnosis !== null && Object.values(by_prior).every((value) => value === null || value < threshold),
  );
  if (moved.length === 0) return null;
  const names = moved.map(({ name }) => name);
  return `no prior by itself moves ${listed(names, MOST_NAMES)} by ${threshold} or more, but all together do`;
}

/** Null where something is found, or there is nothing to compare. */
export function nothingFoundText({
  parameters,
  priors,
  likelihood,
  threshold,
}: SensitivityReport): string | null {
  const isFound = [...priors, ...parameters].some(({ diagnosis }) => diagnosis !== null);
  if (isFound || likelihood === null || !priors.some(({ scaled }) => scaled)) return null;
  return `no posterior is sensitive to the priors: all values are below ${threshold}`;
}

/** A diagnosis in a table. */
export const findingWords: Readonly<Record<SensitivityFinding, string>> = {
  prior_data_conflict: 'prior–data conflict',
  strong_prior: 'strong prior / weak likelihood',
};

/** With a digit more where two would hide on which side of the threshold it is. */
export function sensitivityNumber(value: number | null, threshold: number): string {
  if (value === null) return '';
  const two = value.toFixed(2);
  return Number(two) >= threshold === value >= threshold ? two : value.toFixed(4);
}
