/** `observe interval(lo, hi) ~ D`: the probability of each interval against mpmath, and its forms against each other. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { lower } from '../../../sampler/compile/lower/lower.ts';
import { checkModel } from '../../../sampler/model/check-model.ts';
import { compiled, gradientAt } from './compiled.ts';
import { expectGradients } from './expect-gradients.ts';

interface Row {
  readonly name: string;
  readonly args: Readonly<Record<string, number>>;
  readonly lo: number;
  readonly hi: number;
  readonly logProbability: number;
  readonly slopes: Readonly<Record<string, number>>;
}

const rows: readonly Row[] = JSON.parse(
  readFileSync(new URL('../../golden/intervals.json', import.meta.url), 'utf8'),
);

function lowered(text: string) {
  const { program, data, diagnostics } = checkModel(text, 'model.bayes');
  const made = lower(program, data);
  const found = [...diagnostics, ...made.diagnostics].filter(({ severity }) => severity === 'error');
  return { ir: made.ir, found };
}

async function at(text: string, position: readonly number[]) {
  const { ir, found } = lowered(text);
  expect(found).toEqual([]);
  return gradientAt(await compiled(ir), position);
}

describe('intervals', () => {
  test('outside of the support have no probability, and are no NaN', async () => {
    const text =
      'data { lo : real = -3  hi : real = -1 }\nparam s ~ HalfNormal(1)\nobserve interval(lo, hi) ~ Gamma(2, s)';
    expect((await at(text, [0.3])).logDensity).toBe(Number.NEGATIVE_INFINITY);
    const above =
      'data { lo : real = 2  hi : real = 3 }\nparam s ~ HalfNormal(1)\nobserve interval(lo, hi) ~ Beta(2, s)';
    expect((await at(above, [0.3])).logDensity).toBe(Number.NEGATIVE_INFINITY);
  });

  test.each(rows)('$name from $lo to $hi is that of mpmath', async ({ name, args, lo, hi, ...wanted }) => {
    const keys = Object.keys(args);
    const type = name === 'Poisson' ? 'int' : 'real';
    const text = `data { lo : ${type} = ${lo}  hi : ${type} = ${hi} }
${keys.map((key) => `param ${key} ~ Flat()`).join('\n')}
observe interval(lo, hi) ~ ${name}(${keys.map((key) => `${key} = ${key}`).join(', ')})`;
    // The checker would ask for priors of positive arguments.
    const { logDensity, gradient } = gradientAt(
      await compiled(lowered(text).ir),
      keys.map((key) => args[key]),
    );
    // An error of the logarithm is the relative error of the probability.
    expect(Math.abs(logDensity - wanted.logProbability)).toBeLessThan(2e-10);
    for (const [k, key] of keys.entries())
      expect(Math.abs(gradient[k] - wanted.slopes[key])).toBeLessThan(
        1e-9 * Math.abs(wanted.slopes[key]) + 1e-10,
      );
  });

  const model = (data: string, target: string) => `dim row
data { ${data} }
param mu ~ Normal(0, 1)
param s  ~ HalfNormal(1)
${target} ~ Normal(mu, s)`;
  const position = [0.4, -0.3];

  test('equal ends are values', async () => {
    const exact = await at(model('y : real[row] = [0.5, -1.2]', 'observe y'), position);
    const ends = 'lo : real[row] = [0.5, -1.2]  hi : real[row] = [0.5, -1.2]';
    const found = await at(model(ends, 'observe interval(lo, hi)'), position);
    expect(found.logDensity).toBeCloseTo(exact.logDensity, 12);
    for (const [i, g] of found.gradient.entries()) expect(g).toBeCloseTo(exact.gradient[i], 12);
  });

  test('an end that is missing is open', async () => {
    const open = 'lo : real?[row] = ["NA", 0.3, "NA"]  hi : real?[row] = [0.5, "NA", "NA"]';
    const found = await at(model(open, 'observe interval(hi = hi, lo = lo)'), position);
    const byHand = model('a : real = 0.5  b : real = 0.3', '').replace(
      / ~ Normal\(mu, s\)$/,
      'potential tails = log_cdf(Normal(mu, s), a) + log_ccdf(Normal(mu, s), b)',
    );
    const wanted = await at(byHand, position);
    expect(found.logDensity).toBeCloseTo(wanted.logDensity, 12);
    for (const [i, g] of found.gradient.entries()) expect(g).toBeCloseTo(wanted.gradient[i], 12);
  });

  test('have gradients that agree with differences and with the interpreter', async () => {
    const ends = 'lo : real?[row] = [0.5, "NA", 1, 2]  hi : real?[row] = [0.5, 0.2, "NA", 2.5]';
    await expectGradients(model(ends, 'observe interval(lo, hi)'));
    await expectGradients(`dim row
data { lo : int[row] = [0, 2, 3]  hi : int[row] = [1, 2, 9] }
param r ~ Gamma(2, 1)
param a ~ Gamma(2, 1)
observe interval(lo, hi) ~ NegativeBinomial(r, a) weight 2`);
  });

  const ends =
    'lo : real[row] in -inf..inf = [0.5, "-inf", 1, 2]  hi : real[row] in -inf..inf = [0.5, 0.2, "inf", 2.5]';
  const more = `${ends}  on : bool[row] = [true, true, false, true]  w : int[row] = [1, 2, 3, 4]  x : real[row] = [0.3, -1, 2, 0.4]`;
  const probability = (d: string, lo: number, hi: number) => `log(cdf(${d}, ${hi}) - cdf(${d}, ${lo}))`;

  test('of the rows that a condition keeps, each with its own distribution and weight', async () => {
    const rows = `${model(more, 'observe interval(lo, hi)[i in row where on[i]]')} weight w[i]`;
    const text = rows.replace('Normal(mu, s)', 'Normal(mu * x[i], s)');
    const written = `${model(more, '').split('\n').slice(0, -1).join('\n')}
potential a = logpdf(Normal(mu * 0.3, s), 0.5)
potential b = 2 * log(cdf(Normal(-mu, s), 0.2))
potential d = 4 * ${probability('Normal(mu * 0.4, s)', 2, 2.5)}`;
    const [found, wanted] = [await at(text, position), await at(written, position)];
    expect(found.logDensity).toBeCloseTo(wanted.logDensity, 11);
    for (const [i, g] of found.gradient.entries()) expect(g).toBeCloseTo(wanted.gradient[i], 10);
    await expectGradients(text);
  });

  test.each([
    ['Truncated(Normal(mu, s), -2, 3)', -2, 3],
    ['Truncated(Normal(mu, s), lower = -2)', -2, 40],
    ['Truncated(Normal(mu, s), upper = 2.2)', -40, 2.2],
    ['Truncated(Normal(mu, s), 0, 2.2)', 0, 2.2],
  ])('of %s', async (d, from, to) => {
    const text = model(more, 'observe interval(lo, hi)').replace('Normal(mu, s)', d);
    const within = (lo: number, hi: number) => [Math.max(lo, from), Math.min(hi, to)] as const;
    const intervals = (
      [
        [-40, 0.2],
        [1, 40],
        [2, 2.5],
      ] as const
    ).map(([lo, hi]) => within(lo, hi));
    const written = `${model(more, '').split('\n').slice(0, -1).join('\n')}
potential exact = logpdf(Normal(mu, s), 0.5)
potential rest = ${intervals.map(([lo, hi]) => probability('Normal(mu, s)', lo, hi)).join(' + ')}
potential mass = -4 * ${probability('Normal(mu, s)', from, to)}`;
    const [found, wanted] = [await at(text, position), await at(written, position)];
    expect(found.logDensity).toBeCloseTo(wanted.logDensity, 11);
    for (const [i, g] of found.gradient.entries()) expect(g).toBeCloseTo(wanted.gradient[i], 10);
    await expectGradients(text);
  });

  test('of truncated counts, and of mixtures with a truncated component', async () => {
    const counts = `dim row
data { lo : int[row] = [1, 2, 3]  hi : int[row] = [1, 4, 9] }
param r ~ Gamma(2, 1)
observe interval(lo, hi) ~ Truncated(Poisson(r), 1, 6)`;
    const mass = (from: number, to: number) =>
      `log(${Array.from({ length: to - from + 1 }, (_, k) => `exp(logpdf(Poisson(r), ${from + k}))`).join(' + ')})`;
    const written = `param r ~ Gamma(2, 1)
potential rows = ${mass(1, 1)} + ${mass(2, 4)} + ${mass(3, 6)} - 3 * ${mass(1, 6)}`;
    const [found, wanted] = [await at(counts, [0.7]), await at(written, [0.7])];
    expect(found.logDensity).toBeCloseTo(wanted.logDensity, 11);
    expect(found.gradient[0]).toBeCloseTo(wanted.gradient[0], 10);
    await expectGradients(
      model(more, 'observe interval(lo, hi)').replace(
        'Normal(mu, s)',
        'Mixture([0.3, 0.7], Truncated(Normal(mu, s), lower = 0), StudentT(4, mu, 1)) weight w',
      ),
    );
  });

  test('beyond the limits of a truncated distribution are impossible', async () => {
    const text = model('lo : real[row] = [3.5]  hi : real[row] = [4]', 'observe interval(lo, hi)');
    const { logDensity } = await at(
      text.replace('Normal(mu, s)', 'Truncated(Normal(mu, s), 0, 3)'),
      position,
    );
    expect(logDensity).toBe(Number.NEGATIVE_INFINITY);
  });

  test('of a censored distribution are refused', () => {
    const text = model(more, 'observe interval(lo, hi)').replace(
      'Normal(mu, s)',
      'Censored(Normal(mu, s), 0, 3)',
    );
    expect(lowered(text).found[0].message).toContain('an interval of a `Censored` distribution');
  });

  test('one that ends before it begins is an error with its row', () => {
    const ends = 'lo : real[row] = [0.5, 2]  hi : real[row] = [0.7, 1]';
    expect(lowered(model(ends, 'observe interval(lo, hi)')).found.map(({ message }) => message)).toEqual([
      expect.stringContaining('ends before it begins in row 2'),
    ]);
  });

  test('wrong arguments are errors that show the call', () => {
    const ends =
      'lo : real[row] = [0.5, 2]  hi : real[2, 3] = [[1, 2, 3], [4, 5, 6]]  on : bool[row] = [true, false]';
    const messages = (target: string) => lowered(model(ends, target)).found[0].message;
    expect(messages('observe interval(lo)')).toContain(
      'misses its argument `hi`; call it as `observe interval(lo, hi) ~',
    );
    expect(messages('observe interval(lo, lo, lo)')).toContain('observe interval(lo, hi) ~');
    expect(messages('observe interval(lo, low = lo)')).toContain('`low`');
    expect(messages('observe interval(lo, mu)')).toContain('`hi` of `interval` must be known from the data');
    expect(messages('observe interval(on, lo)')).toContain('expected numbers');
    expect(messages('observe interval(lo, hi)')).toContain('does not go with');
  });

  test('a datum may be called so', async () => {
    const found = await at(model('interval : real[row] = [0.5, 2]', 'observe interval'), position);
    expect(Number.isFinite(found.logDensity)).toBe(true);
  });
});
