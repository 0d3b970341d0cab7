/**
 * Tail probabilities by quadrature of the densities that define them: the reference for the series, fractions and
 * derivatives of `sampler/math`. Gamma and beta densities are taken on the scale of the logarithm and of the log
 * odds, where all of them are log-concave.
 */
import { digamma, lgamma, logI0, logPhi } from './special.ts';

/** Gauss–Legendre of eight points: places and weights of one half. */
const POINTS = [0.1834346424956498, 0.525532409916329, 0.7966664774136267, 0.9602898564975363];
const WEIGHTS = [0.362683783378362, 0.31370664587788727, 0.22238103445337448, 0.10122853629037626];
const PANELS = 400;
/** What is below e^-60 of the largest value is left out. */
const LEFT_OUT = 60;

interface Integral {
  readonly log: number;
  /** Mean of `weight` under the density on the interval. */
  readonly mean: number;
}

/** The integral of exp(h) over from..to, for a concave h. */
function integrate(
  h: (t: number) => number,
  from: number,
  to: number,
  weight: (t: number) => number = () => 1,
): Integral {
  const top = highest(h, from, to);
  const lo = cut(h, top, from);
  const hi = cut(h, top, to);
  const most = h(top);
  let sum = 0;
  let weighted = 0;
  // From the top outwards, so that no panel has the top inside.
  for (const end of [lo, hi]) {
    const half = (end - top) / (2 * PANELS);
    for (let k = 0; k < PANELS; k++) {
      const middle = top + (2 * k + 1) * half;
      POINTS.forEach((point, i) => {
        for (const t of [middle - point * half, middle + point * half]) {
          const value = WEIGHTS[i] * Math.abs(half) * Math.exp(h(t) - most);
          sum += value;
          weighted += value * weight(t);
        }
      });
    }
  }
  return { log: most + Math.log(sum), mean: weighted / sum };
}

/** Where a concave function is largest; an infinite end is first brought in by doubling. */
function highest(h: (t: number) => number, from: number, to: number): number {
  let lo = Number.isFinite(from) ? from : bring(h, to, -1);
  let hi = Number.isFinite(to) ? to : bring(h, from, 1);
  for (let n = 0; n < 200; n++) {
    const a = lo + (hi - lo) / 3;
    const b = hi - (hi - lo) / 3;
    if (h(a) < h(b)) lo = a;
    else hi = b;
  }
  return [from, to, (lo + hi) / 2].filter(Number.isFinite).reduce((x, y) => (h(x) >= h(y) ? x : y));
}

function bring(h: (t: number) => number, from: number, sign: 1 | -1): number {
  const start = Number.isFinite(from) ? from : 0;
  let step = 1;
  while (h(start + sign * step) > h(start + (sign * step) / 2) || step < 64) step *= 2;
  return start + sign * step;
}

/** The end of the interval, or where the function has fallen far below its top. */
function cut(h: (t: number) => number, top: number, end: number): number {
  const least = h(top) - LEFT_OUT;
  if (Number.isFinite(end) && h(end) >= least) return end;
  let near = top;
  let far = end;
  if (!Number.isFinite(end)) {
    const sign = end > 0 ? 1 : -1;
    let step = 1;
    while (h(top + sign * step) >= least) step *= 2;
    far = top + sign * step;
  }
  for (let n = 0; n < 100; n++) {
    const middle = (near + far) / 2;
    if (h(middle) >= least) near = middle;
    else far = middle;
  }
  return far;
}

const INFINITE = Number.POSITIVE_INFINITY;
const inverseLogit = (u: number) => (u < 0 ? Math.exp(u) / (1 + Math.exp(u)) : 1 / (1 + Math.exp(-u)));
const logInvLogit = (u: number) => (u < 0 ? u - Math.log1p(Math.exp(u)) : -Math.log1p(Math.exp(-u)));

function gammaPart(a: number, from: number, to: number): Integral {
  return integrate(
    (v) => a * v - Math.exp(v),
    from,
    to,
    (v) => v,
  );
}

export function logGammaP(a: number, x: number): number {
  if (!(a > 0 && x >= 0)) return Number.NaN;
  return x === 0 ? -INFINITE : gammaPart(a, -INFINITE, Math.log(x)).log - lgamma(a);
}

