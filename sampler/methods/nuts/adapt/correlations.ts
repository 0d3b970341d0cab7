/**
 * What the metric from draws and gradients learns beyond its diagonal, in the same windows: a foreground
 * estimate in use, renewed at each switch and whenever its draws have grown by half, and a background that
 * collects. `auto` starts with the diagonal alone and chooses once, at the end of the early phase, by the
 * Fisher divergence that low rank or dense would gain.
 */
import type { MetricDensity } from '../metric/metric-density.ts';
import { DrawWindow, windowCapacity } from './draw-window.ts';
import { type CorrelatedKind, type FisherEstimate, fisherEstimate } from './fisher-metric.ts';

/** What became of the metric: the diagonal rules it, it is as before, it is new, the first one. */
type Renewal = 'diagonal' | 'kept' | 'renewed' | 'first';

export interface Correlations {
  add(position: Float64Array, gradient: Float64Array): void;
  /** The background becomes the foreground. */
  switch(): void;
  /** After tuning draw number `draw`. */
  renew(draw: number): Renewal;
}

/** Draws that a first estimate takes, and a choice. */
const FEWEST = 10;
const FEWEST_TO_CHOOSE = 30;
const GROWTH = 1.5;
/** `dense` is for `auto` up to this dimension: a step costs its square. */
const MOST_DENSE = 100;
/** Below this gain in Fisher divergence `auto` stays with the diagonal. */
const LEAST_GAIN = 1;

export function correlationsOf(
  density: MetricDensity,
  choice: CorrelatedKind | 'auto',
  earlyEnd: number,
): Correlations {
  const { dimension, inverseMass } = density;
  const capacity = windowCapacity(dimension);
  let foreground = new DrawWindow(dimension, capacity);
  let background = new DrawWindow(dimension, capacity);
  /** Null: the diagonal alone, whatever is drawn. */
  let kind: CorrelatedKind | 'open' | null = choice === 'auto' ? 'open' : choice;
  /** Draws that the foreground has seen, now and when it was last made use of. */
  let seen = 0;
  let seenLast = 0;
  /** Inverse masses of the diagonal, for coordinates that do not move. */
  const scalesBefore = new Float64Array(dimension);

  function use(estimate: FisherEstimate | null, of: CorrelatedKind): Renewal {
    const metric = estimate?.metric(of) ?? null;
    const isFirst = density.metric === null;
    if (metric === null) return isFirst ? 'diagonal' : 'kept';
    seenLast = seen;
    if (isFirst) scalesBefore.set(inverseMass);
    density.use(metric);
    return isFirst ? 'first' : 'renewed';
  }

  return {
    add(position, gradient) {
      if (kind === null) return;
      seen += 1;
      foreground.add(position, gradient);
      background.add(position, gradient);
    },
    switch() {
      if (kind === 'open') return;
      [foreground, background] = [background, foreground];
      background.reset();
      seen = foreground.count;
      seenLast = 0;
    },
    renew(draw) {
      if (kind === null) return 'diagonal';
      if (kind === 'open') {
        // Chains are still on their way in the first half of the early phase.
        if (draw === earlyEnd >> 1) foreground.reset();
        if (draw !== earlyEnd - 1) return 'diagonal';
        background.reset();
        const estimate = foreground.count < FEWEST_TO_CHOOSE ? null : fisherEstimate(foreground, inverseMass);
        kind = estimate === null ? null : bestOf(estimate, dimension);
        return kind === null ? 'diagonal' : use(estimate, kind);
      }
      if (seen < Math.max(FEWEST, GROWTH * seenLast)) return density.metric === null ? 'diagonal' : 'kept';
      return use(fisherEstimate(foreground, density.metric === null ? inverseMass : scalesBefore), kind);
    },
  };
}

function bestOf({ divergence }: FisherEstimate, dimension: number): CorrelatedKind | null {
  const candidates: readonly CorrelatedKind[] =
    dimension <= MOST_DENSE ? ['low_rank', 'dense'] : ['low_rank'];
  const best = candidates.reduce((a, b) => (divergence[b] < divergence[a] ? b : a));
  return divergence.diagonal - divergence[best] > LEAST_GAIN ? best : null;
}
