/**
 * Calibration finds a dropped Jacobian, a wrong prior, a Metropolis step without its correction and data that are
 * ignored, and passes the right samplers. The density is written by hand, so that mistakes can be put into it.
 */
import { describe, expect, it } from 'vitest';
import { calibrate } from '../../../sampler/calibrate/calibrate.ts';
import type { FitSimulated } from '../../../sampler/calibrate/fit-simulated.ts';
import {
  densityFromFunction,
  type LogDensityFunction,
} from '../../../sampler/infer/density-from-function.ts';
import { defaultChainSettings, runChain } from '../../../sampler/methods/nuts/chain.ts';
import { checkModel } from '../../../sampler/model/check-model.ts';
import { createRandom, type Random } from '../../../sampler/random.ts';
import { type CalibrationReport, LOG_LIKELIHOOD } from '../../../sampler/report/calibration-report.ts';

const text = `data { y : real[4] = [0, 0, 0, 0] }
param mu ~ Normal(0, 1)
param sigma ~ LogNormal(0, 0.5)
observe y ~ Normal(mu, sigma)
`;
const model = { modelText: text, modelPath: '/calibrated.bayes' };

interface Mistake {
  readonly withoutJacobian?: true;
  /** Of `mu`, 1 in the model. */
  readonly priorSd?: number;
  readonly withoutData?: true;
}

/** On the unconstrained scale: mu, and the logarithm of sigma. */
function density(
  y: Float64Array,
  { withoutJacobian, priorSd = 1, withoutData }: Mistake = {},
): LogDensityFunction {
  return ([mu, logSigma], gradient) => {
    const variance = Math.exp(2 * logSigma);
    // The density of a log-normal in sigma has a factor 1 / sigma, which the Jacobian takes away.
    const jacobian = withoutJacobian === true ? -1 : 0;
    let logDensity = -0.5 * (mu / priorSd) ** 2 - 2 * logSigma * logSigma + jacobian * logSigma;
    gradient[0] = -mu / priorSd ** 2;
    gradient[1] = -4 * logSigma + jacobian;
    for (const value of withoutData === true ? [] : y) {
      const distance = value - mu;
      logDensity -= 0.5 * (distance * distance) * (1 / variance) + logSigma;
      gradient[0] += distance / variance;
      gradient[1] += (distance * distance) / variance - 1;
    }
    return logDensity;
  };
}

type Draw = (logDensity: LogDensityFunction, random: Random, keep: (position: Float64Array) => void) => void;

const byNuts: Draw = (logDensity, random, keep) => {
  const settings = { ...defaultChainSettings, draws: 400, tune: 200 };
  const sink = { draw: (_: number, state: { position: Float64Array }) => keep(state.position) };
  const outcome = runChain(densityFromFunction(2, logDensity), settings, random, sink, { now: () => 0 });
  if (outcome.kind !== 'done') throw new Error(`the chain ended with ${outcome.kind}`);
};

/** A random walk in mu, and one that multiplies sigma, whose steps up are wider: with or without Hastings' correction. */
const byMetropolis =
  (isCorrected: boolean): Draw =>
  (logDensity, random, keep) => {
    const unused = new Float64Array(2);
    // The density in sigma itself.
    const target = (at: Float64Array) => logDensity(at, unused) - at[1];
    let position = Float64Array.of(0, 0);
    let current = target(position);
    for (let i = 0; i < 11_000; i++) {
      const to = position.map((x) => x + 0.6 * random.normal());
      const proposed = target(to);
      const correction = isCorrected ? to[1] - position[1] : 0;
      if (Math.log(random.next()) < proposed - current + correction) [position, current] = [to, proposed];
      if (i >= 1000 && i % 50 === 0) keep(position);
    }
  };

function fitBy(draw: Draw, mistake?: Mistake): FitSimulated {
  return async ({ data }, seed) => {
    const y = data.arrays.get('y')?.values ?? new Float64Array();
    const values: number[] = [];
    draw(density(y, mistake), createRandom(seed), ([mu, logSigma]) => values.push(mu, Math.exp(logSigma)));
    const draws = {
      names: ['mu', 'sigma'],
      chains: 1,
      drawsPerChain: values.length / 2,
      values: Float64Array.from(values),
    };
    return { kind: 'ok', draws, summary: [], reasons: [] };
  };
}

async function calibrated(fit: FitSimulated): Promise<CalibrationReport> {
  const result = await calibrate({
    model,
    checked: checkModel(text, model.modelPath),
    seed: 11,
    simulations: 120,
    fit,
    together: 1,
    signal: new AbortController().signal,
    kept: [],
    keep() {},
    progress() {},
  });
  if (result.kind !== 'done') throw new Error(`the calibration ended with ${JSON.stringify(result)}`);
  return result.report;
}

const shapes = ({ rows }: CalibrationReport) =>
  Object.fromEntries(rows.map(({ name, shape }) => [name, shape]));

describe('calibration', () => {
  it('passes NUTS', async () => {
    const report = await calibrated(fitBy(byNuts));
    expect(shapes(report)).toEqual({ mu: 'uniform', sigma: 'uniform', [LOG_LIKELIHOOD]: 'uniform' });
    expect(report).toMatchObject({ passes: true, simulations: 120, failures: [], warnings: [] });
    expect(report.rows.map(({ line }) => line)).toEqual([1, 2, null]);
  });

  it('passes a corrected Metropolis step', async () => {
    expect((await calibrated(fitBy(byMetropolis(true)))).passes).toBe(true);
  });

  it('finds a Metropolis step without its correction', async () => {
    const report = await calibrated(fitBy(byMetropolis(false)));
    expect(report.passes).toBe(false);
    expect(shapes(report)).toMatchObject({ mu: 'uniform', sigma: 'high' });
  });

  it('finds a dropped Jacobian: the scale is too small', async () => {
    const report = await calibrated(fitBy(byNuts, { withoutJacobian: true }));
    expect(report.passes).toBe(false);
    expect(shapes(report)).toMatchObject({ mu: 'uniform', sigma: 'high' });
  });

  it('finds a wrong prior', async () => {
    const report = await calibrated(fitBy(byNuts, { priorSd: 0.5 }));
    expect(report.passes).toBe(false);
    expect(shapes(report)).toMatchObject({ mu: 'narrow' });
  });

  it('finds data that are ignored, which the ranks of parameters do not show', async () => {
    const report = await calibrated(fitBy(byNuts, { withoutData: true }));
    expect(shapes(report)).toEqual({ mu: 'uniform', sigma: 'uniform', [LOG_LIKELIHOOD]: 'high' });
    expect(report.passes).toBe(false);
  });
});
