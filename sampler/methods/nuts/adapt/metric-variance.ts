/**
 * Stan's diagonal metric: the variance of the draws of each slow window, shrunk a little towards 1e-3,
 * with the step size searched again after each update (Stan reference manual, "HMC algorithm parameters"). It uses
 * every tuning draw: Stan's tuning does not end early.
 */

import type { Density } from '../../../infer/density.ts';
import type { Random } from '../../../random.ts';
import { type Nuts, newPlan } from '../nuts.ts';
import type { Adaptation, AdaptationSettings } from './adaptation.ts';
import { DrawsAndGradients } from './draws-and-gradients.ts';
import { windowSchedule } from './schedule.ts';
import { DualAveraging, findStepSize } from './step-size.ts';

/** Weight of the shrinkage, in draws. */
const PRIOR_DRAWS = 5;
const PRIOR_VARIANCE = 1e-3;

export function varianceMetric(
  density: Density,
  nuts: Nuts,
  settings: AdaptationSettings,
  random: Random,
): Adaptation {
  const { dimension, inverseMass } = density;
  const schedule = windowSchedule(settings.tune);
  const window = new DrawsAndGradients(dimension, nuts.tuning?.memory.windows[0]);
  const { draws } = window;
  const updates = [...schedule.updates].sort((a, b) => a - b);
  inverseMass.fill(1);
  const step = new DualAveraging(settings.stepSize, findStepSize(nuts, random, 1, settings.stepSize));

  const plan = newPlan(step.numbers, Number.POSITIVE_INFINITY, 0);

  return {
    get stepSize() {
      return step.current;
    },
    plan(draw) {
      const isSlow = draw >= schedule.slowFrom && draw < schedule.slowEnd;
      const next = isSlow
        ? (updates.find((update) => update >= draw) ?? draw)
        : draw < schedule.slowFrom
          ? schedule.slowFrom
          : settings.tune;
      plan.draws = next - draw;
      plan.all = isSlow ? window.memory : null;
      return plan;
    },
    learnFromBlock() {},
    finish: () => ({ stepSize: step.averaged, targetAccept: settings.stepSize.targetAccept }),
    learn(draw, random) {
      step.update(nuts.last.acceptance);
      if (draw < schedule.slowFrom || draw >= schedule.slowEnd) return false;
      draws.add(nuts.state.position);
      if (!schedule.updates.has(draw)) return false;
      const n = draws.count;
      if (n > 1) {
        const own = n / (n + PRIOR_DRAWS);
        for (let i = 0; i < dimension; i++) {
          inverseMass[i] = own * draws.variance(i) + (1 - own) * PRIOR_VARIANCE;
        }
      }
      draws.reset();
      step.restart(findStepSize(nuts, random, step.current, settings.stepSize));
      return false;
    },
  };
}
