/** The regressions and draws of test/golden/moment-matching.R, made here by the same arithmetic. */
import { ar1, normals } from './golden-inputs.ts';

const DRAWS = 500;
export const CHAINS = 4;
const POINTS = 24;
const HALF_LOG_TWO_PI = 0.9189385332046728;

export interface MatchingInput {
  /** a, b, log s; chain by chain. */
  readonly positions: readonly Float64Array[];
  logDensity(positions: readonly Float64Array[]): Float64Array;
  logLikelihood(positions: readonly Float64Array[], i: number): Float64Array;
}

function inputs(
  x: Float64Array,
  y: Float64Array,
  centre: readonly number[],
  root: readonly (readonly number[])[],
): MatchingInput {
  const positions: Float64Array[] = [];
  for (let chain = 1; chain <= CHAINS; chain++) {
    const e = [0, 1, 2].map((d) => ar1(DRAWS, 0.3, 800 + 10 * chain + d));
    for (let draw = 0; draw < DRAWS; draw++)
      positions.push(
        Float64Array.from(
          centre,
          (mean, d) => mean + root[d][0] * e[0][draw] + root[d][1] * e[1][draw] + root[d][2] * e[2][draw],
        ),
      );
  }
  const point = ([a, b, logS]: Float64Array, i: number) => normal(y[i], a + b * x[i], Math.exp(logS));
  return {
    positions,
    logLikelihood: (at, i) => Float64Array.from(at, (position) => point(position, i)),
    logDensity: (at) =>
      Float64Array.from(at, (position) => {
        const [a, b, logS] = position;
        let total = normal(a, 0, 5) + normal(b, 0, 5) + normal(Math.exp(logS), 0, 3) + logS;
        for (let i = 0; i < POINTS; i++) total += point(position, i);
        return total;
      }),
  };
}

function normal(value: number, mean: number, sd: number): number {
  return -0.5 * ((value - mean) / sd) ** 2 - Math.log(sd) - HALF_LOG_TWO_PI;
}

const noise = normals(POINTS, 702);
const line = (x: Float64Array) => x.map((value, i) => 1 + 2 * value + noise[i]);

function outliers(): MatchingInput {
  const x = normals(POINTS, 701);
  const y = line(x);
  y[4] = 7.5;
  [x[8], y[8]] = [4, 2];
  [x[13], y[13]] = [-3.2, -13];
  return inputs(
    x,
    y,
    [0.55, 2.07, 0.99],
    [
      [0.55, 0, 0],
      [-0.044, 0.42, 0],
      [0, 0, 0.14],
    ],
  );
}

function lever(): MatchingInput {
  const x = normals(POINTS, 701);
  x[8] = 12;
  return inputs(
    x,
    line(x),
    [0.97, 1.97, 0.3],
    [
      [0.285, 0, 0],
      [-0.03, 0.105, 0],
      [0, 0, 0.146],
    ],
  );
}

export const matchingInputs: Readonly<Record<'outliers' | 'lever', MatchingInput>> = {
  outliers: outliers(),
  lever: lever(),
};
