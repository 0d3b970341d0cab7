/** Length of tuning, thinning and target acceptance, in words: the values used, where they differ from the settings. */
import type { SampleReport } from './sample-report.ts';

type Tuned = Pick<SampleReport, 'settings' | 'tuned'>;

/** Of a model without continuous unknowns, in place of how long it was tuned. */
export const ALL_DISCRETE =
  'all unknowns are discrete: they are summed out, and draws are independent, from their exact probabilities given the data, for which nothing is tuned';

/** `250`, or `200 to 350` where the chains differ. @param digits writes a number. */
export function tuneDrawsText(
  { settings, tuned }: Tuned,
  digits: (count: number) => string = String,
): string {
  const counts = (tuned ?? []).map((chain) => chain?.draws ?? settings.tune);
  const least = Math.min(...counts);
  const most = Math.max(...counts);
  // Runs of versions without these counts used all tuning draws.
  if (counts.length === 0) return digits(settings.tune);
  return least === most ? digits(least) : `${digits(least)} to ${digits(most)}`;
}

/** ` (one in 5 steps)`, or nothing where every draw is kept. @param digits writes a number. */
export function thinText(
  { settings: { thin = 1 } }: Tuned,
  digits: (count: number) => string = String,
): string {
  return thin === 1 ? '' : ` (one in ${digits(thin)} steps)`;
}

/** `target_accept 0.8 (0.95 in 2 chains, which diverged late in tuning)`. */
export function targetAcceptText({ settings, tuned }: Tuned): string {
  const raised = (tuned ?? []).flatMap((chain) => chain?.target_accept ?? []);
  const asked = `target_accept ${settings.target_accept}`;
  if (raised.length === 0) return asked;
  const chains = raised.length === 1 ? '1 chain' : `${raised.length} chains`;
  return `${asked} (${raised[0]} in ${chains}, which diverged late in tuning)`;
}
