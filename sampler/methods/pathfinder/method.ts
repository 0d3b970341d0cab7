import type { ApproximationMethod } from '../method.ts';
import { defaultPathfinderSettings, pathfinder } from './pathfinder.ts';

export const pathfinderMethod: ApproximationMethod<'pathfinder'> = {
  family: 'approximation',
  approximate(density, { draws, paths, iterations, history, samples, tolerance }, random, watch, priors) {
    const settings = {
      ...defaultPathfinderSettings,
      draws,
      paths,
      maxIterations: iterations,
      history,
      elboDraws: samples,
      relativeTolerance: tolerance,
    };
    return pathfinder(density, settings, random, watch, priors);
  },
};
