import { arrayArg } from './argument-values.ts';
import type { EventSampler, Rng } from './distribution-sampler.ts';
import { cholesky } from './matrix.ts';

/** out = mu + scale * L z, with the covariance L L'. */
export function drawMvNormal(
  mu: Float64Array,
  cov: Float64Array,
  scale: number,
  out: Float64Array,
  rng: Rng,
): void {
  const n = out.length;
  const l = cholesky(cov, n);
  const z = Float64Array.from({ length: n }, () => rng.normal());
  for (let i = 0; i < n; i++) {
    let s = 0;
    for (let k = 0; k <= i; k++) s += l[i * n + k] * z[k];
    out[i] = (mu.length === 1 ? mu[0] : mu[i]) + scale * s;
  }
}

export const mvNormal: EventSampler = {
  kind: 'event',
  name: 'MvNormal',
  draw: (args, out, rng) => drawMvNormal(arrayArg(args, 0), arrayArg(args, 1), 1, out, rng),
};
