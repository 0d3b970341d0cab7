import type { ApproximationMethod } from '../method.ts';
import { defaultLaplaceSettings, laplace } from './laplace.ts';

export const laplaceMethod: ApproximationMethod<'laplace'> = {
  family: 'approximation',
  approximate(density, { draws, iterations }, random, watch) {
    return laplace(density, { ...defaultLaplaceSettings, draws, maxIterations: iterations }, random, watch);
  },
};
