/** Log densities of the generated programs, from textbooks and not from the tables of the language. */
import { lgamma, Phi } from '../../../../sampler/compile/interpreter/special.ts';
import { add, number, positive, probability, tame } from './arithmetic.ts';
import type { Env, Expr } from './meaning.ts';
import type { Tape } from './tape.ts';

const HALF_LOG_2PI = 0.5 * Math.log(2 * Math.PI);

type LogDensity = (x: number, ...args: number[]) => number;

const normal: LogDensity = (x, m, s) => -0.5 * ((x - m) / s) ** 2 - Math.log(s) - HALF_LOG_2PI;

const studentT: LogDensity = (x, nu, m, s) =>
  lgamma((nu + 1) / 2) -
  lgamma(nu / 2) -
  0.5 * Math.log(nu * Math.PI) -
  Math.log(s) -
  ((nu + 1) / 2) * Math.log1p(((x - m) / s) ** 2 / nu);

const laplace: LogDensity = (x, m, b) => -Math.abs(x - m) / b - Math.log(2 * b);

const logistic: LogDensity = (x, m, s) => {
  const z = -Math.abs((x - m) / s);
  return z - Math.log(s) - 2 * Math.log1p(Math.exp(z));
};

const cauchy: LogDensity = (x, a, b) => -Math.log(Math.PI * b) - Math.log1p(((x - a) / b) ** 2);

const gumbel: LogDensity = (x, m, b) => -(x - m) / b - Math.exp(-(x - m) / b) - Math.log(b);

const exponential: LogDensity = (x, l) => Math.log(l) - l * x;

const gamma: LogDensity = (x, a, b) => a * Math.log(b) - lgamma(a) + (a - 1) * Math.log(x) - b * x;

const logNormal: LogDensity = (x, m, s) => normal(Math.log(x), m, s) - Math.log(x);

const weibull: LogDensity = (x, a, b) => Math.log(a / b) + (a - 1) * Math.log(x / b) - (x / b) ** a;

const inverseGamma: LogDensity = (x, a, b) => a * Math.log(b) - lgamma(a) - (a + 1) * Math.log(x) - b / x;

const beta: LogDensity = (x, a, b) =>
  lgamma(a + b) - lgamma(a) - lgamma(b) + (a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x);

const poisson: LogDensity = (x, m) => x * Math.log(m) - m - lgamma(x + 1);

const lchoose: LogDensity = (n, k) => lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1);

const binomial: LogDensity = (x, n, p) => lchoose(n, x) + x * Math.log(p) + (n - x) * Math.log1p(-p);

const negativeBinomial: LogDensity = (x, m, a) =>
  lgamma(x + a) - lgamma(a) - lgamma(x + 1) + a * Math.log(a / (m + a)) + x * Math.log(m / (m + a));

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** A distribution with its arguments: its text and its log density at a value. */
export interface Chosen {
  readonly text: string;
  readonly args: readonly Expr[];
  readonly logDensity: LogDensity;
}

interface Family {
  readonly text: (args: readonly string[]) => string;
  /** Makes an argument of the right kind of any expression. */
  readonly args: readonly ((tape: Tape, e: Expr) => Expr)[];
  readonly logDensity: LogDensity;
}

export const real = (_: Tape, e: Expr): Expr => tame(e, 60);

export const near = (_: Tape, e: Expr): Expr => tame(e, 4);

export const shape = (tape: Tape, e: Expr): Expr =>
  e.lo > 0.1 && e.hi < 50 ? e : positive(tape, tame(e, 1.5));

const simple = (name: string) => (args: readonly string[]) => `${name}(${args.join(', ')})`;

const family = (name: string, args: Family['args'], logDensity: LogDensity): Family => ({
  text: simple(name),
  args,
  logDensity,
});

export const locationScale: readonly Family[] = [
  family('Normal', [real, shape], normal),
  family('Normal', [real, shape], normal),
  family('Normal', [real, shape], normal),
  family('Laplace', [real, shape], laplace),
  family('Logistic', [real, shape], logistic),
  family('Cauchy', [real, shape], cauchy),
  family('Gumbel', [near, shape], gumbel),
  {
    text: ([m, s]) => `StudentT(nu = 4, sigma = ${s}, mu = ${m})`,
    args: [real, shape],
    logDensity: (x, m, s) => studentT(x, 4, m, s),
  },
  family('StudentT', [shape, real, shape], studentT),
];

export const onPositives: readonly Family[] = [
  family('HalfNormal', [shape], (x, s) => normal(x, 0, s) + Math.LN2),
  family('Exponential', [shape], exponential),
  family('Gamma', [shape, shape], gamma),
  {
    text: ([m, s]) => `Gamma(mu = ${m}, sigma = ${s})`,
    args: [shape, shape],
    logDensity: (x, m, s) => gamma(x, (m / s) ** 2, m / s ** 2),
  },
  family('LogNormal', [near, shape], logNormal),
  family('Weibull', [shape, shape], weibull),
  family('InverseGamma', [shape, shape], inverseGamma),
  family('HalfCauchy', [shape], (x, s) => cauchy(x, 0, s) + Math.LN2),
];

export const onUnit: readonly Family[] = [
  family('Beta', [shape, shape], beta),
  {
    text: ([m, n]) => `Beta(mu = ${m}, nu = ${n})`,
    args: [(_, e) => probability(e), shape],
    logDensity: (x, m, n) => beta(x, m * n, (1 - m) * n),
  },
];

