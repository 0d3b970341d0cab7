/** `--modes weigh` through the command line, on a regression with two modes, against quadrature on each mode. */
import { expect, test } from 'vitest';
import type { SampleReport } from '../../../sampler/report/sample-report.ts';
import { bayes, bayesJson } from '../../bayes-command.ts';
import { useWorkspace } from './workspace.ts';

const here = useWorkspace();

/** The sign of b is decided by z alone: seven rows are for b > 0, five for b < 0, by larger residuals. */
const z = [1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1];
const y = [10.3, 7.6, 7.5, 8, 7.3, 7.7, 10.4, 10.6, 10.3, 10.5, 10, 10.6];
const data = `dim row
data {
  z : real[row] = [${z}]
  y : real[row] = [${y}]
}
param b ~ Normal(0, 5)
observe y ~ Normal(b^2 + 0.5 * b * z, 1)
`;

/** On a grid of one sign: leave-one-out densities of each row, and the mean of b. */
function quadrature(sign: number) {
  const grid = Array.from({ length: 20_001 }, (_, k) => sign * (2 + k / 10_000));
  const logDensity = (b: number, i: number) =>
    -0.5 * Math.log(2 * Math.PI) - 0.5 * (y[i] - b * b - 0.5 * b * z[i]) ** 2;
  const rows = grid.map((b) => y.map((_, i) => logDensity(b, i)));
  const posterior = grid.map((b, k) => -(b ** 2) / 50 + rows[k].reduce((sum, value) => sum + value, 0));
  const top = Math.max(...posterior);
  const mass = posterior.map((value) => Math.exp(value - top));
  const total = mass.reduce((sum, value) => sum + value, 0);
  const without = (i: number) =>
    mass.reduce((sum, value, k) => sum + value * Math.exp(-rows[k][i]), 0) / total;
  const mean = grid.reduce((sum, b, k) => sum + (b * mass[k]) / total, 0);
  return { elpd: y.map((_, i) => -Math.log(without(i))), mean };
}
const plus = quadrature(1);
const minus = quadrature(-1);
const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
const objective = (w: number) =>
  sumOf(plus.elpd.map((own, i) => Math.log(w * Math.exp(own) + (1 - w) * Math.exp(minus.elpd[i]))));
/** Weight of b > 0. */
const weight = Array.from({ length: 999 }, (_, k) => (k + 1) / 1000).reduce((best, w) =>
  objective(w) > objective(best) ? w : best,
);

const weighed = async (...flags: string[]): Promise<SampleReport> => {
  const args = ['sample', 'm.bayes', '--seed', '1', '--draws', '1000', ...flags];
  const { code, value } = await bayesJson<SampleReport>(args, here.folder());
  // Weights do not mend the chains.
  expect(code).toBe(3);
  expect(value.diagnostics.pass).toBe(false);
  return value;
};

function expectWeights(
  { mode_weights: weights }: SampleReport,
  chains: readonly (readonly number[])[],
): void {
  const { modes = [], summary = [], notes } = weights ?? {};
  expect(notes).toEqual([]);
  const inOrder = modes.toSorted((one, other) => other.at.b - one.at.b);
  expect(inOrder.map((mode) => mode.chains)).toEqual(chains);
  for (const [k, { at, weight: found, elpd }] of inOrder.entries()) {
    const exact = [plus, minus][k];
    expect(Math.abs(at.b - exact.mean)).toBeLessThan(0.02);
    expect(Math.abs(found - [weight, 1 - weight][k])).toBeLessThan(0.01);
    expect(Math.abs(elpd - sumOf(exact.elpd))).toBeLessThan(0.5);
  }
  const mean = weight * plus.mean + (1 - weight) * minus.mean;
  expect(summary).toMatchObject([{ name: 'b', mean: expect.closeTo(mean, 0) }]);
  expect(Math.abs(summary[0].mean - mean)).toBeLessThan(0.06);
}

test('chains in two modes are weighed by how well each mode predicts', async () => {
  // Neither one mode alone nor equal shares, and not the shares of the mass (0.92 and 0.08).
  expect(weight).toBeGreaterThan(0.55);
  expect(weight).toBeLessThan(0.61);
  here.write('m.bayes', data);
  expectWeights(await weighed('--modes', 'weigh'), [[1, 3, 4], [2]]);
  expect(await weighed()).not.toHaveProperty('mode_weights');
});

