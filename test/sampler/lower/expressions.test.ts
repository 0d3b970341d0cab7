import { describe, expect, it } from 'vitest';
import { dataOf, irOf, quantitiesAt } from './model.ts';

const x = [2, -1, 0.5, 3];
const m = [
  [2, 0.5, 0.1],
  [0.5, 1.5, -0.2],
  [0.1, -0.2, 1],
];
const v = [1, -2, 0.5];
const data = dataOf(
  { obs: 4, k: 3, g: ['north', 'south'] },
  {
    x: { values: x, dims: ['obs'] },
    z: { values: [1, 2, 3, 4], dims: ['obs'] },
    group: { values: [2, 1, 2, 2], dims: ['obs'], labelsOf: 'g' },
    table: { values: [1, 2, 3, 4, 5, 6], dims: ['g', 'k'] },
    col: { values: [3, 1, 1, 2], dims: ['obs'] },
    M: { values: m.flat(), dims: ['k', 'k'] },
    v: { values: v, dims: ['k'] },
    w: { values: [1, 3], dims: ['g'] },
    n: 3,
  },
);
const declarations = `
  dim obs, k, g
  data {
    x : real[obs]  z : int[obs]  group : g[obs]  table : real[g, k]  col : int[obs]
    M : real[k, k]  v : real[k]  w : real[g]  n : int
  }
  param a ~ Normal(0, 1)
  param b[k] ~ Normal(0, 1)
  fun twice(q) = 2 * q
  fun shifted(q, by) = twice(q) + by
`;
const position = [0.7, 0.3, -0.4, 1.2];
const [a, ...b] = position;

function evaluated(expr: string, indices = ''): { values: number[]; dims: (string | number)[] } {
  const ir = irOf(`${declarations} deterministic q${indices} = ${expr}`, data);
  const q = ir.quantities.find((quantity) => quantity.name === 'q');
  if (q === undefined) throw new Error('no q');
  return { values: quantitiesAt(ir, position).q, dims: q.dims.map((dim, i) => dim.name ?? q.shape[i]) };
}

