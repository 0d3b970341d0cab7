/** The part of the verdict on fit in words, for the terminal, the output channel and the page. Pure. */
import type { Fit } from './fit.ts';
import { listed } from './listed.ts';

/** What was judged where all of it passes. */
export function fitPassText({ statistics, pit }: Fit): string {
  const data = [...new Set(statistics.map(({ datum }) => `\`${datum}\``))];
  const tested = pit.flatMap(({ p_value }) => (p_value === null ? [] : [p_value]));
  const lowest = tested.reduce((least, p) => Math.min(least, p), 1);
  const calibration =
    tested.length === 0 ? '' : `; values predicted without themselves are calibrated (p ${pText(lowest)})`;
  return `The model reproduces ${countText(statistics.length)} of ${listed(data)}${calibration}`;
}

/** @param isSampled whether the draws can be relied on */
export function fitFailsText(isSampled: boolean): string {
  return isSampled
    ? 'The model does not reproduce its data, however well it was sampled'
    : 'By these draws, provisional as they are, the model does not reproduce its data';
}

/** The data that a model does not reproduce, where there are such. */
export function misfitOf(fit: Fit | undefined): { readonly misfit?: readonly string[] } {
  return fit === undefined || fit.pass ? {} : { misfit: fit.reasons.map(({ datum }) => datum) };
}

function pText(p: number): string {
  return p < 0.001 ? 'below 0.001' : p.toFixed(3);
}

function countText(count: number): string {
  return count === 1 ? 'the one statistic' : `all ${count} statistics`;
}
