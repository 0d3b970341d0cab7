/** Metrics beyond a diagonal, of every small dimension and so at every remainder of the kernel's blocks, against TypeScript. */
import { describe, expect, it } from 'vitest';
import { instantiate } from '../../../../sampler/compile/instantiate.ts';
import type { Density } from '../../../../sampler/infer/density.ts';
import { KernelNuts } from '../../../../sampler/methods/nuts/kernel-nuts.ts';
import type { LinearMetric } from '../../../../sampler/methods/nuts/metric/linear-metric.ts';
import { metricDensity } from '../../../../sampler/methods/nuts/metric/metric-density.ts';
import { defaultNutsSettings, type Nuts, ReferenceNuts } from '../../../../sampler/methods/nuts/nuts.ts';
import { checkModel } from '../../../../sampler/model/check-model.ts';
import { compileLowered, lowerModel } from '../../../../sampler/model/compile-model.ts';
import { createRandom, type Random } from '../../../../sampler/random.ts';

const never = () => false;

async function densities(dimension: number) {
  const text = `dim k = ${dimension}\nparam x[k] ~ StudentT(4, 0, 1)\n`;
  const lowered = lowerModel(checkModel(text, 'model.bayes'), 'sample', undefined, true);
  if (lowered.kind === 'invalid') throw new Error(JSON.stringify(lowered.diagnostics));
  const { model, module } = await compileLowered(lowered);
  return () => instantiate(model, module).density;
}

function normals(random: Random, count: number): number[] {
  return Array.from({ length: count }, () => random.normal());
}

function denseOf(dimension: number): LinearMetric {
  const random = createRandom(dimension);
  const rows = Array.from({ length: dimension }, (_, i) => [
    ...normals(random, i).map((z) => 0.1 * z),
    0.5 + random.next(),
  ]);
  return { kind: 'dense', factor: rows.flat() };
}

function lowRankOf(dimension: number, count: number): LinearMetric {
  const random = createRandom(dimension, count);
  return {
    kind: 'low_rank',
    scales: Array.from({ length: dimension }, () => 0.5 + random.next()),
    stretches: Array.from({ length: count }, () => 0.5 + random.next()),
    // Of about unit length: both samplers take them as they are.
    directions: Array.from({ length: count }, () =>
      normals(random, dimension).map((z) => z / Math.sqrt(dimension)),
    ),
  };
}

/** Positions and energies of some transitions, as exact text. */
function path(
  make: (density: ReturnType<typeof metricDensity>) => Nuts,
  model: Density,
  metric: LinearMetric,
) {
  const density = metricDensity(model);
  density.use(metric);
  const nuts = make(density);
  const random = createRandom(7);
  nuts.state.position.fill(0.3);
  density.evaluate(nuts.state);
  return Array.from({ length: 6 }, () => {
    nuts.transition(random, 0.3);
    return [...nuts.state.position, nuts.last.energy, nuts.last.acceptance, nuts.last.leapfrogs].join(' ');
  });
}

describe('a metric in the kernel gives the draws of TypeScript', () => {
  it.each(Array.from({ length: 27 }, (_, k) => k + 1))('in %i dimensions', async (dimension) => {
    const fresh = await densities(dimension);
    const metrics = [
      denseOf(dimension),
      ...[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12]
        .filter((count) => count <= dimension)
        .map((count) => lowRankOf(dimension, count)),
    ];
    for (const metric of metrics) {
      const byKernel = path(
        (density) => {
          const { kernel } = density;
          if (kernel === undefined) throw new Error('a compiled model has the kernel');
          return new KernelNuts(density, kernel(), defaultNutsSettings, never);
        },
        fresh(),
        metric,
      );
      const inTypeScript = path(
        (density) => new ReferenceNuts(density, defaultNutsSettings),
        fresh(),
        metric,
      );
      expect(byKernel).toEqual(inTypeScript);
      expect(new Set(byKernel).size).toBeGreaterThan(1);
    }
  });
});
