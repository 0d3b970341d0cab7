/** Widths of the same quantities under ADVI and MCMC, and the correlations that explain the differences. */

import type { Draws } from '../../draws/draws.ts';
import type { WidthRow } from '../../report/widths-report.ts';
import { hdi } from '../../stats/hdi.ts';
import { mean, variance } from '../../stats/moments.ts';

/** The probability inside the intervals. */
const MASS = 0.94;
/** Correlations weaker than this are not named as a cause. */
const LEAST_CORRELATION = 0.3;
/** Rows, worst first, whose correlations are computed: all rows of a model of ordinary size. */
const EXPLAINED_ROWS = 200;
/** Draws used for a correlation: its error is then below 0.03. */
const CORRELATED_DRAWS = 2000;

/**
 * One row per quantity that varies in both, worst understatement first.
 * @param parameters whether a name is an element of a parameter: only those are named as causes.
 */
export function widthRows(
  mcmc: Draws,
  advi: Draws,
  parameters: (name: string) => boolean,
): readonly WidthRow[] {
  const positions = new Map(advi.names.map((name, k) => [name, k]));
  const rows: Omit<WidthRow, 'correlation'>[] = [];
  for (const [k, name] of mcmc.names.entries()) {
    const other = positions.get(name);
    if (other === undefined) continue;
    const a = momentsOf(mcmc, k);
    const b = momentsOf(advi, other);
    if (!(a.sd > 0) || !(b.sd > 0) || !Number.isFinite(a.sd) || !Number.isFinite(b.sd)) continue;
    rows.push({
      name,
      mean_mcmc: a.mean,
      mean_advi: b.mean,
      sd_mcmc: a.sd,
      sd_advi: b.sd,
      ratio: b.sd / a.sd,
      interval_mcmc: a.interval,
      interval_advi: b.interval,
    });
  }
  rows.sort((a, b) => a.ratio - b.ratio);
  const causes = strongestCorrelations(mcmc, rows.slice(0, EXPLAINED_ROWS), parameters);
  return rows.map((row) => ({ ...row, correlation: causes.get(row.name) ?? null }));
}

function columnOf({ names, values }: Draws, k: number): Float64Array {
  const count = values.length / names.length;
  return Float64Array.from({ length: count }, (_, s) => values[s * names.length + k]);
}

function momentsOf(draws: Draws, k: number) {
  const column = columnOf(draws, k);
  return { mean: mean(column), sd: Math.sqrt(variance(column)), interval: hdi(column, MASS) };
}

/** For each row of a parameter: the other parameter with the largest |correlation|, if large enough to report. */
function strongestCorrelations(
  draws: Draws,
  rows: readonly Pick<WidthRow, 'name'>[],
  parameters: (name: string) => boolean,
): ReadonlyMap<string, { readonly with: string; readonly value: number }> {
  const count = draws.values.length / draws.names.length;
  const step = Math.max(1, Math.ceil(count / CORRELATED_DRAWS));
  const standardised = new Map<string, Float64Array>();
  for (const [k, name] of draws.names.entries()) {
    if (!parameters(name)) continue;
    const column = standardise(columnOf(draws, k).filter((_, s) => s % step === 0));
    if (column !== null) standardised.set(name, column);
  }
  const found = new Map<string, { readonly with: string; readonly value: number }>();
  for (const { name } of rows) {
    const own = standardised.get(name);
    if (own === undefined) continue;
    let strongest = { with: '', value: 0 };
    for (const [other, column] of standardised) {
      if (other === name) continue;
      let sum = 0;
      for (let s = 0; s < own.length; s++) sum += own[s] * column[s];
      const value = sum / own.length;
      if (Math.abs(value) > Math.abs(strongest.value)) strongest = { with: other, value };
    }
    if (Math.abs(strongest.value) >= LEAST_CORRELATION) found.set(name, strongest);
  }
  return found;
}

/** Mean 0 and mean square 1; null where it does not vary or is not finite. */
function standardise(column: Float64Array): Float64Array | null {
  const centre = mean(column);
  const centred = column.map((x) => x - centre);
  const scale = Math.sqrt(mean(centred.map((x) => x * x)));
  return scale > 0 && Number.isFinite(scale) ? centred.map((x) => x / scale) : null;
}