export const onCounts: readonly Family[] = [
  {
    text: ([e]) => `Poisson(log_mu = ${e})`,
    args: [(_, e) => tame(e, 3)],
    logDensity: (x, e) => poisson(x, Math.exp(e)),
  },
  family('Poisson', [shape], poisson),
  family('NegativeBinomial', [shape, shape], negativeBinomial),
  {
    text: ([e, a]) => `NegativeBinomial(log_mu = ${e}, alpha = ${a})`,
    args: [(_, e) => tame(e, 3), shape],
    logDensity: (x, e, a) => negativeBinomial(x, Math.exp(e), a),
  },
  {
    text: simple('ZeroInflatedPoisson'),
    args: [(_, e) => probability(e), shape],
    logDensity: (x, psi, m) =>
      x === 0 ? Math.log(1 - psi + psi * Math.exp(-m)) : Math.log(psi) + poisson(x, m),
  },
];

export const onFlags: readonly Family[] = [
  {
    text: ([e]) => `Bernoulli(logit_p = ${e})`,
    args: [(_, e) => tame(e, 8)],
    logDensity: (x, e) => Math.log(sigmoid(x === 1 ? e : -e)),
  },
  family('Bernoulli', [(_, e) => probability(e)], (x, p) => Math.log(x === 1 ? p : 1 - p)),
  {
    text: ([e]) => `Binomial(3, logit_p = ${e})`,
    args: [(_, e) => tame(e, 8)],
    logDensity: (x, e) => binomial(x, 3, sigmoid(e)),
  },
];

/** A normal as in regressions: a linear predictor, and a scale that is common to all rows half of the time. */
export function normalAround(mean: Expr, scale: Expr): Chosen {
  return { text: `Normal(${mean.text}, ${scale.text})`, args: [mean, scale], logDensity: normal };
}

/** A value beyond a limit counts with the whole tail. */
export function censored(m: Expr, s: Expr, lo: number, hi: number): Chosen {
  return {
    text: `Censored(Normal(${m.text}, ${s.text}), ${lo}, ${hi})`,
    args: [m, s],
    logDensity(x, mean, sd) {
      if (x <= lo) return Math.log(Phi((lo - mean) / sd));
      return x >= hi ? Math.log(Phi((mean - hi) / sd)) : normal(x, mean, sd);
    },
  };
}

/** One of a mixture's components for each position of an index, whose weights are a simplex. */
export function mixtureOver(weights: string, over: string, size: number, w: Expr, m: Expr, s: Expr): Chosen {
  const at = (e: Expr, k: number) => ({ ...e, value: (env: Env) => e.value({ ...env, [over]: k }) });
  const each = Array.from({ length: size }, (_, k) => [at(w, k), at(m, k), at(s, k)]).flat();
  return {
    text: `Mixture(${weights} over ${over}, Normal(${m.text}, ${s.text}))`,
    args: each,
    logDensity(x, ...args) {
      const logs = Array.from(
        { length: size },
        (_, k) => Math.log(args[3 * k]) + normal(x, args[3 * k + 1], args[3 * k + 2]),
      );
      const high = Math.max(...logs);
      return high + Math.log(logs.reduce((total, l) => total + Math.exp(l - high), 0));
    },
  };
}

export const logNormalDensity = normal;

export function choose(tape: Tape, families: readonly Family[], make: () => Expr): Chosen {
  const { text, args, logDensity } = tape.pick(families);
  const made = args.map((suit) => suit(tape, make()));
  return { text: text(made.map((e) => e.text)), args: made, logDensity };
}

/** A normal or a logistic cut to a range in which all of `values` lie. */
export function truncated(tape: Tape, make: () => Expr, lo: Expr | null, hi: Expr | null): Chosen {
  const isNormal = tape.chance(70);
  const m = tame(make(), 2);
  const s = add(number(0.6), shape(tape, make()));
  const cdf = (z: number): number => (isNormal ? Phi(z) : sigmoid(z));
  const plain = isNormal ? normal : logistic;
  const limits = [lo === null ? [] : [lo], hi === null ? [] : [hi]].flat();
  return {
    text: `${isNormal ? 'Normal' : 'Logistic'}(${m.text}, ${s.text})`,
    args: [m, s, ...limits],
    logDensity(x, mean, sd, ...ends) {
      // Of the two tails the smaller, so that no digits are lost.
      const from = lo === null ? Number.NEGATIVE_INFINITY : (ends[0] - mean) / sd;
      const to = hi === null ? Number.POSITIVE_INFINITY : (ends[ends.length - 1] - mean) / sd;
      const mass = from > 0 ? cdf(-from) - cdf(-to) : cdf(to) - cdf(from);
      return plain(x, mean, sd) - Math.log(mass);
    },
  };
}

/** A mixture of two, weights first. */
export function mixture(weight: Expr, a: Chosen, b: Chosen): Chosen {
  const n = a.args.length;
  return {
    text: `Mixture([${weight.text}, 1 - ${weight.level > 5 ? weight.text : `(${weight.text})`}], ${a.text}, ${b.text})`,
    args: [weight, ...a.args, ...b.args],
    logDensity(x, w, ...args) {
      const left = Math.log(w) + a.logDensity(x, ...args.slice(0, n));
      const right = Math.log1p(-w) + b.logDensity(x, ...args.slice(n));
      const high = Math.max(left, right);
      return high + Math.log(Math.exp(left - high) + Math.exp(right - high));
    },
  };
}
