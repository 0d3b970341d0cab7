import { arrayArg, scalarArg } from './argument-values.ts';
import type { EventSampler } from './distribution-sampler.ts';
import { cholesky, solveLower, timesTranspose } from './matrix.ts';
import { drawBartlett } from './wishart.ts';

export const inverseWishart: EventSampler = {
  kind: 'event',
  name: 'InverseWishart',
  draw: (args, out, rng) => {
    const n = Math.round(Math.sqrt(out.length));
    const a = drawBartlett(scalarArg(args, 0), n, rng);
    const l = cholesky(arrayArg(args, 1), n);
    // X = L (A A')^-1 L' = M' M with M = A^-1 L'.
    const transpose = (m: Float64Array) => m.map((_, at) => m[(at % n) * n + Math.floor(at / n)]);
    const m = solveLower(a, transpose(l), n, n);
    out.set(timesTranspose(transpose(m), n));
  },
};
