/**
 * What all transitions of a chain say of its trajectories, those of draws that `thin` leaves out included: thinned
 * statistics alone would miss divergences, and thinned energies move far even where the sampler is slow.
 */

/** Plain JSON, kept with a chain's checkpoint. */
export interface TransitionTally {
  readonly transitions: number;
  readonly divergences: number;
  /** Trajectories cut off at `max_treedepth`. */
  readonly cut: number;
  readonly energy: {
    readonly mean: number;
    /** Sum of squared deviations from the mean. */
    readonly squares: number;
    /** Sum of squared changes from one transition to the next. */
    readonly steps: number;
    readonly last: number;
  };
}

export const noTransitions: TransitionTally = {
  transitions: 0,
  divergences: 0,
  cut: 0,
  energy: { mean: 0, squares: 0, steps: 0, last: 0 },
};

/** The tally with one more transition, by Welford's update. */
export function withTransition(
  { transitions, divergences, cut, energy }: TransitionTally,
  value: number,
  isDivergent: boolean,
  isCut: boolean,
): TransitionTally {
  const count = transitions + 1;
  const deviation = value - energy.mean;
  const mean = energy.mean + deviation / count;
  return {
    transitions: count,
    divergences: divergences + (isDivergent ? 1 : 0),
    cut: cut + (isCut ? 1 : 0),
    energy: {
      mean,
      squares: energy.squares + deviation * (value - mean),
      steps: energy.steps + (transitions === 0 ? 0 : (value - energy.last) ** 2),
      last: value,
    },
  };
}
