import { arrayArg, scalarArg } from './argument-values.ts';
import type { EventSampler, Rng } from './distribution-sampler.ts';
import { drawGamma } from './draw-gamma.ts';
import { cholesky, timesTranspose } from './matrix.ts';

/** The lower factor A of Bartlett's decomposition: A A' is Wishart(nu, identity). */
export function drawBartlett(nu: number, n: number, rng: Rng): Float64Array {
  const a = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    a[i * n + i] = Math.sqrt(2 * drawGamma((nu - i) / 2, rng));
    for (let j = 0; j < i; j++) a[i * n + j] = rng.normal();
  }
  return a;
}

export const wishart: EventSampler = {
  kind: 'event',
  name: 'Wishart',
  draw: (args, out, rng) => {
    const n = Math.round(Math.sqrt(out.length));
    const a = drawBartlett(scalarArg(args, 0), n, rng);
    const l = cholesky(arrayArg(args, 1), n);
    const la = new Float64Array(n * n);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) for (let k = j; k <= i; k++) la[i * n + j] += l[i * n + k] * a[k * n + j];
    out.set(timesTranspose(la, n));
  },
};
