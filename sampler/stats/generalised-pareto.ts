/**
 * Zhang and Stephens's (2009) fit of a generalised Pareto distribution: a quadrature over the profile
 * likelihood, with k̂ drawn a little towards one half, with the weight of ten observations (Vehtari,
 * Simpson, Gelman, Yao and Gabry 2024, appendix G), or towards another shape.
 */
import { mathLibrary } from '../math/instance.ts';
import { mean } from './moments.ts';

const { exp, log, log1p } = mathLibrary();

interface ParetoFit {
  readonly k: number;
  readonly sigma: number;
}

/** Weight of the prior on the shape. */
const PRIOR = 10;

/** `sorted` ascending, from 0 upwards; k is infinite where no finite shape fits. */
export function fitGeneralisedPareto(sorted: Float64Array, towards = 0.5): ParetoFit {
  const n = sorted.length;
  const points = 30 + Math.floor(Math.sqrt(n));
  const quartile = lowerQuartile(sorted);
  const thetas = new Float64Array(points);
  const profile = new Float64Array(points);
  let best = Number.NEGATIVE_INFINITY;
  for (let j = 0; j < points; j++) {
    const theta = 1 / sorted[n - 1] + (1 - Math.sqrt(points / (j + 0.5))) / (3 * quartile);
    const k = meanLog1p(sorted, -theta);
    thetas[j] = theta;
    profile[j] = n * (log(-theta / k) - k - 1);
    if (profile[j] > best) best = profile[j];
  }
  let weight = 0;
  let weighted = 0;
  for (let j = 0; j < points; j++) {
    const w = exp(profile[j] - best);
    weight += w;
    weighted += w * thetas[j];
  }
  const theta = weighted / weight;
  const k = mean(sorted.map((value) => log1p(-theta * value)));
  const shrunk = (k * n + PRIOR * towards) / (n + PRIOR);
  return { k: Number.isNaN(shrunk) ? Number.POSITIVE_INFINITY : shrunk, sigma: -k / theta };
}

export function lowerQuartile(sorted: Float64Array): number {
  return sorted[Math.floor(sorted.length / 4 + 0.5) - 1];
}

/** Factors multiplied before taking a logarithm, since a logarithm of each would dominate the cost. */
const TOGETHER = 8;

function meanLog1p(values: Float64Array, factor: number): number {
  const n = values.length;
  let sum = 0;
  for (let from = 0; from < n; from += TOGETHER) {
    const to = Math.min(from + TOGETHER, n);
    let product = 1;
    for (let i = from; i < to; i++) product *= 1 + factor * values[i];
    if (product > 1e-280 && product < 1e280) sum += log(product);
    else for (let i = from; i < to; i++) sum += log1p(factor * values[i]);
  }
  return sum / n;
}
