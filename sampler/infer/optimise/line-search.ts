/**
 * A step length that satisfies the strong Wolfe conditions (Nocedal and Wright 2006, algorithms 3.5 and
 * 3.6, with cubic interpolation), for maximising a log density. A point where the density fails counts as too far.
 */

/** The log density and its slope along the search direction at step `t`. */
type AlongLine = (t: number) => LinePoint;

export interface LinePoint {
  readonly step: number;
  /** −∞ where the density fails. */
  readonly value: number;
  readonly slope: number;
}

/** Sufficient increase and curvature. */
const C1 = 1e-4;
const C2 = 0.9;
const MAX_TRIALS = 40;

/**
 * `origin` is the point at step 0 with a positive slope. Null where no step was found that increases
 * the density.
 */
export function lineSearch(along: AlongLine, origin: LinePoint, first: number): LinePoint | null {
  let low = origin;
  let high: LinePoint | null = null;
  let step = first;
  let best: LinePoint | null = null;
  for (let trial = 0; trial < MAX_TRIALS; trial++) {
    const point = along(step);
    const enough = point.value >= origin.value + C1 * step * origin.slope;
    if (
      !Number.isFinite(point.value) ||
      !Number.isFinite(point.slope) ||
      !enough ||
      point.value < low.value
    ) {
      high = point;
    } else {
      best = point;
      if (Math.abs(point.slope) <= C2 * origin.slope) return point;
      if (point.slope < 0) {
        high = point;
        // The maximum is between low and here; both ends are kept.
      } else {
        low = point;
      }
    }
    step = high === null ? 2.5 * step : between(low, high);
    if (high !== null && Math.abs(high.step - low.step) < 1e-14 * Math.max(low.step, high.step)) break;
  }
  return best;
}

/** The maximum of the cubic through both ends, kept away from them; the middle where it has none. */
function between(a: LinePoint, b: LinePoint): number {
  const middle = 0.5 * (a.step + b.step);
  if (!Number.isFinite(b.value) || !Number.isFinite(b.slope)) return a.step + 0.1 * (b.step - a.step);
  const width = b.step - a.step;
  const d1 = a.slope + b.slope - (3 * (b.value - a.value)) / width;
  const root = d1 * d1 - a.slope * b.slope;
  if (!(root >= 0)) return middle;
  // For a maximum the sign of the root is the reverse of the textbook's minimum.
  const d2 = -Math.sign(width) * Math.sqrt(root);
  const t = b.step - (width * (b.slope + d2 - d1)) / (b.slope - a.slope + 2 * d2);
  const [from, to] = a.step < b.step ? [a.step, b.step] : [b.step, a.step];
  const margin = 0.1 * (to - from);
  return Number.isFinite(t) ? Math.min(Math.max(t, from + margin), to - margin) : middle;
}
