import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from '../../../grammar/syntax/parse.ts';
import { interpretGenerated } from '../../../sampler/compile/interpreter/index.ts';
import { lower } from '../../../sampler/compile/lower/lower.ts';
import { dataOf, irOf, lowerText } from './model.ts';

const data = dataOf(
  { obs: 3, k: ['a', 'b'] },
  {
    y: { values: [1, 2, 3], dims: ['obs'] },
    kind: { values: [1, 2, 1], dims: ['obs'], labelsOf: 'k' },
    X: { values: [1, 2, 3, 4, 5, 6], dims: ['obs', 'k'], element: 'real' },
    n: 3,
    gaps: { values: [1, Number.NaN, 3], dims: ['obs'], element: 'real' },
  },
);
const head =
  'dim obs, k\ndata { y : real[obs]  kind : k[obs]  X : real[obs, k]  n : int }\nparam m ~ Normal(0, 1)\n';

interface Mistake {
  readonly code: string;
  /** The text that the message points at. */
  readonly at: string;
  readonly message: RegExp;
}

const mistakes: Record<string, Mistake> = {
  'let q = unknown + 1': { code: 'unknown-name', at: 'unknown', message: /unknown name unknown/ },
  'let q = y + [1, 2]': {
    code: 'shape-mismatch',
    at: '+',
    message: /\[obs\] and \[2\].*obs has 3 elements, axis 2 has 2/,
  },
  'let q = X @ y': { code: 'shape-mismatch', at: '@', message: /nothing to contract/ },
  'let q = y[4]': {
    code: 'index-range',
    at: '4',
    message: /the index of `y` is 4, and `obs` runs from 1 to 3/,
  },
  'let q = X[1, "c"]': { code: 'unknown-label', at: '"c"', message: /"c" is not a label of k/ },
  'param q[1000, 1001] ~ Normal(0, 1)': {
    code: 'too-large',
    at: 'param q[1000, 1001] ~ Normal(0, 1)',
    message:
      /`q` has 1001000 elements, its shape being \[1000, 1001\], and those before it 1: at most 1000000/,
  },
  'deterministic q[i in 1..2000, j in 1..2000] = i * j': {
    code: 'too-large',
    at: 'deterministic q[i in 1..2000, j in 1..2000] = i * j',
    message: /`q` has 4000000 elements/,
  },
  'let q[i in 1..20000, j in 1..20000] = m * i * j\npotential w = cholesky(q)[1, 1]': {
    code: 'too-large',
    at: 'let q[i in 1..20000, j in 1..20000] = m * i * j',
    message: /fewer than 100000000 elements, found 400000000 \(20000 × 20000\) for `q`/,
  },
  'let q[i in 1..9900, j in 1..9900] = m * i * j\npotential w = cholesky(q)[1, 1]': {
    code: 'too-large',
    at: 'let q[i in 1..9900, j in 1..9900] = m * i * j',
    message: /more than 4 GiB of memory; its largest array, `q`, is 9900 × 9900/,
  },
  'let q = y[1, 2]': { code: 'shape-mismatch', at: 'y[1, 2]', message: /2 positions given/ },
  'let q = "text"': { code: 'type-mismatch', at: '"text"', message: /found text/ },
  'let q = sort(m * y)': { code: 'needs-data', at: 'm * y', message: /depends on an unknown/ },
  'let q = ode(m, 1, 0, y)': {
    code: 'type-mismatch',
    at: 'm',
    message: /expected a function.*found a number/,
  },
  'fun f(t, z) = -log_gamma_p(z, 2) let q = ode_stiff(f, 1, 0, [2, 4])': {
    code: 'unsupported',
    at: 'ode_stiff(f, 1, 0, [2, 4])',
    message: /second derivatives of the slope.*use `ode`/,
  },
  'fun f(z) = z let q = solve_newton(f, 1, tol = 1)': {
    code: 'setting',
    at: '1',
    message: /a number from 1e-14 to 0.1 for `tol`, found 1/,
  },
  'fun f(z) = z let q = integrate(f, 0, m, max_steps = 0.5)': {
    code: 'setting',
    at: '0.5',
    message: /a whole number from 1 to 10000 for `max_steps`, found 0.5/,
  },
  'fun g(z, a) = z * a fun f(z, a) = integrate(g, 0, z, a) - 1 let q = solve_newton(f, 1, m)': {
    code: 'unsupported',
    at: 'integrate(g, 0, z, a)',
    message: /integrate.*nor what another solver solves for/,
  },
  'fun f(t, z) = -z let q = ode(f, m, 0, m)': {
    code: 'needs-data',
    at: 'm',
    message: /shift the time inside `f`/,
  },
  'fun f(t, z) = -z let q = ode(f, [m, 0], 0, [2, 4], events = (1, 3, 2))': {
    code: 'index-range',
    at: '3',
    message: /from 1 to 2, found 3 at event 1/,
  },
  'fun f(t, z) = -z let q = ode(f, X[1], 0, [2, 4], events = (1, "brain", 2))': {
    code: 'unknown-label',
    at: '"brain"',
    message: /"brain" is not a label of/,
  },
  'fun f(t, z) = -z let q = ode(f, m, 0, [2, 4], events = ([1, 0.5], 1, 2))': {
    code: 'ode-times',
    at: '[1, 0.5]',
    message: /found 0.5 at event 2 where event 1 is at 1: sort/,
  },
  'fun f(t, z) = -z let q = ode(f, m, 3, [4, 5], events = (2, 1, 2))': {
    code: 'ode-times',
    at: '2',
    message: /found 2 at event 1 where the start is at 3/,
  },
  'fun f(t, z) = -z let q = ode(f, m, 0, [2, 4], events = ([0, 0.5], 1, [1, 2, 3]))': {
    code: 'shape-mismatch',
    at: '([0, 0.5], 1, [1, 2, 3])',
    message: /found 2, one for all, 3/,
  },
  'fun f(t, z) = -z let q = ode(f, m, 3, [4, 2])': {
    code: 'ode-times',
    at: '[4, 2]',
    message: /found times\[2\] = 2 where times\[1\] is 4: sort/,
  },
  'fun f(t, z) = -z let q = ode(f, m, 3, [2, 4])': {
    code: 'ode-times',
    at: '[2, 4]',
    message: /found times\[1\] = 2 where the start is at 3/,
  },
  'fun f(t, z) = [-z, z] let q = ode(f, m, 0, [2, 4])': {
    code: 'shape-mismatch',
    at: 'ode(f, m, 0, [2, 4])',
    message: /expected `f` to return one slope for each element of the state.*found an array/,
  },
  'fun f(t, z, k) = -z let q = ode(f, m, 0, [2, 4])': {
    code: 'argument-count',
    at: 'ode(f, m, 0, [2, 4])',
    message: /`f` takes \(t, z, k\): expected 1 after the times, found 0/,
  },
  'fun f(t, z) = -z let q = ode(f, m, 0, [2, 4], rtol = 0)': {
    code: 'setting',
    at: '0',
    message: /at least 1e-13/,
  },
  'fun f(t, z) = -z let q = ode(f, m, 0, [2, 4], max_steps = 1.5)': {
    code: 'setting',
    at: '1.5',
    message: /a whole number of at least 1 for `max_steps`, found 1.5/,
  },
  'let q = sum(y over k)': { code: 'shape-mismatch', at: 'k', message: /no dimension k/ },
  'let q = logpdf(Normal(0, 1, 2), m)': {
    code: 'argument-count',
    at: '2',
    message: /expected 2 arguments, found 3/,
  },
  'let q = [y, m]': { code: 'shape-mismatch', at: 'm', message: /one shape/ },
  'let q[t in 2..n] = q[t - 1]': { code: 'unsupported', at: 'q[t - 1]', message: /does not start at 1/ },
  'let q[t in 1..m] = 1': { code: 'unsupported', at: 'm', message: /depends on an unknown/ },
  'param z[i in 1..60] ~ Bernoulli(0.5) observe y ~ Normal(sum(z), 1)': {
    code: 'unsupported',
    at: 'observe y ~ Normal(sum(z), 1)',
    message: /many elements of `z` at once, so that all 2\^60 combinations/,
  },
  'param z[i in 1..30] ~ Bernoulli(0.5) observe y ~ Normal(sum(z), 1)': {
    code: 'unsupported',
    at: 'observe y ~ Normal(sum(z), 1)',
    message:
      /30 of its elements meet \(`z\[1\]`, `z\[2\]`, .*, …\), more than 1e9 combinations .* all steps would sum more than .*, expected at most 1000000/,
  },
  'param z ~ Poisson(3) in 0..2000 param u ~ DiscreteUniform(1, 900) observe y ~ Normal(z / u, 1)': {
    code: 'unsupported',
    at: 'observe y ~ Normal(z / u, 1)',
    message: /2 of its elements meet \(`z`, `u`\), 1800900 combinations/,
  },
  'param s[i in 1..300] ~ Bernoulli(0.5) param u[i in 1..300] ~ Bernoulli(if i == 1 then 0.5 else 0.2 + 0.1 * u[i - 1] + 0.3 * s[i - 1]) param v[i in 1..300] ~ Bernoulli(if i == 1 then 0.5 else 0.2 + 0.1 * v[i - 1] + 0.3 * u[i - 1])':
    {
      code: 'unsupported',
      at: 'param u[i in 1..300] ~ Bernoulli(if i == 1 then 0.5 else 0.2 + 0.1 * u[i - 1] + 0.3 * s[i - 1])',
      message:
        /too many one after another; write one chain over the 8 combinations of values of `s`, `u`, `v`.*`param x\[t in d\] ~ Categorical\(if t == 1 then start else P\[x\[t - 1\]\]\)`/,
    },
  // Fewer steps, whose sums are one expression after another all the same.
  'param { s[i in 1..110] ~ Bernoulli(if i == 1 then 0.5 else 0.2 + 0.1 * s[i - 1] + 0.5 * u[i - 1]) u[i in 1..110] ~ Bernoulli(if i == 1 then 0.5 else 0.3 + 0.2 * s[i - 1] + 0.1 * u[i - 1]) }':
    {
      code: 'unsupported',
      at: 's[i in 1..110] ~ Bernoulli(if i == 1 then 0.5 else 0.2 + 0.1 * s[i - 1] + 0.5 * u[i - 1])',
      message: /write one chain over the 4 combinations of values of `s`, `u`/,
    },
  'param s[i in 1..300] ~ Bernoulli(if i < 3 then 0.5 else 0.2 + 0.1 * s[i - 1] + 0.3 * s[i - 2])': {
    code: 'unsupported',
    at: 'param s[i in 1..300] ~ Bernoulli(if i < 3 then 0.5 else 0.2 + 0.1 * s[i - 1] + 0.3 * s[i - 2])',
    message: /one chain over the 4 combinations of neighbouring values of `s`/,
  },
  'param s[i in obs] ~ Bernoulli(if i == 1 then 0.5 else 0.1 + 0.2 * s[kind[i]])': {
    code: 'recursion-order',
    at: 'kind[i]',
    message: /element 1 of `s` would depend on element 1, which is not earlier/,
  },
  'param z ~ Multinomial(3, [0.5, 0.5])': {
    code: 'unsupported',
    at: 'Multinomial(3, [0.5, 0.5])',
    message: /vector of counts/,
  },
  'param z ~ Poisson(2)': { code: 'unsupported', at: 'Poisson(2)', message: /upper end.*not known/ },
  'param z ~ Normal(0, 1) in 3..2': { code: 'empty-range', at: '3..2', message: /empty/ },
  'param z[k]: positive_ordered ~ Normal(0, 1) in 1..': {
    code: 'unsupported',
    at: '1..',
    message: /`ordered` takes any range/,
  },
  'param z[k]: ordered ~ Normal(0, 1) in 0..[1, 2, 3]': {
    code: 'shape-mismatch',
    at: 'param z[k]: ordered ~ Normal(0, 1) in 0..[1, 2, 3]',
    message: /a bound of z differs within the vector/,
  },
  'param z[k] ~ MvNormal(0, cov = [1, 2])': {
    code: 'shape-mismatch',
    at: 'cov = [1, 2]',
    message: /expected a matrix/,
  },
  'param z ~ Dirichlet([1, 1])': {
    code: 'shape-mismatch',
    at: 'z',
    message: /expected a vector, as in z\[k\]/,
  },
  'param z ~ Normal(y, 1)': { code: 'shape-mismatch', at: 'Normal(y, 1)', message: /\[obs\].*a scalar/ },
  'observe m ~ Normal(y, 1)': {
    code: 'shape-mismatch',
    at: 'Normal(y, 1)',
    message: /its distribution \[obs\]/,
  },
  'observe y[t in 0..3] ~ Normal(0, 1)': {
    code: 'index-range',
    at: 't in 0..3',
    message: /0\.\.3 lies outside 1\.\.3/,
  },
  'observe y ~ m': { code: 'type-mismatch', at: 'm', message: /expected a distribution, found a number/ },
};

