/** What to do about a value that the model cannot have. */
export const FIX_VALUES =
  'Write the value so that it is right for all unknowns: `softmax(x)` or a division by its sum, an ordered parameter, a matrix made symmetric, a position moved into its range with `clip`';
