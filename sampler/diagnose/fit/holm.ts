/** Holm's (1979) adjustment for the number of tests: p-values in the order given; NaN is no test. */
export function holm(pValues: readonly number[]): readonly number[] {
  const order = [...pValues.keys()]
    .filter((i) => !Number.isNaN(pValues[i]))
    .sort((a, b) => pValues[a] - pValues[b]);
  const adjusted = pValues.map(() => Number.NaN);
  let highest = 0;
  for (const [rank, i] of order.entries()) {
    highest = Math.max(highest, Math.min(1, (order.length - rank) * pValues[i]));
    adjusted[i] = highest;
  }
  return adjusted;
}
