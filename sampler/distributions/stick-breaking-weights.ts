import { scalarArg } from './argument-values.ts';
import { type EventSampler, openUniform } from './distribution-sampler.ts';
import { exp, expm1, log } from './math.ts';

export const stickBreakingWeights: EventSampler = {
  kind: 'event',
  name: 'StickBreakingWeights',
  draw: (args, out, rng) => {
    const alpha = scalarArg(args, 0);
    let left = 1;
    for (let i = 0; i < out.length - 1; i++) {
      // What remains after a Beta(1, alpha) break is u^(1 / alpha).
      const logRest = log(openUniform(rng)) / alpha;
      out[i] = left * -expm1(logRest);
      left *= exp(logRest);
    }
    out[out.length - 1] = left;
  },
};
