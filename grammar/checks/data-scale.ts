/** Scales of loaded data, for advice that compares priors with them. */

/** Mean and standard deviation of the finite values (divisor n - 1); null for fewer than two. */
export function momentsOf(values: ArrayLike<number>): { readonly mean: number; readonly sd: number } | null {
  let n = 0;
  let mean = 0;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    const x = values[i];
    if (!Number.isFinite(x)) continue;
    n++;
    const delta = x - mean;
    mean += delta / n;
    squares += delta * (x - mean);
  }
  return n < 2 ? null : { mean, sd: Math.sqrt(squares / (n - 1)) };
}

export function largest(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i++)
    if (Number.isFinite(values[i])) most = Math.max(most, Math.abs(values[i]));
  return most;
}
