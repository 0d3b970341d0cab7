/** Formulas as the statements that they stand for: the same model as these written out, and errors at their place. */
import { describe, expect, it } from 'vitest';
import { analyze } from '../../../grammar/analyze.ts';
import { expandFormulas, formulaStatements } from '../../../grammar/formula/expand-formulas.ts';
import { parse } from '../../../grammar/syntax/parse.ts';
import { lower } from '../../../sampler/compile/lower/lower.ts';
import { printIr } from '../../../sampler/compile/print-ir.ts';
import { loadData } from '../../../sampler/data/load.ts';

const csv = `y,n,k,t,x,site,g,pupil,late,cut,both
1.2,5,2,0.4,0.3,A,u,p,1,none,7
2.2,4,4,1.4,1.3,B,u,p,0,right,8
0.2,6,0,2.2,-0.3,A,v,q,0,left,6
3.1,3,1,0.7,1.9,C,v,r,1,none,4
1.0,9,5,3.1,0.1,B,w,s,0,none,14
2.7,2,2,0.1,1.1,C,w,t,0,none,4
`;
const head = `dim row, site, group, pupil, cutting, kind
data from "f.csv" {
  y : real[row]  n : int[row]  k : int[row]  t : real[row]  x : real[row]
  site_of : site[row] = column("site")
  g : group[row]  pupil_of : pupil[row] = column("pupil")
  late : int[row]  both : int[row]  cut : cutting[row]  seen : int[row, kind] = columns("n", "k")
}
`;

function load(text: string) {
  const { program, diagnostics } = parse(text);
  const read = (of: typeof program) =>
    loadData(of, {
      modelPath: 'm.bayes',
      readFile: () => new TextEncoder().encode(csv),
      listFolder: () => ['f.csv'],
    });
  const columns = read(program);
  const expanded = expandFormulas(program, columns);
  const data = read(expanded.program);
  return { program, columns, expanded, data, syntax: diagnostics };
}

function written(formula: string): string[] {
  const { program, columns } = load(head + formula);
  const statement = program.statements.find((s) => s.kind === 'formula');
  if (statement?.kind !== 'formula') throw new Error('there is no formula');
  const found = formulaStatements(program, statement, columns);
  if (found.kind === 'error') throw new Error(found.diagnostics.map(({ message }) => message).join('\n'));
  return [...found.text];
}

function irOf(text: string): string {
  const { expanded, data, syntax } = load(text);
  const problems = [
    ...syntax,
    ...expanded.diagnostics,
    ...data.diagnostics,
    ...analyze(expanded.program, data).diagnostics,
  ];
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  const { ir, diagnostics } = lower(expanded.program, data);
  expect(diagnostics).toEqual([]);
  return printIr(ir);
}