const sum = (values: readonly number[]): number => values.reduce((p, q) => p + q, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;
const variance = (values: readonly number[]): number =>
  sum(values.map((value) => (value - mean(values)) ** 2)) / (values.length - 1);
const lse = (values: readonly number[]): number => Math.log(sum(values.map(Math.exp)));

interface Expected {
  readonly dims: (string | number)[];
  readonly values: readonly number[];
  readonly indices?: string;
}
const scalar = (value: number): Expected => ({ dims: [], values: [value] });
const overObs = (f: (i: number) => number): Expected => ({ dims: ['obs'], values: x.map((_, i) => f(i)) });
const overK = (f: (i: number) => number): Expected => ({ dims: ['k'], values: v.map((_, i) => f(i)) });
const matrix = (f: (i: number, j: number) => number): Expected => ({
  dims: ['k', 'k'],
  values: m.flatMap((_, i) => m.map((_, j) => f(i, j))),
});

const solved = [
  // M^-1 v, by Cramer's rule in exact arithmetic below.
  ...(() => {
    const det3 = (r: number[][]): number =>
      r[0][0] * (r[1][1] * r[2][2] - r[1][2] * r[2][1]) -
      r[0][1] * (r[1][0] * r[2][2] - r[1][2] * r[2][0]) +
      r[0][2] * (r[1][0] * r[2][1] - r[1][1] * r[2][0]);
    return v.map((_, c) => det3(m.map((row, i) => row.map((e, j) => (j === c ? v[i] : e)))) / det3(m));
  })(),
];
const determinant = 2 * (1.5 - 0.04) - 0.5 * (0.5 + 0.02) + 0.1 * (-0.1 - 0.15);

const expressions: Record<string, Expected> = {
  // Operators, broadcasting by name.
  'a + x': overObs((i) => a + x[i]),
  'x * z ^ 2 / 2 - a': overObs((i) => (x[i] * (i + 1) ** 2) / 2 - a),
  '-x': overObs((i) => -x[i]),
  'x > 0 and not (z == 4)': overObs((i) => Number(x[i] > 0 && i !== 3)),
  'x < 0 or z >= 3': overObs((i) => Number(x[i] < 0 || i >= 2)),
  'true + true': scalar(2),
  'w * table': { dims: ['g', 'k'], values: [1, 2, 3, 12, 15, 18] },
  'v + w': { dims: ['k', 'g'], values: v.flatMap((e) => [e + 1, e + 3]) },
  '[10, 20, 30] + b': { dims: ['k'], values: b.map((e, i) => 10 * (i + 1) + e) },
  'M + transpose(M) * 2': matrix((i, j) => 3 * m[i][j]),
  'if a > 0 then x else z': overObs((i) => x[i]),
  'if x > 0 then a else b[1]': overObs((i) => (x[i] > 0 ? a : b[0])),
  'group == "south"': overObs((i) => Number([2, 1, 2, 2][i] === 2)),
  // Indexing.
  'x[2]': scalar(-1),
  'w["south"]': scalar(3),
  'w[group]': overObs((i) => [3, 1, 3, 3][i]),
  'table[group]': { dims: ['obs', 'k'], values: [4, 5, 6, 1, 2, 3, 4, 5, 6, 4, 5, 6] },
  'table[group, col]': overObs((i) => [6, 1, 4, 5][i]),
  'table[.., 2]': { dims: ['g'], values: [2, 5] },
  'table["north", col]': overObs((i) => [3, 1, 1, 2][i]),
  'x[2..3]': { dims: [2], values: [-1, 0.5] },
  'x[2..] - x[..3]': { dims: [3], values: [-3, 1.5, 2.5] },
  'M[2, ..]': overK((j) => m[1][j]),
  'x[n]': scalar(0.5),
  'b[col][2]': scalar(b[0]),
  '[a, 2 * a, 3][2]': scalar(2 * a),
  '[a, 2 * a, 3]': { dims: [3], values: [a, 2 * a, 3] },
  '[[1, 2], [3, 4]][2, 1]': scalar(3),
  // Reductions.
  'sum(x)': scalar(4.5),
  'sum(x * b[col])': scalar(sum(x.map((e, i) => e * b[[3, 1, 1, 2][i] - 1]))),
  'sum(table over k)': { dims: ['g'], values: [6, 15] },
  'sum(table over g)': { dims: ['k'], values: [5, 7, 9] },
  'mean(x)': scalar(mean(x)),
  'sd(x)': scalar(Math.sqrt(variance(x))),
  'var(b)': scalar(variance(b)),
  'prod(x)': scalar(-3),
  'min(x)': scalar(-1),
  'max(table over k)': { dims: ['g'], values: [3, 6] },
  'min(x, 1)': overObs((i) => Math.min(x[i], 1)),
  'max(x, z, 2.5)': overObs((i) => Math.max(x[i], i + 1, 2.5)),
  'log_sum_exp(b)': scalar(lse(b)),
  'log_sum_exp(a, 2)': scalar(lse([a, 2])),
  'log_sum_exp(log(0), 2)': scalar(2),
  'any(x < 0)': scalar(1),
  'all(x < 0)': scalar(0),
  'sum(b[i] * v[i] for i in k)': scalar(sum(b.map((e, i) => e * v[i]))),
  'sum(i * j for i in 1..3, j in 2..n)': scalar(30),
  'sum(x[j] for i in 1..3, j in (i + 1)..4)': scalar(-1 + 0.5 + 3 + 0.5 + 3 + 3),
  'sum(1 for i in 2..1)': scalar(0),
  // Of as many elements as there are, not of as many as there could be.
  'mean(x[j] for i in 1..3, j in (i + 1)..4)': scalar((-1 + 0.5 + 3 + 0.5 + 3 + 3) / 6),
  'mean(a * x[j] for j in 1..i)': {
    ...overObs((i) => a * mean(x.slice(0, i + 1))),
    indices: '[i in obs]',
  },
  'var(x[j] for j in 1..(i + 1))': {
    dims: [3],
    values: [1, 2, 3].map((i) => variance(x.slice(0, i + 1))),
    indices: '[i in 1..3]',
  },
  // Of one element and of none there is no variance.
  'var(x[j] for j in 1..(i - 1))': {
    ...overObs((i) => (i < 2 ? Number.NaN : variance(x.slice(0, i)))),
    indices: '[i in obs]',
  },
  'sd(x[j] for j in i..2)': {
    ...overObs((i) => (i === 0 ? Math.sqrt(variance(x.slice(0, 2))) : Number.NaN)),
    indices: '[i in obs]',
  },
  'count(x[j] for j in i..4)': { ...overObs((i) => 4 - i), indices: '[i in obs]' },
  'any(x[j] < 0 for j in 1..(i - 1))': { ...overObs((i) => Number(i > 1)), indices: '[i in obs]' },
  'all(x[j] > 0 for j in 1..(i - 1))': { ...overObs((i) => Number(i < 2)), indices: '[i in obs]' },
  'any(x > 0 for i in 2..1)': overObs(() => 0),
  'all(x > 0 for i in 2..1)': overObs(() => 1),
  'sum(table[i] for i in g)': { dims: ['k'], values: [5, 7, 9] },
  '(x - mean(x)) / sd(x)': overObs((i) => (x[i] - mean(x)) / Math.sqrt(variance(x))),
  // Linear algebra.
  'M @ v': overK((i) => sum(m[i].map((e, j) => e * v[j]))),
  'table @ b': {
    dims: ['g'],
    values: [sum(b.map((e, i) => e * (i + 1))), sum(b.map((e, i) => e * (i + 4)))],
  },
  'M @ M': matrix((i, j) => sum(m.map((row, l) => m[i][l] * row[j]))),
  'v @ table': { dims: ['g'], values: [1 - 4 + 1.5, 4 - 10 + 3] },
  'dot(v, b)': scalar(sum(v.map((e, i) => e * b[i]))),
  'outer(v, w)': { dims: ['k', 'g'], values: v.flatMap((e) => [e, 3 * e]) },
  'diag(v)': matrix((i, j) => (i === j ? v[i] : 0)),
  'diag(M)': overK((i) => m[i][i]),
  'identity(k) * 2': matrix((i, j) => (i === j ? 2 : 0)),
  'sum(identity(n))': scalar(3),
  'log_det(M)': scalar(Math.log(determinant)),
  'log_det(a^2 * M)': scalar(Math.log(determinant) + 6 * Math.log(a)),
  'solve_spd(M, v)': overK((i) => solved[i]),
  'quad_form(M, v)': scalar(sum(v.map((e, i) => e * sum(m[i].map((c, j) => c * v[j]))))),
  'cholesky(M) @ transpose(cholesky(M))': matrix((i, j) => m[i][j]),
  'cholesky(M) @ solve_lower(cholesky(M), v)': overK((i) => v[i]),
  'sum(eigenvalues_sym(M))': scalar(4.5),
  // Arrays.
  'size(obs) + size(table) + size(n)': scalar(11),
  'softmax(b)': overK((i) => Math.exp(b[i] - lse(b))),
  'softmax(table)': {
    dims: ['g', 'k'],
    values: [1, 2, 3, 1, 2, 3].map((e) => Math.exp(e - lse([1, 2, 3]))),
  },
  'cumsum(b)': overK((i) => sum(b.slice(0, i + 1))),
  'cumsum(table * a)': { dims: ['g', 'k'], values: [1, 3, 6, 4, 9, 15].map((e) => a * e) },
  'mean(x[group == "south"])': scalar((2 + 0.5 + 3) / 3),
  'x[group == "south" and z > 1]': { dims: [2], values: [0.5, 3] },
  'table[w > 2, v > 0] * a': { dims: [1, 2], values: [4 * a, 6 * a] },
  'sum(b[v > 0])': scalar(b[0] + b[2]),
  'count(x[x > 5])': scalar(0),
  'sum(x[x > 5])': scalar(0),
  'quantile(x, 0.9)': scalar(2 + 0.7 * (3 - 2)),
  'quantile(table, 0.25)': scalar(2.25),
  'quantile(b, 0)': scalar(Math.min(...b)),
  'quantile(b, 1)': scalar(Math.max(...b)),
  'quantile(b, 0.4)': scalar(0.2 * -0.4 + 0.8 * 0.3),
  'quantile(b[v > 0], 0.5)': scalar((0.3 + 1.2) / 2),
  'quantile(0 * b + 2, 0.3)': scalar(2),
  'quantile(table * a, 0.9)': scalar(5.5 * a),
  'cos(pi) + a / pi': scalar(-1 + a / Math.PI),
  'sort(x)': { dims: ['obs'], values: [-1, 0.5, 2, 3] },
  'standardize(x)': overObs((i) => (x[i] - mean(x)) / Math.sqrt(variance(x))),
  'standardize(log(table))': {
    dims: ['g', 'k'],
    values: [-1, -1, -1, 1, 1, 1].map((s) => s * Math.SQRT1_2),
  },
  'concat(v, a, b)': { dims: [7], values: [...v, a, ...b] },
  'concat(v, b)[5]': scalar(b[1]),
  // Covariances.
  'exp_quad(v, 2, 1.5)': matrix((i, j) => 4 * Math.exp(-0.5 * ((v[i] - v[j]) / 1.5) ** 2)),
  'matern32(v, 2, 1.5)': matrix((i, j) => {
    const r = (Math.sqrt(3) * Math.abs(v[i] - v[j])) / 1.5;
    return 4 * (1 + r) * Math.exp(-r);
  }),
  'matern52(v, 2, 1.5)': matrix((i, j) => {
    const r = (Math.sqrt(5) * Math.abs(v[i] - v[j])) / 1.5;
    return 4 * (1 + r + (r * r) / 3) * Math.exp(-r);
  }),
  'periodic(v, 2, rho = 1.5, period = 3)': matrix(
    (i, j) => 4 * Math.exp((-2 * Math.sin((Math.PI * (v[i] - v[j])) / 3) ** 2) / 1.5 ** 2),
  ),
  'exp_quad(transpose(table), a, 2)': matrix((i, j) => a * a * Math.exp(-0.5 * ((2 * (i - j) ** 2) / 4))),
  // Scalar functions.
  'log2(8) + log10(1000)': scalar(6),
  'pow(x, 2)': overObs((i) => x[i] ** 2),
  'atan2(a, 2)': scalar(Math.atan2(a, 2)),
  'exp(lchoose(5, 2))': scalar(10),
  'exp(lbeta(2, 3)) + beta(2, 3)': scalar(1 / 6),
  'log_mix(0.3, a, 2)': scalar(Math.log(0.3 * Math.exp(a) + 0.7 * Math.exp(2))),
  'clip(x, 0, 1)': overObs((i) => Math.min(Math.max(x[i], 0), 1)),
  'Phi(probit(0.3))': scalar(0.3),
  'inv_logit(logit(0.2)) + step(a) + round(2.4) + floor(a) + abs(-2)': scalar(0.2 + 1 + 2 + 0 + 2),
  'shifted(b, by = a)': overK((i) => 2 * b[i] + a),
  // Distributions as values.
  'logpdf(Normal(a, 2), x)': overObs(
    (i) => -0.5 * ((x[i] - a) / 2) ** 2 - Math.log(2) - 0.5 * Math.log(2 * Math.PI),
  ),
  'cdf(Exponential(2), 1)': scalar(1 - Math.exp(-2)),
  'cdf(Normal(0, 1), probit([0.2, 0.9]))': { dims: [2], values: [0.2, 0.9] },
  'exp(logpdf(Poisson(2), z))': overObs((i) => (Math.exp(-2) * 2 ** (i + 1)) / [1, 2, 6, 24][i]),
  'logpdf(HalfNormal(1), -1)': scalar(Number.NEGATIVE_INFINITY),
};

describe('expressions', () => {
  it.each(Object.entries(expressions))('%s', (expr, expected) => {
    const found = evaluated(expr, expected.indices);
    expect(found.dims).toEqual(expected.dims);
    expect(found.values).toEqual(
      expected.values.map((value) => (Number.isFinite(value) ? expect.closeTo(value, 10) : value)),
    );
  });

  it('comprehensions define arrays by their elements', () => {
    expect(evaluated('x[i] * v[j] + (if i == j then 1 else 0)', '[i in obs, j in k]')).toEqual({
      dims: ['obs', 'k'],
      values: x.flatMap((e, i) => v.map((c, j) => e * c + Number(i === j))),
    });
    expect(evaluated('x[t] - x[t - 1]', '[t in 2..4]')).toEqual({ dims: [3], values: [-3, 1.5, 2.5] });
    expect(evaluated('table[i] * 2', '[i in g]')).toEqual({ dims: ['g', 'k'], values: [2, 4, 6, 8, 10, 12] });
    expect(evaluated('if t <= 2 then 1 else q[t - 1] + q[t - 2]', '[t in 1..7]').values).toEqual([
      1, 1, 2, 3, 5, 8, 13,
    ]);
    expect(evaluated('if t > 1 and x[t - 1] > 0 then 1 else 0', '[t in obs]').values).toEqual([0, 1, 0, 1]);
  });

  it('recurrences over two indices may run a density and a reduction of their own', () => {
    const expr =
      'if t == 1 then v[j] else sum(q[t - 1, l] * M[l, j] for l in k) + logpdf(Normal(0, 1), x[t])';
    const found = evaluated(expr, '[t in obs, j in k]').values;
    let row = [...v];
    const rows = [row];
    for (let t = 1; t < 4; t++) {
      const before = row;
      row = v.map(
        (_, j) => sum(before.map((e, l) => e * m[l][j])) - 0.5 * x[t] ** 2 - 0.5 * Math.log(2 * Math.PI),
      );
      rows.push(row);
    }
    expect(found).toEqual(rows.flat().map((value) => expect.closeTo(value, 9)));
  });

  it('matrix functions inside a comprehension run once per position', () => {
    const found = evaluated('log_det(x[i]^2 * M)', '[i in obs]').values;
    expect(found).toEqual(
      x.map((e) => expect.closeTo(Math.log(determinant) + 6 * Math.log(Math.abs(e)), 10)),
    );
  });

  it('a matrix function in a branch that is not taken reads nothing out of range', () => {
    const found = evaluated('if i == 1 then 0 else log_det(x[i - 1]^2 * M)', '[i in obs]').values;
    expect(found[1]).toBeCloseTo(Math.log(determinant) + 6 * Math.log(2), 10);
    expect(found[0]).toBe(0);
  });

  it('what does not change in a loop is computed once', () => {
    const ir = irOf(`${declarations} deterministic q = (x - mean(b[col] * x)) / sd(x)`, data);
    const reduces = ir.generated.filter((s) => s.kind === 'define' && s.indices.length > 0);
    const text = JSON.stringify(reduces.map((s) => (s.kind === 'define' ? s.body : null)));
    expect(text).not.toContain('"reduce"');
  });
});
