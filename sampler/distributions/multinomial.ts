import { arrayArg, scalarArg } from './argument-values.ts';
import type { EventSampler } from './distribution-sampler.ts';
import { drawMultinomial } from './draw-counts.ts';

export const multinomial: EventSampler = {
  kind: 'event',
  name: 'Multinomial',
  draw: (args, out, rng) => drawMultinomial(scalarArg(args, 0), arrayArg(args, 1), out, rng),
};
