/** The result of the recovery tests of a model as plain data: the contract of their JSON. */

export interface RecoveryRow {
  /** An element of a parameter. */
  readonly name: string;
  /** The value that data were simulated at. */
  readonly value: number;
  /** Fits whose 94 % interval covers it, of all data sets. */
  readonly covered: number;
  /** Probability of so few, if each covers it with probability 0.94. */
  readonly p_value: number;
  readonly passes: boolean;
  /** Median of the posterior means. */
  readonly typical_mean: number | null;
}

export interface RecoveryTestReport {
  /** 0-based line of the `test` statement. */
  readonly line: number;
  readonly passes: boolean;
  readonly rows: readonly RecoveryRow[];
  /** Data sets without a fit, which cover nothing. */
  readonly failures: readonly { readonly simulation: number; readonly message: string }[];
  /** Fits that fail a diagnostic. */
  readonly doubtful: number;
}

export interface RecoveryReport {
  readonly model: string;
  readonly passes: boolean;
  /** Data sets of each test. */
  readonly simulations: number;
  readonly tests: readonly RecoveryTestReport[];
}
