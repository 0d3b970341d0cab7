import type { ApproximationMethod } from '../method.ts';
import { advi, defaultAdviSettings } from './advi.ts';

export const adviMethod: ApproximationMethod<'advi'> = {
  family: 'approximation',
  approximate(density, { method, draws, iterations, samples, tolerance, learning_rate }, random, watch) {
    const settings = {
      ...defaultAdviSettings,
      family: method,
      draws,
      maxIterations: iterations,
      gradientDraws: samples,
      tolerance,
      ...(learning_rate === null ? {} : { stepScale: learning_rate }),
    };
    return advi(density, settings, random, watch);
  },
};
