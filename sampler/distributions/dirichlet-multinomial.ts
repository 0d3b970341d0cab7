import { arrayArg, scalarArg } from './argument-values.ts';
import { drawDirichlet } from './dirichlet.ts';
import type { EventSampler } from './distribution-sampler.ts';
import { drawMultinomial } from './draw-counts.ts';

export const dirichletMultinomial: EventSampler = {
  kind: 'event',
  name: 'DirichletMultinomial',
  draw: (args, out, rng) => {
    const p = new Float64Array(out.length);
    drawDirichlet(arrayArg(args, 1), p, rng);
    drawMultinomial(scalarArg(args, 0), p, out, rng);
  },
};
