/** Adaptation of a chain: chooses the step size and writes the metric into the density. */

import type { nuts } from '../../../../grammar/methods/nuts.ts';
import type { SettingsOf } from '../../../../grammar/methods/setting.ts';
import type { TuningMemory } from '../../../kernel/kernel.ts';
import type { Random } from '../../../random.ts';
import type { MetricDensity } from '../metric/metric-density.ts';
import type { Nuts, TuningPlan } from '../nuts.ts';
import { correlatedMetric, gradientMetric } from './metric-grad.ts';
import { varianceMetric } from './metric-variance.ts';
import type { DualAveragingSettings } from './step-size.ts';

export interface Adaptation {
  /** Step size of the next transition. */
  readonly stepSize: number;
  /** Computed beside those of transitions and probes; left out where there are none. */
  readonly gradients?: number;
  /**
   * Learns from `nuts.last` and `nuts.state` after tuning draw number `draw` (from 0).
   * @returns true where tuning can end early.
   */
  learn(draw: number, random: Random): boolean;
  /** What a block may learn by itself from the draws from number `draw` on; the draw after them is for `learn`. */
  plan(draw: number): TuningPlan;
  /**
   * Learns what the block did not from those of its draws that it learned from, `count` of them, the first of which is
   * number `draw`; `log` holds them where the plan asked for that.
   */
  learnFromBlock(draw: number, count: number, log: TuningMemory): void;
  /** The result of tuning. */
  finish(): TunedStep;
}

interface TunedStep {
  readonly stepSize: number;
  /** The final target acceptance, which tuning may have raised. */
  readonly targetAccept: number;
}

/**
 * `diag_grad`: diagonal from draws and gradients as in nutpie; `low_rank` and `dense` with correlations;
 * `auto` chooses among the three. `diag`: variance of draws as in Stan.
 */
export type Metric = SettingsOf<typeof nuts.settings>['metric'];

export interface AdaptationSettings {
  /** Tuning draws at most. */
  readonly tune: number;
  /** Tuning draws at least. */
  readonly least: number;
  readonly stepSize: DualAveragingSettings;
}

/** Starts tuning from the point in `nuts.state`, which must be evaluated. */
export type StartAdaptation = (
  density: MetricDensity,
  nuts: Nuts,
  settings: AdaptationSettings,
  random: Random,
) => Adaptation;

export const adaptations: { readonly [metric in Metric]: StartAdaptation } = {
  diag_grad: gradientMetric,
  diag: varianceMetric,
  low_rank: correlatedMetric('low_rank'),
  dense: correlatedMetric('dense'),
  auto: correlatedMetric('auto'),
};
