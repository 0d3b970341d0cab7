/** The results of a comparison of widths as sentences. */

import { madeBy } from '../../../grammar/methods/index.ts';
import type { AdviSettings } from '../../report/approximation-report.ts';
import type { WidthRow } from '../../report/widths-report.ts';

/** Below this ratio a width counts as too narrow; above its inverse as too wide. */
const NARROW = 0.9;
/** Beyond this distance of the means, in sds of NUTS, the widths are of different places and not compared. */
const SHIFTED = 0.5;
/** Quantities named in a sentence, at most. */
const NAMED = 4;

/**
 * @param rows worst understatement first.
 * @param diverged whether ADVI diverged, so that its widths are meaningless.
 */
export function widthSentences(
  rows: readonly WidthRow[],
  method: AdviSettings['method'],
  diverged: boolean,
): readonly string[] {
  const name = madeBy(method).replace(/^m/, 'M').replace(/^f/, 'F');
  if (diverged) return [`${name} diverged, so its widths say nothing; those of NUTS stand alone.`];
  if (rows.length === 0) return ['There is no quantity that varies under both methods.'];
  const shifted = rows.filter((row) => shiftOf(row) > SHIFTED).toSorted((a, b) => shiftOf(b) - shiftOf(a));
  const shift = shifted.length === 0 ? [] : [shiftSentence(name, shifted, rows.length)];
  const inPlace = rows.filter((row) => !shifted.includes(row));
  if (inPlace.length === 0) return shift;
  const narrow = inPlace.filter(({ ratio }) => ratio < NARROW);
  const wide = inPlace.filter(({ ratio }) => ratio > 1 / NARROW).reverse();
  return [
    ...shift,
    ...(narrow.length === 0
      ? [
          `${name} makes no ${shifted.length === 0 ? '' : 'other '}quantity more than ${percent(1 - NARROW)} too narrow.`,
        ]
      : []),
    ...(narrow.length === 0 ? [] : [narrowSentence(name, narrow, rows.length)]),
    ...causeSentences(narrow, method),
    ...(wide.length === 0
      ? []
      : [
          `${name} makes ${countOf(wide.length, rows.length)} too wide: ${list(
            wide.slice(0, NAMED).map(({ name: quantity, ratio }) => `${quantity} ${excess(ratio)}`),
            wide.length,
          )}.`,
        ]),
  ];
}

/** Distance of the means, in sds of NUTS. */
function shiftOf({ mean_mcmc, mean_advi, sd_mcmc }: WidthRow): number {
  return Math.abs(mean_advi - mean_mcmc) / sd_mcmc;
}

function shiftSentence(name: string, shifted: readonly WidthRow[], all: number): string {
  const named = shifted
    .slice(0, NAMED)
    .map(
      (row) =>
        `${row.name} by ${digits(shiftOf(row))} sds (mean ${beside(row.mean_advi, row.sd_mcmc)} where NUTS finds ${beside(row.mean_mcmc, row.sd_mcmc)})`,
    );
  return `${name} puts ${countOf(shifted.length, all)} elsewhere: ${list(named, shifted.length)}; take neither means nor widths from it.`;
}

function narrowSentence(name: string, narrow: readonly WidthRow[], all: number): string {
  const named = narrow
    .slice(0, NAMED)
    .map(
      ({ name: quantity, ratio, sd_advi, sd_mcmc }) =>
        `${quantity} by ${percent(1 - ratio)} (sd ${digits(sd_advi)} where NUTS finds ${digits(sd_mcmc)})`,
    );
  return `${name} makes ${countOf(narrow.length, all)} too narrow: ${list(named, narrow.length)}.`;
}

/** Share of the lost width that a correlation must account for to be named as its cause. */
const EXPLAINED = 0.5;

/** Conditioning a Gaussian on one other parameter multiplies its sd by √(1 − r²). */
function isExplained({ ratio, correlation }: WidthRow): boolean {
  if (correlation === null) return false;
  return 1 - Math.sqrt(1 - Math.min(1, correlation.value ** 2)) >= EXPLAINED * (1 - ratio);
}

/** Names the correlations that mean-field ignores, each pair once; or says that no single one is the cause. */
function causeSentences(narrow: readonly WidthRow[], method: AdviSettings['method']): readonly string[] {
  if (method !== 'meanfield') return [];
  const diffuse = narrow.filter((row) => row.correlation !== null && !isExplained(row));
  const pairs = new Set<string>();
  const named: string[] = [];
  for (const { name, correlation } of narrow) {
    if (correlation === null || named.length === NAMED || diffuse.some((row) => row.name === name)) continue;
    const key = [name, correlation.with].sort().join(' ');
    if (pairs.has(key)) continue;
    pairs.add(key);
    named.push(`${name} with ${correlation.with} (${signed(correlation.value)})`);
  }
  return [
    ...(named.length === 0
      ? []
      : [
          `The cause can be seen in the draws of NUTS, as correlation that mean-field ADVI leaves out: ${list(named, named.length)}.`,
        ]),
    ...(diffuse.length === 0
      ? []
      : [
          `No single correlation accounts for ${list(
            diffuse.slice(0, NAMED).map(({ name }) => name),
            diffuse.length,
          )}: weaker ones with several parameters add up, or the shape is not Gaussian.`,
        ]),
  ];
}

function countOf(some: number, all: number): string {
  if (all === 1) return 'the one quantity';
  return some === all ? `all ${all} quantities` : `${some} of ${all} quantities`;
}

function list(named: readonly string[], all: number): string {
  const rest = all - named.length;
  if (rest > 0) return `${named.join(', ')} and ${rest} more`;
  return named.length < 2 ? named.join('') : `${named.slice(0, -1).join(', ')} and ${named.at(-1)}`;
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

function excess(ratio: number): string {
  return ratio < 10 ? `by ${percent(ratio - 1)}` : `${digits(ratio)} times`;
}

function digits(value: number): string {
  return String(Number(value.toPrecision(2)));
}

/** The mean, rounded to a tenth of its sd. */
function beside(mean: number, sd: number): string {
  const decimals = Math.min(20, Math.max(0, 1 - Math.floor(Math.log10(sd))));
  return Math.abs(mean) < 1e15 ? mean.toFixed(decimals) : digits(mean);
}

function signed(value: number): string {
  return value < 0 ? `−${Math.abs(value).toFixed(2)}` : value.toFixed(2);
}
