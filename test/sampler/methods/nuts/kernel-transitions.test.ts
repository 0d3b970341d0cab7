/**
 * Transitions of the kernel against those of TypeScript: in every small dimension, and so at every remainder of its
 * blocks, under every kind of metric; and where energy falls so far that weights have an offset.
 */
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

async function densities(dimension: number, prior = 'StudentT(4, 0, 1)') {
  const text = `dim k = ${dimension}\nparam x[k] ~ ${prior}\n`;
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

type Sampler = (density: ReturnType<typeof metricDensity>) => Nuts;

const byKernel: Sampler = (density) => {
  const { kernel } = density;
  if (kernel === undefined) throw new Error('a compiled model has the kernel');
  return new KernelNuts(density, kernel(), defaultNutsSettings, never);
};
const inTypeScript: Sampler = (density) => new ReferenceNuts(density, defaultNutsSettings);

/** Some transitions from a point with these coordinates: positions and what is told of each, as exact text; and energies. */
function path(make: Sampler, model: Density, metric: LinearMetric | null, from: number, stepSize: number) {
  const density = metricDensity(model);
  density.use(metric);
  if (metric === null) density.inverseMass.fill(0.7);
  const nuts = make(density);
  const random = createRandom(7);
  nuts.state.position.fill(from);
  density.evaluate(nuts.state);
  const energies: number[] = [-nuts.state.logDensity];
  const told = Array.from({ length: 6 }, () => {
    nuts.transition(random, stepSize);
    const { energy, acceptance, symmetricAcceptance, leapfrogs, depth } = nuts.last;
    energies.push(energy);
    return [...nuts.state.position, energy, acceptance, symmetricAcceptance, leapfrogs, depth].join(' ');
  });
  return { told, energies };
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
    for (const metric of [null, ...metrics]) {
      const { told } = path(byKernel, fresh(), metric, 0.3, 0.3);
      expect(told).toEqual(path(inTypeScript, fresh(), metric, 0.3, 0.3).told);
      expect(new Set(told).size).toBeGreaterThan(1);
    }
  });

  it.each([1, 4])('where energy falls far, in %i dimensions', async (dimension) => {
    const fresh = await densities(dimension, 'Normal(0, 1)');
    // At steps near the largest that is stable energy is far from constant: it falls away from the turning points.
    for (const share of [0.4, 0.5, 0.6, 0.75, 0.95]) {
      const stepSize = (share * 2) / Math.sqrt(0.7);
      const { told, energies } = path(byKernel, fresh(), null, 400, stepSize);
      expect(told).toEqual(path(inTypeScript, fresh(), null, 400, stepSize).told);
      expect(energies[0] - energies[1]).toBeGreaterThan(1000);
    }
  });
});
