/** A question about effects: of the command line, or of the page. */

/** What is asked for; all parts empty for the defaults. */
export interface EffectsAsk {
  /** `x`, or `x=0,1,2`. */
  readonly of: readonly string[];
  /** `treated=1,0`, or `treated`. */
  readonly compare: readonly string[];
  /** `P(beta > 0)`. */
  readonly hypotheses: readonly string[];
  /** `z=1`: values that other predictors are set to. */
  readonly at: readonly string[];
  /** Whether expected outcomes are means over the rows of the data. */
  readonly average: boolean;
  readonly rope: readonly [number, number] | null;
  readonly outcome: string | null;
}

/** The predictors that the model has. */
export const defaultEffects: EffectsAsk = {
  of: [],
  compare: [],
  hypotheses: [],
  at: [],
  average: false,
  rope: null,
  outcome: null,
};
