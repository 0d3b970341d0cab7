/** Degrees of centring of location-scale parameters that were not sampled as written. Plain JSON. */

export interface CentringRow {
  /** The parameter. */
  readonly name: string;
  /** Mean and range of its degrees over elements and chains: 1 is as written, 0 standardised. */
  readonly mean: number;
  readonly least: number;
  readonly most: number;
}

/** `a 0.46 (0 to 1)`; a single number where all degrees are equal. */
export function centringText(rows: readonly CentringRow[]): string {
  const digits = (x: number): string => String(Number(x.toFixed(2)));
  return rows
    .map(({ name, mean, least, most }) =>
      least === most
        ? `${name} ${digits(mean)}`
        : `${name} ${digits(mean)} (${digits(least)} to ${digits(most)})`,
    )
    .join(', ');
}
