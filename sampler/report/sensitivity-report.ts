/** The JSON output of `bayes sensitivity`. */

/** What a sensitivity says of a parameter or of a prior. */
export type SensitivityFinding = 'prior_data_conflict' | 'strong_prior';

export interface SensitivityReport {
  readonly model: string;
  readonly run: string;
  readonly draws: number;
  readonly provisional: boolean;
  /** From here on a posterior is called sensitive. */
  readonly threshold: number;
  /** Of each element of each parameter. */
  readonly parameters: readonly ParameterSensitivity[];
  /** In the order of the model. */
  readonly priors: readonly PriorSensitivity[];
  readonly likelihood: { readonly pareto_k: number | null } | null;
  readonly warnings: readonly string[];
  readonly notes: readonly string[];
}

export interface ParameterSensitivity {
  readonly name: string;
  /** To all scaled priors together; null where the parameter is constant or no prior is scaled. */
  readonly prior: number | null;
  /** Null where nothing is observed. */
  readonly likelihood: number | null;
  readonly diagnosis: SensitivityFinding | null;
  /** To each scaled prior by itself. */
  readonly by_prior: Readonly<Record<string, number | null>>;
}

export interface PriorSensitivity {
  /** The parameter. */
  readonly name: string;
  /** 1-based, in the model. */
  readonly line: number;
  readonly scaled: boolean;
  /** Other unknowns that its arguments hold. */
  readonly depends_on: readonly string[];
  /** Null where it is not scaled, or k cannot be estimated. */
  readonly pareto_k: number | null;
  /** Of the parameter that this prior by itself moves most. */
  readonly sensitivity: number | null;
  readonly parameter: string | null;
  readonly diagnosis: SensitivityFinding | null;
}
