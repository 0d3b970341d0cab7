/** `distribution NAME(…) { … }`: the density of the form written by hand, of SciPy, and draws that agree with it. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { lower } from '../../../sampler/compile/lower/lower.ts';
import { ownSampler } from '../../../sampler/distributions/own-sampler.ts';
import { checkModel } from '../../../sampler/model/check-model.ts';
import { createRandom } from '../../../sampler/random.ts';
import { compiled, gradientAt } from './compiled.ts';
import { expectGradients } from './expect-gradients.ts';

const definitions = `fun below(u, p) = floor(log(u) / log1p(-p))
distribution HurdleLogNormal(p, mu, sigma) in 0.. {
  logpdf(x) = if x == 0 then log(p) else log1p(-p) + logpdf(LogNormal(mu, sigma), x)
  draw = if uniform() < p then 0 else exp(mu + sigma * normal())
}
distribution ZIGeometric(psi, p) in 0.. discrete {
  # Zeros beyond those of the geometric distribution.
  logpdf(k) = if k == 0 then log(psi + (1 - psi) * p) else log1p(-psi) + log(p) + k * log1p(-p)
  draw = if uniform() < psi then 0 else below(uniform(), p)
}
distribution Ramp(top) in 0..top {
  logpdf(x) = log(2 * x) - 2 * log(top)
  draw = top * sqrt(uniform())
}
distribution Two(m) { logpdf(y) = log_sum_exp([logpdf(Ramp(m), abs(y)), logpdf(Ramp(2 * m), abs(y))]) - log(4) }
`;
const data = `dim row
data { y : real[row] = [0, 1.3, 0.4, 0, 7.5]  n : int[row] = [0, 3, 0, 1, 12] }
`;

function lowered(text: string) {
  const { program, data: loaded, diagnostics } = checkModel(text, 'model.bayes');
  const made = lower(program, loaded);
  return { ir: made.ir, found: [...diagnostics, ...made.diagnostics].filter((d) => d.severity === 'error') };
}

async function densityOf(text: string, position: readonly number[]) {
  const { ir, found } = lowered(text);
  expect(found).toEqual([]);
  return gradientAt(await compiled(ir), position);
}

const priors = `param p ~ Beta(2, 2)
param mu ~ Normal(0, 1)
param sigma ~ HalfNormal(1)
`;
const positions = [
  [0.3, -0.4, 0.1],
  [-1.2, 0.9, -0.7],
  [2, 0.1, 1.1],
];

async function expectSame(own: string, hand: string): Promise<void> {
  for (const position of positions) {
    const [a, b] = [await densityOf(own, position), await densityOf(hand, position)];
    expect(Number.isFinite(a.logDensity)).toBe(true);
    expect(Math.abs(a.logDensity - b.logDensity)).toBeLessThanOrEqual(1e-12 * Math.abs(b.logDensity));
    for (const [i, slope] of a.gradient.entries())
      expect(Math.abs(slope - b.gradient[i])).toBeLessThanOrEqual(
        1e-12 * Math.max(1, Math.abs(b.gradient[i])),
      );
  }
}

describe('the density', () => {
  test('of a continuous likelihood is that written by hand', async () => {
    const own = `${definitions}${data}${priors}observe y ~ HurdleLogNormal(p, mu, sigma)\n`;
    const hand = `${data}${priors}let each[i in row] = if y[i] == 0 then log(p) else log1p(-p) + logpdf(LogNormal(mu, sigma), y[i])
potential all = sum(each)\n`;
    await expectSame(own, hand);
    await expectGradients(own);
  });

  test('of a discrete likelihood with an argument for each row is that written by hand', async () => {
    const own = `${definitions}${data}${priors}observe n ~ ZIGeometric(p = inv_logit(mu + 0.1 * y), psi = p)\n`;
    const hand = `${data}${priors}let q = inv_logit(mu + 0.1 * y)
let each[i in row] = if n[i] == 0 then log(p + (1 - p) * q[i]) else log1p(-p) + log(q[i]) + n[i] * log1p(-q[i])
potential all = sum(each)\n`;
    await expectSame(own, hand);
    await expectGradients(own);
  });

  test('of a prior is over its support, also where that depends on a parameter', async () => {
    const own = `${definitions}param s ~ HalfNormal(1)\nparam a[2] ~ Ramp(s)\n`;
    const hand = `param s ~ HalfNormal(1)\nparam a[2] ~ Uniform(0, s)\npotential ramp = sum(log(2 * a) - log(s))\n`;
    await expectSame(own, hand);
    await expectGradients(own);
  });

  test('has no mass below a bound that depends on an argument', async () => {
    const later = (value: number) =>
      `distribution Later(start) in start.. { logpdf(x) = start - x }\nparam s ~ Flat()\nobserve (${value} + 0 * s) ~ Later(s)\n`;
    expect((await densityOf(later(1.5), [1])).logDensity).toBe(-0.5);
    expect((await densityOf(later(1.5), [2])).logDensity).toBe(Number.NEGATIVE_INFINITY);
  });

  test('may use distributions that are declared before, and has no mass outside of their support', async () => {
    const own = `${definitions}data { v : real[2] = [0.4, -1.5] }\nparam m ~ Uniform(0, 5)\nobserve v ~ Two(m)\n`;
    const inside = await densityOf(own, [0]);
    // m is 2.5: log((2 x / m^2 + 2 x / (2 m)^2) / 4) at 0.4 and 1.5, and the prior with its Jacobian.
    const term = (x: number): number => Math.log(((2 * x) / 2.5 ** 2 + (2 * x) / 5 ** 2) / 4);
    expect(inside.logDensity).toBeCloseTo(term(0.4) + term(1.5) + 2 * Math.log(0.5), 12);
    // m is 0.5 and below: 1.5 lies beyond 2 m.
    expect((await densityOf(own, [-2.5])).logDensity).toBe(Number.NEGATIVE_INFINITY);
  });

  test('is normalised by sums where it is truncated, and mixed', async () => {
    const own = `${definitions}${data}${priors}observe n ~ Mixture([p, 1 - p], Truncated(ZIGeometric(0.2, p), 0, 20), ZIGeometric(0.5, p))\n`;
    const mass = (k: string, psi: string) =>
      `(if ${k} == 0 then ${psi} + (1 - ${psi}) * p else (1 - ${psi}) * p * (1 - p)^${k})`;
    const hand = `${data}${priors}let total = sum(${mass('(k - 1)', '0.2')} for k in 1..21)
let each[i in row] = log(p * ${mass('n[i]', '0.2')} / total + (1 - p) * ${mass('n[i]', '0.5')})
potential all = sum(each)\n`;
    await expectSame(own, hand);
    const tail = `${definitions}${data}${priors}observe n ~ Truncated(ZIGeometric(0, p), upper = 30)\n`;
    await expectGradients(tail);
    const above = `${definitions}${data}${priors}let rate = p\nobserve (n + 2) ~ Truncated(ZIGeometric(0, rate), lower = 2)\n`;
    // Without memory: beyond 2 as from 0.
    const from = `${definitions}${data}${priors}observe n ~ ZIGeometric(0, p)\n`;
    await expectSame(above, from);
  });

  test('of a range of a continuous one with unknown arguments is refused with a sentence', () => {
    const { found } = lowered(`${definitions}param s ~ HalfNormal(1)\nparam a ~ Ramp(s) in 0.1..\n`);
    expect(found.map(({ message }) => message)).toEqual([
      expect.stringContaining('Ramp has no distribution function'),
    ]);
  });
});

interface Row {
  readonly x: number;
  readonly args: readonly number[];
  readonly logpdf: number;
}
const golden: Readonly<Record<string, readonly Row[]>> = JSON.parse(
  readFileSync(new URL('../../golden/own-distributions.json', import.meta.url), 'utf8'),
);

describe.each(Object.entries(golden))('%s', (name, rows) => {
  test('has the log density of SciPy', async () => {
    const values = rows.map(
      ({ x, args }, i) =>
        `let v${i} = logpdf(${name}(${args.join(', ')}), ${x})\npotential t${i} = a * v${i}`,
    );
    const { ir, found } = lowered(`${definitions}param a ~ Flat()\n${values.join('\n')}\n`);
    expect(found).toEqual([]);
    const { logDensity } = gradientAt(await compiled(ir), [1]);
    const sum = rows.reduce((total, { logpdf }) => total + logpdf, 0);
    expect(logDensity).toBeCloseTo(sum, 9);
    for (const { x, args, logpdf } of rows) {
      const one = await densityOf(
        `${definitions}param a ~ Flat()\npotential t = a * logpdf(${name}(${args.join(', ')}), ${x})\n`,
        [1],
      );
      expect(Math.abs(one.logDensity - logpdf)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(logpdf)));
    }
  });
});

describe('draws', () => {
  const { ir } = lowered(
    `${definitions}${data}${priors}observe y ~ HurdleLogNormal(p, mu, sigma)\nobserve n ~ ZIGeometric(p, 0.3)\n`,
  );
  const entryOf = (name: string) => {
    for (const { distribution } of ir.observations)
      if (distribution.kind === 'plain' && distribution.name === name && distribution.own !== undefined)
        return distribution.own;
    throw new Error(`no likelihood ${name}`);
  };
  const drawn = (name: string, args: readonly number[]): number[] => {
    const rng = createRandom(7);
    const sampler = ownSampler(entryOf(name));
    if (sampler === undefined) throw new Error('no draws');
    return Array.from({ length: 20_000 }, () => sampler.draw(args, rng));
  };
  const share = (all: readonly number[], holds: (x: number) => boolean): number =>
    all.filter(holds).length / all.length;

  test('of a number with a probability of its own', () => {
    const all = drawn('HurdleLogNormal', [0.3, 0.5, 0.8]);
    expect(Math.abs(share(all, (x) => x === 0) - 0.3)).toBeLessThan(0.013);
    const rest = all.filter((x) => x > 0).map((x) => (Math.log(x) - 0.5) / 0.8);
    expect(Math.abs(rest.reduce((a, b) => a + b, 0) / rest.length)).toBeLessThan(0.034);
    expect(Math.abs(rest.reduce((a, b) => a + b * b, 0) / rest.length - 1)).toBeLessThan(0.05);
  });

  test('of integers, by a function of the program', () => {
    const all = drawn('ZIGeometric', [0.25, 0.3]);
    for (let k = 0; k < 8; k++) {
      const mass = 0.75 * 0.3 * 0.7 ** k + (k === 0 ? 0.25 : 0);
      expect(Math.abs(share(all, (x) => x === k) - mass)).toBeLessThan(
        4.5 * Math.sqrt((mass * (1 - mass)) / 20_000),
      );
    }
  });
});