const formulas = [
  'formula "y ~ 1" family Normal',
  'formula "y ~ 0 + x"',
  'formula "y ~ x * site_of + (1 + x | g)" family Normal',
  'formula "y ~ x + (1 | site) + (x || g)" family StudentT',
  'formula "t ~ x" family LogNormal',
  'formula "t ~ x" family Gamma',
  'formula "t ~ x" family Exponential',
  'formula "k ~ x + offset(log(n))" family Poisson',
  'formula "k ~ site_of + (1 | g)" family NegativeBinomial',
  'formula "p(k, n) ~ x" family Binomial(link = probit)',
  'formula "y ~ x" family Normal prior b["x"] ~ Normal(1, 0.1) prior sigma ~ HalfNormal(2) prior Intercept ~ Normal(0, 9)',
  'formula "y ~ x" sigma ~ x + site_of',
  'formula "y ~ x + (1 | g)" family StudentT sigma ~ "0 + site_of + (1 + x | g)" prior sigma_sd_g ~ HalfNormal(1) nu ~ 1 prior sigma_b["site_of[B]"] ~ Normal(0, 1)',
  'formula "y ~ x + (1 + x | g:site_of)"',
  'formula "y ~ x + (1 | g/site_of) + (0 + x | site_of)"',
  'formula "p(k, n) ~ x" family BetaBinomial phi ~ x',
  'formula "p(k, n) ~ x" family ZeroInflatedBinomial(link = cloglog)',
  'formula "k ~ x" family ZeroInflatedPoisson zi ~ 1 + x',
  'formula "k ~ x" family HurdlePoisson',
  'formula "k ~ x" family ZeroInflatedNegativeBinomial',
  'formula "k ~ x" family HurdleNegativeBinomial hu ~ x alpha ~ "1 + (1 | g)"',
  'formula "t ~ x" family HurdleGamma hu ~ x',
  'formula "k ~ x" family HurdleLogNormal hu ~ "x + (1 | g)"',
  'formula "t ~ x" family Weibull',
  'formula "n ~ x * site_of" family OrderedLogistic prior cutpoints ~ Normal(0, 1)',
  'formula "site_of ~ 1 + (1 | g)" family OrderedLogistic',
  'formula "y ~ x + (1 + x | g)" prior b ~ StudentT(3, 0, 1) prior sd_g ~ HalfNormal(1) prior cor_g ~ LKJCholesky(5)',
  'formula "weights(y, n) ~ x"',
  'formula "weights(p(k, n), t) ~ x" family Binomial',
  'formula "y ~ x + mo(site_of)"',
  'formula "y ~ 0 + mo(n) + (1 | g)" sigma ~ mo(site_of) prior simo_n ~ Dirichlet(2) prior sigma_simo_site_of ~ Dirichlet([1, 3]) prior b["mo(n)"] ~ Normal(0, 1)',
  'formula "k ~ mo(n)" family Poisson',
  'formula "y ~ poly(x, 2)"',
  'formula "y ~ poly(log(t), 3):site_of + (1 + poly(x, 2) | g)" sigma ~ poly(x, 2)',
  'formula "y ~ s(x, k = 5) + (1 | g)"',
  'formula "k ~ 0 + s(x, k = 4) + s(t, k = 3)" family Poisson prior sds_x ~ HalfNormal(1) prior b["s(x)"] ~ Normal(0, 1)',
  'formula "y ~ hsgp(x)" prior ell_hsgp_x ~ InverseGamma(4, 2) prior sd_hsgp_x ~ HalfNormal(1)',
  'formula "y ~ hsgp(x, m = 8, c = 2, kernel = matern12) + hsgp(t, kernel = matern32)" family StudentT sigma ~ "hsgp(x, kernel = matern52, m = 5)"',
  'formula "y ~ mo(n) * x + mo(n):site_of + (1 + mo(n) + mo(n):x | g)" prior simo_n_x ~ Dirichlet(2)',
  'formula "k ~ mo(n):mo(both) + (x || g)" family Poisson prior b["mo(n):mo(both)"] ~ Normal(0, 1)',
  'formula "y ~ site_of + s(x, k = 4, by = site_of)" prior sds_x_site_of ~ HalfNormal(1) prior b["s(x):site_of[B]"] ~ Normal(0, 1)',
  'formula "y ~ s(x, k = 4, by = t) + s(t, k = 4)" sigma ~ "s(x, k = 3, by = g)"',
  'formula "y ~ hsgp(x, by = site_of) + hsgp(t, by = x, m = 5)" prior ell_hsgp_x_site_of ~ InverseGamma(3, 1)',
  'formula "k ~ hsgp(x, by = g, share_cov = False, m = 4, kernel = matern32)" family Poisson',
  'formula "y ~ hsgp(x, t)" prior ell_hsgp_x_t ~ InverseGamma(4, 2)',
  'formula "y ~ hsgp(x, t, m = [3, 4], c = 2, kernel = matern52, by = g, share_cov = false)"',
  'formula "cens(t, late) ~ x" family Weibull',
  'formula "weights(cens(t, cut), n) ~ x" family Exponential',
  'formula "site_of ~ x + (1 + x | g)" family Categorical muC ~ x prior muB_b ~ Normal(0, 1) prior muC_b["x"] ~ Normal(0, 2)',
  'formula "site_of ~ 1" family Categorical',
  'formula "n ~ s(x, k = 4)" family Categorical',
  'formula "weights(seen, n) ~ x" family Multinomial',
  'formula "p(seen, both) ~ x + offset(log(t))" family Multinomial',
];

