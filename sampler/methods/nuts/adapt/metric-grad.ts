/**
 * Diagonal metric from draws and gradients: M⁻¹ᵢ = sqrt(var(xᵢ) / var(∂ᵢ log p)), which minimises the
 * Fisher divergence between the preconditioned target and a standard normal (Seyboldt, Carlson and
 * Carpenter). The metric in use comes from a foreground estimate and is renewed after every draw; a
 * background estimate collects since the last switch and becomes the foreground at the next one.
 */

import type { Density } from '../../../infer/density.ts';
import type { Random } from '../../../random.ts';
import type { Nuts } from '../nuts.ts';
import type { Adaptation, AdaptationSettings, StartAdaptation } from './adaptation.ts';
import { type Correlations, correlationsOf } from './correlations.ts';
import type { CorrelatedKind } from './fisher-metric.ts';
import { gradientSchedule } from './schedule.ts';
import { DualAveraging, findStepSize } from './step-size.ts';
import { Welford } from './welford.ts';

const LOWEST = 1e-20;
const HIGHEST = 1e20;
/** Divergent trajectories that ended this close to their origin are ignored. */
const STUCK_STEPS = 4;
const FIRST_GUESS = 0.1;

export function gradientMetric(
  density: Density,
  nuts: Nuts,
  settings: AdaptationSettings,
  random: Random,
): Adaptation {
  return adapt(density, nuts, settings, random, null);
}

/** The same with what lies beyond the diagonal, always or where `auto` chooses it. */
export function correlatedMetric(choice: CorrelatedKind | 'auto'): StartAdaptation {
  return (density, nuts, settings, random) => {
    // Tuning restarts where the centring has changed.
    density.use(null);
    const { earlyEnd } = gradientSchedule(settings.tune);
    return adapt(density, nuts, settings, random, correlationsOf(density, choice, earlyEnd));
  };
}

function adapt(
  density: Density,
  nuts: Nuts,
  settings: AdaptationSettings,
  random: Random,
  correlations: Correlations | null,
): Adaptation {
  const { dimension, inverseMass } = density;
  const schedule = gradientSchedule(settings.tune);
  let foreground = new DrawsAndGradients(dimension);
  let background = new DrawsAndGradients(dimension);
  let window = schedule.firstWindow;
  let metricIsFirstGuess = true;

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

  return {
    get stepSize() {
      return step.current;
    },
    finish: () => step.averaged,
    learn(draw, random) {
      const { last, state } = nuts;
      if (draw >= schedule.frozenFrom) {
        step.update(last.symmetricAcceptance);
        return;
      }
      const moved = last.end === 'diverging' ? Math.abs(last.index) > STUCK_STEPS : last.index !== 0;
      if (moved) {
        foreground.add(state.position, state.gradient);
        background.add(state.position, state.gradient);
        correlations?.add(state.position, state.gradient);
      }
      const early = draw < schedule.earlyEnd;
      const size = early ? schedule.earlyWindow : window;
      const nextFits = draw + size <= schedule.frozenFrom;
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
    },
  };
}

class DrawsAndGradients {
  readonly #draws: Welford;
  readonly #gradients: Welford;

  constructor(dimension: number) {
    this.#draws = new Welford(dimension);
    this.#gradients = new Welford(dimension);
  }

  get count(): number {
    return this.#draws.count;
  }

  add(position: Float64Array, gradient: Float64Array): void {
    this.#draws.add(position);
    this.#gradients.add(gradient);
  }

  reset(): void {
    this.#draws.reset();
    this.#gradients.reset();
  }

  /** Writes the estimate; false, and nothing written, below three values. */
  writeInto(inverseMass: Float64Array): boolean {
    if (this.count < 3) return false;
    for (let i = 0; i < inverseMass.length; i++) {
      const estimate = Math.sqrt(this.#draws.variance(i) / this.#gradients.variance(i));
      // A coordinate that has not moved, or whose density is flat, keeps its scale.
      if (Number.isFinite(estimate) && estimate > 0) inverseMass[i] = clamp(estimate);
    }
    return true;
  }
}

function clamp(value: number): number {
  return Math.min(Math.max(value, LOWEST), HIGHEST);
}
