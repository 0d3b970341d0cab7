/** Chooses the implementation of a chain's transitions: the kernel of a compiled model, or TypeScript. */

import type { Metric } from './adapt/adaptation.ts';
import { KernelNuts } from './kernel-nuts.ts';
import type { MetricDensity } from './metric/metric-density.ts';
import { fitsKernel } from './metric/metric-memory.ts';
import { type Nuts, type NutsSettings, ReferenceNuts } from './nuts.ts';

/** Both implementations give the same draws, bit for bit. */
export function startNuts(
  density: MetricDensity,
  settings: NutsSettings & { readonly metric: Metric },
  shouldStop: () => boolean,
): Nuts {
  return density.kernel !== undefined && fitsKernel(settings.metric, density.dimension)
    ? new KernelNuts(density, density.kernel(), settings, shouldStop)
    : new ReferenceNuts(density, settings, shouldStop);
}
