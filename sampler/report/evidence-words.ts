/** How evidence and Bayes factors are written, on the terminal and on the page. */

export const FACTORS_EXPLAINED: readonly string[] = [
  'Bayes factor: how many times as probable the data are under the best model as under this one.',
  'Probability: of the models, where all are equally probable before the data.',
];

/** Three digits; as a power of ten where a number would say little. */
export function factorText(log: number): string {
  const tens = log / Math.LN10;
  return tens < 6 ? String(Number(Math.exp(log).toPrecision(3))) : `10^${tens.toFixed(1)}`;
}

/** Per cent, two digits. */
export function shareText(share: number | null): string {
  return share === null ? 'unbounded' : `${Number((100 * share).toPrecision(2))} %`;
}
