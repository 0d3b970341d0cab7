/** An invalid value of the model at a finite density, such as a covariance that is not positive definite. */
export interface ValueFault {
  /** Index in the program's checks. */
  readonly check: number;
  /** What is wrong and with which element: `` the elements of `p` sum to 2.2 (row = 3) ``. */
  readonly words: string;
  /** Size of the violation, relative to the elements. */
  readonly amount: number;
}
