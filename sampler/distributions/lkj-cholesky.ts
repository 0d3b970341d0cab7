import { scalarArg } from './argument-values.ts';
import type { EventSampler, Rng } from './distribution-sampler.ts';
import { drawBeta } from './draw-gamma.ts';

/**
 * The Cholesky factor from canonical partial correlations, column by column: each is 2 * Beta(a, a) - 1 with
 * a = eta + (K - 1 - column) / 2, the columns counted from 1. Lewandowski, Kurowicka & Joe (2009), section 2.4.
 */
export function drawLkjCholesky(eta: number, out: Float64Array, rng: Rng): void {
  const n = Math.round(Math.sqrt(out.length));
  out.fill(0);
  // What is left of each row's unit length.
  const left = new Float64Array(n).fill(1);
  for (let k = 0; k < n; k++) {
    out[k * n + k] = Math.sqrt(left[k]);
    const a = eta + 0.5 * (n - 2 - k);
    for (let i = k + 1; i < n; i++) {
      const partial = 2 * drawBeta(a, a, rng) - 1;
      out[i * n + k] = partial * Math.sqrt(left[i]);
      left[i] *= 1 - partial * partial;
    }
  }
}

export const lkjCholesky: EventSampler = {
  kind: 'event',
  name: 'LKJCholesky',
  draw: (args, out, rng) => drawLkjCholesky(scalarArg(args, 0), out, rng),
};
