/**
 * Learns the degree of centring of each element in the first rounds of tuning: from a grid, the one that minimises
 * log var(u) + log var(∂u log p), the Fisher divergence left by a diagonal metric. Metric and step size restart
 * in the new coordinates; after the last round the degrees do not change.
 */
import { degreesOf, recentre } from '../../../infer/centring.ts';
import type { Centring } from '../../../infer/density.ts';
import { exp, log } from '../../../math/elementary.ts';
import type { Random } from '../../../random.ts';
import type { MetricDensity } from '../metric/metric-density.ts';
import type { Nuts } from '../nuts.ts';
import type { Adaptation, AdaptationSettings, StartAdaptation } from './adaptation.ts';
import { centringRounds, FINAL_DRAWS } from './schedule.ts';
import { SequenceCentring } from './sequence-centring.ts';
import { Welford } from './welford.ts';

/** Candidate degrees. */
const GRID = Float64Array.from({ length: 11 }, (_, k) => k / 10);
/** Degrees change only if one differs from its best by more than this: a change restarts tuning. */
const LEAST_CHANGE = 0.15;

/** @param start begins the adaptation of step size and metric, from the point in `nuts.state`. */
export function centringAdaptation(
  density: MetricDensity,
  centring: Centring,
  nuts: Nuts,
  settings: AdaptationSettings,
  random: Random,
  start: StartAdaptation,
): Adaptation {
  const rounds = centringRounds(settings.tune);
  // Degrees do not change once the metric is frozen.
  const least = Math.max(settings.least, rounds[rounds.length - 1].to + FINAL_DRAWS);
  let begun = 0;
  let inner = start(density, nuts, { ...settings, least }, random);
  const seen = new CentringStatistics(centring);
  const hasSequences = centring.pieces.some(({ sequence }) => sequence !== undefined);
  const sequences = hasSequences ? new SequenceCentring(density, centring) : null;
  let round = 0;
  return {
    get stepSize() {
      return inner.stepSize;
    },
    get gradients() {
      return sequences?.gradients ?? 0;
    },
    plan(draw) {
      const plan = inner.plan(draw - begun);
      if (round === rounds.length) return plan;
      const { from, to } = rounds[round];
      const isSeen = draw >= from;
      const left = isSeen ? to - 1 - draw : from - draw;
      plan.draws = Math.max(0, Math.min(plan.draws, left));
      plan.isLogged ||= isSeen;
      return plan;
    },
    learnFromBlock(draw, count, log) {
      inner.learnFromBlock(draw - begun, count, log);
      if (round === rounds.length || draw < rounds[round].from) return;
      const { dimension } = density;
      for (let k = 0; k < count; k++) {
        const position = log.positions.subarray(k * dimension, (k + 1) * dimension);
        seen.add(position, log.gradients.subarray(k * dimension, (k + 1) * dimension));
        sequences?.add(position);
      }
    },
    finish: () => inner.finish(),
    learn(draw, random) {
      const isOver = inner.learn(draw - begun, random);
      if (round === rounds.length) return isOver;
      const { from, to } = rounds[round];
      if (draw >= from) {
        seen.add(nuts.state.position, nuts.state.gradient);
        sequences?.add(nuts.state.position);
      }
      if (draw + 1 < to) return false;
      round += 1;
      const best = seen.best();
      sequences?.best(best);
      const degrees = isWorthAChange(best, degreesOf(centring)) ? best : null;
      if (degrees !== null) recentre(density, centring, nuts.state, degrees);
      seen.restart();
      sequences?.restart();
      if (degrees === null) return false;
      begun = draw + 1;
      inner = start(
        density,
        nuts,
        { ...settings, tune: settings.tune - begun, least: least - begun },
        random,
      );
      return false;
    },
  };
}

function isWorthAChange(degrees: Float64Array, present: Float64Array): boolean {
  return degrees.some((degree, i) => Math.abs(degree - present[i]) > LEAST_CHANGE);
}

/** Variances of each coordinate and of its gradient at all degrees of the grid, from draws at the current degrees. */
class CentringStatistics {
  readonly #centring: Centring;
  readonly #present: Float64Array;
  readonly #moments: Float64Array;
  /** Log scales of the latest draw, and their moments over all draws. */
  readonly #logScale: Float64Array;
  readonly #logScales: Welford;
  #count = 0;

  constructor(centring: Centring) {
    this.#centring = centring;
    this.#present = degreesOf(centring);
    // Mean and sum of squares of the coordinate, then of its gradient, for each element and degree.
    this.#moments = new Float64Array(4 * GRID.length * this.#present.length);
    this.#logScale = new Float64Array(this.#present.length);
    this.#logScales = new Welford(this.#present.length);
  }

  /** Forgets all draws and starts at the current degrees. */
  restart(): void {
    this.#count = 0;
    this.#moments.fill(0);
    this.#logScales.reset();
    this.#present.set(degreesOf(this.#centring));
  }

  add(position: Float64Array, gradient: Float64Array): void {
    this.#centring.at(position);
    this.#count += 1;
    let at = 0;
    let element = 0;
    for (const { degrees, location, scale, offset, sequence } of this.#centring.pieces) {
      if (sequence !== undefined) {
        at += 4 * GRID.length * degrees.length;
        element += degrees.length;
        continue;
      }
      for (let i = 0; i < degrees.length; i++) {
        const moved = position[offset + i] - degrees[i] * location[i];
        const logScale = log(scale[i]);
        this.#logScale[element++] = logScale;
        for (const degree of GRID) {
          const shrink = exp((degree - degrees[i]) * logScale);
          this.#note(at, degree * location[i] + shrink * moved);
          this.#note(at + 2, gradient[offset + i] / shrink);
          at += 4;
        }
      }
    }
    this.#logScales.add(this.#logScale);
  }

  /** Welford's update. */
  #note(at: number, value: number): void {
    const moments = this.#moments;
    const before = value - moments[at];
    moments[at] += before / this.#count;
    moments[at + 1] += before * (value - moments[at]);
  }

  /** The best degrees; those of vectors (`SequenceCentring`) stay as they are. */
  best(): Float64Array {
    const best = this.#present.slice();
    let element = 0;
    for (const { degrees, sequence } of this.#centring.pieces)
      for (let i = 0; i < degrees.length; i++, element++)
        if (sequence === undefined) best[element] = this.#bestOf(element);
    return best;
  }

  #bestOf(element: number): number {
    // Where the scale varies there is a funnel, whose neck few draws reach: higher degrees are penalised for it.
    const ofNeck = this.#logScales.variance(element);
    const costs = Array.from(GRID, (degree, k) => {
      const at = 4 * (GRID.length * element + k);
      return log(this.#moments[at + 1]) + log(this.#moments[at + 3]) + degree * ofNeck;
    });
    const k = costs.indexOf(Math.min(...costs));
    // A coordinate that did not move has no variances to judge by.
    return k < 0 ? this.#present[element] : GRID[k];
  }
}
