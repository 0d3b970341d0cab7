import { arrayArg } from './argument-values.ts';
import type { CategorySampler } from './distribution-sampler.ts';
import { drawPosition } from './draw-counts.ts';

export const categorical: CategorySampler = {
  kind: 'category',
  name: 'Categorical',
  draw: (args, rng) => drawPosition(arrayArg(args, 0), rng) + 1,
  probabilities: (args) => arrayArg(args, 0),
};
