/**
 * Diagonal metric from draws and gradients: M⁻¹ᵢ = sqrt(var(xᵢ) / var(∂ᵢ log p)), which minimises the
 * Fisher divergence between the preconditioned target and a standard normal (Seyboldt, Carlson and
 * Carpenter). The metric in use comes from a foreground estimate and is renewed after every draw; a
 * background estimate collects since the last switch and becomes the foreground at the next one.
 */

import type { Random } from '../../../random.ts';
import type { MetricDensity } from '../metric/metric-density.ts';
import { type Nuts, newPlan } from '../nuts.ts';
import type { Adaptation, AdaptationSettings, StartAdaptation } from './adaptation.ts';
import { type Correlations, correlationsOf } from './correlations.ts';
import { clamp, DrawsAndGradients } from './draws-and-gradients.ts';
import type { CorrelatedKind } from './fisher-metric.ts';
import { FINAL_DRAWS, gradientSchedule } from './schedule.ts';
import { Settling, WINDOW } from './settling.ts';
import { DualAveraging, findStepSize } from './step-size.ts';

/** Divergent trajectories that ended this close to their origin are ignored. */
const STUCK_STEPS = 4;
const FIRST_GUESS = 0.1;
/** Target acceptance after a divergence or near-divergence late in tuning. */
const RAISED_TARGET = 0.95;
/**
 * An energy error above this (acceptance e^−10) is a near-divergence, unless the step was much longer than the step
 * size found. Where these occur in tuning, divergences occur later, at a rate too low for tuning to see them.
 */
const NEAR_DIVERGENCE = 10;
const LITTLE_LONGER = 1.2;
/** Draws needed to find the step size for another target. */
const FEWEST_FINAL = 25;

export function gradientMetric(
  density: MetricDensity,
  nuts: Nuts,
  settings: AdaptationSettings,
  random: Random,
): Adaptation {
  return adapt(density, nuts, settings, random, null);
}

/** The same with correlations: always, or where `auto` chooses them. */
export function correlatedMetric(choice: CorrelatedKind | 'auto'): StartAdaptation {
  return (density, nuts, settings, random) => {
    // Tuning restarts where the centring has changed.
    density.use(null);
    const { choices } = gradientSchedule(settings.tune);
    return adapt(density, nuts, settings, random, correlationsOf(density, choice, choices));
  };
}

