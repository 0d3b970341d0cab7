import { describe, expect, test } from 'vitest';
import type { Fix } from '../../../grammar/diagnostic.ts';
import { placedRemarks } from '../../../sampler/predict/placed-remarks.ts';
import { priorPredictive } from '../../../sampler/predict/prior-predictive.ts';
import { checked, expectMean, expectShare, priorOf, rowOf } from './models.ts';

const N = 20_000;

/** Mean and sd of each element, from textbooks. */
const moments: readonly (readonly [string, string, Readonly<Record<string, readonly [number, number]>>])[] = [
  ['normal', 'param x ~ Normal(2, 3)', { x: [2, 3] }],
  ['gamma by mean and sd', 'param x ~ Gamma(mu = 4, sigma = 2)', { x: [4, 2] }],
  ['beta', 'param x ~ Beta(2, 3)', { x: [0.4, 0.2] }],
  // Half a normal cut at zero: sqrt(2 / pi), sqrt(1 - 2 / pi).
  ['truncated', 'param x ~ Normal(0, 1) in 0..', { x: [0.7978845608, 0.6028102749] }],
  // 1 + (1 - 2 / e) / (1 - 1 / e).
  ['truncated on both sides', 'param x ~ Exponential(1) in 1..2', { x: [1.418023293, 0.2816] }],
  ['far in the tail', 'param x ~ Normal(0, 1) in 8..', { x: [8.121369, 0.1191] }],
  ['flat between limits', 'param x ~ Flat() in 2..5', { x: [3.5, Math.sqrt(9 / 12)] }],
  // The middle of three normals, and the smallest: 1.5 / sqrt(pi).
  ['ordered', 'param x[3]: ordered ~ Normal(0, 1)', { 'x[1]': [-0.8462844, 0.7479754], 'x[2]': [0, 0.6698] }],
  // Order statistics of uniforms are Beta(k, 4 − k).
  [
    'ordered in a range',
    'param x[3]: ordered ~ Flat() in 1..2',
    { 'x[1]': [1.25, Math.sqrt(3 / 80)], 'x[2]': [1.5, Math.sqrt(1 / 20)] },
  ],
  // Spacings of exponentials: the smallest of three has a third of the mean.
  [
    'ordered and positive',
    'param x[3]: positive_ordered ~ Exponential(1)',
    { 'x[1]': [1 / 3, 1 / 3], 'x[3]': [11 / 6, 7 / 6] },
  ],
  ['sum to zero', 'param x[4]: sum_to_zero ~ Normal(0, 2)', { 'x[1]': [0, 2 * Math.sqrt(0.75)] }],
  ['unit vector', 'param x[3]: unit_vector ~ Normal(0, 1)', { 'x[2]': [0, Math.sqrt(1 / 3)] }],
  ['dirichlet', 'param x[3] ~ Dirichlet([1, 2, 3])', { 'x[1]': [1 / 6, 0.140859], 'x[3]': [0.5, 0.1889822] }],
  [
    'multivariate normal',
    'param x[2] ~ MvNormal([1, 2], cov = [[4, 1], [1, 9]])\ndeterministic s = x[1] + x[2]',
    { 'x[1]': [1, 2], 'x[2]': [2, 3], s: [3, Math.sqrt(15)] },
  ],
  // Correlations under LKJ(eta = 2) in three dimensions: Beta(2.5, 2.5) on -1..1.
  [
    'correlations',
    'param L[3, 3] ~ LKJCholesky(2)\ndeterministic r = L[3, 1] * L[2, 1] + L[3, 2] * L[2, 2]',
    { r: [0, Math.sqrt(1 / 6)], 'L[1,1]': [1, 0] },
  ],
  [
    'random walk from a start of its own',
    'param x[4] ~ GaussianRandomWalk(0.5, init = Normal(3, 2), mu = 1)',
    { 'x[1]': [3, 2], 'x[4]': [6, Math.sqrt(4 + 0.75)] },
  ],
  ['mixture', 'param x ~ Mixture([0.25, 0.75], Normal(0, 1), Normal(4, 2))', { x: [3, Math.sqrt(6.25)] }],
  // Var = 1 + E[sigma^2] = 2; the group means share mu.
  [
    'hierarchy',
    'param mu ~ Normal(5, 1)\nparam sigma ~ HalfNormal(1)\nparam a[3] ~ Normal(mu, sigma)\ndeterministic d = a[1] - a[2]',
    { 'a[1]': [5, Math.sqrt(2)], d: [0, Math.sqrt(2)] },
  ],
];

