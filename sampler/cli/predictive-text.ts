/** Predictive checks and predictions for people: tables of quantities and of statistics. */
import type { QuantityRow, StatisticRow } from '../report/predictive-summary.ts';
import { statText } from '../stats/number-text.ts';
import { plainTable, tableText } from './plain-table.ts';
import { SHOWN_ROWS } from './report-text.ts';

interface QuantitiesText {
  /** How many draws the rows summarise. */
  readonly draws: number;
  readonly allRows: boolean;
  /** Columns before the name that say where a prediction is made, one cell per row. */
  readonly at?: { readonly head: readonly string[]; readonly cells: (row: QuantityRow) => readonly string[] };
}

export function quantitiesText(rows: readonly QuantityRow[], options: QuantitiesText): string {
  const { draws, allRows, at } = options;
  const shown = allRows ? rows : rows.slice(0, SHOWN_ROWS);
  const lead = at?.head ?? [];
  const table = plainTable(['', ...lead, 'mean', 'sd', 'q3', 'q50', 'q97'], 1 + lead.length);
  for (const row of shown) table.push([row.name, ...(at?.cells(row) ?? []), ...numbersText(row, draws)]);
  const rest = rows.length - shown.length;
  const more = rest > 0 ? `… and ${rest} more rows (--all-rows shows them, --format json has them)\n` : '';
  return `${tableText(table)}${more}`;
}

function numbersText({ label, mean, sd, q3, q50, q97 }: QuantityRow, draws: number): readonly string[] {
  // A label has only a probability.
  if (label !== undefined) return [statText(mean, Math.sqrt((mean * (1 - mean)) / draws)), '', '', '', ''];
  const error = sd / Math.sqrt(draws);
  return [mean, sd, q3, q50, q97].map((value) => statText(value, error));
}

/** `mean(y)`; `share(seen = bear)` of labels. */
function statisticName({ statistic, label, datum }: StatisticRow): string {
  return label === undefined ? `${statistic}(${datum})` : `share(${datum} = ${label})`;
}

/** @param predicted word for the predictions: `implied`, `replicated`. */
export function statisticsText(rows: readonly StatisticRow[], predicted: string): string {
  const table = plainTable(['', 'observed', `${predicted} q3`, 'q50', 'q97', 'p-value'], 1);
  for (const row of rows) {
    const { observed, q3, q50, q97, p_value } = row;
    const error = (q97 - q3) / 200;
    const cells = [q3, q50, q97].map((value) => statText(value, error));
    // Observed values have no Monte Carlo error; they get three digits however wide the predictions are.
    const exact = statText(observed, observed === 0 ? error : Math.min(error, Math.abs(observed) / 200));
    table.push([statisticName(row), exact, ...cells, Number.isNaN(p_value) ? 'nan' : p_value.toFixed(3)]);
  }
  return tableText(table);
}

/** A more extreme p-value indicates misfit. */
const EXTREME = 0.025;

/** What the model does not reproduce, in words. */
export function reproductionText(statistics: readonly StatisticRow[]): string {
  if (statistics.length === 0)
    return 'No replicated data are compared with those observed: intervals, and expressions such as residuals, have no values of a datum to compare, and of values censored at bounds that they state themselves it is not known where the others would have been cut off.\n';
  const missed = statistics.filter(({ p_value, q3, q97, observed }) => {
    // If nearly all replications tie with the data, a p-value of 1 is meaningless.
    const outside = observed < q3 || observed > q97;
    return outside && (p_value < EXTREME || p_value > 1 - EXTREME);
  });
  if (missed.length === 0) return 'The replicated data look like those observed by each statistic below.\n';
  const lines = missed.map(
    (row) =>
      `  - ${statisticName(row)}: the model ${row.p_value < 0.5 ? 'understates' : 'overstates'} it (p-value ${row.p_value.toFixed(3)})`,
  );
  return `The model does not reproduce the data in:\n${lines.join('\n')}\n`;
}
