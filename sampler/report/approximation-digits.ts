/** Number formatting of approximations and widths, which have no Monte Carlo error of chains; shared by all views. */
import { statText } from '../stats/number-text.ts';
import type { ApproximationRow } from './approximation-report.ts';
import type { WidthRow } from './widths-report.ts';

interface ApproximationDigits {
  readonly mean: string;
  readonly sd: string;
  readonly hdi_3: string;
  readonly hdi_97: string;
}

/** Digits that `draws` independent draws support. */
export function approximationDigits(
  { label, mean, sd, hdi_3, hdi_97 }: ApproximationRow,
  draws: number,
): ApproximationDigits {
  if (label !== undefined) {
    // A label has only a probability.
    const error = Math.sqrt((mean * (1 - mean)) / draws);
    return { mean: statText(mean, error), sd: '', hdi_3: '', hdi_97: '' };
  }
  const error = sd / Math.sqrt(draws);
  return {
    mean: statText(mean, error),
    sd: statText(sd, error / Math.SQRT2),
    hdi_3: statText(hdi_3, error),
    hdi_97: statText(hdi_97, error),
  };
}

interface WidthDigits {
  readonly ratio: string;
  readonly mean_mcmc: string;
  readonly mean_advi: string;
  readonly sd_mcmc: string;
  readonly sd_advi: string;
  readonly interval_mcmc: string;
  readonly interval_advi: string;
  /** With the most strongly correlated quantity; null if there is none. */
  readonly correlation: string | null;
}

/** Three digits of an sd: the error of a ratio of widths is about one in fifty. */
export function widthDigits(row: WidthRow): WidthDigits {
  const at = (value: number, sd: number) => statText(value, sd / 50);
  const interval = ([low, high]: readonly [number, number], sd: number) => `${at(low, sd)} … ${at(high, sd)}`;
  const { ratio, sd_mcmc, sd_advi, correlation } = row;
  return {
    ratio: ratio < 1000 ? ratio.toFixed(2) : ratio.toExponential(1),
    mean_mcmc: at(row.mean_mcmc, sd_mcmc),
    mean_advi: at(row.mean_advi, sd_advi),
    sd_mcmc: statText(sd_mcmc, sd_mcmc / 200),
    sd_advi: statText(sd_advi, sd_advi / 200),
    interval_mcmc: interval(row.interval_mcmc, sd_mcmc),
    interval_advi: interval(row.interval_advi, sd_advi),
    correlation: correlation === null ? null : correlation.value.toFixed(2).replace('-', '−'),
  };
}

/** An ELBO as text. Null is an estimate that was not finite. */
export function natsText(value: number | null): string {
  if (value === null) return 'not finite';
  const size = Math.abs(value);
  return (size >= 1e6 ? value.toExponential(3) : value.toFixed(size < 1000 ? 2 : 1)).replace('-', '−');
}