describe('prior draws have the moments of their prior', () => {
  for (const [title, text, expected] of moments) {
    test(title, async () => {
      const { quantities } = await priorOf(`${text}\n`, N);
      for (const [name, [mean, sd]] of Object.entries(expected)) {
        const row = rowOf(quantities, name);
        expectMean(row.mean, mean, sd + 1e-12, N);
        // The variance of a variance is at most a few sd^4 / n for these.
        expect(Math.abs(row.sd - sd)).toBeLessThan(0.05 * sd + 1e-12);
      }
    });
  }

  test('a flat prior between limits that depend on a parameter is flat over both together', async () => {
    const { quantities } = await priorOf(
      'param a ~ Flat() in 0..1\nparam b ~ Flat() in 0..(1 - a)\ndeterministic s = a + b\n',
    );
    // Uniform over the triangle: each side has mean 1/3 and sd sqrt(1/18); drawn one by one, a would have 1/2.
    expectMean(rowOf(quantities, 'a').mean, 1 / 3, Math.sqrt(1 / 18), N / 2);
    expectMean(rowOf(quantities, 'b').mean, 1 / 3, Math.sqrt(1 / 18), N / 2);
    expectMean(rowOf(quantities, 's').mean, 2 / 3, Math.sqrt(1 / 18), N / 2);
  });

  test('elements of an ordered vector with priors of their own are drawn in order', async () => {
    const { quantities } = await priorOf('param x[2]: ordered ~ Normal([0, 1], 1)\n');
    // x1 < x2: d = x2 - x1 is Normal(1, sqrt 2) given that it is positive, and the sum is independent of it.
    const alpha = -1 / Math.SQRT2;
    const hazard = Math.exp((-alpha * alpha) / 2) / Math.sqrt(2 * Math.PI) / 0.7602499389;
    const difference = 1 + Math.SQRT2 * hazard;
    const found = rowOf(quantities, 'x[2]').mean - rowOf(quantities, 'x[1]').mean;
    expectMean(found, difference, 1.2, N);
  });

  test('one seed, one result', async () => {
    const text = 'param x ~ Normal(0, 1)\ndata { y : real = 1 }\nobserve y ~ Normal(x, 1)\n';
    const [a, b, c] = [await priorOf(text, 50, 3), await priorOf(text, 50, 3), await priorOf(text, 50, 4)];
    expect(a).toEqual(b);
    expect(a.quantities).not.toEqual(c.quantities);
  });
});

const data = (values: string) => `dim row\ndata { y : real[row] = ${values} }\n`;

