import { arrayArg, scalarArg } from './argument-values.ts';
import { drawMultinomial } from './draw-counts.ts';
import type { EventSampler } from './sampler.ts';

export const multinomial: EventSampler = {
  kind: 'event',
  name: 'Multinomial',
  draw: (args, out, rng) => drawMultinomial(scalarArg(args, 0), arrayArg(args, 1), out, rng),
};
