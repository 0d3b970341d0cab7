import { mathLibrary } from '../math/instance.ts';

const { probit } = mathLibrary();

/**
 * Normal scores of half-integer ranks among n values: `scores[2r]` is Φ⁻¹((r − 3/8) / (n + 1/4))
 * (Blom 1958; Vehtari et al. 2021, equation 14), r = 1, 1½, … n.
 */
export type ScoreTable = Float64Array;

export function scoreTable(n: number): ScoreTable {
  const table = new Float64Array(2 * n + 1);
  for (let k = 2; k <= n + 1; k++) {
    const score = probit((k / 2 - 3 / 8) / (n + 1 / 4));
    table[2 * n + 2 - k] = -score;
    table[k] = score;
  }
  return table;
}

/**
 * Each value replaced by the normal score of its rank, equal values sharing the mean of their ranks.
 * `order` sorts `values`; the result is in the order of `values`.
 */
export function normalScores(values: Float64Array, order: Uint32Array, table: ScoreTable): Float64Array {
  const n = values.length;
  const scores = new Float64Array(n);
  for (let i = 0; i < n; ) {
    const value = values[order[i]];
    let j = i + 1;
    while (j < n && values[order[j]] === value) j++;
    // Ranks i + 1 … j: twice their mean is i + 1 + j.
    const score = table[i + 1 + j];
    for (; i < j; i++) scores[order[i]] = score;
  }
  return scores;
}
