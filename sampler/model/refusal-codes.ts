/** Diagnostics that stop a run of a checked model: stable codes, like those of the checker. */
export const runCodes = {
  'no-parameters': 'The model has no parameter, so there is nothing to sample or to approximate',
  'too-large': 'An array or the draws of the parameters would not fit into memory',
  'bad-start':
    'No point to start from has a finite log density and gradient; the message names the term, the line and the value',
  'starting-value':
    'A starting value that no chain can start at: an unknown parameter, a wrong shape, a value outside its support',
  'no-test': 'The model has no `test` statement for `bayes test` to run',
  'not-simulated':
    'Data of the model cannot be simulated for calibration or a test: a `potential`, weights, an observed expression, a prior computed from observed values',
  'distribution-test':
    'What `bayes check --distributions` found: a `distribution` that does not integrate to one or whose draws disagree with its density is an error, one that passes a remark, one that was not tested a warning',
  'no-regression':
    '`bayes baseline` has no ridge regression to put beside the model: the message says what its outcome or its linear predictor has that a regression has not',
  'no-approximation': 'Pathfinder or Laplace found no mode to approximate the posterior at',
  'run-folder':
    'The folder given to `--out` cannot be written, is no folder of a run, or is being written by another process',
  'run-resume':
    'A run cannot be resumed: another version, other data, or fewer draws asked for than there are',
  internal: 'A mistake of the compiler, not of the model; please report it',
} as const;

export type RunCode = keyof typeof runCodes;
