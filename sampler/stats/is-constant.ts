interface Moments {
  /** Present in the row of a label, whose mean is its probability. */
  readonly element?: string;
  readonly mean: number;
  readonly sd: number;
}

/** Whether all draws of a summarised quantity are equal, so that there is nothing to estimate. */
export function isConstant({ element, mean, sd }: Moments): boolean {
  return element === undefined ? sd === 0 : mean === 0 || mean === 1;
}