function adapt(
  density: MetricDensity,
  nuts: Nuts,
  settings: AdaptationSettings,
  random: Random,
  correlations: Correlations | null,
): Adaptation {
  const { dimension, inverseMass } = density;
  const { tune, least } = settings;
  const schedule = gradientSchedule(tune);
  const [first, second, third, fourth] = nuts.tuning?.memory.windows ?? [];
  let foreground = new DrawsAndGradients(dimension, first);
  let background = new DrawsAndGradients(dimension, second);
  let window = schedule.firstWindow;
  let metricIsFirstGuess = true;
  const settling = new Settling(dimension, third === undefined ? undefined : [third, fourth]);
  /** The draw from which only the step size adapts. */
  let { frozenFrom } = schedule;
  let end = tune;
  let lastDivergence = Number.NEGATIVE_INFINITY;
  const earliest = Math.max(least - FINAL_DRAWS, schedule.earlyEnd + WINDOW);

  const { position, gradient } = nuts.state;
  foreground.add(position, gradient);
  background.add(position, gradient);
  for (let i = 0; i < dimension; i++) {
    const guess = 1 / Math.abs(gradient[i]);
    inverseMass[i] = Number.isFinite(guess) ? clamp(guess) : 1;
  }
  const step = new DualAveraging(
    settings.stepSize,
    findStepSize(nuts, random, FIRST_GUESS, settings.stepSize),
  );

  const isRaisable = (draw: number) => step.targetAccept < RAISED_TARGET && draw + 1 + FEWEST_FINAL <= tune;

  const plan = newPlan(step.numbers, NEAR_DIVERGENCE, LITTLE_LONGER);

  /** At most once, and only if enough draws are left to find the step size. */
  function raiseTarget(draw: number): void {
    if (!isRaisable(draw)) return;
    step.raise(RAISED_TARGET);
    end = Math.min(tune, Math.max(end, draw + 1 + FINAL_DRAWS));
  }

  /** The size of the background's window, and whether it fits before the metric is frozen. */
  function windowAt(draw: number) {
    const early = draw < schedule.earlyEnd;
    const size = early ? schedule.earlyWindow : window;
    return { early, size, nextFits: draw + size <= schedule.frozenFrom };
  }

  /** Draws from number `draw` on that renew nothing but the diagonal metric. */
  function quiet(draw: number): number {
    if (metricIsFirstGuess) return 0;
    const { early, size, nextFits } = windowAt(draw);
    return Math.min(
      frozenFrom - 1 - draw,
      end - 1 - draw,
      settling.left,
      early ? schedule.earlyEnd - draw : Number.POSITIVE_INFINITY,
      nextFits
        ? Math.min(size - 1 - background.count, schedule.frozenFrom - size - draw + 1)
        : Number.POSITIVE_INFINITY,
      correlations?.quiet(draw) ?? Number.POSITIVE_INFINITY,
    );
  }

  function learnMetric(draw: number, random: Random): void {
    const { last, state } = nuts;
    const moved = last.end === 'diverging' ? Math.abs(last.index) > STUCK_STEPS : last.index !== 0;
    if (moved) {
      foreground.add(state.position, state.gradient);
      background.add(state.position, state.gradient);
      correlations?.add(state.position, state.gradient);
    }
    const { early, size, nextFits } = windowAt(draw);
    if (nextFits && background.count >= size) {
      const retired = foreground;
      foreground = background;
      background = retired;
      background.reset();
      correlations?.switch();
      if (!early) window = Math.floor(window * schedule.growth);
    }
    const renewal = correlations?.renew(draw) ?? 'diagonal';
    const renewed = renewal === 'diagonal' ? foreground.writeInto(inverseMass) : renewal !== 'kept';
    if ((renewed && metricIsFirstGuess) || renewal === 'first') {
      metricIsFirstGuess = false;
      step.restart(findStepSize(nuts, random, step.current, settings.stepSize));
    } else {
      step.update(nextFits ? last.acceptance : last.symmetricAcceptance);
    }
  }

  return {
    get stepSize() {
      return step.current;
    },
    plan(draw) {
      const isFrozen = draw >= frozenFrom;
      const waits = isFrozen && draw - lastDivergence < WINDOW && isRaisable(draw);
      plan.draws = isFrozen ? (waits ? 0 : end - 1 - draw) : Math.max(0, quiet(draw));
      plan.isSymmetric = isFrozen || !windowAt(draw).nextFits;
      plan.foreground = isFrozen ? null : foreground.memory;
      plan.background = isFrozen ? null : background.memory;
      plan.renewsMetric = !isFrozen && density.metric === null;
      plan.all = isFrozen ? null : settling.window;
      plan.isLogged = !isFrozen && correlations !== null && correlations.isCollecting;
      return plan;
    },
    learnFromBlock(draw, count, log) {
      if (draw < frozenFrom) correlations?.addLogged(log, count);
    },
    finish: () => ({ stepSize: step.averaged, targetAccept: step.targetAccept }),
    learn(draw, random) {
      if (isNearDivergence(nuts, step)) lastDivergence = draw;
      if (draw < frozenFrom) {
        learnMetric(draw, random);
        const hasSettled = settling.add(nuts, step.averaged);
        if (hasSettled && draw + 1 >= earliest) {
          frozenFrom = draw + 1;
          end = Math.min(tune, frozenFrom + FINAL_DRAWS);
          step.refine();
        }
      } else {
        step.update(nuts.last.symmetricAcceptance);
      }
      if (draw + 1 >= frozenFrom && draw - lastDivergence < WINDOW) raiseTarget(draw);
      return draw + 1 >= end;
    },
  };
}

function isNearDivergence({ last }: Nuts, step: DualAveraging): boolean {
  if (last.divergence !== null) return true;
  return last.largestError > NEAR_DIVERGENCE && step.current <= LITTLE_LONGER * step.averaged;
}
