import type { Draws } from '../draws/draws.ts';
import { labelRowName, labelsOfElement, type QuantityLabels } from '../model/quantity-labels.ts';
import type { SummaryRow } from '../report/sample-report.ts';
import { kThreshold } from '../stats/diagnostic-limits.ts';
import { hdiOfSorted } from '../stats/hdi.ts';
import { labelIndicator } from '../stats/label-indicator.ts';
import { mean, sd } from '../stats/moments.ts';
import { quantileOfSorted } from '../stats/quantile.ts';
import { type ScoreTable, scoreTable } from '../stats/ranks.ts';
import { type Describe, type Description, describer } from './describe-quantity.ts';
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
  const describe = describer(chains, drawsPerChain, scores, HDI_MASS);
  for (let first = 0; first < names.length; first += BLOCK) {
    const block = blockOfQuantities(draws, first, Math.min(first + BLOCK, names.length));
    for (const [j, values] of block.entries()) {
      const name = names[first + j];
      const own = labelsOfElement(labels, name);
      if (own === undefined) yield summaryRow(name, values, chains, scores, describe);
      else for (const [k, label] of own.entries()) yield labelRow(name, label, k + 1, values, chains, scores);
    }
  }
}

/** Quantities copied from the draws at once: as many as fit in a cache line. */
const BLOCK = 8;
/** Draws per tile; the columns of a block are copied tile by tile, so that the rows stay in the cache. */
const TILE = 64;

function blockOfQuantities({ names, values }: Draws, from: number, to: number): Float64Array[] {
  const width = names.length;
  const count = values.length / width;
  const block = Array.from({ length: to - from }, () => new Float64Array(count));
  for (let tile = 0; tile < count; tile += TILE) {
    const end = Math.min(tile + TILE, count);
    for (const [j, column] of block.entries()) {
      for (let i = tile, at = tile * width + from + j; i < end; i++, at += width) column[i] = values[at];
    }
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
function summaryRow(
  name: string,
  values: Float64Array,
  chains: number,
  scores: ScoreTable,
  describe: Describe | null = null,
): SummaryRow {
  const found = describe?.(values) ?? describeByReference(values, chains, scores);
  const limit = kThreshold(values.length);
  // Without a mean there is no standard deviation either, even where k-hat of the squares is small.
  const unreliable =
    found.paretoKMean > limit
      ? (['mean', 'sd'] as const)
      : found.paretoKSd > limit
        ? (['sd'] as const)
        : ([] as const);
  const [low, high] = found.hdi;
  const [q3, q50, q97] = found.quantiles;
  return {
    name,
    mean: found.mean,
    sd: found.sd,
    hdi_3: low,
    hdi_97: high,
    mcse_mean: found.mcseMean,
    mcse_sd: found.mcseSd,
    ess_bulk: found.essBulk,
    ess_tail: found.essTail,
    r_hat: found.rHat,
    q3,
    q50,
    q97,
    pareto_k_mean: found.paretoKMean,
    pareto_k_sd: found.paretoKSd,
    ...(unreliable.length === 0 ? {} : { unreliable }),
  };
}

/** The same numbers as `describer`'s, of any draws. */
export function describeByReference(values: Float64Array, chains: number, scores?: ScoreTable): Description {
  const quantity = prepare(values, chains, scores);
  const essTail = essTailOf(quantity);
  const [q3, q50, q97] = [0.03, 0.5, 0.97].map((p) => quantileOfSorted(quantity.sorted, p));
  return {
    mean: mean(values),
    sd: quantity.kind === 'constant' ? 0 : sd(values),
    hdi: interval(quantity),
    mcseMean: mcseMean(values, chains),
    mcseSd: mcseSd(values, chains),
    essBulk: essBulkOf(quantity),
    essTail,
    rHat: rHatOf(quantity),
    quantiles: [q3, q50, q97],
    paretoKMean: paretoKOf(quantity, essTail),
    paretoKSd: paretoKOfSquares(quantity),
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
