/** Simulation-based calibration and recovery checks as plain data: the contract of their JSON. */

/**
 * How ranks of true values among posterior draws differ from uniform ones: `low` and `high` on the whole, `narrow`
 * (the posterior is too narrow: too many ranks at both ends), `wide`, or in another way.
 */
export type RankShape = 'uniform' | 'low' | 'high' | 'narrow' | 'wide' | 'uneven';

export interface CalibrationRow {
  /** An element of a parameter, or `LOG_LIKELIHOOD`. */
  readonly name: string;
  /** Of each simulation that was fitted: the number of `draws` below the true value. */
  readonly ranks: readonly number[];
  readonly passes: boolean;
  /** Of this row alone. */
  readonly p_value: number;
  /** After Holm, over all rows. */
  readonly p_adjusted: number;
  readonly shape: RankShape;
  /** 0-based line of the model that declares the parameter. */
  readonly line: number | null;
}

/** Name of the row of the log likelihood of all data, which is a quantity of the unknowns and the data. */
export const LOG_LIKELIHOOD = 'log likelihood';

interface FailedSimulation {
  /** From 0. */
  readonly simulation: number;
  readonly message: string;
}

export interface CalibrationReport {
  readonly model: string;
  readonly seed: number;
  /** Simulations that were fitted. */
  readonly simulations: number;
  /** Posterior draws that each true value is ranked among. */
  readonly draws: number;
  readonly passes: boolean;
  readonly rows: readonly CalibrationRow[];
  /** Probability that ranks of right posteriors pass, all rows together. */
  readonly level: number;
  /** Numbers of ranks below 1, …, draws that a single row stays within at that level. */
  readonly band: { readonly lower: readonly number[]; readonly upper: readonly number[] };
  /** Simulations without a fit, which are not among the ranks. */
  readonly failures: readonly FailedSimulation[];
  readonly warnings: readonly string[];
}