describe('what cannot be lowered', () => {
  it.each(Object.entries(mistakes))('%s', (statement, { code, at, message }) => {
    const text = head + statement;
    const { diagnostics } = lowerText(text, data);
    expect(diagnostics.map((d) => [d.code, text.slice(d.span.start, d.span.end)])).toEqual([[code, at]]);
    expect(diagnostics[0].message).toMatch(message);
  });

  it('is said once: what depends on it is left out', () => {
    const { diagnostics, ir } = lowerText(
      `${head}let q = unknown\nlet r = q + 1\nobserve y ~ Normal(r, 1)`,
      data,
    );
    expect(diagnostics.map((d) => d.code)).toEqual(['unknown-name']);
    expect(ir.observations).toEqual([]);
    expect(ir.quantities.map((q) => q.name)).toEqual(['m']);
  });

  it("a mistake in a distribution's own text is reported at the call", () => {
    const text = `${head}let q = logpdf(MvNormal(X, cov = X), y)`;
    const [diagnostic] = lowerText(text, data).diagnostics;
    expect(text.slice(diagnostic.span.start, diagnostic.span.end)).toBe('MvNormal(X, cov = X)');
  });

  it('missing values that nothing observes', () => {
    const text = 'dim obs data { gaps : real?[obs] } param m ~ Normal(0, 1)';
    expect(lowerText(text, data).diagnostics).toEqual([]);
    const used = `${text} let q = m * gaps let r = gaps + 1`;
    expect(lowerText(used, data).diagnostics.map((d) => d.code)).toEqual(['data-missing']);
  });
});

