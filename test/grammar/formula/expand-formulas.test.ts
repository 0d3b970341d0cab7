/** Formulas as the statements that they stand for: the same model as these written out, and errors at their place. */
import { describe, expect, it } from 'vitest';
import { analyze } from '../../../grammar/analyze.ts';
import { expandFormulas, formulaStatements } from '../../../grammar/formula/expand-formulas.ts';
import { parse } from '../../../grammar/syntax/parse.ts';
import { lower } from '../../../sampler/compile/lower/lower.ts';
import { printIr } from '../../../sampler/compile/print-ir.ts';
import { loadData } from '../../../sampler/data/load.ts';

const csv = `y,n,k,t,x,site,g
1.2,5,2,0.4,0.3,A,u
2.2,4,4,1.4,1.3,B,u
0.2,6,0,2.2,-0.3,A,v
3.1,3,1,0.7,1.9,C,v
1.0,9,5,3.1,0.1,B,w
2.7,2,2,0.1,1.1,C,w
`;
const head = `dim row, site, group
data from "f.csv" {
  y : real[row]  n : int[row]  k : int[row]  t : real[row]  x : real[row]
  site_of : site[row] = column("site")
  g : group[row]
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
  'formula "y ~ x + (1 + x | g)" prior b ~ StudentT(3, 0, 1) prior sd_g ~ HalfNormal(1) prior cor_g ~ LKJCholesky(5)',
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
    ['formula "y ~ s(x)"', 's(x)', /not in this version/],
    ['formula "y ~ (1 | x)"', '(1 | x)', /are no groups/],
    ['formula "y ~ x" family Cauchy', 'Cauchy', /no family of formulas: expected `Normal`/],
    ['formula "y ~ x" family Normal(link = logit)', 'logit', /has no link `logit`/],
    ['formula "k ~ x" family Binomial', 'k', /`p\(y, n\)`: y successes of n trials/],
    ['formula "y ~ x" prior b["z"] ~ Normal(0, 1)', '"z"', /no effect `z`: expected `x`/],
    ['formula "y ~ x" prior b["x"] ~ Cauchy(0, 1)', 'Cauchy(0, 1)', /prior of one effect is a `Normal`/],
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
