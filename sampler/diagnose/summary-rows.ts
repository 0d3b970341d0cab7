/** The rows of a summary from their numbers: names, labels, and which numbers a quantity does not have. */
import { labelRowName, labelsOfElement, type QuantityLabels } from '../model/quantity-labels.ts';
import type { SummaryRow } from '../report/sample-report.ts';
import { kThreshold } from '../stats/diagnostic-limits.ts';
import { type Description, descriptionAt } from './description.ts';

/** Number of rows of the summary. */
export function rowCount(names: readonly string[], labels: QuantityLabels): number {
  return names.reduce((sum, name) => sum + (labelsOfElement(labels, name)?.length ?? 1), 0);
}

/** The number of labels of each quantity, 0 for a number; null where none has labels. */
export function labelCounts(names: readonly string[], labels: QuantityLabels): Uint32Array | null {
  return labels.size === 0
    ? null
    : Uint32Array.from(names, (name) => labelsOfElement(labels, name)?.length ?? 0);
}

/** @param records of the rows of quantities `names`; `draws` in all chains. */
export function rowsOfRecords(
  names: readonly string[],
  labels: QuantityLabels,
  records: Float64Array,
  draws: number,
): SummaryRow[] {
  let row = 0;
  return names.flatMap((name) => {
    const own = labels.size === 0 ? undefined : labelsOfElement(labels, name);
    if (own === undefined) return numberRow(name, descriptionAt(records, row++), draws);
    return own.map((label, k) => labelRow(name, label, k + 1, descriptionAt(records, row++), draws));
  });
}

/** The row of one quantity; `draws` in all chains. */
function numberRow(name: string, found: Description, draws: number): SummaryRow {
  const limit = kThreshold(draws);
  // Without a mean there is no standard deviation either, even where k-hat of the squares is small.
  const unreliable = isKnown(found)
    ? ([] as const)
    : found.paretoKMean > limit
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

/** Below it the spread of draws is that of rounding, or of the tolerance of an integral or of a solver. */
const NOISE = 1e-8;

/** Whether draws agree to so many digits that the shape of their tails says nothing of the mean. */
function isKnown({ mean, sd }: Description): boolean {
  return sd <= NOISE * Math.abs(mean);
}

/** Row of a label: its probability, with the error and diagnostics of the indicator's draws. */
function labelRow(
  element: string,
  label: string,
  position: number,
  found: Description,
  draws: number,
): SummaryRow {
  // A probability is bounded: it has a mean whatever the tail of its draws looks like.
  const { unreliable: _, ...row } = numberRow(labelRowName(element, label), found, draws);
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
