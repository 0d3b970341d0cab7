/** Writes a metric into the kernel's memory, in the layout of `sampler/kernel/assembly/metric.ts`. */
import { MOST_DENSE } from '../../../compile/emit/state-layout.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { LinearMetric } from './linear-metric.ts';

/** A `dense` metric too large for the kernel's memory runs in TypeScript. */
export function fitsKernel(metric: string, dimension: number): boolean {
  return metric !== 'dense' || dimension <= MOST_DENSE;
}

/** Layout: a vector for velocities; then the factor of a dense metric, or scales, gains, shares (scratch), directions. */
export function putMetric(kernel: Kernel, dimension: number, metric: LinearMetric | null): void {
  switch (metric?.kind) {
    case undefined:
      kernel.useMetric(0, 0);
      return;
    case 'dense':
      kernel.metricMemory.set(metric.factor, dimension);
      kernel.useMetric(2, 0);
      return;
    case 'low_rank': {
      const count = metric.directions.length;
      kernel.metricMemory.set(metric.scales, dimension);
      kernel.metricMemory.set(
        metric.stretches.map((stretch) => stretch - 1),
        2 * dimension,
      );
      const directions = 2 * dimension + 2 * count;
      metric.directions.forEach((direction, k) =>
        kernel.metricMemory.set(direction, directions + k * dimension),
      );
      kernel.useMetric(1, count);
    }
  }
}
