/** Tolerances of differential equations that move the posterior are told, and tighter ones are not. */
import { expect, it } from 'vitest';
import { parse } from '../../../grammar/syntax/parse.ts';
import { lower } from '../../../sampler/compile/lower/lower.ts';
import { loadData } from '../../../sampler/data/load.ts';
import { solverTolerance } from '../../../sampler/diagnose/solver-tolerance.ts';
import { verdict } from '../../../sampler/diagnose/verdict.ts';

/** A pendulum watched for long: errors of its phase add up, and the more the faster it swings. */
function judged(tolerances: string, method = 'ode') {
  const { program } = parse(`
fun swing(t, y, w) = [y[2], -w ^ 2 * sin(y[1])]
data { times : real[3] = [20, 30, 40]  y : real[3] = [0.3, -0.4, 0.1] }
param w ~ LogNormal(0, 1)
let z = ${method}(swing, [1, 0], 0, times, w${tolerances})
observe y ~ Normal(z[.., 1], 0.02)`);
  const data = loadData(program, { modelPath: 'model.bayes', readFile: () => ({ error: 'no files here' }) });
  const { ir, diagnostics } = lower(program, data);
  expect(diagnostics).toEqual([]);
  const positions = [-0.5, -0.2, 0, 0.1, 0.3].map((x) => Float64Array.of(x));
  const tolerance = solverTolerance(ir, positions);
  const stats = {
    logDensity: new Float64Array(),
    acceptance: new Float64Array(),
    stepSize: new Float64Array(),
    treeDepth: new Uint8Array(),
    leapfrogSteps: new Uint32Array(),
    divergent: new Uint8Array(),
    energy: new Float64Array(),
  };
  const { reasons } = verdict({
    rows: [],
    stats: stats as unknown as Parameters<typeof verdict>[0]['stats'],
    chains: 4,
    drawsPerChain: 0,
    settings: { draws: 0, target_accept: 0.8, max_treedepth: 10 },
    solver: tolerance === null ? null : { tolerance, line: 4 },
  });
  return { tolerance, reason: reasons.find(({ code }) => code === 'solver') };
}

it('says what to state where the tolerances are too loose', () => {
  const { tolerance, reason } = judged(', rtol = 1e-4, atol = 1e-6');
  expect(tolerance?.difference).toBeGreaterThan(0.1);
  expect(reason).toMatchObject({
    line: 4,
    nextStep: 'State smaller ones in `ode`, `rtol = 1e-6, atol = 1e-8`',
  });
  expect(reason?.message).toMatch(
    /^The solver of `let z` is too loose: .* differs by up to [\d.]+ from draw/,
  );
});

it('says so of the method for stiff systems too', () => {
  const { reason } = judged(', rtol = 1e-4, atol = 1e-6', 'ode_stiff');
  expect(reason?.nextStep).toBe('State smaller ones in `ode_stiff`, `rtol = 1e-6, atol = 1e-8`');
  expect(judged(', rtol = 1e-9, atol = 1e-11', 'ode_stiff').reason).toBeUndefined();
});

it('says nothing where they are tight', () => {
  const { tolerance, reason } = judged(', rtol = 1e-9, atol = 1e-11');
  expect(tolerance?.difference).toBeLessThan(1e-3);
  expect(reason).toBeUndefined();
});

it('says nothing without a differential equation, or without draws', () => {
  const { program } = parse('param w ~ Normal(0, 1)');
  const data = loadData(program, { modelPath: 'model.bayes', readFile: () => ({ error: 'no files here' }) });
  expect(solverTolerance(lower(program, data).ir, [Float64Array.of(0)])).toBeNull();
});
