/** Autocorrelation of one chain at lags 0 … `lags`: Σ (xᵢ − x̄)(xᵢ₊ₜ − x̄) over its value at lag 0. */
export function autocorrelation(chain: Float64Array, lags: number): Float64Array {
  const n = chain.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += chain[i];
  const centred = chain.map((value) => value - sum / n);
  const count = Math.min(lags, n - 1) + 1;
  const result = new Float64Array(Math.max(count, 0));
  for (let lag = 0; lag < count; lag++) {
    let product = 0;
    for (let i = 0; i + lag < n; i++) product += centred[i] * centred[i + lag];
    result[lag] = product;
  }
  const variance = result[0];
  return result.map((value) => (variance > 0 ? value / variance : 0));
}
