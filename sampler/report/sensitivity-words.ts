/** What the sensitivity to a prior means, and what to do about it. */
import type { PriorSensitivity } from './sensitivity-report.ts';

/** Null where the prior moves nothing. */
export function diagnosisText({ name, parameter, sensitivity, diagnosis }: PriorSensitivity): string | null {
  if (diagnosis === null || sensitivity === null || parameter === null) return null;
  const moved = parameter === name ? `the posterior of ${name}` : `the posterior of ${parameter}`;
  const value = sensitivity.toFixed(2);
  return diagnosis === 'prior_data_conflict'
    ? `the prior of ${name} and the data pull ${moved} apart (sensitivity ${value}): possible prior–data conflict; see whether the prior says what is known, and widen it if not`
    : `the prior of ${name} moves ${moved} (sensitivity ${value}), which the data hardly do: strong prior or weak likelihood; report it, or collect data that say more`;
}
