/**
 * A distribution: one entry of the table read by the checker, the editor, the compiler and the reference page. Its
 * log density is an expression of the `.bayes` language, wherever possible, over the names of its arguments and `x`.
 */

import type { Expr, FunStatement } from '../syntax/ast.ts';

/** The set of values that an argument may take; an argument's domain is checked by `support-mismatch`. */
export type Domain =
  | 'real'
  | 'positive'
  | 'nonnegative'
  | 'unit' // [0, 1]
  | 'integer'
  | 'count' // integers >= 0
  | 'simplex' // last dim sums to one
  | 'vector'
  | 'positiveVector'
  | 'orderedVector'
  | 'covariance'
  | 'choleskyFactor' // lower-triangular factor of a covariance
  | 'distribution'
  | 'dimensions' // of the parameter, by name
  | 'matrix';

export interface Argument {
  readonly name: string;
  readonly domain: Domain;
  /** Number of trailing dims that belong to the argument itself and are not broadcast (0 for scalars). */
  readonly eventDims: 0 | 1 | 2;
  /** An expression of the language used when the argument is not given. */
  readonly default?: string;
  /** Its length is its own: a number is a vector of one element, not as many equal ones as are needed. */
  readonly ownLength?: true;
  readonly doc: string;
}

/**
 * Another way to give the arguments: `Gamma(mu, sigma)`, `Bernoulli(logit_p)`. Chosen by the names the
 * caller uses. Either `rewrite` gives each canonical argument as an expression of these, or
 * `logDensity` gives the density directly (numerically better, as for `logit_p`).
 */
export interface Parameterisation {
  readonly arguments: readonly Argument[];
  readonly rewrite?: Readonly<Record<string, string>>;
  readonly logDensity?: string;
  readonly logCdf?: string;
  readonly logCcdf?: string;
}

/**
 * Where the density is positive. Bounds are expressions of the language over the arguments
 * (`'lower'`, `'0'`, `'n'`); absent means unbounded.
 */
export type Support =
  | { readonly kind: 'interval'; readonly lower?: string; readonly upper?: string }
  | { readonly kind: 'integers'; readonly lower?: string; readonly upper?: string }
  | { readonly kind: 'circle' }
  | { readonly kind: 'simplex' }
  | { readonly kind: 'vector' }
  | { readonly kind: 'sumToZero' }
  | { readonly kind: 'countVector' }
  | { readonly kind: 'choleskyCorr' }
  | { readonly kind: 'corr' }
  | { readonly kind: 'cov' };

/** What a `distribution` of the program has beyond an entry of the table. */
interface OwnDistribution {
  /** Of `draw = E`; without it there are no draws. */
  readonly draw?: Expr;
  /** The functions of the program that its lines may call. */
  readonly functions: readonly FunStatement[];
}

export interface Distribution {
  readonly name: string;
  readonly type: 'continuous' | 'discrete';
  /** Number of trailing dims of one draw: 0 scalar, 1 vector, 2 matrix. */
  readonly eventDims: 0 | 1 | 2;
  readonly arguments: readonly Argument[];
  readonly parameterisations?: readonly Parameterisation[];
  /** Documentation of `over`, the dimensions of a parameter that are constrained together, where it may be given. */
  readonly over?: string;
  readonly support: Support;
  /** The end of a continuous support that has a probability of its own. */
  readonly atom?: 'lower';
  /**
   * The normalised log density (log mass) of one draw `x`, as an expression of the language over `x`
   * and the canonical arguments. For vectors and matrices it is an expression over the whole event.
   */
  readonly logDensity: string;
  /**
   * Arguments that may also be given for each element of a draw, over its own axis, with the log density where one of
   * them is: there all of them are vectors.
   */
  readonly byElement?: { readonly arguments: readonly string[]; readonly logDensity: string };
  /**
   * cdf at `x`, its logarithm and the log survival function, within the support. Both logarithms are exact far
   * out, where the cdf is 0 or 1 in numbers; the cdf may be left out where it is no more than exp(logCdf).
   */
  readonly cdf?: string;
  readonly logCdf?: string;
  readonly logCcdf?: string;
  /** The value below which a draw lies with `probability`, where it has a closed form. */
  readonly quantile?: string;
  /** Closed forms over the arguments, where they exist: used by hovers and prior summaries. */
  readonly mean?: string;
  readonly sd?: string;
  /** A program may define its own of this name, which programs did before it was built in. */
  readonly mayBeOwn?: true;
  /** Present where the program itself defines it. */
  readonly own?: OwnDistribution;
  /** One-paragraph description in Markdown, the density as mathematics, and a reference. */
  readonly doc: string;
}