describe('a formula', () => {
  it.each(formulas)('%s is the model written out', (formula) => {
    expect(irOf(head + formula)).toBe(irOf(head + written(formula).join('\n')));
  });

  it.each(formulas)('%s has nothing to warn of', (formula) => {
    const { expanded, data } = load(head + formula);
    const found = analyze(expanded.program, data).diagnostics;
    expect(found.filter(({ code, severity }) => severity === 'error' || code === 'unused-parameter')).toEqual(
      [],
    );
  });

  it('has priors on the scale of the data', () => {
    expect(written('formula "y ~ x + site_of + (1 + x | g)" family Normal')).toEqual([
      'param Intercept_centred ~ Normal(mean(y), 2.5 * sd(y))',
      'dim b_term = ["x", "site_of[B]", "site_of[C]"]',
      'param b[b_term] ~ Normal(0, [2.5 * sd(y) / sd(x), 2.5 * sd(y) / sd((site_of == "B")), 2.5 * sd(y) / sd((site_of == "C"))])',
      'deterministic Intercept = Intercept_centred - (b["x"] * mean(x) + b["site_of[B]"] * mean((site_of == "B")) + b["site_of[C]"] * mean((site_of == "C")))',
      'dim g_term = ["Intercept", "x"]',
      'param sd_g[g_term] ~ HalfStudentT(3, [2.5 * sd(y), 2.5 * sd(y) / sd(x)])',
      'param L_g[g_term, g_term] ~ LKJCholesky(2)',
      'param z_g[group, g_term] ~ Normal(0, 1)',
      'deterministic r_g[level in group, term in g_term] = sd_g[term] * sum(L_g[term, other] * z_g[level, other] for other in g_term)',
      'deterministic cor_g[one in g_term, two in g_term] = sum(L_g[one, other] * L_g[two, other] for other in g_term)',
      'param sigma ~ HalfStudentT(3, sd(y))',
      'let eta = Intercept_centred + b["x"] * (x - mean(x)) + b["site_of[B]"] * ((site_of == "B") - mean((site_of == "B"))) + b["site_of[C]"] * ((site_of == "C") - mean((site_of == "C"))) + r_g[g, "Intercept"] + r_g[g, "x"] * x',
      'observe y ~ Normal(eta, sigma)',
    ]);
  });

  it('models another parameter by a line of its own, on the scale of its link', () => {
    expect(written('formula "y ~ 1" sigma ~ "x + (1 | g)"')).toEqual([
      'param Intercept ~ Normal(mean(y), 2.5 * sd(y))',
      'param sigma_Intercept_centred ~ Normal(log(sd(y)), 2.5)',
      'dim sigma_b_term = ["x"]',
      'param sigma_b[sigma_b_term] ~ Normal(0, [2.5 / sd(x)])',
      'deterministic sigma_Intercept = sigma_Intercept_centred - (sigma_b["x"] * mean(x))',
      'dim sigma_g_term = ["Intercept"]',
      'param sigma_sd_g[sigma_g_term] ~ HalfStudentT(3, [2.5])',
      'param sigma_r_g[group, sigma_g_term] ~ Normal(0, sigma_sd_g)',
      'let sigma = exp(sigma_Intercept_centred + sigma_b["x"] * (x - mean(x)) + sigma_r_g[g, "Intercept"])',
      'let eta = Intercept',
      'observe y ~ Normal(eta, sigma)',
    ]);
  });

  it('has a table of effects for the pairs of crossed groups, and for nested ones', () => {
    const crossed = written('formula "y ~ 1 + (1 | g:site_of)"');
    expect(crossed).toContain('param r_g_site_of[group, site, g_site_of_term] ~ Normal(0, sd_g_site_of)');
    expect(crossed).toContain('let eta = Intercept + r_g_site_of[g, site_of, "Intercept"]');
    expect(written('formula "y ~ 1 + (1 | g/site_of)"')).toEqual(
      written('formula "y ~ 1 + (1 | g) + (1 | g:site_of)"'),
    );
  });

  it('takes the inner groups for the pairs where each of them lies in one outer group', () => {
    expect(written('formula "y ~ 1 + (1 | g/pupil_of)"')).toContain(
      'let eta = Intercept + r_g[g, "Intercept"] + r_g_pupil_of[pupil_of, "Intercept"]',
    );
  });

  it('has cutpoints instead of an intercept where the outcome is ordered', () => {
    expect(written('formula "site_of ~ x" family OrderedLogistic')).toEqual([
      'dim cutpoint = ["1", "2"]',
      'param cutpoints_centred[cutpoint]: ordered ~ Normal(0, 2.5)',
      'dim b_term = ["x"]',
      'param b[b_term] ~ Normal(0, [2.5 / sd(x)])',
      'deterministic cutpoints = cutpoints_centred + (b["x"] * mean(x))',
      'let eta = b["x"] * (x - mean(x))',
      'observe site_of ~ OrderedLogistic(eta, cutpoints_centred)',
    ]);
  });

  it('multiplies the log density of each row by its weight', () => {
    expect(written('formula "weights(y, t) ~ x"').at(-1)).toBe('observe y ~ Normal(eta, sigma) weight t');
    expect(written('formula "weights( p(k, n) , t) ~ x" family Binomial').at(-1)).toBe(
      'observe k ~ Binomial(n, logit_p = eta) weight t',
    );
  });

  it('has a step for each level of a monotonic effect but the first', () => {
    expect(written('formula "y ~ mo(site_of)"')).toEqual([
      'param Intercept_centred ~ Normal(mean(y), 2.5 * sd(y))',
      'dim b_term = ["mo(site_of)"]',
      'param b[b_term] ~ Normal(0, [2.5 * sd(y) / sd(((site_of == "B") + 2 * (site_of == "C")))])',
      'dim mo_site_of_step = ["B", "C"]',
      'param simo_site_of[mo_site_of_step] ~ Dirichlet(1)',
      'deterministic Intercept = Intercept_centred - (b["mo(site_of)"] * mean(((site_of == "B") + 2 * (site_of == "C"))))',
      'param sigma ~ HalfStudentT(3, sd(y))',
      'let eta = Intercept_centred + b["mo(site_of)"] * (2 * sum(simo_site_of[step] * (((site_of == "B") + 2 * (site_of == "C")) >= step) for step in mo_site_of_step) - mean(((site_of == "B") + 2 * (site_of == "C"))))',
      'observe y ~ Normal(eta, sigma)',
    ]);
  });

  it('has a step for each whole number between the least and the greatest', () => {
    const made = written('formula "y ~ 0 + mo(n)"');
    expect(made).toContain('dim mo_n_step = ["3", "4", "5", "6", "7", "8", "9"]');
    expect(made).toContain(
      'let eta = b["mo(n)"] * 7 * sum(simo_n[step] * ((n - 2) >= step) for step in mo_n_step)',
    );
  });

  it('has unit scales beyond the identity link', () => {
    expect(written('formula "p(k, n) ~ x" family Binomial').slice(0, 3)).toEqual([
      'param Intercept_centred ~ Normal(logit(sum(k) / sum(n)), 2.5)',
      'dim b_term = ["x"]',
      'param b[b_term] ~ Normal(0, [2.5 / sd(x)])',
    ]);
  });
});