test('a mode that only the search found takes part by the draws of its confirming run', async () => {
  here.write('m.bayes', `${data}sample { init = { b = 3 } }\n`);
  const report = await weighed('--modes', 'weigh');
  expect(report.diagnostics.reasons[0].code).toBe('unvisited-mode');
  expectWeights(report, [[1, 2, 3, 4], []]);
});

test('the text has the weights below the verdict, and a kept run keeps them', async () => {
  here.write('m.bayes', data);
  const args = ['sample', 'm.bayes', '--seed', '1', '--draws', '1000', '--modes', 'weigh', '--out', 'run'];
  const { stdout } = await bayes(args, here.folder());
  const below = stdout.slice(stdout.indexOf('PROVISIONAL'));
  expect(below).toMatch(
    /Weights of the modes .*\nmode {2}weight .*\n1 +0\.58 .*chains 1, 3, 4 +3\.0\d\n2 +0\.42 /,
  );
  expect(below).toMatch(
    /Summary of the modes together.*\n.*q97\nb +0\.5 [\s\S]*Summary of the chains as they are/,
  );
  const again = await bayes([...args, '--reuse'], here.folder());
  expect(again.stderr).toContain('Nothing was sampled');
  expect(again.stdout).toContain(below);
});

test('a run that goes on keeps its weights, and gets them where they are asked for', async () => {
  here.write('m.bayes', data);
  const part = ['sample', 'm.bayes', '--seed', '1', '--draws', '600', '--out'];
  const resume = async (folder: string, ...flags: string[]): Promise<SampleReport> => {
    const args = ['resume', folder, '--draws', '1000', ...flags];
    return (await bayesJson<SampleReport>(args, here.folder())).value;
  };
  await bayes([...part, 'with', '--modes', 'weigh'], here.folder());
  const whole = await weighed('--modes', 'weigh');
  expect((await resume('with')).mode_weights).toEqual(whole.mode_weights);
  await bayes([...part, 'without'], here.folder());
  expect(await resume('without')).not.toHaveProperty('mode_weights');
  expect((await resume('without', '--modes', 'weigh')).mode_weights).toEqual(whole.mode_weights);
});

test('a run that was kept without weights is sampled again where they are asked for', async () => {
  here.write('m.bayes', data);
  const args = ['sample', 'm.bayes', '--seed', '1', '--draws', '1000', '--out', 'plain'];
  await bayes(args, here.folder());
  const again = await bayes([...args, '--reuse', '--modes', 'weigh'], here.folder());
  expect(again.stderr).not.toContain('Nothing was sampled');
  expect(again.stdout).toContain('Weights of the modes');
});

test('a model without data and one of a single mode have nothing to weigh, and say why', async () => {
  here.write(
    'm.bayes',
    'param x ~ Flat()\npotential p = log_sum_exp([-0.5 * x^2, -0.5 * (x - 30)^2])\nsample { init = { x = 0 } }\n',
  );
  const { mode_weights: none } = await weighed('--modes', 'weigh');
  expect(none).toMatchObject({ modes: [], summary: [] });
  expect(none?.notes).toEqual([expect.stringMatching(/observes no datum.*bridge sampling/)]);
  here.write('m.bayes', 'data { y : real = 1 }\nparam x ~ Normal(0, 1)\nobserve y ~ Normal(x, 1)\n');
  const { code, stdout } = await bayes(
    ['sample', 'm.bayes', '--seed', '1', '--modes', 'weigh'],
    here.folder(),
  );
  expect(code).toBe(0);
  expect(stdout).toContain('Note: all draws are in one mode');
});

test('Metropolis has no modes to weigh', async () => {
  here.write('m.bayes', data);
  const { code, stderr } = await bayes(
    ['sample', 'm.bayes', '--method', 'metropolis', '--modes', 'weigh'],
    here.folder(),
  );
  expect(code).toBe(2);
  expect(stderr).toContain("'--modes weigh' needs '--method nuts'");
});
