/** Types of expressions: shape rules one by one, over a fixed set of declarations. */
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../grammar/analyze.ts';
import { formatType } from '../../../grammar/shapes/type.ts';
import { parse } from '../../../grammar/syntax/parse.ts';

const declarations = `
dim home, county = ["Anoka", "Becker"], coef = 3, time = 5
data from "d.json" {
  n : int
  u : real
  x : real[home]
  k : int[home]
  flag : bool[home]
  county_of : county[home]
  X : real[home, coef]
  W : real[n, coef]
}
param s ~ HalfNormal(1)
param a[county] ~ Normal(0, 1)
param b[coef] ~ Normal(0, 1)
param B[county, coef] ~ Normal(0, 1)
param v[3] ~ Normal(0, 1)
param w[4] ~ Normal(0, 1)
param M[3, 4] ~ Normal(0, 1)
param L[coef, coef] ~ LKJCholesky(2)
param z[county] ~ Bernoulli(0.5)
param y[time] ~ Normal(0, 1)
fun scaled(p, q) = p * q
fun slope(t, state, rate) = -rate * state
`;

function typeOf(expression: string): string {
  const { program, diagnostics } = parse(`${declarations}let it = ${expression}\n`);
  expect(diagnostics).toEqual([]);
  const analysis = analyze(program);
  const errors = analysis.diagnostics.filter((d) => d.severity === 'error');
  expect(errors.map((d) => d.message)).toEqual([]);
  const symbol = analysis.symbols.get('it');
  return symbol === undefined ? 'missing' : formatType(symbol.type);
}

describe('elements', () => {
  test.each([
    ['1', 'int'],
    ['1.5', 'real'],
    ['true', 'bool'],
    ['1 + 2', 'int'],
    ['1 / 2', 'real'],
    ['2^3', 'int'],
    ['2^-1', 'real'],
    ['n * 2 - 1', 'int'],
    ['-flag', 'int[home]'],
    ['flag + flag', 'int[home]'],
    ['not flag', 'bool[home]'],
    ['x > 0 and k == 2', 'bool[home]'],
    ['floor(x)', 'int[home]'],
    ['abs(k)', 'int[home]'],
    ['exp(k)', 'real[home]'],
    ['sum(k)', 'int'],
    ['sum(x > 0)', 'int'],
    ['mean(k)', 'real'],
    ['any(x > 0)', 'bool'],
    ['z', 'int[county]'],
    ['county_of', 'county[home]'],
    ['if flag then 1 else 2', 'int[home]'],
    ['if 1 < 2 then 1 else 2.5', 'real'],
  ])('%s is %s', (expression, expected) => expect(typeOf(expression)).toBe(expected));
});

describe('broadcasting', () => {
  test.each([
    ['x * s', 'real[home]'],
    ['x + a', 'real[home, county]'],
    ['a + x', 'real[county, home]'],
    ['B * a', 'real[county, coef]'],
    ['X * b', 'real[home, coef]'],
    ['b * X', 'real[home, coef]'],
    ['v + b', 'real[coef]'],
    ['M * w', 'real[3, 4]'],
    ['v * M', 'real[3, 4]'],
    ['b * [1, 2, 3]', 'real[coef]'],
    ['[x, x]', 'real[2, home]'],
    ['[[1, s], [s, 1]]', 'real[2, 2]'],
    ['L * L', 'real[coef, coef]'],
    ['clip(x, 0, a)', 'real[home, county]'],
    ['max(x, 0)', 'real[home]'],
    ['if a > 0 then x else 0', 'real[county, home]'],
  ])('%s is %s', (expression, expected) => expect(typeOf(expression)).toBe(expected));
});

describe('indexing', () => {
  test.each([
    ['a[county_of]', 'real[home]'],
    ['B[county_of]', 'real[home, coef]'],
    ['B[county_of, 2]', 'real[home]'],
    ['B[.., 1]', 'real[county]'],
    ['B[1]', 'real[coef]'],
    ['B[1, 2]', 'real'],
    ['a["Anoka"]', 'real'],
    ['B["Becker", ..]', 'real[coef]'],
    ['v[k]', 'real[home]'],
    ['M[k, k]', 'real[home]'],
    ['y[2..4]', 'real[3]'],
    ['y[1..5]', 'real[time]'],
    ['y[2..]', 'real[4]'],
    ['y[..2]', 'real[2]'],
    ['x[2..n]', 'real[?]'],
    ['y[2..5] - y[1..4]', 'real[4]'],
    ['M[2..3, 1..2]', 'real[2, 2]'],
    ['a[county_of[1]]', 'real'],
    ['X[1] @ b', 'real'],
    ['county_of == "Anoka"', 'bool[home]'],
  ])('%s is %s', (expression, expected) => expect(typeOf(expression)).toBe(expected));
});

