/** `bayes map`: modes and sds against closed forms, modes that do not exist, and the contract of its JSON. */
import { describe, expect, test } from 'vitest';
import type { EstimateReport } from '../../../sampler/protocol.ts';
import { bayes, bayesJson } from '../../bayes-command.ts';
import { useWorkspace } from './workspace.ts';

const here = useWorkspace();

async function map(model: string, ...flags: string[]) {
  here.write('m.bayes', model);
  const { code, value } = await bayesJson<EstimateReport>(
    ['map', 'm.bayes', '--seed', '1', ...flags],
    here.folder(),
  );
  if (!('summary' in value)) throw new Error(JSON.stringify(value));
  const row = (name: string) => {
    const found = value.summary.find((one) => one.name === name);
    if (found === undefined) throw new Error(`no row ${name}`);
    return found;
  };
  return { code, value, row };
}

const betaBinomial = 'data { y : int = 7 }\nparam p ~ Beta(2, 3)\nobserve y ~ Binomial(20, p)\n';
const variance = `data { y : real[6] = [1.2, 0.7, 1.9, 2.4, 3.1, 0.2] }
param mu ~ Flat()
param sigma ~ HalfFlat()
observe y ~ Normal(mu, sigma)
`;

describe('a mode in closed form', () => {
  test('of a normal mean, whose log density is that of the joint distribution', async () => {
    const model = 'data { y : real[2] = [1.2, 2.4] }\nparam mu ~ Normal(0, 2)\nobserve y ~ Normal(mu, 1)\n';
    const { code, value, row } = await map(model);
    const mode = (1.2 + 2.4) / (2 + 1 / 4);
    expect(code).toBe(0);
    expect(row('mu').mode).toBeCloseTo(mode, 9);
    expect(row('mu').sd).toBeCloseTo(1 / Math.sqrt(2.25), 7);
    const normal = (x: number, mu: number, sd: number) =>
      -0.5 * ((x - mu) / sd) ** 2 - Math.log(sd) - 0.5 * Math.log(2 * Math.PI);
    const joint = normal(mode, 0, 2) + normal(1.2, mode, 1) + normal(2.4, mode, 1);
    expect(value.log_density).toBeCloseTo(joint, 9);
    expect(value).toMatchObject({ method: 'map', converged: true, unbounded: false });
    expect(value.verdict).toMatchObject({ pass: true, message: 'All 8 starts climbed to this mode' });
  });

  test('of a proportion, on its own scale without the Jacobian', async () => {
    const { row } = await map(betaBinomial);
    const [a, b] = [2 + 7, 3 + 13];
    const mode = (a - 1) / (a + b - 2);
    expect(row('p').mode).toBeCloseTo(mode, 8);
    expect(row('p').sd).toBeCloseTo(1 / Math.sqrt((a - 1) / mode ** 2 + (b - 1) / (1 - mode) ** 2), 6);
  });

  test('of a proportion with --jacobian, which is that of its log odds', async () => {
    const { row, value } = await map(betaBinomial, '--jacobian');
    const [a, b] = [2 + 7, 3 + 13];
    const mode = a / (a + b);
    expect(row('p').mode).toBeCloseTo(mode, 8);
    // On the log odds the curvature is (a + b) p (1 − p), and dp / d log odds is p (1 − p).
    expect(row('p').sd).toBeCloseTo(Math.sqrt((mode * (1 - mode)) / (a + b)), 6);
    expect(value.settings).toMatchObject({ jacobian: true });
  });

  test('of a mean and an sd together', async () => {
    const { row } = await map(variance);
    const y = [1.2, 0.7, 1.9, 2.4, 3.1, 0.2];
    const mean = y.reduce((sum, x) => sum + x, 0) / 6;
    const sd = Math.sqrt(y.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 6);
    expect(row('mu').mode).toBeCloseTo(mean, 7);
    expect(row('sigma').mode).toBeCloseTo(sd, 7);
    expect(row('mu').sd).toBeCloseTo(sd / Math.sqrt(6), 6);
    expect(row('sigma').sd).toBeCloseTo(sd / Math.sqrt(12), 6);
  });

  test('of a simplex, and of what is derived from it', async () => {
    const model = 'dim k = 3\nparam w[k] ~ Dirichlet([2, 3, 4])\ndeterministic odds = w[1] / w[3]\n';
    const { row } = await map(model);
    expect(row('w[1]').mode).toBeCloseTo(1 / 6, 7);
    expect(row('w[2]').mode).toBeCloseTo(2 / 6, 7);
    expect(row('w[3]').mode).toBeCloseTo(3 / 6, 7);
    expect(row('odds').mode).toBeCloseTo(1 / 3, 6);
  });

  test('far from where it starts, and on a scale of millions', async () => {
    const model =
      'data { y : real[2] = [1.0e6, 3.0e6] }\nparam mu ~ Normal(0, 1.0e9)\nobserve y ~ Normal(mu, 1.0e6)\n';
    const { row } = await map(model);
    expect(row('mu').mode).toBeCloseTo(4e6 / 1e12 / (2 / 1e12 + 1 / 1e18), 2);
    expect(row('mu').sd).toBeCloseTo(1 / Math.sqrt(2 / 1e12 + 1 / 1e18), 1);
  });
});

