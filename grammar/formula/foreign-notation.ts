/** What to write here for notations of R, brms and Bambi that formulas do not have. */
import { sameDistribution } from '../scope/foreign-distributions.ts';
import { nearest } from '../scope/nearest-name.ts';
import { families } from './families.ts';

type Advice = (inside: string) => string;
const smooth =
  (name: string): Advice =>
  () =>
    `\`${name}(…)\` is no term of formulas: curves are \`s(x)\` and \`hsgp(x)\`, surfaces \`hsgp(x, z)\`; write others with \`param\`, \`let\` and \`observe\``;
const spline: Advice = (x) => `a spline is \`s(${first(x)})\`, whose bends have a prior of their own`;
const factor: Advice = (x) => `a number as levels is \`C(${first(x)})\`; text has levels by itself`;
const first = (inside: string) => inside.split(',')[0].trim();

const terms: Readonly<Record<string, Advice>> = {
  ...Object.fromEntries(['t2', 'te', 'ti', 'gp'].map((name) => [name, smooth(name)])),
  bs: spline,
  ns: spline,
  cr: spline,
  factor,
  as_factor: factor,
  scale: (x) => `a column minus its mean over its standard deviation is \`standardize(${x})\``,
  center: (x) =>
    `a column minus its mean is \`I(${x} - mean(${x}))\`; the prior of the intercept is at the means anyway`,
  me: (x) =>
    `\`me(…)\` is no term of formulas: write a predictor with errors of measurement as \`param\` and \`observe\` statements, \`param true_${first(x)}[row] ~ …\` and \`observe ${first(x)} ~ Normal(true_${first(x)}, se)\``,
  mi: (x) =>
    `\`mi(…)\` is no term of formulas: declare \`${first(x)} : real?[row]\` in a \`data\` block and write the model with \`param\`, \`let\` and \`observe\``,
  cs: () => 'effects that differ by category are those of `family Categorical`',
  mm: () =>
    'groups with several members are no term of formulas: write them with `param`, `let` and `observe`',
  ar: () => '`ar(…)` is no term of formulas: write autocorrelated errors with `param e[row] ~ AR(…)`',
  car: () => '`car(…)` is no term of formulas: write it with `param f[site] ~ CAR(edges, alpha, tau)`',
};

/** Of a call that is a term in another program; undefined for functions of the language and unknown names. */
export function otherTerm(name: string, inside: string): string | undefined {
  return Object.hasOwn(terms, name) ? terms[name](inside) : undefined;
}

/** What stands behind the outcome in another program: `y | cens(c)`, `y / n`. Undefined where that is no such notation. */
export function otherResponse(outcome: string, behind: string): string | undefined {
  const [, kind, inside] = /^\|\s*(\p{L}+)\(\s*([^()]*?)\s*\)/u.exec(behind) ?? [];
  switch (kind) {
    case 'trials':
      return `\`${outcome}\` successes of \`${inside}\` trials are \`p(${outcome}, ${inside})\``;
    case 'cens':
    case 'weights':
      return `write \`${kind}(${outcome}, ${inside})\``;
    case 'trunc':
      return 'a truncated outcome is no part of formulas: write `observe y ~ Truncated(D, lo, hi)`';
  }
  const [, trials] = /^\/\s*([\p{L}_][\p{L}\p{N}_]*)/u.exec(behind) ?? [];
  if (trials === undefined) return undefined;
  return `\`${outcome}\` successes of \`${trials}\` trials are \`p(${outcome}, ${trials})\``;
}

/** A call as the outcome, in another program. */
export function otherOutcome(text: string): string | undefined {
  const [, name, inside] = /^(\p{L}+)\((.*)\)$/u.exec(text) ?? [];
  if (name === 'cbind' || name === 'mvbind')
    return name === 'cbind'
      ? 'successes and failures are `p(y, n)`, y successes of n = y + failures trials: add n to the data'
      : 'a formula has one outcome; write further ones with `param`, `let` and `observe`';
  if (name === 'log')
    return `the outcome is a datum: \`${inside} ~ …\` with \`family LogNormal\` models its logarithm`;
  if (name === 'factor' || name === 'ordered')
    return `write \`${inside} ~ …\`: the family says that the outcome is a category`;
  if (['p', 'cens', 'weights'].includes(name ?? '') || name === undefined) return undefined;
  return `the outcome is a datum, not \`${text}\`: add that column to the data`;
}

const ofGlm: Readonly<Record<string, string>> = {
  gaussian: 'Normal',
  student: 'StudentT',
  negbinomial: 'NegativeBinomial',
  t: 'StudentT',
};

/** The family that is meant by another name. */
export function nearFamily(name: string): string | undefined {
  const key = name.toLowerCase().replaceAll('_', '');
  const own = ofGlm[key] ?? [...families.keys()].find((family) => family.toLowerCase() === key);
  const other = own ?? sameDistribution(name) ?? nearest(name, families.keys());
  return other !== null && families.has(other) ? other : undefined;
}
