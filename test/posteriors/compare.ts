/** Compares a fit with the reference draws of posteriordb by the rule of `test/posteriors/README.md`. */

export interface ReferenceRow {
  readonly mean: number;
  readonly sd: number;
  readonly mcse_mean: number;
  readonly mcse_sd: number;
}

export interface FitRow extends ReferenceRow {
  readonly name: string;
}

/** In words, every mean and sd that is further from the reference than Monte Carlo error allows. */
export function disagreements(
  fit: readonly FitRow[],
  reference: Readonly<Record<string, ReferenceRow>>,
): readonly string[] {
  const rows = new Map(fit.map((row) => [row.name, row]));
  return Object.entries(reference).flatMap(([name, expected]) => {
    const found = rows.get(name);
    if (found === undefined) return [`${name}: not in the summary`];
    return [
      ...compare(`mean of ${name}`, found.mean, expected.mean, found.mcse_mean, expected.mcse_mean),
      ...compare(`sd of ${name}`, found.sd, expected.sd, found.mcse_sd, expected.mcse_sd),
    ];
  });
}

function compare(
  what: string,
  found: number,
  expected: number,
  mcse: number,
  mcseExpected: number,
): readonly string[] {
  const allowed = 4 * Math.hypot(mcse, mcseExpected);
  // Written so that NaN disagrees.
  if (Math.abs(found - expected) <= allowed) return [];
  return [`${what}: ${found}, reference ${expected}, allowed ±${allowed}`];
}
