/** Power-scaling sensitivity against the definition written anew in test/golden/power-scaling.py, and ArviZ's diagnoses. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { diagnose, powerScale, sensitivities } from '../../../sampler/diagnose/power-scaling.ts';

interface Case {
  readonly name: string;
  readonly relativeEfficiency: number;
  readonly draws: readonly number[];
  readonly logPrior: readonly number[];
  readonly logLikelihood: readonly number[];
  readonly prior: number;
  readonly likelihood: number;
  readonly kPrior: number;
  readonly arviz: { readonly prior: number; readonly likelihood: number; readonly diagnosis: string | null };
}
const cases: readonly Case[] = JSON.parse(
  readFileSync(new URL('../../golden/power-scaling.json', import.meta.url), 'utf8'),
);

describe.each(cases)('$name, relative efficiency $relativeEfficiency', (golden) => {
  const { relativeEfficiency } = golden;
  const parts = [golden.logPrior, golden.logLikelihood].map((logDensity) =>
    powerScale(Float64Array.from(logDensity), 1, relativeEfficiency),
  );
  const [prior, likelihood] = sensitivities(Float64Array.from(golden.draws), parts);

  it('has the sensitivities of the definition to 1e-6', () => {
    expect(Math.abs((prior ?? Number.NaN) - golden.prior)).toBeLessThan(1e-6);
    expect(Math.abs((likelihood ?? Number.NaN) - golden.likelihood)).toBeLessThan(1e-6);
    expect(Math.abs(parts[0].kHat - golden.kPrior)).toBeLessThan(1e-6);
  });

  it('has the diagnosis of ArviZ', () => {
    expect(diagnose(prior, likelihood)).toBe(golden.arviz.diagnosis);
    // ArviZ smooths both tails of the weights, so the values differ a little.
    expect(Math.abs((prior ?? Number.NaN) - golden.arviz.prior)).toBeLessThan(0.001);
  });
});

it('a constant has no sensitivity', () => {
  const part = powerScale(
    Float64Array.from({ length: 100 }, (_, i) => -i / 10),
    1,
  );
  expect(sensitivities(new Float64Array(100).fill(3), [part])).toEqual([null]);
});

it('a part that is the same everywhere moves nothing', () => {
  const part = powerScale(new Float64Array(200).fill(-7), 2);
  const [value] = sensitivities(
    Float64Array.from({ length: 200 }, (_, i) => (i * 37) % 200),
    [part],
  );
  expect(value).toBeLessThan(1e-6);
});
