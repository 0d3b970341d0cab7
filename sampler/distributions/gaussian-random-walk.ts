import { distributionArg, elementsArg } from './argument-values.ts';
import type { ArgValue, EventSampler, InnerDistribution, Rng } from './distribution-sampler.ts';

/** Draws a scalar from the distribution of the start. */
export type DrawInner = (inner: InnerDistribution, rng: Rng) => number;

export function gaussianRandomWalk(drawInner: DrawInner): EventSampler {
  return {
    kind: 'event',
    name: 'GaussianRandomWalk',
    draw: (args: readonly ArgValue[], out, rng) => {
      const [sigma, init, mu] = [elementsArg(args, 0), distributionArg(args, 1), elementsArg(args, 2)];
      out[0] = init === null ? Number.NaN : drawInner(init, rng);
      for (let t = 1; t < out.length; t++) out[t] = out[t - 1] + mu(t) + sigma(t) * rng.normal();
    },
  };
}
