import { arrayArg } from './argument-values.ts';
import type { EventSampler } from './distribution-sampler.ts';
import { cholesky, solveLowerTranspose } from './matrix.ts';
import { centre } from './zero-sum-normal.ts';

export const icar: EventSampler = {
  kind: 'event',
  name: 'ICAR',
  /**
   * The precision is the graph's Laplacian, whose null space on a connected graph is the constant. With the
   * constant's projector added it is positive definite, and centring removes that part again. A graph that is
   * not connected gives NaN.
   */
  draw: (args, out, rng) => {
    const n = out.length;
    const edges = arrayArg(args, 0);
    const q = new Float64Array(n * n).fill(1 / n);
    for (let e = 0; e + 1 < edges.length; e += 2) {
      const [i, j] = [edges[e] - 1, edges[e + 1] - 1];
      q[i * n + i] += 1;
      q[j * n + j] += 1;
      q[i * n + j] -= 1;
      q[j * n + i] -= 1;
    }
    const z = Float64Array.from({ length: n }, () => rng.normal());
    out.set(solveLowerTranspose(cholesky(q, n), z, n));
    centre(out);
  },
};