describe('errors of formulas', () => {
  const errors: readonly (readonly [string, string, RegExp])[] = [
    ['formula "y ~ wrong"', 'wrong', /`wrong` is no datum declared before the formula: expected one of `y`/],
    ['formula "y ~ x +"', '"', /ends where a term is expected/],
    ['formula "y + x"', '+', /expected `~`/],
    ['formula "y ~ s(x)"', 's(x)', /6 distinct values, fewer than the 10 knots .*`s\(x, k = 6\)`/],
    ['formula "y ~ s(wrong)"', 'wrong', /`wrong` is no datum/],
    [
      'formula "y ~ s(log(x), k = 4)"',
      'log(x)',
      /expected `s\(x\)`, .*: a curve over a datum of numbers, found `log\(x\)`/,
    ],
    [
      'formula "y ~ s(x, bs = cr)"',
      'bs = cr',
      /expected `s\(x\)`, `s\(x, k = 10\)` or `s\(x, by = g\)`, found `bs = cr`/,
    ],
    ['formula "y ~ s(x, k = 2)"', 'k = 2', /`k` of `s` is a whole number from 3 to 100, found `2`/],
    ['formula "y ~ hsgp(x, c = 1)"', 'c = 1', /`c` of `hsgp` is a number above 1, found `1`/],
    ['formula "y ~ hsgp(x, kernel = rbf)"', 'kernel = rbf', /no kernel of `hsgp`: expected `exp_quad`/],
    ['formula "y ~ s(site_of)"', 's(site_of)', /`site_of` is no column of numbers/],
    ['formula "y ~ x + s(x, k = 4)"', 's(x, k = 4)', /the straight line of `x`.*leave the term `x` out/],
    ['formula "y ~ s(x, k = 4) + s(x, k = 5)"', 's(x, k = 5)', /stands twice/],
    ['formula "y ~ s(x, k = 4):g"', 's(x, k = 4)', /a term of its own, .* is `s\(x, k = 4, by = g\)`/],
    [
      'formula "y ~ (s(x, k = 4) | g)"',
      's(x, k = 4)',
      /stands in no term by group: .* is `s\(x, k = 4, by = g\)`/,
    ],
    [
      'formula "y ~ te(x, t)"',
      'te(x, t)',
      /no term of formulas: curves are `s\(x\)` and `hsgp\(x\)`, surfaces `hsgp\(x, z\)`/,
    ],
    ['formula "y ~ poly(x)"', 'poly(x)', /expected `poly\(x, 2\)`/],
    [
      'formula "y ~ poly(late, 2)"',
      'poly(late, 2)',
      /2 distinct values, which carry powers up to 1: found 2/,
    ],
    ['formula "y ~ poly(g, 2)"', 'poly(g, 2)', /`g` is `group`: `poly\(…\)` takes a datum of numbers/],
    ['formula "y ~ poly(wrong, 2)"', 'wrong', /`wrong` is no datum/],
    ['formula "cens(t, wrong) ~ x" family Weibull', 'wrong', /`wrong` is no datum/],
    ['formula "cens(t, x) ~ x" family Weibull', 'x', /`x` is `real`: `cens\(y, c\)` takes/],
    ['formula "cens(t, n) ~ x" family Weibull', 'n', /`n` is 2 in a row: expected 0 \(not censored\)/],
    ['formula "cens(t, site_of) ~ x" family Weibull', 'site_of', /"A" of `site_of` is no kind of censoring/],
    [
      'formula "cens(n, late) ~ x" family OrderedLogistic',
      'cens(n, late)',
      /categories, which are not censored/,
    ],
    ['formula "y ~ x" family Categorical', 'y', /expected one category in each row: a datum of labels/],
    [
      'formula "y ~ x" family Multinomial',
      'y',
      /expected counts of each category: .*columns\("a", "b", "c"\)/,
    ],
    [
      'formula "site_of ~ x" family Categorical muA ~ x',
      'muA',
      /no parameter `muA` with terms of its own: expected `muB` or `muC`/,
    ],
    ['formula "y ~ (1 | x)"', '(1 | x)', /are no groups/],
    ['formula "y ~ x" family Cauchy', 'Cauchy', /no family of formulas: expected `Normal`/],
    ['formula "y ~ x" family Normal(link = logit)', 'logit', /has no link `logit`/],
    ['formula "k ~ x" family Binomial', 'k', /`p\(y, n\)`: y successes of n trials/],
    ['formula "y ~ x" prior b["z"] ~ Normal(0, 1)', '"z"', /no effect `z`: expected `x`/],
    ['formula "y ~ x" prior b["x"] ~ Cauchy(0, 1)', 'Cauchy(0, 1)', /prior of one effect is a `Normal`/],
    ['formula "k ~ x" family Bernoulli sigma ~ x', 'sigma', /`Bernoulli` has no parameter `sigma`/],
    [
      'formula "y ~ x" nu ~ x',
      'nu',
      /`Normal` has no parameter `nu` with terms of its own: expected `sigma`/,
    ],
    ['formula "y ~ x" sigma ~ x sigma ~ 1', 'sigma', /two lines of terms/],
    ['formula "y ~ x" sigma ~ wrong', 'wrong', /`wrong` is no datum/],
    ['formula "y ~ x" sigma ~ "x + wrong"', 'wrong', /`wrong` is no datum/],
    ['formula "y ~ x" sigma ~ HalfNormal(1)', 'HalfNormal(1)', /a prior is `prior sigma ~ …`/],
    [
      'formula "y ~ x" sigma ~ x prior sigma ~ HalfNormal(1)',
      'prior sigma ~ HalfNormal(1)',
      /expected `Intercept`, `b`, `sigma_Intercept`/,
    ],
    ['formula "y ~ (1 | g/x)"', '(1 | g/x)', /`x` are no groups/],
    ['formula "weights(y, wrong) ~ x"', 'wrong', /`wrong` is no datum/],
    ['formula "weights(y) ~ x"', 'weights(y)', /expected the outcome: .*`weights\(y, w\)`/],
    ['formula "y ~ mo(x)"', 'mo(x)', /`x` is `real`: `mo\(…\)` takes a datum of labels in their order/],
    ['formula "y ~ mo(wrong)"', 'wrong', /`wrong` is no datum/],
    ['formula "y ~ mo(log(n))"', 'mo(log(n))', /the name of an ordered datum in `mo\(…\)`, found `log\(n\)`/],
    [
      'formula "y ~ (1 + mo(n) | g)"',
      '(1 + mo(n) | g)',
      /`mo\(n\)` varies by group only beside the same effect without groups, .*: add the term `mo\(n\)`/,
    ],
    ['formula "y ~ s(x, t)"', 't', /found `t`: a surface is `hsgp\(x, z\)`/],
    ['formula "y ~ hsgp(x, wrong)"', 'wrong', /`wrong` is no datum/],
    ['formula "y ~ hsgp(x, x)"', 'x', /`x` stands twice in `hsgp\(x, x\)`/],
    ['formula "y ~ hsgp(x, by = wrong)"', 'wrong', /`wrong` is no datum/],
    ['formula "y ~ hsgp(x, by = log(t))"', 'by = log(t)', /a datum behind `by`, of labels or of numbers/],
    ['formula "y ~ hsgp(x, share_cov = 1)"', 'share_cov = 1', /`share_cov` is true or false, found `1`/],
    [
      'formula "y ~ hsgp(x, t, m = [5, 4, 3])"',
      'm = [5, 4, 3]',
      /a whole number from 1 to 500, or one for each input in square brackets, found `\[5, 4, 3\]`/,
    ],
    ['formula "y ~ hsgp(x, t, m = 100)"', 'hsgp(x, t, m = 100)', /are 10000 together: expected 5000 at most/],
    ['formula "y ~ hsgp(x, by = g) + hsgp(x, by = g)"', 'hsgp(x, by = g)', /stands twice/],
    ['formula "y ~ x" prior tau ~ Normal(0, 1)', 'prior tau ~ Normal(0, 1)', /no unknown `tau`/],
  ];
  it.each(errors)('%s', (formula, place, message) => {
    const { expanded } = load(head + formula);
    const [found, ...more] = expanded.diagnostics;
    expect(more).toEqual([]);
    expect(found?.code).toBe('formula-term');
    expect(found?.message).toMatch(message);
    expect((head + formula).slice(found?.span.start, found?.span.end)).toBe(place);
  });
});
