import { scalarArg } from './argument-values.ts';
import type { EventSampler } from './distribution-sampler.ts';
import { drawLkjCholesky } from './lkj-cholesky.ts';
import { timesTranspose } from './matrix.ts';

export const lkjCorr: EventSampler = {
  kind: 'event',
  name: 'LKJCorr',
  draw: (args, out, rng) => {
    const n = Math.round(Math.sqrt(out.length));
    drawLkjCholesky(scalarArg(args, 0), out, rng);
    out.set(timesTranspose(out, n));
    for (let i = 0; i < n; i++) out[i * n + i] = 1;
  },
};
