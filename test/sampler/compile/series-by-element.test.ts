/** Random walks and autoregressions whose drift or scale is one number for each element. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../../grammar/analyze.ts';
import { parse } from '../../../grammar/syntax/parse.ts';
import { lower } from '../../../sampler/compile/lower/lower.ts';
import { loadData } from '../../../sampler/data/load.ts';
import { compiled, gradientAt } from './compiled.ts';
import { expectGradients } from './expect-gradients.ts';

interface Golden {
  readonly x: readonly number[];
  readonly drift: readonly number[];
  readonly scale: readonly number[];
  readonly cases: readonly { readonly distribution: string; readonly logDensity: number }[];
}

/** Of multivariate normals by SciPy: `test/golden/series.py`. */
const golden: Golden = JSON.parse(readFileSync(new URL('../../golden/series.json', import.meta.url), 'utf8'));

const head = `dim time = 5
dim g = 3
data {
  y : real[time] = [${golden.x.join(', ')}]
  drift : real[time] = [${golden.drift.join(', ')}]
  scale : real[time] = [${golden.scale.join(', ')}]
  of_g : real[g] = [0.4, -0.3, 1.1]
}
param m ~ Normal(0, 1)
`;

function lowered(text: string) {
  const { program, diagnostics } = parse(text);
  const data = loadData(program, { modelPath: 'model.bayes', readFile: () => ({ error: 'no files here' }) });
  const checked = analyze(program, data).diagnostics;
  const { ir, diagnostics: compiler } = lower(program, data, { centring: false });
  const found = [...diagnostics, ...data.diagnostics, ...checked, ...compiler];
  return { ir, errors: found.filter(({ severity }) => severity === 'error') };
}

async function logDensity(text: string, x: readonly number[]): Promise<number> {
  const { ir, errors } = lowered(text);
  expect(errors.map(({ message }) => message)).toEqual([]);
  return gradientAt(await compiled(ir), x).logDensity;
}

/** That of one statement alone. */
async function densityOf(statement: string, parameters = 0): Promise<number> {
  const x = Array.from({ length: parameters + 1 }, (_, i) => (i === 0 ? 0.3 : 0.5 * Math.sin(i)));
  return (await logDensity(head + statement, x)) - (await logDensity(head, [0.3]));
}

describe('against multivariate normals', () => {
  it.each(golden.cases)('$distribution', async ({ distribution, logDensity: expected }) => {
    for (const statement of [`observe y ~ ${distribution}`, `potential p = logpdf(${distribution}, y)`]) {
      const found = await densityOf(statement);
      expect(Math.abs(found - expected)).toBeLessThan(1e-12 * Math.abs(expected));
    }
  });
});

