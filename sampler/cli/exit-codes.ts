/** Exit codes of `bayes` (language reference, 6). */
export const exitCodes = {
  done: 0,
  /** The model or its data are wrong. */
  invalid: 1,
  /** The command line is wrong. */
  usage: 2,
  /** Done, but a diagnostic fails. */
  provisional: 3,
  /** The sampler could not run. */
  failed: 4,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
