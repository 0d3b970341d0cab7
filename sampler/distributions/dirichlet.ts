import { arrayArg } from './argument-values.ts';
import type { EventSampler, Rng } from './distribution-sampler.ts';
import { drawLogGamma, normaliseLogs } from './draw-gamma.ts';

/** Normalised gamma draws, in logarithms so that small concentrations do not underflow. */
export function drawDirichlet(alpha: Float64Array, out: Float64Array, rng: Rng): void {
  const logs = Float64Array.from(out, (_, i) => drawLogGamma(alpha.length === 1 ? alpha[0] : alpha[i], rng));
  normaliseLogs(logs, out);
}

export const dirichlet: EventSampler = {
  kind: 'event',
  name: 'Dirichlet',
  draw: (args, out, rng) => drawDirichlet(arrayArg(args, 0), out, rng),
};