const words = fc.constantFrom(
  'y', 'X', 'm', 'n', 'kind', 'obs', 'k', '1', '2', '0.5', '"a"', '+', '-', '*', '/', '^', '@', '(', ')', '[', ']', ',',
  'if', 'then', 'else', 'for', 'in', 'over', 'sum', 'mean', 'cholesky', 'softmax', 'diag', 'logpdf', 'Normal', 'Mixture',
  'Truncated', 'MvNormal', 'Dirichlet', '..', '==', 'and', 'not', 'size', 'concat', 'exp_quad', 'transpose', 'q',
); // biome-ignore format: one list

describe('any program', () => {
  it('is lowered or answered with diagnostics that lie in its text', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(
          'let q = ',
          'let q[i in obs] = ',
          'param q[k] ~ ',
          'observe y ~ ',
          'potential q = ',
          'fun q(a) = ',
        ),
        fc.array(words, { minLength: 1, maxLength: 14 }),
        (start, parts) => {
          const text = `${head}${start}${parts.join(' ')}\nobserve y ~ Normal(m, 1)`;
          const { program } = parse(text);
          const { ir, diagnostics } = lower(program, data);
          for (const d of diagnostics) {
            expect(d.code, d.message).not.toBe('internal');
            expect(d.span.end).toBeLessThanOrEqual(text.length);
          }
          expect(ir.dimension).toBe(ir.unconstrainedNames.length);
        },
      ),
      { numRuns: 1500, seed: 20261120 },
    );
  });

  it('of well-formed pieces, too', () => {
    const leaf = fc.constantFrom(
      'y',
      'X',
      'm',
      'kind',
      '2',
      '-0.5',
      'X[.., 1]',
      'y[2..3]',
      '[m, 1]',
      'X["a"]',
      'y[kind]',
    );
    const { expr } = fc.letrec<{ expr: string }>((tie) => ({
      expr: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        leaf,
        fc
          .tuple(tie('expr'), fc.constantFrom('+', '*', '@', '==', 'and', '^'), tie('expr'))
          .map(([a, op, b]) => `(${a} ${op} ${b})`),
        fc
          .tuple(
            fc.constantFrom(
              'sum',
              'sd',
              'softmax',
              'cumsum',
              'diag',
              'transpose',
              'cholesky',
              'log_det',
              'exp',
              'eigenvalues_sym',
              'sort',
              'standardize',
            ),
            tie('expr'),
          )
          .map(([f, a]) => `${f}(${a})`),
        fc.tuple(tie('expr'), tie('expr')).map(([a, b]) => `logpdf(Normal(${a}, 1), ${b})`),
        fc.tuple(tie('expr'), tie('expr')).map(([a, b]) => `solve_lower(${a}, ${b})`),
        fc.tuple(tie('expr'), tie('expr')).map(([a, b]) => `concat(${a}, ${b})`),
        fc.tuple(tie('expr'), tie('expr'), tie('expr')).map(([a, b, c]) => `(if ${a} then ${b} else ${c})`),
        tie('expr').map((a) => `sum(${a} * i for i in 1..3)`),
      ),
    }));
    fc.assert(
      fc.property(expr, (text) => {
        const { ir, diagnostics } = lower(parse(`${head}deterministic q = ${text}`).program, data);
        for (const d of diagnostics) expect(d.code, `${text}: ${d.message}`).not.toBe('internal');
        // What is lowered runs: it reads nothing out of range and nothing before it is defined.
        const q = ir.quantities.find((quantity) => quantity.name === 'q');
        expect(q === undefined).toBe(diagnostics.length > 0);
        const values = interpretGenerated(ir, Float64Array.of(0.3));
        if (q !== undefined) expect(values.get(q.array)).toHaveLength(q.shape.reduce((a, b) => a * b, 1));
      }),
      { numRuns: 1500, seed: 7 },
    );
  });

  it('without statements has no dimension', () => {
    expect(irOf('', data)).toMatchObject({ dimension: 0, statements: [], quantities: [] });
  });
});

describe('what cannot be lowered', () => {
  const text = 'dim obs\ndata { y : real[obs] }\nparam m ~ Normal(0, 1)\nobserve y ~ Normal(m, 1)\n';
  const missing = dataOf({ obs: 3 }, {});
  const codes = (loaded: Parameters<typeof lowerText>[1]) =>
    lowerText(text, loaded).diagnostics.map(({ code, severity }) => [code, severity]);

  it('is never left out in silence: another model would be sampled', () => {
    expect(codes(missing)).toEqual([['internal', 'error']]);
  });

  it('has its reason where the data say why', () => {
    const reason = { code: 'data-file', severity: 'error', message: '', span: { start: 0, end: 0 } } as const;
    expect(codes({ ...missing, diagnostics: [reason] })).toEqual([]);
  });
});
