/** The log likelihoods of test/golden/loo.R, made here by the same arithmetic, bit for bit. */
import type { LogLikelihood } from '../../../sampler/diagnose/loo.ts';
import { ar1, normals } from './golden-inputs.ts';

const DRAWS = 500;
const CHAINS = 4;
const POINTS = 120;
const HALF_LOG_TWO_PI = 0.9189385332046728;

const x = normals(POINTS, 301);
const z = normals(POINTS, 302);
const noise = normals(POINTS, 303);
const y = x.map((value, i) => 0.5 + value + 0.15 * z[i] + noise[i]);
y[6] = 9;

interface Slopes {
  readonly seed: number;
  readonly phi: number;
  readonly slopeX: number;
  readonly slopeZ: number;
  readonly scatter: number;
}

function model({ seed, phi, slopeX, slopeZ, scatter }: Slopes): LogLikelihood {
  const values = new Float64Array(DRAWS * CHAINS * POINTS);
  for (let chain = 1; chain <= CHAINS; chain++) {
    const a = ar1(DRAWS, phi, seed + 10 * chain).map((e) => 0.5 + 0.09 * e);
    const b = ar1(DRAWS, phi, seed + 10 * chain + 1).map((e) => slopeX + 0.09 * e);
    const c = ar1(DRAWS, phi, seed + 10 * chain + 2).map((e) => slopeZ * (1 + 0.4 * e));
    for (let i = 0; i < POINTS; i++) {
      const wide = (scatter * (i % 12)) / 11;
      const e = normals(DRAWS, seed + 1000 + chain * POINTS + i + 1);
      for (let draw = 0; draw < DRAWS; draw++) {
        const r = y[i] - (a[draw] + b[draw] * x[i] + c[draw] * z[i] + wide * e[draw]);
        values[((chain - 1) * DRAWS + draw) * POINTS + i] = -0.5 * r * r - HALF_LOG_TWO_PI;
      }
    }
  }
  return { observations: POINTS, chains: CHAINS, drawsPerChain: DRAWS, values };
}

export const logLikelihoods: Readonly<Record<'both' | 'slope' | 'flexible' | 'flat', LogLikelihood>> = {
  both: model({ seed: 50000, phi: 0.5, slopeX: 1, slopeZ: 0.15, scatter: 0.25 }),
  slope: model({ seed: 60000, phi: 0.2, slopeX: 1, slopeZ: 0, scatter: 0.25 }),
  flexible: model({ seed: 70000, phi: -0.3, slopeX: 1, slopeZ: 0.15, scatter: 1.1 }),
  flat: model({ seed: 80000, phi: 0.7, slopeX: 0, slopeZ: 0, scatter: 0.1 }),
};
