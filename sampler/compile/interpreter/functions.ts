/** Value and derivative of each scalar function of the IR, written out one by one. */
import type { BinaryFn, TernaryFn, UnaryFn } from '../../../grammar/ir.ts';
import {
  digamma,
  erf,
  erfc,
  i1OverI0,
  lgamma,
  logI0,
  logPhi,
  Phi,
  probit,
  tetragamma,
  trigamma,
} from './special.ts';
import {
  logBetaDensity,
  logBetaI,
  logBetaISlopeA,
  logBetaISlopeB,
  logGammaP,
  logGammaPSlope,
  logGammaQ,
  logGammaQSlope,
  logRiceCcdf,
  logRiceCdf,
  logRiceDensity,
  logSkewNormalCdf,
  logSkewNormalDensity,
  logVonMisesArc,
  logVonMisesDensity,
  meanCosine,
} from './tail-integrals.ts';

interface UnaryRule {
  readonly value: (x: number) => number;
  /** Derivative at `x`, where `y` is the value there. */
  readonly derivative: (x: number, y: number) => number;
}

interface BinaryRule {
  readonly value: (x: number, y: number) => number;
  /** Partial derivatives by `x` and by `y`, where `z` is the value there. */
  readonly dx: (x: number, y: number, z: number) => number;
  readonly dy: (x: number, y: number, z: number) => number;
}

interface TernaryRule {
  readonly value: (x: number, y: number, z: number) => number;
  /** By each argument, where the last is the value there. */
  readonly partials: readonly ((x: number, y: number, z: number, value: number) => number)[];
}

const flat = () => 0;
const none = () => Number.NaN;
const LN2 = Math.LN2;

function nearestEven(x: number): number {
  if (Math.abs(x) >= 2 ** 52 || Number.isNaN(x)) return x;
  const below = Math.floor(x);
  const rest = x - below;
  if (rest !== 0.5) return rest < 0.5 ? below : below + 1;
  return below % 2 === 0 ? below : below + 1;
}

/** Products modulo 2^64 of the bits, halves swapped between them; the upper half. */
function scramble(x: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  const wrapped = (h: bigint): bigint => h % 2n ** 64n;
  const start = wrapped(view.getBigUint64(0) + 11400714819323198485n);
  const first = wrapped((start ^ (start / 2n ** 30n)) * 13787848793156543929n);
  const second = wrapped((first ^ (first / 2n ** 27n)) * 10723151780598845931n);
  return Number((second ^ (second / 2n ** 31n)) / 2n ** 32n);
}

const invLogit = (x: number): number => (x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x)));
const log1pExp = (x: number): number => (x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x)));
const log1mExp = (x: number): number => (x > -LN2 ? Math.log(-Math.expm1(x)) : Math.log1p(-Math.exp(x)));
/** 2 atanh(2p - 1) in the middle, where the quotient would lose digits. */
const logit = (p: number): number =>
  Math.abs(p - 0.5) < 0.25 ? 2 * Math.atanh(2 * p - 1) : Math.log(p) - Math.log1p(-p);
/** Standard normal density. */
const phi = (x: number): number => Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);

export const unaryRules: Readonly<Record<UnaryFn, UnaryRule>> = {
  neg: { value: (x) => -x, derivative: () => -1 },
  not: { value: (x) => (x === 0 ? 1 : 0), derivative: flat },
  exp: { value: Math.exp, derivative: (_, y) => y },
  log: { value: Math.log, derivative: (x) => 1 / x },
  log1p: { value: Math.log1p, derivative: (x) => 1 / (1 + x) },
  expm1: { value: Math.expm1, derivative: (x) => Math.exp(x) },
  sqrt: { value: Math.sqrt, derivative: (_, y) => 0.5 / y },
  cbrt: { value: Math.cbrt, derivative: (_, y) => 1 / (3 * y * y) },
  abs: { value: Math.abs, derivative: (x) => Math.sign(x) },
  square: { value: (x) => x * x, derivative: (x) => 2 * x },
  sin: { value: Math.sin, derivative: (x) => Math.cos(x) },
  cos: { value: Math.cos, derivative: (x) => -Math.sin(x) },
  tan: { value: Math.tan, derivative: (_, y) => 1 + y * y },
  asin: { value: Math.asin, derivative: (x) => 1 / Math.sqrt((1 - x) * (1 + x)) },
  acos: { value: Math.acos, derivative: (x) => -1 / Math.sqrt((1 - x) * (1 + x)) },
  atan: { value: Math.atan, derivative: (x) => 1 / (1 + x * x) },
  sinh: { value: Math.sinh, derivative: (x) => Math.cosh(x) },
  cosh: { value: Math.cosh, derivative: (x) => Math.sinh(x) },
  tanh: { value: Math.tanh, derivative: (x) => 1 / Math.cosh(x) ** 2 },
  floor: { value: Math.floor, derivative: flat },
  ceil: { value: Math.ceil, derivative: flat },
  round: { value: nearestEven, derivative: flat },
  sign: { value: (x) => (x > 0 ? 1 : x < 0 ? -1 : 0), derivative: flat },
  step: { value: (x) => (x >= 0 ? 1 : 0), derivative: flat },
  scramble: { value: scramble, derivative: flat },
  inv_logit: { value: invLogit, derivative: (x) => invLogit(x) * invLogit(-x) },
  log_inv_logit: { value: (x) => -log1pExp(-x), derivative: (x) => invLogit(-x) },
  logit: { value: logit, derivative: (x) => 1 / (x * (1 - x)) },
  log1p_exp: { value: log1pExp, derivative: invLogit },
  log1m_exp: { value: log1mExp, derivative: (x) => -1 / Math.expm1(-x) },
  lgamma: { value: lgamma, derivative: (x) => digamma(x) },
  digamma: { value: digamma, derivative: (x) => trigamma(x) },
  trigamma: { value: trigamma, derivative: (x) => tetragamma(x) },
  tetragamma: { value: tetragamma, derivative: () => Number.NaN },
  erf: { value: erf, derivative: (x) => (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) },
  erfc: { value: erfc, derivative: (x) => (-2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) },
  Phi: { value: Phi, derivative: phi },
  log_Phi: { value: logPhi, derivative: (x, y) => Math.exp(-0.5 * x * x - y) / Math.sqrt(2 * Math.PI) },
  probit: { value: probit, derivative: (_, y) => 1 / phi(y) },
  log_i0: { value: logI0, derivative: i1OverI0 },
  i1_over_i0: { value: i1OverI0, derivative: (x, y) => (x === 0 ? 0.5 : 1 - y / x - y * y) },
};

