import { arrayArg, scalarArg } from './argument-values.ts';
import type { EventSampler } from './distribution-sampler.ts';
import { drawLogGamma } from './draw-gamma.ts';
import { exp, log } from './math.ts';
import { drawMvNormal } from './mv-normal.ts';

export const mvStudentT: EventSampler = {
  kind: 'event',
  name: 'MvStudentT',
  draw: (args, out, rng) => {
    const nu = scalarArg(args, 0);
    const scale = exp(0.5 * (log(nu / 2) - drawLogGamma(nu / 2, rng)));
    drawMvNormal(arrayArg(args, 1), arrayArg(args, 2), scale, out, rng);
  },
};
