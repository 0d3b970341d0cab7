/** Schedules of tuning: pure arithmetic on draw numbers, shared by the metrics. */

const EARLY_DRAWS = 100;
const FIRST_WINDOW = 80;
const CHOICES = [0.3, 0.6, 1] as const;
const EARLY_TREE_DEPTH = 6;
/** Tuning does not end early before this many draws. */
export const LEAST_TUNE = 200;
/** Draws of the step size alone once the metric has settled. */
export const FINAL_DRAWS = 50;

/**
 * Limit of doublings in the first draws of tuning: with a metric that is only a first guess, trajectories are long
 * and of little use.
 */
export function earlyTreeDepth(draw: number, tune: number): number {
  return draw < earlyEnd(tune) ? EARLY_TREE_DEPTH : Number.POSITIVE_INFINITY;
}

export function earlyEnd(tune: number): number {
  return Math.min(EARLY_DRAWS, Math.floor(0.3 * tune));
}

/** Boundaries of nutpie's schedule for `tune` draws: [0, earlyEnd) early, [frozenFrom, tune) step size only. */
interface GradientSchedule {
  readonly earlyEnd: number;
  /** Draws after which the kind of metric is chosen; the last is in the main phase, if it is still the diagonal. */
  readonly choices: readonly number[];
  readonly frozenFrom: number;
  /** Draws between switches in the early phase. */
  readonly earlyWindow: number;
  /** Draws before the first switch of the main phase. */
  readonly firstWindow: number;
  readonly growth: number;
}

export function gradientSchedule(tune: number): GradientSchedule {
  const early = earlyEnd(tune);
  return {
    earlyEnd: early,
    choices: [...CHOICES.map((share) => Math.floor(share * early)), early + FIRST_WINDOW],
    frozenFrom: tune - Math.floor(0.15 * tune),
    earlyWindow: 10,
    firstWindow: FIRST_WINDOW,
    growth: 1.5,
  };
}

/**
 * Boundaries of Stan's schedule: the step alone adapts in [0, slowFrom) and [slowEnd, tune), the metric
 * is renewed after each draw listed in `updates`.
 */
interface WindowSchedule {
  readonly slowFrom: number;
  readonly slowEnd: number;
  readonly updates: ReadonlySet<number>;
}

/**
 * Fast 75, slow windows from 25 doubling, last fast 50; below 150 draws 15 %, 75 % and 10 %; below 20 the
 * step alone. A window whose successor would not fit extends to the end.
 */
export function windowSchedule(tune: number): WindowSchedule {
  if (tune < 20) return { slowFrom: tune, slowEnd: tune, updates: new Set() };
  let slowFrom = 75;
  let fastEnd = 50;
  let window = 25;
  if (slowFrom + window + fastEnd > tune) {
    slowFrom = Math.floor(0.15 * tune);
    fastEnd = Math.floor(0.1 * tune);
    window = tune - slowFrom - fastEnd;
  }
  const slowEnd = tune - fastEnd;
  const lastUpdate = slowEnd - 1;
  const updates = new Set<number>();
  let next = slowFrom + window - 1;
  while (next < lastUpdate) {
    updates.add(next);
    window *= 2;
    next += window;
    if (next + 2 * window >= slowEnd) next = lastUpdate;
  }
  updates.add(lastUpdate);
  return { slowFrom, slowEnd, updates };
}

/**
 * Rounds in which degrees of centring are learned from the draws of [from, to): together a fifth of tuning, or of
 * its first 1000 draws.
 */
export function centringRounds(tune: number): readonly { readonly from: number; readonly to: number }[] {
  const ends = [0.015, 0.04, 0.1, 0.2].map((share) => Math.floor(share * Math.min(tune, 1000)));
  return ends.map((to, k) => ({ from: k === 0 ? Math.floor(to / 2) : ends[k - 1], to }));
}
