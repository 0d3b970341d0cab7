import { openUniform, type Rng } from './distribution-sampler.ts';
import { drawLogGamma } from './draw-gamma.ts';
import { exp, lchoose, lgamma, log, log1p } from './math.ts';

/**
 * A Poisson draw: by inversion below mean 10, else PTRS, transformed rejection with squeeze
 * (Hörmann 1993, The transformed rejection method for generating Poisson random variables).
 */
export function drawPoisson(mu: number, rng: Rng): number {
  if (!(mu >= 0) || mu === Number.POSITIVE_INFINITY) return Number.NaN;
  if (mu === 0) return 0;
  if (mu < 10) {
    let u = rng.next();
    let p = exp(-mu);
    // The mass beyond 110 is below 1e-80: the bound only catches rounding of the sum.
    for (let k = 0; k < 110; k++) {
      if (u < p) return k;
      u -= p;
      p *= mu / (k + 1);
    }
    return 110;
  }
  const root = Math.sqrt(mu);
  const logMu = log(mu);
  const b = 0.931 + 2.53 * root;
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const vr = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = openUniform(rng) - 0.5;
    const v = openUniform(rng);
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + mu + 0.43);
    if (us >= 0.07 && v <= vr) return k;
    if (k < 0 || (us < 0.013 && v > us)) continue;
    if (log(v) + log(inverseAlpha) - log(a / (us * us) + b) <= k * logMu - mu - lgamma(k + 1)) return k;
  }
}

/**
 * A binomial draw: by inversion where n * min(p, 1 - p) < 10, else BTRS, transformed rejection
 * (Hörmann 1993, The generation of binomial random variates).
 */
export function drawBinomial(n: number, p: number, rng: Rng): number {
  if (!(n >= 0) || !(p >= 0 && p <= 1)) return Number.NaN;
  if (p > 0.5) return n - drawBinomial(n, 1 - p, rng);
  if (n === 0 || p === 0) return 0;
  const odds = p / (1 - p);
  if (n * p < 10) {
    let u = rng.next();
    let mass = exp(n * log1p(-p));
    for (let k = 0; k < n; k++) {
      if (u < mass) return k;
      u -= mass;
      mass *= (odds * (n - k)) / (k + 1);
      // Only rounding of the sum can come here.
      if (mass === 0) return k;
    }
    return n;
  }
  const spread = Math.sqrt(n * p * (1 - p));
  const b = 1.15 + 2.53 * spread;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const c = n * p + 0.5;
  const vr = 0.92 - 4.2 / b;
  const alpha = (2.83 + 5.1 / b) * spread;
  const mode = Math.floor((n + 1) * p);
  const logOdds = log(odds);
  for (;;) {
    const u = openUniform(rng) - 0.5;
    const v = openUniform(rng);
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + c);
    if (k < 0 || k > n) continue;
    if (us >= 0.07 && v <= vr) return k;
    const logRatio = lchoose(n, k) - lchoose(n, mode) + (k - mode) * logOdds;
    if (log((v * alpha) / (a / (us * us) + b)) <= logRatio) return k;
  }
}

export function drawNegativeBinomial(mu: number, alpha: number, rng: Rng): number {
  if (mu === 0) return 0;
  return drawPoisson((mu / alpha) * exp(drawLogGamma(alpha, rng)), rng);
}

/** Number of trials up to the first success. */
export function drawGeometric(p: number, rng: Rng): number {
  if (!(p > 0 && p <= 1)) return Number.NaN;
  return p === 1 ? 1 : Math.max(1, Math.ceil(log(openUniform(rng)) / log1p(-p)));
}

/** A position (from 0) with probability proportional to its weight. */
export function drawPosition(weights: Float64Array, rng: Rng): number {
  let total = 0;
  for (const w of weights) total += w;
  if (!(total > 0)) return Number.NaN;
  let u = rng.next() * total;
  let last = 0;
  for (let i = 0; i < weights.length; i++) {
    if (weights[i] > 0) last = i;
    if (u < weights[i]) return i;
    u -= weights[i];
  }
  return last;
}

/** Counts of `n` trials, by conditional binomials. */
export function drawMultinomial(n: number, p: Float64Array, out: Float64Array, rng: Rng): void {
  let left = n;
  let rest = 0;
  for (const v of p) rest += v;
  for (let i = 0; i < out.length; i++) {
    const share = i === out.length - 1 ? 1 : Math.min(1, Math.max(0, rest > 0 ? p[i] / rest : 0));
    out[i] = left === 0 ? 0 : drawBinomial(left, share, rng);
    left -= out[i];
    rest -= p[i];
  }
}
