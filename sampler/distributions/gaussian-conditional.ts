import { arrayArg } from './argument-values.ts';
import type { EventSampler } from './distribution-sampler.ts';
import { cholesky, semidefiniteFactor, solveLower } from './matrix.ts';

export const gaussianConditional: EventSampler = {
  kind: 'event',
  name: 'GaussianConditional',
  /** With K_old = L L' and W = L^-1 K_cross': mean W' L^-1 value, covariance K_new - W' W. */
  draw: (args, out, rng) => {
    const [kNew, kCross, kOld, value] = [0, 1, 2, 3].map((at) => arrayArg(args, at));
    const [n, m] = [out.length, value.length];
    const l = cholesky(kOld, m);
    const across = new Float64Array(m * n);
    for (let i = 0; i < n; i++) for (let k = 0; k < m; k++) across[k * n + i] = kCross[i * m + k];
    const w = solveLower(l, across, m, n);
    const v = solveLower(l, value, m, 1);
    const cov = kNew.slice();
    for (let i = 0; i < n; i++) {
      let mean = 0;
      for (let k = 0; k < m; k++) mean += w[k * n + i] * v[k];
      out[i] = mean;
      for (let j = 0; j <= i; j++) {
        let known = 0;
        for (let k = 0; k < m; k++) known += w[k * n + i] * w[k * n + j];
        cov[i * n + j] -= known;
      }
    }
    const scales = Float64Array.from({ length: n }, (_, i) => kNew[i * n + i]);
    const factor = semidefiniteFactor(cov, n, scales);
    const z = Float64Array.from({ length: n }, () => rng.normal());
    for (let i = 0; i < n; i++) for (let k = 0; k <= i; k++) out[i] += factor[i * n + k] * z[k];
  },
};
