import { arrayArg, distributionArg, elementsArg } from './argument-values.ts';
import type { EventSampler } from './distribution-sampler.ts';
import type { DrawInner } from './gaussian-random-walk.ts';

export function ar(drawInner: DrawInner): EventSampler {
  return {
    kind: 'event',
    name: 'AR',
    draw: (args, out, rng) => {
      const [rho, sigma, init] = [arrayArg(args, 0), elementsArg(args, 1), distributionArg(args, 2)];
      const mu = elementsArg(args, 3);
      for (let t = 0; t < out.length; t++) {
        if (t < rho.length) {
          out[t] = init === null ? Number.NaN : drawInner(init, rng);
        } else {
          out[t] = mu(t) + sigma(t) * rng.normal();
          for (let i = 0; i < rho.length; i++) out[t] += rho[i] * out[t - 1 - i];
        }
      }
    },
  };
}
