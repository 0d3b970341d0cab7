import { arrayArg, scalarArg } from './argument-values.ts';
import type { EventSampler } from './distribution-sampler.ts';
import { cholesky, solveLowerTranspose } from './matrix.ts';

export const car: EventSampler = {
  kind: 'event',
  name: 'CAR',
  /** With the precision L L', L^-T z. */
  draw: (args, out, rng) => {
    const n = out.length;
    const edges = arrayArg(args, 0);
    const [alpha, tau] = [scalarArg(args, 1), scalarArg(args, 2)];
    const q = new Float64Array(n * n);
    for (let e = 0; e + 1 < edges.length; e += 2) {
      const [i, j] = [edges[e] - 1, edges[e + 1] - 1];
      q[i * n + i] += tau;
      q[j * n + j] += tau;
      q[i * n + j] -= alpha * tau;
      q[j * n + i] -= alpha * tau;
    }
    const z = Float64Array.from({ length: n }, () => rng.normal());
    out.set(solveLowerTranspose(cholesky(q, n), z, n));
  },
};
