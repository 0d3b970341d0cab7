import { scalarArg } from './argument-values.ts';
import type { EventSampler } from './distribution-sampler.ts';

/** Takes the mean off, so that the elements sum to zero. */
export function centre(x: Float64Array): void {
  let total = 0;
  for (const v of x) total += v;
  for (let i = 0; i < x.length; i++) x[i] -= total / x.length;
}

export const zeroSumNormal: EventSampler = {
  kind: 'event',
  name: 'ZeroSumNormal',
  draw: (args, out, rng) => {
    for (let i = 0; i < out.length; i++) out[i] = scalarArg(args, 0) * rng.normal();
    centre(out);
  },
};
