/**
 * Calibration of binary predictions: the observed frequency as a rising function of the predicted
 * probability, by pooling adjacent violators (Dimitriadis, Gneiting and Jordan 2021).
 */
export interface CalibrationStep {
  /** Mean predicted probability of the pool. */
  readonly predicted: number;
  /** Observed frequency in it. */
  readonly observed: number;
  readonly count: number;
}

export function calibrate(
  probabilities: readonly number[],
  outcomes: readonly number[],
): readonly CalibrationStep[] {
  const order = probabilities.map((_, i) => i).sort((a, b) => probabilities[a] - probabilities[b]);
  const pools: { p: number; y: number; n: number }[] = [];
  for (const i of order) {
    let pool = { p: probabilities[i], y: outcomes[i], n: 1 };
    for (let last = pools.at(-1); last !== undefined; last = pools.at(-1)) {
      const equal = last.p / last.n === pool.p / pool.n;
      if (!equal && last.y / last.n < pool.y / pool.n) break;
      pools.pop();
      pool = { p: last.p + pool.p, y: last.y + pool.y, n: last.n + pool.n };
    }
    pools.push(pool);
  }
  return pools.map(({ p, y, n }) => ({ predicted: p / n, observed: y / n, count: n }));
}
