import { openUniform, type Rng } from './distribution-sampler.ts';
import { exp, invLogit, log } from './math.ts';

/**
 * The logarithm of a Gamma(shape, 1) draw: Marsaglia & Tsang (2000), A simple method for generating gamma
 * variables. Below shape 1 a draw of shape + 1 is multiplied by u^(1 / shape), in logarithms, because the
 * draw itself underflows for small shapes.
 */
export function drawLogGamma(shape: number, rng: Rng): number {
  if (!(shape > 0)) return Number.NaN;
  if (shape < 1) return drawLogGamma(shape + 1, rng) + log(openUniform(rng)) / shape;
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = rng.normal();
    const t = 1 + c * x;
    if (t <= 0) continue;
    const v = t * t * t;
    const u = openUniform(rng);
    const x2 = x * x;
    if (u < 1 - 0.0331 * x2 * x2 || log(u) < 0.5 * x2 + d * (1 - v + log(v))) return log(d * v);
  }
}

export function drawGamma(shape: number, rng: Rng): number {
  return exp(drawLogGamma(shape, rng));
}

export function drawBeta(alpha: number, beta: number, rng: Rng): number {
  const a = drawLogGamma(alpha, rng);
  return invLogit(a - drawLogGamma(beta, rng));
}

/** Weights proportional to exp(logs), summing to one, into `out`. */
export function normaliseLogs(logs: Float64Array, out: Float64Array): void {
  let top = Number.NEGATIVE_INFINITY;
  for (const v of logs) top = Math.max(top, v);
  let total = 0;
  for (let i = 0; i < logs.length; i++) {
    out[i] = exp(logs[i] - top);
    total += out[i];
  }
  for (let i = 0; i < logs.length; i++) out[i] /= total;
}
