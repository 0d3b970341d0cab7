/**
 * Correlations of the metric from draws and gradients, estimated in the same windows as its diagonal: a foreground
 * estimate in use, renewed at each switch and whenever its draws have grown by half, and a background that
 * collects. `auto` starts with the diagonal alone and chooses a few times in the early phase, because strong
 * correlations make trajectories long until the metric has them: by the Fisher divergence that low rank or dense
 * would gain on the draws since the previous choice.
 */
import type { TuningMemory } from '../../../kernel/kernel.ts';
import type { MetricDensity } from '../metric/metric-density.ts';
import { DrawWindow, windowCapacity } from './draw-window.ts';
import {
  type CorrelatedKind,
  type FisherEstimate,
  type FisherJudgement,
  fisherEstimate,
} from './fisher-metric.ts';

/** Result of a renewal: diagonal only, correlations unchanged, correlations estimated again, or for the first time. */
type Renewal = 'diagonal' | 'kept' | 'renewed' | 'first';

export interface Correlations {
  add(position: Float64Array, gradient: Float64Array): void;
  /** Whether draws are wanted. */
  readonly isCollecting: boolean;
  /** Adds those of a log where the chain moved. */
  addLogged(log: TuningMemory, count: number): void;
  /** Draws from number `draw` on before one whose `renew` may change something. */
  quiet(draw: number): number;
  /** The background becomes the foreground. */
  switch(): void;
  /** After tuning draw number `draw`. */
  renew(draw: number): Renewal;
}

/** Draws that an estimate needs. */
const FEWEST = 10;
const GROWTH = 1.5;
/** Shrinkage is judged again when the draws have doubled or halved, since it is most of an estimate's work. */
const JUDGED_GROWTH = 2;
/** `auto` considers `dense` up to this dimension: the cost of a step grows with its square. */
const MOST_DENSE = 100;
/** Gain in Fisher divergence that `auto` requires to leave the diagonal… */
const LEAST_GAIN = 1;
/** …and that of `dense` for each dimension, since the products of its steps grow dearer than they can gain. */
const LEAST_GAIN_OF_DENSE = 0.04;

/** @param choices draws after which `auto` chooses. */
export function correlationsOf(
  density: MetricDensity,
  choice: CorrelatedKind | 'auto',
  choices: readonly number[],
): Correlations {
  const { dimension, inverseMass } = density;
  const capacity = windowCapacity(dimension);
  let foreground = new DrawWindow(dimension, capacity);
  let background = new DrawWindow(dimension, capacity);
  /** Null: the diagonal alone. */
  let kind: CorrelatedKind | null = choice === 'auto' ? null : choice;
  let choicesMade = choice === 'auto' ? 0 : choices.length;
  /** The draws up to this are still travelling to the typical set. */
  const arrival = choices[0] >> 1;
  const isOpen = () => choicesMade < choices.length;
  /** Draws in the foreground, now and at its last estimate. */
  let seen = 0;
  let seenLast = 0;
  /** Scales to fall back on for coordinates that do not move. */
  const scalesBefore = new Float64Array(dimension);

  const known = () => (density.metric === null ? inverseMass : scalesBefore);

  let judgement: FisherJudgement | null = null;
  let judgedCount = 0;

  function judge(estimate: FisherEstimate): FisherJudgement {
    judgedCount = foreground.count;
    judgement = estimate.judge();
    return judgement;
  }

  function shareOf(estimate: FisherEstimate, of: CorrelatedKind): number {
    const { count } = foreground;
    const holds = count < JUDGED_GROWTH * judgedCount && JUDGED_GROWTH * count > judgedCount;
    return (holds && judgement !== null ? judgement : judge(estimate)).share[of];
  }

  function use(estimate: FisherEstimate | null, of: CorrelatedKind): Renewal {
    const metric = estimate === null ? null : estimate.metric(of, shareOf(estimate, of));
    const isFirst = density.metric === null;
    if (metric === null) return isFirst ? 'diagonal' : 'kept';
    seenLast = seen;
    if (isFirst) scalesBefore.set(inverseMass);
    density.use(metric);
    return isFirst ? 'first' : 'renewed';
  }

  function choose(): Renewal {
    choicesMade += 1;
    const estimate = foreground.count < FEWEST ? null : fisherEstimate(foreground, known());
    // A chosen kind may change to the other, but not back to the diagonal, which both contain.
    const best = estimate === null ? null : bestOf(judge(estimate), dimension);
    kind = best ?? kind;
    const renewal = best === null ? unchanged() : use(estimate, best);
    background.reset();
    // The last choice is for correlations that take more draws to detect, where none is chosen yet.
    if (kind !== null && choicesMade === choices.length - 1) choicesMade += 1;
    if (isOpen()) foreground.reset();
    return renewal;
  }

  const unchanged = (): Renewal => (density.metric === null ? 'diagonal' : 'kept');

  const isCollecting = () => kind !== null || isOpen();
  /** Draws that the next estimate waits for. */
  const awaited = () => Math.max(FEWEST, GROWTH * seenLast);

  function add(position: Float64Array, gradient: Float64Array): void {
    if (!isCollecting()) return;
    seen += 1;
    foreground.add(position, gradient);
    background.add(position, gradient);
  }

  return {
    add,
    get isCollecting() {
      return isCollecting();
    },
    addLogged({ positions, gradients, moved }, count) {
      for (let k = 0; k < count; k++)
        if (moved[k] !== 0)
          add(
            positions.subarray(k * dimension, (k + 1) * dimension),
            gradients.subarray(k * dimension, (k + 1) * dimension),
          );
    },
    quiet(draw) {
      if (!isOpen()) return kind === null ? Number.POSITIVE_INFINITY : Math.ceil(awaited() - seen) - 1;
      const next = [choices[choicesMade] - 1, ...(choicesMade === 0 ? [arrival] : [])];
      return Math.min(...next.filter((at) => at >= draw)) - draw;
    },
    switch() {
      if (isOpen()) return;
      [foreground, background] = [background, foreground];
      background.reset();
      seen = foreground.count;
      seenLast = 0;
    },
    renew(draw) {
      if (isOpen()) {
        if (choicesMade === 0 && draw === arrival) foreground.reset();
        return draw === choices[choicesMade] - 1 ? choose() : unchanged();
      }
      if (kind === null) return 'diagonal';
      if (seen < awaited()) return unchanged();
      return use(fisherEstimate(foreground, known()), kind);
    },
  };
}

function bestOf({ divergence }: FisherJudgement, dimension: number): CorrelatedKind | null {
  const { diagonal, low_rank, dense } = divergence;
  const leastOfDense = Math.max(LEAST_GAIN, LEAST_GAIN_OF_DENSE * dimension);
  if (dimension <= MOST_DENSE && dense < low_rank && diagonal - dense > leastOfDense) return 'dense';
  return diagonal - low_rank > LEAST_GAIN ? 'low_rank' : null;
}
