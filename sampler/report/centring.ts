/** How the parameters with a location and a scale were sampled, where not as written. Plain JSON. */

export interface CentringRow {
  /** The parameter. */
  readonly name: string;
  /** Degrees over its elements and the chains: 1 is as written, 0 standardised. */
  readonly mean: number;
  readonly least: number;
  readonly most: number;
}

/** `a 0.46 (0 to 1)`; a degree that all have alone. */
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