describe('reductions', () => {
  test.each([
    ['sum(X)', 'real'],
    ['sum(X over coef)', 'real[home]'],
    ['sum(X over home)', 'real[coef]'],
    ['sum(X over coef, home)', 'real'],
    ['mean(a over county)', 'real'],
    ['sum(x by county_of)', 'real[county]'],
    ['max(X by county_of)', 'real[county, coef]'],
    ['sum(X * x by county_of)', 'real[county, coef]'],
    ['count(x by county_of)', 'int[county]'],
    ['count(X over coef)', 'int[home]'],
    ['sum(b[j] * X[1, j] for j in coef)', 'real'],
    ['sum(b[j] * x for j in coef)', 'real[home]'],
    ['log_sum_exp(a[i] + b[j] for i in county, j in coef)', 'real'],
    ['prod(i for i in 1..n)', 'int'],
    ['max(a)', 'real'],
    ['log_sum_exp(s, u)', 'real'],
  ])('%s is %s', (expression, expected) => expect(typeOf(expression)).toBe(expected));
});

describe('linear algebra', () => {
  test.each([
    ['X @ b', 'real[home]'],
    ['b @ X', 'real[home]'],
    ['X @ v', 'real[home]'],
    ['B @ b', 'real[county]'],
    ['X @ transpose(B)', 'real[home, county]'],
    ['L @ transpose(L)', 'real[coef, coef]'],
    ['diag(b) @ L', 'real[coef, coef]'],
    ['diag(L)', 'real[coef]'],
    ['M @ w', 'real[3]'],
    ['v @ M', 'real[4]'],
    ['dot(b, b)', 'real'],
    ['outer(a, b)', 'real[county, coef]'],
    ['transpose(X)', 'real[coef, home]'],
    ['identity(coef)', 'real[coef, coef]'],
    ['identity(3)', 'real[3, 3]'],
    ['cholesky(L @ transpose(L))', 'real[coef, coef]'],
    ['solve_lower(L, b)', 'real[coef]'],
    ['solve_spd(identity(coef), transpose(B))', 'real[coef, county]'],
    ['log_det(L @ transpose(L))', 'real'],
    ['eigenvalues_sym(L @ transpose(L))', 'real[coef]'],
    ['quad_form(L, b)', 'real'],
    ['quad_form(L, B)', 'real[county]'],
    ['exp_quad(x, s, 1)', 'real[home, home]'],
    ['periodic(X, s, 1, 2)', 'real[home, home]'],
    ['softmax(B)', 'real[county, coef]'],
    ['cumsum(y)', 'real[time]'],
    ['standardize(X)', 'real[home, coef]'],
    ['sort(x)', 'real[home]'],
    ['concat(0, v, [1, 2])', 'real[6]'],
    ['concat(M, M)', 'real[3, 8]'],
    ['size(home)', 'int'],
    ['size(M) + 1', 'int'],
  ])('%s is %s', (expression, expected) => expect(typeOf(expression)).toBe(expected));
});

describe('distributions and functions', () => {
  test.each([
    ['logpdf(Normal(0, 1), x)', 'real[home]'],
    ['logpdf(Normal(a, 1), x)', 'real[home, county]'],
    ['logpdf(MvNormal(0, chol = L), b)', 'real'],
    ['logpdf(MvNormal(0, chol = L), B)', 'real[county]'],
    ['logpdf(Poisson(2), 3)', 'real'],
    ['cdf(Normal(0, s), a)', 'real[county]'],
    ['logpdf(Mixture([0.5, 0.5], Normal(0, 1), Normal(a, 1)), x)', 'real[home, county]'],
    ['scaled(a, s)', 'real[county]'],
    ['scaled(q = a, p = x)', 'real[home, county]'],
    ['ode(slope, [1, 2], 0, [1, 2, 3], s)', 'real[3, 2]'],
    ['ode_stiff(slope, s, 0, x, 0.1, rtol = 1e-8)', 'real[home]'],
    ['Normal(a, 1)', 'continuous distribution over [county]'],
    ['Poisson(2)', 'discrete distribution'],
  ])('%s is %s', (expression, expected) => expect(typeOf(expression)).toBe(expected));
});

test.each([
  ['sum(x by k)', 'k', 'expected labels from data after `by`, found `int[home]`; a datum such as'],
  ['sum(x by 2)', '2', 'expected labels from data after `by`, found `int`'],
  [
    'sum(b by county_of)',
    'county_of',
    '`county_of` is `county[home]`, and `b` has no dimension `home` to reduce',
  ],
  ['exp(x by county_of)', 'x by county_of', '`exp` has no argument `by`'],
  ['Normal(x by county_of, 1)', 'x by county_of', '`Normal` has no argument `by`'],
])('%s is refused', (expression, at, message) => {
  const text = `${declarations}\nlet result = ${expression}\n`;
  const { diagnostics } = analyze(parse(text).program);
  const [found] = diagnostics.filter((d) => d.severity === 'error');
  expect(found?.message).toContain(message);
  const start = text.indexOf(expression) + expression.indexOf(at);
  expect(found?.span).toEqual({ start, end: start + at.length });
});
