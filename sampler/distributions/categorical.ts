import { arrayArg } from './argument-values.ts';
import { drawPosition } from './draw-counts.ts';
import type { CategorySampler } from './sampler.ts';

export const categorical: CategorySampler = {
  kind: 'category',
  name: 'Categorical',
  draw: (args, rng) => drawPosition(arrayArg(args, 0), rng) + 1,
  probabilities: (args) => arrayArg(args, 0),
};
