/** Memory estimate of a run, reported before it starts. */

import { STATS_BYTES } from '../draws/draw-statistics.ts';
import type { SamplerFailure } from '../protocol.ts';

export interface RunSize {
  readonly chains: number;
  readonly draws: number;
  readonly quantities: number;
}

/** Size of the kept draws and their statistics, in bytes. */
export function bytesOfDraws({ chains, draws, quantities }: RunSize): number {
  return chains * draws * (8 * quantities + STATS_BYTES);
}

export function inWords(bytes: number): string {
  const gib = bytes / 2 ** 30;
  return gib >= 0.1 ? `${gib.toPrecision(2)} GiB` : `${(bytes / 2 ** 20).toPrecision(2)} MiB`;
}

/** A failure where the draws would take more than half of the machine's memory, since diagnosis needs some too. */
export function checkMemory(size: RunSize, totalMemory: number): SamplerFailure | null {
  const bytes = bytesOfDraws(size);
  if (bytes <= totalMemory / 2) return null;
  const message =
    `the draws need ${inWords(bytes)} (${size.chains} chains × ${size.draws} draws × ${size.quantities} quantities × 8 bytes), ` +
    `more than half of this machine's ${inWords(totalMemory)}; ask for fewer draws, or write \`let\` for ` +
    'deterministic quantities that need not be kept';
  return { kind: 'out-of-memory', message };
}
