import type { Draws } from '../draws/draws.ts';
import { labelRowName, labelsOfElement, type QuantityLabels } from '../model/quantity-labels.ts';
import type { SummaryRow } from '../report/sample-report.ts';
import { kThreshold } from '../stats/diagnostic-limits.ts';
import { hdiOfSorted } from '../stats/hdi.ts';
import { labelIndicator } from '../stats/label-indicator.ts';
import { mean, sd } from '../stats/moments.ts';
import { quantileOfSorted } from '../stats/quantile.ts';
import { type ScoreTable, scoreTable } from '../stats/ranks.ts';
import { essBulkOf, essTailOf } from './ess.ts';
import { mcseMean, mcseSd } from './mcse.ts';
import { paretoKOf, paretoKOfSquares } from './pareto-k.ts';
import { prepare, type Quantity } from './quantity.ts';
import { rHatOf } from './r-hat.ts';

/** The probability inside the reported interval. */
const HDI_MASS = 0.94;

/**
 * One row per quantity in the order of `draws.names`, or one per label for a label quantity. A quantity with a draw
 * that is not finite has NaN.
 */
export function summary(draws: Draws, labels: QuantityLabels): SummaryRow[] {
  return [...summaryRows(draws, labels)];
}

/** Number of rows of the summary. */
export function rowCount(names: readonly string[], labels: QuantityLabels): number {
  return names.reduce((sum, name) => sum + (labelsOfElement(labels, name)?.length ?? 1), 0);
}

/** The rows one by one, for callers that yield to the event loop in between. */
export function* summaryRows(draws: Draws, labels: QuantityLabels): Generator<SummaryRow> {
  const { names, chains, drawsPerChain } = draws;
  const scores = scoreTable(2 * Math.floor(drawsPerChain / 2) * chains);
  for (let first = 0; first < names.length; first += BLOCK) {
    const block = blockOfQuantities(draws, first, Math.min(first + BLOCK, names.length));
    for (const [j, values] of block.entries()) {
      const name = names[first + j];
      const own = labelsOfElement(labels, name);
      if (own === undefined) yield summaryRow(name, values, chains, scores);
      else for (const [k, label] of own.entries()) yield labelRow(name, label, k + 1, values, chains, scores);
    }
  }
}

/** Quantities copied from the draws at once: as many as fit in a cache line. */
const BLOCK = 8;

function blockOfQuantities({ names, values }: Draws, from: number, to: number): Float64Array[] {
  const width = names.length;
  const count = values.length / width;
  const block = Array.from({ length: to - from }, () => new Float64Array(count));
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < block.length; j++) block[j][i] = values[i * width + from + j];
  }
  return block;
}

/** Draws of quantity `k`, chain by chain. */
export function quantityDraws(draws: Draws, k: number): Float64Array {
  const width = draws.names.length;
  const values = new Float64Array(draws.chains * draws.drawsPerChain);
  for (let i = 0, at = k; i < values.length; i++, at += width) values[i] = draws.values[at];
  return values;
}

/** The row of one quantity, `values` chain by chain. */
function summaryRow(name: string, values: Float64Array, chains: number, scores?: ScoreTable): SummaryRow {
  const quantity = prepare(values, chains, scores);
  const [low, high] = interval(quantity);
  const isConstant = quantity.kind === 'constant';
  const essTail = essTailOf(quantity);
  const kMean = paretoKOf(quantity, essTail);
  const kSd = paretoKOfSquares(quantity);
  const limit = kThreshold(values.length);
  // Without a mean there is no standard deviation either, even where k-hat of the squares is small.
  const unreliable =
    kMean > limit ? (['mean', 'sd'] as const) : kSd > limit ? (['sd'] as const) : ([] as const);
  const [q3, q50, q97] = [0.03, 0.5, 0.97].map((p) => quantileOfSorted(quantity.sorted, p));
  return {
    name,
    mean: mean(values),
    sd: isConstant ? 0 : sd(values),
    hdi_3: low,
    hdi_97: high,
    mcse_mean: mcseMean(values, chains),
    mcse_sd: mcseSd(values, chains),
    ess_bulk: essBulkOf(quantity),
    ess_tail: essTail,
    r_hat: rHatOf(quantity),
    q3,
    q50,
    q97,
    pareto_k_mean: kMean,
    pareto_k_sd: kSd,
    ...(unreliable.length === 0 ? {} : { unreliable }),
  };
}

/** Row of a label: its probability, with the error and diagnostics of the indicator's draws. */
function labelRow(
  element: string,
  label: string,
  position: number,
  values: Float64Array,
  chains: number,
  scores: ScoreTable,
): SummaryRow {
  const row = summaryRow(labelRowName(element, label), labelIndicator(values, position), chains, scores);
  const none = Number.NaN;
  return {
    ...row,
    element,
    label,
    position,
    sd: none,
    hdi_3: none,
    hdi_97: none,
    mcse_sd: none,
    q3: none,
    q50: none,
    q97: none,
    pareto_k_mean: none,
    pareto_k_sd: none,
  };
}

function interval(quantity: Quantity): readonly [number, number] {
  return quantity.kind === 'not-finite' ? [Number.NaN, Number.NaN] : hdiOfSorted(quantity.sorted, HDI_MASS);
}
