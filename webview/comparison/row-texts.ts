/** The numbers of a quantity in all runs, with the digits of every view. Pure. */
import { essText, statText } from '../../sampler/stats/number-text.ts';
import type { SideBySide } from './agreement.ts';

const NONE = '–';

interface RowTexts {
  /** One for each run. */
  readonly means: readonly string[];
  readonly sds: readonly string[];
  readonly ess: readonly string[];
  /** One for each run but the first. */
  readonly differences: readonly {
    readonly by: string;
    /** In Monte Carlo errors, or in standard deviations of the first where there is no threshold. */
    readonly inUnits: string;
    /** Beyond the threshold. */
    readonly isNotable: boolean;
  }[];
}

/** @param notable threshold of z; null where the means need not agree */
export function rowTexts({ cells, differences }: SideBySide, notable: number | null): RowTexts {
  return {
    means: cells.map((cell) => (cell === undefined ? NONE : statText(cell.mean, cell.mcse_mean))),
    sds: cells.map((cell) => (cell === undefined ? NONE : statText(cell.sd, cell.mcse_sd))),
    ess: cells.map((cell) => (Number.isFinite(cell?.ess_bulk) ? essText(cell?.ess_bulk ?? null) : NONE)),
    differences: differences.map(({ by, sds, z }, k) => ({
      by: Number.isFinite(by) ? statText(by, cells[k + 1]?.mcse_mean ?? null) : NONE,
      inUnits: notable === null ? fixed(sds, 2) : fixed(z, 1),
      isNotable: notable !== null && Math.abs(z) > notable,
    })),
  };
}

function fixed(value: number, decimals: number): string {
  return Number.isFinite(value) ? value.toFixed(decimals) : NONE;
}