describe('implied data', () => {
  test('have the prior predictive moments and statistics', async () => {
    const { quantities, statistics } = await priorOf(
      `${data('[1, 2, 3]')}param mu ~ Normal(1, 2)\nobserve y ~ Normal(mu, 1)\n`,
    );
    const row = rowOf(quantities, 'y[2]');
    expectMean(row.mean, 1, Math.sqrt(5), N);
    expect(Math.abs(row.sd - Math.sqrt(5))).toBeLessThan(0.05);
    const mean = statistics.find((s) => s.statistic === 'mean');
    expect(mean?.observed).toBe(2);
    // The mean of three is Normal(1, sqrt(4 + 1/3)): P(>= 2) = 1 - Phi(1 / 2.0817) = 0.3155.
    expectShare(mean?.p_value ?? 0, 0.31548, N);
  });

  test('are not compared where their own values say how they are censored, nor where only an interval is known', async () => {
    const { statistics } = await priorOf(
      `dim row
data { y : real[row] = [1, 2, 3]  c : bool[row] = [true, false, false]  lo : real[row] = [0, 1, 2]  z : real[row] = [1, 2, 3] }
param mu ~ Normal(0, 1)
observe y ~ Censored(Normal(mu, 1), upper = if c then y else inf)
observe interval(lo, lo + 1) ~ Normal(mu, 1)
observe z ~ Normal(mu, 1)`,
      50,
    );
    expect(new Set(statistics.map(({ datum }) => datum))).toEqual(new Set(['z']));
  });

  test('are censored and truncated where the model says so', async () => {
    const censored = await priorOf(
      `${data('[1, 2]')}param mu ~ Normal(0, 0.001)\nobserve y ~ Censored(Normal(mu, 1), 0, 2)\n`,
    );
    // P(at the lower limit) is 1/2; E = integral of x phi over 0..2 plus 2 P(> 2).
    expectMean(rowOf(censored.quantities, 'y[1]').mean, 0.3989423 - 0.053991 + 2 * 0.0227501, 0.6, N);
    expect(rowOf(censored.quantities, 'y[1]').q3).toBe(0);
    const truncated = await priorOf(
      `${data('[1, 2]')}param mu ~ Normal(0, 0.001)\nobserve y ~ Truncated(Normal(mu, 1), 0, 2)\n`,
    );
    expectMean(rowOf(truncated.quantities, 'y[1]').mean, (0.3989423 - 0.053991) / 0.4772499, 0.5, N);
    const mins = truncated.statistics.find((s) => s.statistic === 'min');
    expect(mins?.q3).toBeGreaterThan(0);
  });

  test('come before the outcomes that are computed from them, missing values too', async () => {
    const text = `dim row
data { x : real?[row] = [1, NA]
  y : real[row] = [0, 0] }
param m ~ Normal(10, 1)
observe x ~ Normal(m, 1)
observe y ~ Normal(2 * x, 1)
`;
    const { quantities } = await priorOf(text);
    // Each x is Normal(10, sqrt 2), observed or not, so each y is Normal(20, sqrt(8 + 1)).
    for (const name of ['y[1]', 'y[2]']) {
      const row = rowOf(quantities, name);
      expectMean(row.mean, 20, 3, N);
      expect(Math.abs(row.sd - 3)).toBeLessThan(0.1);
    }
  });
});

describe('what cannot be drawn is said at its line', () => {
  async function messages(text: string): Promise<readonly string[]> {
    const { program, data: loaded } = checked(text);
    const result = await priorPredictive(program, loaded, { draws: 10, seed: 1 });
    if (result.kind === 'ok') return [];
    return result.diagnostics.map((d) => `${d.code} ${text.slice(d.span.start, d.span.end)}: ${d.message}`);
  }

  test('improper priors', async () => {
    const text =
      'data { y : real = 1 }\nparam a ~ Flat()\nparam s ~ HalfFlat()\nparam c ~ Flat() in 0..\nobserve y ~ Normal(a + c, s)\n';
    expect(await messages(text)).toEqual([
      expect.stringMatching(/^prior-draw param a ~ Flat\(\): `a`: Flat\(\) is improper: it has no draws/),
      expect.stringMatching(/^prior-draw param s ~ HalfFlat\(\): `s`: HalfFlat\(\) is improper/),
      expect.stringMatching(/^prior-draw param c .*: `c`: Flat\(\) without an upper end is improper/),
    ]);
  });

  test('a constraint that the prior does not imply', async () => {
    const text = 'param p[3]: simplex ~ Gamma(2, 1)\n';
    expect(await messages(text)).toEqual([
      expect.stringContaining('`p` is simplex under a prior that does not imply it'),
    ]);
  });
});