const test = (relation: (x: number, y: number) => boolean): BinaryRule => ({
  value: (x, y) => (relation(x, y) ? 1 : 0),
  dx: flat,
  dy: flat,
});

export const binaryRules: Readonly<Record<BinaryFn, BinaryRule>> = {
  add: { value: (x, y) => x + y, dx: () => 1, dy: () => 1 },
  sub: { value: (x, y) => x - y, dx: () => 1, dy: () => -1 },
  mul: { value: (x, y) => x * y, dx: (_, y) => y, dy: (x) => x },
  div: { value: (x, y) => x / y, dx: (_, y) => 1 / y, dy: (_, y, z) => -z / y },
  pow: {
    value: (x, y) => x ** y,
    dx: (x, y) => (y === 0 ? 0 : y * x ** (y - 1)),
    dy: (x, _, z) => (z === 0 ? 0 : z * Math.log(x)),
  },
  // At a tie the first argument takes the gradient.
  min: { value: Math.min, dx: (x, y) => (x <= y ? 1 : 0), dy: (x, y) => (x <= y ? 0 : 1) },
  max: { value: Math.max, dx: (x, y) => (x >= y ? 1 : 0), dy: (x, y) => (x >= y ? 0 : 1) },
  atan2: {
    value: Math.atan2,
    dx: (x, y) => y / (x * x + y * y),
    dy: (x, y) => -x / (x * x + y * y),
  },
  // Sign of the dividend, as C's fmod.
  mod: { value: (x, y) => x % y, dx: () => 1, dy: (x, y) => -Math.trunc(x / y) },
  log_gamma_p: {
    value: logGammaP,
    dx: logGammaPSlope,
    dy: (a, x, z) => Math.exp((a - 1) * Math.log(x) - x - lgamma(a) - z),
  },
  log_gamma_q: {
    value: logGammaQ,
    dx: logGammaQSlope,
    dy: (a, x, z) => -Math.exp((a - 1) * Math.log(x) - x - lgamma(a) - z),
  },
  log_gamma_p_da: { value: logGammaPSlope, dx: none, dy: none },
  log_gamma_q_da: { value: logGammaQSlope, dx: none, dy: none },
  log_skew_normal_cdf: {
    value: logSkewNormalCdf,
    dx: (x, alpha, z) => Math.exp(logSkewNormalDensity(x, alpha) - z),
    // From Owen's T.
    dy: (x, alpha, z) => -Math.exp(-0.5 * x * x * (1 + alpha * alpha) - z) / (Math.PI * (1 + alpha * alpha)),
  },
  log_rice_cdf: {
    value: logRiceCdf,
    dx: (nu, x, z) => -Math.exp(logRiceDensity(nu, x) - z) * i1OverI0(nu * x),
    dy: (nu, x, z) => Math.exp(logRiceDensity(nu, x) - z),
  },
  log_rice_ccdf: {
    value: logRiceCcdf,
    dx: (nu, x, z) => Math.exp(logRiceDensity(nu, x) - z) * i1OverI0(nu * x),
    dy: (nu, x, z) => -Math.exp(logRiceDensity(nu, x) - z),
  },
  eq: test((x, y) => x === y),
  ne: test((x, y) => x !== y),
  lt: test((x, y) => x < y),
  le: test((x, y) => x <= y),
  gt: test((x, y) => x > y),
  ge: test((x, y) => x >= y),
  and: test((x, y) => x !== 0 && y !== 0),
  or: test((x, y) => x !== 0 || y !== 0),
};

export const ternaryRules: Readonly<Record<TernaryFn, TernaryRule>> = {
  log_beta_i: {
    value: logBetaI,
    partials: [
      (u, a, b, value) => Math.exp(logBetaDensity(u, a, b) - value),
      (u, a, b) => logBetaISlopeA(u, a, b),
      (u, a, b) => logBetaISlopeB(u, a, b),
    ],
  },
  log_beta_i_da: { value: logBetaISlopeA, partials: [none, none, none] },
  log_beta_i_db: { value: logBetaISlopeB, partials: [none, none, none] },
  log_von_mises_arc: {
    value: logVonMisesArc,
    partials: [
      (lo, _, kappa, value) => -Math.exp(logVonMisesDensity(lo, kappa) - value),
      (_, hi, kappa, value) => Math.exp(logVonMisesDensity(hi, kappa) - value),
      (lo, hi, kappa) => meanCosine(lo, hi, kappa) - i1OverI0(kappa),
    ],
  },
  log_von_mises_arc_dkappa: {
    value: (lo, hi, kappa) => meanCosine(lo, hi, kappa) - i1OverI0(kappa),
    partials: [none, none, none],
  },
};
