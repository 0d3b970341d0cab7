/** Advice for values that are invalid in the model. */
export const FIX_VALUES =
  'Write the value so that it is right for all unknowns: `softmax(x)` or a division by its sum, an ordered parameter, a matrix made symmetric, a position moved into its range with `clip`';