describe('the axis of an argument', () => {
  const elements = (mu: (g: number, t: number) => string, sigma: (g: number, t: number) => string) =>
    [1, 2, 3]
      .flatMap((g) =>
        [1, 2, 3, 4, 5].map(
          (t) =>
            `potential p${g}${t} = logpdf(Normal(${t === 1 ? '0' : `x[${g}, ${t - 1}] + ${mu(g, t)}`}, ${t === 1 ? '1' : sigma(g, t)}), x[${g}, ${t}])\n`,
        ),
      )
      .join('');
  it.each([
    ['of_g', (g: number) => `of_g[${g}]`, '0.7', () => '0.7'],
    ['drift', (_: number, t: number) => `drift[${t}]`, 'exp(m)', () => 'exp(m)'],
    [
      'of_g * m + drift',
      (g: number, t: number) => `(of_g[${g}] * m + drift[${t}])`,
      'scale',
      (_: number, t: number) => `scale[${t}]`,
    ],
    // The axis of the elements need not be the last.
    [
      'drift * m + of_g',
      (g: number, t: number) => `(of_g[${g}] + drift[${t}] * m)`,
      'scale * exp(of_g)',
      (g: number, t: number) => `(scale[${t}] * exp(of_g[${g}]))`,
    ],
    ['m', () => 'm', 'scale', (_: number, t: number) => `scale[${t}]`],
  ])('mu = %s', async (mu, muAt, sigma, sigmaAt) => {
    const walk = `param x[g, time] ~ GaussianRandomWalk(${sigma}, init = Normal(0, 1), mu = ${mu})\n`;
    const written = `param x[g, time] ~ Flat()\n${elements(muAt, sigmaAt)}`;
    const [found, expected] = [await densityOf(walk, 15), await densityOf(written, 15)];
    expect(Math.abs(found - expected)).toBeLessThan(1e-12 * Math.abs(expected));
    await expectGradients(head + walk);
  });

  it('is told by its size where it has no name', async () => {
    const flat = 'param x[2, 3] ~ Flat()\n';
    const of = (mu: string) => `param x[2, 3] ~ GaussianRandomWalk(1, init = Normal(0, 1), mu = ${mu})`;
    const written = (mu: readonly (readonly number[])[]) =>
      flat +
      mu
        .map(
          ([second, third], g) =>
            `potential a${g} = logpdf(Normal(0, 1), x[${g + 1}, 1]) + logpdf(Normal(x[${g + 1}, 1] + ${second}, 1), x[${g + 1}, 2]) + logpdf(Normal(x[${g + 1}, 2] + ${third}, 1), x[${g + 1}, 3])\n`,
        )
        .join('');
    const same = [0.4, -0.9];
    expect(await densityOf(of('[7, 0.4, -0.9]'), 6)).toBeCloseTo(
      await densityOf(written([same, same]), 6),
      11,
    );
    expect(await densityOf(of('[0.4, -0.9]'), 6)).toBeCloseTo(
      await densityOf(
        written([
          [0.4, 0.4],
          [-0.9, -0.9],
        ]),
        6,
      ),
      11,
    );
  });

  it('is that of the draws behind the indices of a statement', async () => {
    const table = `data { z : real[g, time] = [${[1, 2, 3].map((g) => `[${golden.x.map((x) => x * g).join(', ')}]`).join(', ')}] }\n`;
    const by = `${table}observe z[i in g] ~ AR([0.4], scale, mu = drift * of_g[i])`;
    const whole = `${table}observe z ~ AR([0.4], scale, mu = drift * of_g)`;
    expect(await densityOf(by)).toBeCloseTo(await densityOf(whole), 10);
  });

  it.each([
    [
      'param x[4, 4] ~ GaussianRandomWalk(1, mu = [1, 2, 3, 4])',
      'could be one number for each element along axis',
    ],
    [
      'param x[time, time] ~ AR([0.2], scale)',
      '`sigma` is `real[time]`, which could be one number for each element along axis `time` (5) of `x`',
    ],
  ])('is an error where it could be either: %s', (statement, message) => {
    const { errors } = lowered(head + statement);
    expect(errors.map(({ code }) => code)).toContain('ambiguous-axis');
    expect(errors[0].message).toContain(message);
  });

  it('is both where the argument has both, of one name', async () => {
    const table = `let both[i in time, j in time] = 0.1 * i - 0.3 * j\n`;
    const at = (i: number, j: number) => 0.1 * i - 0.3 * j;
    const walk = `${table}param x[time, time] ~ GaussianRandomWalk(1, init = Normal(0, 1), mu = both)`;
    const cells = [1, 2, 3, 4, 5].flatMap((i) =>
      [1, 2, 3, 4, 5].map(
        (j) =>
          `potential q${i}${j} = logpdf(Normal(${j === 1 ? 0 : `x[${i}, ${j - 1}] + ${at(i, j)}`}, 1), x[${i}, ${j}])`,
      ),
    );
    const written = `param x[time, time] ~ Flat()\n${cells.join('\n')}`;
    expect(await densityOf(walk, 25)).toBeCloseTo(await densityOf(written, 25), 10);
  });
});
