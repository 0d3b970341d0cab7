/** Rows of quantities that are bounded, and those of `prob(z)` by what they are the probability of. */
import type { IrProgram } from '../../grammar/ir.ts';
import { elementNames } from '../compile/element-names.ts';
import { labelRowName } from '../model/quantity-labels.ts';
import type { SummaryRow } from '../report/sample-report.ts';

type Quantities = Pick<IrProgram, 'quantities'>;

/** A quantity with finitely many values, or a probability, has all moments, whatever the tail of its draws looks like. */
export function withoutTails({ quantities }: Quantities, rows: readonly SummaryRow[]): readonly SummaryRow[] {
  const bounded = new Set(
    quantities
      .filter(({ kind, probabilityOf }) => kind === 'discrete' || probabilityOf !== undefined)
      .flatMap(elementNames),
  );
  if (bounded.size === 0) return rows;
  return rows.map((row) => {
    if (!bounded.has(row.name)) return row;
    const { unreliable: _, ...rest } = row;
    return { ...rest, pareto_k_mean: Number.NaN, pareto_k_sd: Number.NaN };
  });
}

/** `P(z[3] = 1)` of `p[3,1]`, which stays the name of its draws. */
export function withProbabilityNames(
  { quantities }: Quantities,
  rows: readonly SummaryRow[],
): readonly SummaryRow[] {
  const titles = new Map(
    quantities.flatMap((quantity) => {
      const { probabilityOf, dims } = quantity;
      const values = dims.at(-1)?.labels ?? [];
      if (probabilityOf === undefined || values.length === 0) return [];
      const elements = elementNames({ name: probabilityOf, dims: dims.slice(0, -1) });
      return elementNames(quantity).map((name, i): [string, string] => [
        name,
        labelRowName(elements[Math.floor(i / values.length)], values[i % values.length]),
      ]);
    }),
  );
  if (titles.size === 0) return rows;
  return rows.map((row) => {
    const name = titles.get(row.name);
    return name === undefined ? row : { ...row, name, element: row.name };
  });
}
