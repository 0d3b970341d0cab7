/** Adaptation of a chain: chooses the step size and writes the metric into the density. */

import type { Density } from '../../../infer/density.ts';
import type { Random } from '../../../random.ts';
import type { Nuts } from '../nuts.ts';
import { gradientMetric } from './metric-grad.ts';
import { varianceMetric } from './metric-variance.ts';
import type { DualAveragingSettings } from './step-size.ts';

export interface Adaptation {
  /** Step size of the next transition. */
  readonly stepSize: number;
  /** Learns from `nuts.last` and `nuts.state` after tuning draw number `draw` (from 0). */
  learn(draw: number, random: Random): void;
  /** The step size to keep, once all tuning draws are done. */
  finish(): number;
}

/** `diag_grad`: diagonal from draws and gradients as in nutpie. `diag`: variance of draws as in Stan. */
export type Metric = 'diag_grad' | 'diag';

export interface AdaptationSettings {
  readonly tune: number;
  readonly stepSize: DualAveragingSettings;
}

/** Starts tuning from the point in `nuts.state`, whose gradient must be known. */
export type StartAdaptation = (
  density: Density,
  nuts: Nuts,
  settings: AdaptationSettings,
  random: Random,
) => Adaptation;

export const adaptations: { readonly [metric in Metric]: StartAdaptation } = {
  diag_grad: gradientMetric,
  diag: varianceMetric,
};