describe('remarks', () => {
  const rows = Array.from({ length: 20 }, (_, i) => i % 2);
  const trial = (sd: number) => `dim row
data { x : real[row] = [${Array.from({ length: 20 }, (_, i) => i - 10).join(', ')}]
  y : int[row] in 0..1 = [${rows.join(', ')}] }
param a ~ Normal(0, 1)
param b ~ Normal(0, ${sd})
observe y ~ Bernoulli(logit_p = a + b * x)
`;

  test('a prior that makes every probability 0 or 1 is named, with its line; a good one is not', async () => {
    const text = trial(20);
    const { remarks } = await priorOf(text, 1000);
    expect(remarks).toHaveLength(1);
    const [{ code, message, span }] = remarks;
    expect(code).toBe('prior-certain');
    expect(message).toMatch(
      /^the prior says that `y` is all but certain: 9\d% of its probabilities lie below 0.01 or above 0.99/,
    );
    expect(text.slice(span.start, span.end)).toBe('param b ~ Normal(0, 20)');
    expect((await priorOf(trial(0.1), 1000)).remarks).toEqual([]);
  });

  const line = (sd: number, shift = 0) => `dim row
data { x : real[row] = [1, 2, 3, 4]
  y : real[row] = [${[2.1, 3.9, 6.2, 7.8].map((v) => v + shift).join(', ')}] }
param a ~ Normal(0, 5)
param b ~ Normal(0, ${sd})
param s ~ HalfNormal(1)
observe y ~ Normal(a + b * x, s)
`;

  test('outcomes far wider than the data are measured in its own units', async () => {
    const text = line(500);
    const { remarks } = await priorOf(text, 1000);
    expect(remarks.map(({ code }) => code)).toEqual(['prior-wide']);
    const times = Number(
      /, (\d+) times as wide as everything observed \(2.1 to 7.8\)/.exec(remarks[0].message)?.[1],
    );
    // 94 % of b x for x in 1..4: about 4 sd of 500 times 2.7, against a width of 5.7.
    expect(times).toBeGreaterThan(700);
    expect(times).toBeLessThan(1400);
    expect(text.slice(remarks[0].span.start, remarks[0].span.end)).toBe('param b ~ Normal(0, 500)');
    expect((await priorOf(line(2), 1000)).remarks).toEqual([]);
  });

  const suggested = async (text: string) => {
    const { program, data } = checked(text);
    const request = { draws: 1000, seed: 11 };
    const drawn = await priorPredictive(program, data, request);
    if (drawn.kind === 'invalid') throw new Error('not drawn');
    return placedRemarks(program, data, text, request, drawn.predictive);
  };
  const applied = (text: string, fix: Fix | undefined) =>
    (fix?.edits ?? [])
      .toSorted((x, y) => y.span.start - x.span.start)
      .reduce((so, { span, newText }) => so.slice(0, span.start) + newText + so.slice(span.end), text);

  test.each([
    ['a normal prior', trial(20), /^Narrow the prior of `b` to `Normal\(0, [\d.]+\)`$/],
    ['a scale in the data’s units', line(500), /^Narrow the prior of `b` to `Normal\(0, [\d.]+\)`$/],
    [
      'a rate',
      line(1).replace('s ~ HalfNormal(1)', 's ~ Exponential(lam = 0.001)'),
      /^Narrow the prior of `s` to `Exponential\(lam = 0\.\d+\)`$/,
    ],
    [
      'a Cauchy',
      line(2).replace('Normal(0, 5)', 'Cauchy(0, 500)'),
      /^Narrow the prior of `a` to `Cauchy\(0, [\d.]+\)`$/,
    ],
  ])(
    '%s has a place and a fix, the largest round scale that answers the remark',
    async (_title, text, title) => {
      const [remark, ...others] = await suggested(text);
      expect(others).toEqual([]);
      const declared = /`(\w)`: give it a narrower prior/.exec(remark.message)?.[1];
      const lines = text.split('\n');
      expect(lines[remark.line].slice(remark.column)).toMatch(new RegExp(`^param ${declared} ~`));
      const { fix } = remark;
      expect(fix?.title).toMatch(title);
      expect(remark.message).toMatch(/: give it a narrower prior, such as `\w+\(.*\)`$/);
      // Nothing is left to say of it, and the next larger scale would not do.
      expect(await suggested(applied(text, fix))).toEqual([]);
      const number = Number(fix?.edits[0].newText);
      const isRate = text.includes('Exponential');
      const digit = Number(number.toExponential()[0]);
      const larger =
        number * (isRate ? { 1: 0.5, 2: 0.5, 5: 0.4 } : { 1: 2, 2: 2.5, 5: 2 })[digit as 1 | 2 | 5];
      const wider = { ...fix, edits: [{ ...fix?.edits[0], newText: String(larger) }] } as Fix;
      expect(await suggested(applied(text, wider))).not.toEqual([]);
    },
  );

  test('where several priors are too wide, all come down to one scale', async () => {
    const text = line(300).replace('Normal(0, 5)', 'Normal(0, 1000)');
    const [{ message, fix }] = await suggested(text);
    expect(message).toMatch(
      /mostly through `a`: give it a narrower prior, such as `Normal\(0, 2\)`, and `b` the same scale$/,
    );
    expect(fix?.title).toBe('Narrow the priors of `a` and `b` to a scale of 2');
    const narrow = applied(text, fix);
    expect(narrow).toMatch(/a ~ Normal\(0, 2\)\nparam b ~ Normal\(0, 2\)\nparam s ~ HalfNormal\(1\)/);
    expect(await suggested(narrow)).toEqual([]);
  });

  test('a prior whose scale is no number has a place and no fix', async () => {
    const text = line(2).replace('param b ~ Normal(0, 2)', 'let w = 500\nparam b ~ Normal(0, w)');
    const [remark] = await suggested(text);
    expect(remark.code).toBe('prior-wide');
    expect(remark.fix).toBeUndefined();
    expect(remark.message).toMatch(/mostly through `b`: give it a narrower prior$/);
  });

  // Presence drawn for each site and visit: half of the probabilities are 0 by the model's own structure.
  const occupancy = (psi: string, sd: number) => `dim site
data { x : real[site] = [${Array.from({ length: 20 }, (_, i) => i - 9.5).join(', ')}]
  y : int[site] in 0..1 = [${rows.join(', ')}] }
param psi ~ ${psi}
param b ~ Normal(0, ${sd})
param z[site] ~ Bernoulli(psi)
observe y ~ Bernoulli(z * inv_logit(b * x))
`;

  test('a probability that a discrete unknown makes 0 is no certainty of the prior', async () => {
    expect((await priorOf(occupancy('Beta(1, 2)', 0.1), 1000)).remarks).toEqual([]);
  });

  test('a discrete unknown is not told to have a narrower prior, the parameter that is too wide is', async () => {
    const text = occupancy('Beta(1, 1)', 20);
    const [remark, ...others] = await suggested(text);
    expect(others).toEqual([]);
    expect(remark.message).toMatch(
      /^the prior says that `y` is all but certain: \d+% of its probabilities that are not 0 or 1 given `z` lie .*; mostly through `b`: give it a narrower prior, such as/,
    );
    expect(text.split('\n')[remark.line]).toBe('param b ~ Normal(0, 20)');
    // Counts of a number of animals far above those seen, of which the draws of the numbers know best.
    const counts = `dim site
data { c : int[site] in 0.. = [1, 2, 0, 1, 3, 2] }
param N[site] ~ DiscreteUniform(0, 200)
observe c ~ Binomial(N, 0.5)
`;
    const [wide] = await suggested(counts);
    expect(wide.code).toBe('prior-wide');
    expect(wide.message).not.toContain('narrower');
    expect(counts.split('\n')[wide.line]).toContain('observe c');
  });

  test('data that the prior all but rules out', async () => {
    const { remarks } = await priorOf(line(2, 1000), 1000);
    expect(remarks.map(({ code }) => code)).toEqual(['prior-conflict']);
    expect(remarks[0].message).toMatch(/the mean of `y` is 1005, and 94% of the implied means lie from -?\d/);
  });

  test('draws that are no model at all', async () => {
    const text = `dim row
data { y : int[row] = [1, 3, 2] }
param a ~ Normal(0, 2000)
observe y ~ Poisson(log_mu = a)
`;
    const { remarks } = await priorOf(text, 1000);
    const invalid = remarks.find(({ code }) => code === 'prior-invalid');
    // exp overflows above 709.8: 36 % of the draws.
    const share = Number(
      /in (\d+)% of the prior draws `y` cannot be drawn/.exec(invalid?.message ?? '')?.[1],
    );
    expect(share).toBeGreaterThanOrEqual(31);
    expect(share).toBeLessThanOrEqual(41);
  });

  test('potentials have no draws', async () => {
    const { remarks } = await priorOf('param a ~ Normal(0, 1)\npotential p = -a ^ 2\n', 100);
    expect(remarks.map(({ message }) => message)).toEqual([
      expect.stringContaining('`potential p` is left out'),
    ]);
  });
});
