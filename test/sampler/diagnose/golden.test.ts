/** Every diagnostic against R's posterior and loo (test/golden/diagnostics.R). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { eBfmi } from '../../../sampler/diagnose/e-bfmi.ts';
import { essBulk, essMean, essQuantile, essSd, essTail } from '../../../sampler/diagnose/ess.ts';
import { loo } from '../../../sampler/diagnose/loo.ts';
import { mcseMean, mcseSd } from '../../../sampler/diagnose/mcse.ts';
import { paretoK, paretoKSd } from '../../../sampler/diagnose/pareto-k.ts';
import { rHat } from '../../../sampler/diagnose/r-hat.ts';
import { hdi } from '../../../sampler/stats/hdi.ts';
import { mean, variance } from '../../../sampler/stats/moments.ts';
import { psis } from '../../../sampler/stats/psis.ts';
import { quantile } from '../../../sampler/stats/quantile.ts';
import { type ChainsOfOne, logRatios, looInput, sets } from './golden-inputs.ts';

type Numbers = readonly (number | null)[];
interface GoldenSet {
  readonly draws: number;
  readonly chains: number;
  readonly first: number;
  readonly last: number;
  readonly hdi: Numbers;
  readonly quantiles: Numbers;
  readonly eBfmi: Numbers | number;
  readonly [scalar: string]: number | null | Numbers;
}
interface GoldenPsis {
  readonly draws: number;
  readonly rEff: number;
  readonly first: number;
  readonly kHat: number | 'Infinity';
  readonly ess: number;
  readonly logWeightFirst: number;
  readonly logWeightMax: number;
  readonly logWeightMin: number;
  readonly logWeightSumSquares: number;
}
interface Golden {
  readonly sets: { readonly [name: string]: GoldenSet };
  readonly psis: { readonly [name: string]: GoldenPsis };
  readonly loo: {
    readonly elpd: number;
    readonly se: number;
    readonly pLoo: number;
    readonly pointwise: readonly number[];
    readonly mcse: readonly number[];
    readonly kHat: readonly number[];
  };
}
const golden = JSON.parse(
  readFileSync(new URL('../../golden/diagnostics.json', import.meta.url), 'utf8'),
) as Golden;

/** Relative agreement to 1e-8, absolute below one thousandth. */
function expectSame(actual: number, expected: number): void {
  expect(Math.abs(actual - expected) / Math.max(Math.abs(expected), 1e-3)).toBeLessThan(1e-8);
}

function chainOf({ values, chains }: ChainsOfOne, chain: number): Float64Array {
  const n = values.length / chains;
  return values.slice(chain * n, (chain + 1) * n);
}

const scalars: { readonly [name: string]: (values: Float64Array, chains: number) => number } = {
  mean: (values) => mean(values),
  sd: (values) => Math.sqrt(variance(values)),
  rHat,
  essBulk,
  essTail,
  essMean,
  essSd,
  essQuantile25: (values, chains) => essQuantile(values, chains, 0.25),
  mcseMean,
  mcseSd,
  paretoK,
  paretoKSd,
};

it('has the same sets on both sides', () => {
  expect(Object.keys(sets)).toEqual(Object.keys(golden.sets));
  expect(Object.keys(logRatios)).toEqual(Object.keys(golden.psis));
});

describe.each(Object.entries(golden.sets))('%s', (name, expected) => {
  const set = sets[name];
  const { values, chains } = set;

  it('starts from the same draws', () => {
    expect([values.length / chains, chains]).toEqual([expected.draws, expected.chains]);
    expect([values[0], values.at(-1)]).toEqual([expected.first, expected.last]);
  });

  it.each(Object.keys(scalars))('%s', (scalar) => {
    const reference = expected[scalar];
    if (reference === null && scalar.startsWith('paretoK'))
      return expect(scalars[scalar](values, chains)).toBeNaN();
    if (typeof reference !== 'number') throw new Error(`no golden value of ${scalar}`);
    expectSame(scalars[scalar](values, chains), reference);
  });

  it('interval and quantiles', () => {
    hdi(values, 0.94).forEach((end, i) => {
      expectSame(end, expected.hdi[i] ?? Number.NaN);
    });
    [0, 0.05, 0.25, 0.5, 0.95, 1].forEach((probability, i) => {
      expectSame(quantile(values, probability), expected.quantiles[i] ?? Number.NaN);
    });
  });

  it('E-BFMI, taking each chain for an energy', () => {
    [expected.eBfmi].flat().forEach((reference, chain) => {
      // R has NA for a chain that stands still; ours is 1, as documented.
      expectSame(eBfmi(chainOf(set, chain)), reference ?? 1);
    });
  });
});

describe.each(Object.entries(golden.psis))('PSIS of %s ratios', (name, expected) => {
  const ratios = logRatios[name];
  const actual = psis(ratios, expected.rEff);

  it('starts from the same ratios', () => {
    expect([ratios.length, ratios[0]]).toEqual([expected.draws, expected.first]);
  });

  it('has the same k-hat', () => {
    // Where all weights are equal loo 2.5 says Inf, as if they could not be trusted; ours is 0.
    if (name === 'equal') expect(actual.kHat).toBe(0);
    else if (expected.kHat === 'Infinity') expect(actual.kHat).toBe(Number.POSITIVE_INFINITY);
    else expectSame(actual.kHat, expected.kHat);
  });

  it('has the same weights', () => {
    const { logWeights } = actual;
    expectSame(logWeights[0], expected.logWeightFirst);
    expectSame(Math.max(...logWeights), expected.logWeightMax);
    expectSame(Math.min(...logWeights), expected.logWeightMin);
    expectSame(
      logWeights.reduce((sum, w) => sum + w * w, 0),
      expected.logWeightSumSquares,
    );
    expectSame(actual.ess, expected.ess);
  });
});

describe('LOO', () => {
  const actual = loo(looInput());

  it('totals', () => {
    expectSame(actual.elpd, golden.loo.elpd);
    expectSame(actual.se, golden.loo.se);
    expectSame(actual.pLoo, golden.loo.pLoo);
  });

  it('pointwise values, errors and k-hats', () => {
    golden.loo.pointwise.forEach((reference, i) => {
      expectSame(actual.pointwise.elpd[i], reference);
      expectSame(actual.pointwise.mcse[i], golden.loo.mcse[i]);
      expectSame(actual.pointwise.kHat[i], golden.loo.kHat[i]);
    });
  });

  it('gives no error of the total where an observation cannot be trusted', () => {
    expect(actual.unreliable.length > 0).toBe(golden.loo.kHat.some((k) => k > actual.kThreshold));
    expect(actual.mcse === null).toBe(actual.unreliable.length > 0);
  });
});