describe('a density without a highest point', () => {
  test.each([
    [
      'a centred hierarchy, whose scale goes to 0',
      'tau',
      `dim school = 4
data { y : real[school] = [28, 8, -3, 7] }
param mu ~ Normal(0, 10)
param tau ~ HalfCauchy(5)
param theta[school] ~ Normal(mu, tau)
observe y ~ Normal(theta, 10)
`,
    ],
    [
      'separated groups under flat priors',
      'b',
      `data { x : real[6] = [-3, -2, -1, 1, 2, 3]  y : int[6] = [0, 0, 0, 1, 1, 1] }
param a ~ Flat()
param b ~ Flat()
observe y ~ Bernoulli(inv_logit(a + b * x))
`,
    ],
    [
      'a sum that is known and its terms that are not',
      'a',
      `data { y : real[3] = [1.2, 0.7, 1.9] }
param a ~ Flat()
param b ~ Flat()
observe y ~ Normal(a + b, 1)
`,
    ],
    [
      'a proportion that is highest at its end',
      'p',
      'data { y : int = 20 }\nparam p ~ Beta(1, 1)\nobserve y ~ Binomial(20, p)\n',
    ],
  ])('%s', async (_, name, model) => {
    const { code, value } = await map(model);
    expect(value).toMatchObject({ converged: false, unbounded: true, log_density: null });
    expect(value.summary.length).toBeGreaterThan(0);
    for (const row of value.summary) expect(row).toMatchObject({ mode: null, sd: null });
    expect(value.verdict.reasons[0].message).toContain(`\`${name}\``);
    expect(code).toBe(3);
    const { stdout } = await bayes(['map', 'm.bayes', '--seed', '1'], here.folder());
    expect(stdout).toContain('PROVISIONAL: The posterior density has no highest point');
    expect(stdout).not.toMatch(/^ +mode +sd$/m);
  });
});

describe('several starts', () => {
  const twoPeaks = `param x ~ Flat()
potential peaks = log_sum_exp([-0.5 * ((x - 3) / 0.5)^2, -1 - 0.5 * ((x + 3) / 0.5)^2])
`;

  test('keep the higher of two peaks, and say that some ended lower', async () => {
    const { value, row } = await map(twoPeaks, '--starts', '20');
    expect(row('x').mode).toBeCloseTo(3, 6);
    expect(row('x').sd).toBeCloseTo(0.5, 5);
    expect(value.verdict.message).toMatch(
      /^\d+ of 20 starts climbed to this mode; \d+ ended lower, the next at a log density 1\.0 below$/,
    );
  });

  test('say that another mode is as high', async () => {
    const { value } = await map(twoPeaks.replace('-1 - 0.5', '-0.5'), '--starts', '20');
    expect(value.verdict.message).toMatch(/to another one that is as high, so it is not the only one/);
  });

  test('one start claims nothing about others', async () => {
    const { value } = await map(betaBinomial, '--starts', '1');
    expect(value.verdict.message).toBe('The climb from one start ended at this mode; others may be higher');
  });

  test('one seed gives the same answer', async () => {
    const [first, second] = [await map(variance), await map(variance)];
    expect(second.value.summary).toEqual(first.value.summary);
  });
});

test('too few iterations are reported, with how many to allow', async () => {
  const { value } = await map(variance, '--iterations', '1');
  if (value.converged) expect(value.verdict.pass).toBe(true);
  else expect(value.verdict.reasons[0].nextStep).toContain('Allow 2 iterations');
});

test('a setting that it cannot take, a model that is wrong, and one without parameters are refused', async () => {
  here.write('m.bayes', betaBinomial);
  const starts = await bayes(['map', 'm.bayes', '--starts', '0'], here.folder());
  expect(starts.code).toBe(2);
  expect(starts.stderr).toContain('a whole number from 1 to 1000');
  here.write('m.bayes', 'param p ~ Beta(2, q)\n');
  expect((await bayes(['map', 'm.bayes'], here.folder())).code).toBe(1);
  here.write('m.bayes', 'data { y : real = 1 }\nobserve y ~ Normal(0, 1)\n');
  const none = await bayes(['map', 'm.bayes'], here.folder());
  expect(none.stderr).toContain('no-parameters');
});

test('the text has the mode and the sd of each quantity after the verdict', async () => {
  here.write('m.bayes', betaBinomial);
  const { stdout } = await bayes(['map', 'm.bayes', '--seed', '1'], here.folder());
  expect(stdout).toMatch(/All 8 starts climbed to this mode\.\n/);
  expect(stdout).toMatch(/^ +mode +sd\np +0\.348 +0\.099$/m);
});
