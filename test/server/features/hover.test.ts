import { describe, expect, it } from 'vitest';
import { lower } from '../../../sampler/compile/lower/lower.ts';
import { hover } from '../../../server/features/hover.ts';
import type { Session } from '../../../server/session.ts';
import { radon, radonCsv, session, snippet, textOf, uri } from '../model.ts';

const files = {
  'f.csv': 'y,x,s\n1,2,A\n3,4,B\n2,6,A\n',
  'radon.csv': radonCsv,
};

function hoverAt(text: string, changes: Partial<Session> = {}): { text: string; over: string } | null {
  const s = snippet(text, files);
  const found = hover(s.document, s.position, session(changes));
  if (found === null) return null;
  const { contents, range } = found;
  const value = typeof contents === 'object' && 'value' in contents ? contents.value : '';
  return { text: value, over: range === undefined ? '' : textOf(s, range) };
}

const inRadon = (find: string, changes: Partial<Session> = {}) => {
  const at = radon.indexOf(find) + 1;
  return hoverAt(`${radon.slice(0, at)}‸${radon.slice(at)}`, changes);
};

describe('hover of a parameter', () => {
  it('shows family, mean, sd, central interval and support, and draws the density', () => {
    const found = inRadon('mu_a    ~');
    expect(found?.over).toBe('mu_a');
    expect(found?.text).toContain('param mu_a : real');
    expect(found?.text).toContain('Prior `Normal(0, 10)`');
    // Central 94 % of a normal: ±1.8808 sd.
    expect(found?.text).toContain('mean 0, sd 10, 94 % between −18.8 and 18.8');
    expect(found?.text).toContain('Support: every real number');
    const uri = /data:image\/svg\+xml;base64,([\w+/=]+)/.exec(found?.text ?? '')?.[1] ?? '';
    expect(Buffer.from(uri, 'base64').toString()).toContain('−18.8</text>');
  });

  it.each([
    // Mean sqrt(2/pi), sd sqrt(1 - 2/pi), quantiles Phi^-1((1 + p)/2).
    ['param s ~ HalfNormal(1)', 'mean 0.798, sd 0.603, 94 % between 0.0376 and 2.17', 'positive numbers'],
    ['param s ~ Gamma(mu = 2, sigma = 1)', 'mean 2, sd 1', 'positive numbers'],
    [
      'param s ~ Cauchy(0, 1)',
      'mean undefined, sd undefined, 94 % between −10.6 and 10.6',
      'every real number',
    ],
    ['param s ~ Flat()', 'Improper: it has no mean', 'every real number'],
    ['param s ~ Cauchy(0, 1) in 0..', 'mean undefined, sd undefined', 'truncated'],
    ['param s ~ StudentT(2, 0, 1) in 0..', '94 % between', 'truncated'],
    // R: integrate(function(x) x * dnorm(x, 1, 2) / (1 - pnorm(0, 1, 2)), 0, Inf), and likewise the sd.
    ['param s ~ Normal(1, 2) in 0..', 'mean 2.02, sd 1.39', 'truncated'],
    // Of the normal cut at zero it is the half normal.
    ['param s ~ Normal(0, 1) in 0..', 'mean 0.798, sd 0.603, 94 % between 0.0376 and 2.17', 'truncated'],
    ['data { k : int = 3 }\nparam s ~ Exponential(k)', 'mean 0.333, sd 0.333', 'positive numbers'],
  ])('%s: %s', (text, moments, support) => {
    const found = hoverAt(text.replace('param s', 'param ‸s'));
    expect(found?.text).toContain(moments);
    expect(found?.text).toContain(support);
  });

  it('draws hyperparameters from their own priors', () => {
    const found = inRadon('a[county] ~');
    expect(found?.text).toContain('param a : real[county]');
    expect(found?.text).toContain('With `mu_a`, `sigma_a` drawn from their own priors');
    // Var = 10² + E[sigma_a²] = 101; 1000 draws tell the sd to about 2 %.
    const sd = Number(/sd ([\d.]+)/.exec(found?.text ?? '')?.[1]);
    expect(sd).toBeGreaterThan(9.2);
    expect(sd).toBeLessThan(10.9);
    expect(found?.text).toContain('`county`: 4 elements: Aitkin, Anoka, Becker, Cass');
  });

  it('has no numbers for a prior that depends on an array, but still its words', () => {
    const found = hoverAt('dim k = 3\nparam m[k] ~ Normal(0, 1)\nparam ‸b[k] ~ Normal(m, 1)\n');
    expect(found?.text).toContain('Prior `Normal(m, 1)`');
    expect(found?.text).not.toContain('mean');
  });

  it('shows the posterior and its verdict after a run', () => {
    const row = {
      name: 'b',
      mean: 0.8312,
      sd: 0.1234,
      hdi_3: 0.6,
      hdi_97: 1.1,
      mcse_mean: 0.004,
      mcse_sd: 0.003,
      ess_bulk: 900,
      ess_tail: 800,
      r_hat: 1,
    };
    const run = { pass: true, reasons: [], modelText: radon, rows: [row] };
    const found = inRadon('b       ~', { runs: new Map([[uri, run]]) });
    expect(found?.text).toContain('**Posterior** (every diagnostic passes)');
    expect(found?.text).toContain('| b | 0.831 | 0.123 | 0.600 | 1.100 | 900 | 800 | 1.00 |');
    const provisional = { ...run, pass: false, reasons: ['3 divergences'] };
    expect(inRadon('b       ~', { runs: new Map([[uri, provisional]]) })?.text).toContain(
      '**Posterior, provisional**: 3 divergences',
    );
  });

  it('draws with block characters where images cannot show', () => {
    const found = inRadon('mu_a    ~', { hoverImages: false });
    expect(found?.text).not.toContain('data:image');
    expect(found?.text).toMatch(/[▁▂▃▄▅▆▇█]{5}/);
    const plain = inRadon('mu_a    ~', { markdown: false });
    expect(plain?.text).not.toMatch(/[`*]/);
  });

  it('has no picture where that is switched off', () => {
    const { settings } = session();
    const found = inRadon('mu_a    ~', { settings: { ...settings, hover: { sketch: false } } });
    expect(found?.text).not.toContain('data:image');
  });
});

describe('hover of other things', () => {
  it('of data shows source, range, mean, sd and missing values', () => {
    const found = inRadon('log_radon : real');
    // R: mean(c(0.83,0.42,1.1,0.9,1.3,0.7,0.2,0.5)) = 0.74375, sd = 0.3644933.
    expect(found?.text).toContain('range 0.2 to 1.3, mean 0.744, sd 0.364');
    expect(found?.text).toContain('column log\\_radon of radon\\.csv');
    expect(found?.text).toContain('8 values, 8 different, none missing');
    const missing = hoverAt('dim r\ndata { ‸x : real?[r] = [1, 2, 3] }\n');
    expect(missing?.text).toContain('none missing');
  });

  it('of label data shows which labels occur', () => {
    const found = inRadon('county_of : county');
    expect(found?.text).toContain('4 of the 4 labels of county occur');
    expect(found?.text).toContain('first: Aitkin, Aitkin, Anoka, Anoka, Becker, …');
  });

  it('escapes what labels from a file could do to Markdown', () => {
    const csv = 'g,y\n"[x](command:evil)",1\n<img src=x>,2\n';
    const s = snippet(
      'dim r, g\ndata from "f.csv" { g_of : g[r] = column("g")\n y : real[r] }\nparam ‸a[g] ~ Normal(0, 1)\n',
      {
        'f.csv': csv,
      },
    );
    const found = hover(s.document, s.position, session());
    const value = JSON.stringify(found?.contents);
    expect(value).not.toContain('](command:');
    expect(value).not.toContain('<img');
  });

  it('of a distribution shows its arguments and formula', () => {
    const found = inRadon('HalfNormal(1)\nparam a');
    expect(found?.over).toBe('HalfNormal');
    expect(found?.text).toContain('HalfNormal(sigma');
    expect(found?.text).toContain('`sigma` (positive)');
    expect(found?.text).toContain('the log density is');
  });

  it('of a function shows how to call it', () => {
    expect(hoverAt('let x = ‸log1p(2)')?.text).toContain('log1p(x)');
  });

  it('of the name of an argument says what it is', () => {
    const solved = (more: string) => hoverAt(`fun f(t, y) = -y\nlet z = ode(f, 1, 0, [1, 2], ${more})`);
    expect(solved('rt‸ol = 1e-8')).toEqual({
      text: '`rtol` of `ode`: Relative tolerance of a step, 1e-6 by default.',
      over: 'rtol',
    });
    expect(solved('ev‸ents = (1, 1, 2)')?.text).toContain('Doses `(time, state, amount)`');
    expect(hoverAt('param a ~ Normal(0, si‸gma = 1)')?.text).toContain('`sigma` of `Normal`: ');
  });

  it('of an expression shows its shape and where each axis comes from', () => {
    const found = inRadon('+ b * basement', {});
    expect(found?.over).toBe('a[county_of] + b * basement');
    expect(found?.text).toContain(': real[home]');
    expect(found?.text).toContain('`home`, 8 elements, from `county_of` (line 9), `basement` (line 8)');
  });

  it('of a dimension, a label and an index', () => {
    expect(inRadon('county\n')?.text).toContain('4 elements: Aitkin');
    expect(hoverAt(`${radon}\nlet x = a["An‸oka"]`)?.text).toContain(
      'Label Anoka of dimension `county`, 2 of 4',
    );
    expect(hoverAt('dim o = 3\nlet x[‸i in o] = i')?.text).toContain('`o`: 3 elements');
  });

  it('of a formula with a file of its own shows each prior with its numbers, and of a column its datum', () => {
    expect(hoverAt('fo‸rmula "y ~ x + s" from "f.csv"')?.text).toContain(`\`\`\`bayes
Intercept_centred ~ Normal(2, 2.5)
b["x"] ~ Normal(0, 1.25)
b["s[B]"] ~ Normal(0, 4.33)`);
    expect(hoverAt('formula "y ~ ‸x + s" from "f.csv"')?.text).toContain('int[row]');
  });

  it('of a formula shows each prior with its numbers', () => {
    const text = `dim row, site
data { x : real[row] = [2, 4, 6]  y : real[row] = [1, 3, 2]  s : site[row] = ["A", "B", "A"] }
fo‸rmula "y ~ x + s + (1 + x | s)" prior b["x"] ~ Normal(1, 0.5) prior sigma ~ HalfNormal(sd(y) / 2)
`;
    const found = hoverAt(text);
    expect(found?.over).toBe('formula');
    // Mean 2 and sd 1 of y, sd 2 of x and sqrt(1/3) of s == "B".
    expect(found?.text).toContain(`\`\`\`bayes
Intercept_centred ~ Normal(2, 2.5)
b["x"] ~ Normal(1, 0.5)
b["s[B]"] ~ Normal(0, 4.33)
sd_s["Intercept"] ~ HalfStudentT(3, 2.5)
sd_s["x"] ~ HalfStudentT(3, 1.25)
L_s ~ LKJCholesky(2)
z_s ~ Normal(0, 1)
sigma ~ HalfNormal(0.5)
\`\`\``);
    const ordered = hoverAt(`dim row
data { n : int[row] = [1, 2, 3]  y : real[row] = [1, 3, 2] }
fo‸rmula "y ~ mo(n)" prior simo_n ~ Dirichlet(2)
`);
    expect(ordered?.text).toContain(`b["mo(n)"] ~ Normal(0, 2.5)
simo_n ~ Dirichlet(2)
`);
    const further = hoverAt(`dim row
data { x : real[row] = [2, 4, 6]  y : real[row] = [1, 3, 2] }
fo‸rmula "y ~ 1" sigma ~ x
`);
    expect(further?.text).toContain(`sigma_Intercept_centred ~ Normal(0, 2.5)
sigma_b["x"] ~ Normal(0, 1.25)`);
    const curves = hoverAt(`dim row
data { x : real[row] = [2, 4, 6, 8]  y : real[row] = [1, 3, 2, 2] }
fo‸rmula "y ~ poly(x, 2) + hsgp(x)" sigma ~ "s(x, k = 4)" prior sigma_sds_x ~ HalfNormal(2)
`);
    // sd(y) is sqrt(2/3); a column of length 1 over four rows has sd sqrt(1/3).
    expect(curves?.text).toContain(`b["poly(x, 2)[1]"] ~ Normal(0, 3.54)
b["poly(x, 2)[2]"] ~ Normal(0, 3.54)
sd_hsgp_x ~ HalfStudentT(3, 2.04)
ell_hsgp_x ~ InverseGamma(3, 6)
z_hsgp_x ~ Normal(0, 1)
sigma_Intercept_centred ~ Normal(-0.203, 2.5)
sigma_b["s(x)"] ~ Normal(0, 0.968)
sigma_sds_x ~ HalfNormal(2)
sigma_s_x ~ Normal(0, sigma_sds_x)`);
    const categories = hoverAt(`dim row, kind
data { x : real[row] = [2, 4, 6, 6]  k : kind[row] = ["a", "b", "b", "a"] }
fo‸rmula "k ~ x" family Categorical
`);
    expect(categories?.text).toContain(`mub_Intercept_centred ~ Normal(0, 2.5)
mub_b["x"] ~ Normal(0, 1.31)`);
    expect(hoverAt('fo‸rmula "y ~ x"')?.text).not.toContain('Intercept');
  });

  it('of a comment or of nothing is nothing', () => {
    expect(hoverAt('# mu_a‸ is a mean\n')).toBeNull();
    expect(hoverAt('‸')).toBeNull();
  });
});

describe('hover of processes, graphs, splines and matrices', () => {
  const head = `dim row
data { x : real[row] = [1, 2, 3]  edges : int[2, 2] = [[1, 2], [2, 3]] }
`;
  it.each([
    ['param f[row] ~ HS‸GP(x, 1, 1)', 'HSGP', 'An approximate Gaussian process, as the prior of a vector'],
    ['param f[row] ~ HSGP(x, 1, 1, ker‸nel = matern32)', 'kernel', 'or `matern52` (by default)'],
    ['param ‸f[row] ~ HSGP(x, 1, 1)', 'f', 'param f[row] ~ HSGP(x, 1, 1)'],
    ['observe x ~ Linear‸Gaussian(1, 1, 1, 1, 0, 1)', 'LinearGaussian', 'by the Kalman filter'],
    ['observe x ~ LinearGaussian(1, 1, 1, 1, 0, P‸0 = 1)', 'P0', 'at the first time'],
    [
      'observe x ~ LinearGaussian(1, 1, 1, 1, 0, 1)\ndraw s[row] ~ sta‸tes(x)',
      'states',
      'given all its observations',
    ],
    ['param u[3] ~ CA‸R(edges, 0.5, 1)', 'CAR', 'CAR(edges, alpha, tau)'],
    [
      'draw q[1] ~ Gaussian‸Conditional([[1]], [[1]], [[1]], [1])',
      'GaussianConditional',
      'New values of a joint normal distribution',
    ],
    ['let b = bsp‸line(x, [0, 0, 0, 0, 4, 4, 4, 4])', 'bspline', 'The basis of B-splines at data'],
    ['let b = sol‸ve([[1]], [1])', 'solve', '`A^-1 b` of any square matrix'],
    ['let b = kr‸on([[1]], [[2]])', 'kron', 'The Kronecker product'],
  ])('%s', (text, over, words) => {
    const found = hoverAt(head + text);
    expect(found?.over).toBe(over);
    expect(found?.text).toContain(words);
  });
});

describe('hover of what is summed out', () => {
  const text = `data { x : int?[2] in 0..3 = [1, "NA"]  y : int = 1 }
param a ~ Bernoulli(0.3)
param b ~ Bernoulli(if a == 1 then 0.8 else 0.1)
param c ~ Bernoulli(if a == 1 then 0.2 else 0.5)
observe x ~ DiscreteUniform(0, 3)
observe y ~ Bernoulli(if b == 1 or c == 1 then 0.9 else 0.1)
deterministic n = sum(x)
`;
  const about = (find: string) => {
    const at = text.indexOf(find) + find.length;
    const s = snippet(`${text.slice(0, at)}‸${text.slice(at)}`, files);
    const { program, data } = s.document;
    const contents = hover(s.document, s.position, session(), lower(program, data).ir.summedOut)?.contents;
    return typeof contents === 'object' && 'value' in contents ? contents.value : '';
  };

  it('has the cost of a graph, and what it is summed out with', () => {
    // a with b and c: 8 combinations, then b with c: 4, or two steps of that kind in another order.
    expect(about('param b')).toMatch(
      /Summed out by variable elimination, together with `a`, `c`: 3 elements, at most 3 of them at once, \d+ combinations of values in each evaluation/,
    );
  });

  it('has the cost of missing counts', () => {
    expect(about('x')).toContain('Summed out element by element: 1 element, 4 combinations of values');
  });
});