export function logGammaQ(a: number, x: number): number {
  if (!(a > 0 && x >= 0)) return Number.NaN;
  return x === 0 ? 0 : gammaPart(a, Math.log(x), INFINITE).log - lgamma(a);
}

export function logGammaPSlope(a: number, x: number): number {
  if (!(a > 0 && x >= 0)) return Number.NaN;
  return x === 0 ? -INFINITE : gammaPart(a, -INFINITE, Math.log(x)).mean - digamma(a);
}

export function logGammaQSlope(a: number, x: number): number {
  if (!(a > 0 && x >= 0)) return Number.NaN;
  return x === 0 ? 0 : gammaPart(a, Math.log(x), INFINITE).mean - digamma(a);
}

function betaPart(u: number, a: number, b: number, weight: (t: number) => number): Integral {
  if (!(a > 0 && b > 0)) return { log: Number.NaN, mean: Number.NaN };
  return integrate((t) => a * logInvLogit(t) + b * logInvLogit(-t), -INFINITE, u, weight);
}

export function logBetaI(u: number, a: number, b: number): number {
  return betaPart(u, a, b, () => 1).log - (lgamma(a) + lgamma(b) - lgamma(a + b));
}

export function logBetaISlopeA(u: number, a: number, b: number): number {
  return betaPart(u, a, b, logInvLogit).mean - digamma(a) + digamma(a + b);
}

export function logBetaISlopeB(u: number, a: number, b: number): number {
  return betaPart(u, a, b, (t) => logInvLogit(-t)).mean - digamma(b) + digamma(a + b);
}

export const logBetaDensity = (u: number, a: number, b: number): number =>
  a * Math.log(inverseLogit(u)) + b * Math.log(inverseLogit(-u)) - (lgamma(a) + lgamma(b) - lgamma(a + b));

export const logSkewNormalDensity = (z: number, alpha: number): number =>
  0.5 * Math.log(2 / Math.PI) - 0.5 * z * z + logPhi(alpha * z);

export function logSkewNormalCdf(z: number, alpha: number): number {
  return integrate((t) => logSkewNormalDensity(t, alpha), -INFINITE, z).log;
}

export const logRiceDensity = (nu: number, x: number): number =>
  Math.log(x) - 0.5 * (x - nu) ** 2 + logI0(nu * x) - nu * x;

export function logRiceCdf(nu: number, x: number): number {
  if (!(nu >= 0 && x >= 0)) return Number.NaN;
  return x === 0
    ? -INFINITE
    : integrate((v) => logRiceDensity(nu, Math.exp(v)) + v, -INFINITE, Math.log(x)).log;
}

export function logRiceCcdf(nu: number, x: number): number {
  if (!(nu >= 0 && x >= 0)) return Number.NaN;
  return x === 0 ? 0 : integrate((t) => logRiceDensity(nu, t), x, INFINITE).log;
}

const logVonMises = (t: number, kappa: number) => kappa * (Math.cos(t) - 1) - (logI0(kappa) - kappa);
export const logVonMisesDensity = (t: number, kappa: number): number =>
  logVonMises(t, kappa) - Math.log(2 * Math.PI);

/** Composite quadrature of the arc: no part of it is concave as a whole. */
function arc(lo: number, hi: number, kappa: number): Integral {
  if (!(kappa >= 0)) return { log: Number.NaN, mean: Number.NaN };
  if (hi <= lo) return { log: -INFINITE, mean: Number.NaN };
  const panels = 4 * PANELS;
  const half = (hi - lo) / (2 * panels);
  const at = Array.from({ length: panels }, (_, k) => lo + (2 * k + 1) * half);
  const most = Math.max(...at.map((t) => logVonMises(t, kappa)));
  let sum = 0;
  let weighted = 0;
  for (const middle of at)
    POINTS.forEach((point, i) => {
      for (const t of [middle - point * half, middle + point * half]) {
        const value = WEIGHTS[i] * half * Math.exp(logVonMises(t, kappa) - most);
        sum += value;
        weighted += value * Math.cos(t);
      }
    });
  return { log: most + Math.log(sum) - Math.log(2 * Math.PI), mean: weighted / sum };
}

export const logVonMisesArc = (lo: number, hi: number, kappa: number): number => arc(lo, hi, kappa).log;
export const meanCosine = (lo: number, hi: number, kappa: number): number => arc(lo, hi, kappa).mean;
