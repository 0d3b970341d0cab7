/** The draws of test/golden/diagnostics.R, made here by the same arithmetic, bit for bit. */

function uniforms(n: number, seed: number): Float64Array {
  let x = seed;
  return Float64Array.from({ length: n }, () => {
    x = (16807 * x) % 2147483647;
    return x / 2147483647;
  });
}

export function normals(n: number, seed: number): Float64Array {
  const u = uniforms(12 * n, seed);
  return Float64Array.from({ length: n }, (_, i) => {
    let sum = u[12 * i];
    for (let k = 1; k < 12; k++) sum += u[12 * i + k];
    return sum - 6;
  });
}

export function ar1(n: number, phi: number, seed: number): Float64Array {
  const e = normals(n, seed);
  const scale = Math.sqrt(1 - phi * phi);
  const x = new Float64Array(n);
  x[0] = e[0];
  for (let i = 1; i < n; i++) x[i] = phi * x[i - 1] + scale * e[i];
  return x;
}

export interface ChainsOfOne {
  /** Chain by chain. */
  readonly values: Float64Array;
  readonly chains: number;
}

function together(parts: readonly Float64Array[]): ChainsOfOne {
  const n = parts[0].length;
  const values = new Float64Array(n * parts.length);
  parts.forEach((part, chain) => {
    values.set(part, chain * n);
  });
  return { values, chains: parts.length };
}

function chainsOf(chains: number, one: (seed: number) => Float64Array): ChainsOfOne {
  return together(Array.from({ length: chains }, (_, k) => one(1000 + 77 * (k + 1))));
}

function four(one: (chain: number) => Float64Array): ChainsOfOne {
  return together([1, 2, 3, 4].map(one));
}

export const sets: { readonly [name: string]: ChainsOfOne } = {
  iid: chainsOf(4, (s) => normals(500, s)),
  ar1: chainsOf(4, (s) => ar1(600, 0.7, s)),
  slow: chainsOf(4, (s) => ar1(400, 0.99, s)),
  antithetic: chainsOf(4, (s) => ar1(500, -0.6, s)),
  shifted: four((chain) => normals(300, 10 + chain).map((x) => x + (chain === 4 ? 0.7 : 0))),
  scaled: four((chain) => normals(300, 20 + chain).map((x) => x * (chain === 2 ? 3 : 1))),
  stuck: four((chain) => (chain === 3 ? new Float64Array(300).fill(0.25) : normals(300, 30 + chain))),
  heavy: four((chain) => {
    const below = normals(400, 50 + chain);
    return normals(400, 40 + chain).map((x, i) => x / below[i]);
  }),
  odd: chainsOf(3, (s) => ar1(251, 0.4, s)),
  single: chainsOf(1, (s) => ar1(1000, 0.5, s)),
  short: chainsOf(2, (s) => normals(10, s)),
  discrete: chainsOf(4, (s) => ar1(400, 0.5, s).map((x) => Math.floor(2 * x))),
  offset: chainsOf(4, (s) => normals(500, s).map((x) => x * 1e-3 + 1e3)),
  oneTail: chainsOf(4, (s) => uniforms(500, s).map((u) => 1 / u)),
  rightTail: chainsOf(4, (s) => uniforms(500, s).map((u) => 1 / Math.sqrt(u))),
  leftTail: chainsOf(4, (s) => {
    const above = uniforms(500, 3 * s);
    return uniforms(500, s).map((u, i) => Math.sqrt(above[i]) - 1 / Math.sqrt(u));
  }),
  energy: chainsOf(4, (s) => ar1(500, 0.8, s).map((x) => x * x)),
};

export const logRatios: { readonly [name: string]: Float64Array } = {
  light: normals(1000, 901).map((z) => 0.3 * z),
  moderate: normals(1000, 902).map((z) => 0.5 * z * z),
  heavy: normals(2000, 903).map((z) => 1.4 * z * z),
  equal: new Float64Array(100).fill(0.5),
  tiny: normals(20, 904),
  moderateCorrelated: normals(1000, 902).map((z) => 0.5 * z * z),
};

const HALF_LOG_TWO_PI = 0.9189385332046728;

/** Log likelihood of twelve observations, the last an outlier, under 4 × 500 draws of a mean. */
export function looInput() {
  const observed = [...normals(11, 950), 6];
  const mu = chainsOf(4, (s) => ar1(500, 0.3, s)).values.map((x) => x * 0.3 + 0.4);
  const values = new Float64Array(mu.length * observed.length);
  mu.forEach((m, draw) => {
    observed.forEach((y, i) => {
      values[draw * observed.length + i] = -0.5 * (y - m) * (y - m) - HALF_LOG_TWO_PI;
    });
  });
  return { observations: observed.length, chains: 4, drawsPerChain: 500, values };
}
