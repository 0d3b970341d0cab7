/** Puts a metric into the memory that the kernel reads it from (`sampler/kernel/assembly/metric.ts`). */
import { MOST_DENSE } from '../../../compile/emit/state-layout.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { LinearMetric } from './linear-metric.ts';

/** Where `dense` is larger than the kernel has room for, the metric is TypeScript's. */
export function fitsKernel(metric: string, dimension: number): boolean {
  return metric !== 'dense' || dimension <= MOST_DENSE;
}

/** After a vector for velocities: the factor of a dense metric, or scales, gains, room for shares, directions. */
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
