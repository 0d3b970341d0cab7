import { describe, expect, it } from 'vitest';
import { essBulk } from '../../../../sampler/diagnose/ess.ts';
import { mcseMean, mcseSd } from '../../../../sampler/diagnose/mcse.ts';
import type { Density } from '../../../../sampler/infer/density.ts';
import { densityFromFunction } from '../../../../sampler/infer/density-from-function.ts';
import { DrawWindow, windowCapacity } from '../../../../sampler/methods/nuts/adapt/draw-window.ts';
import { fisherEstimate } from '../../../../sampler/methods/nuts/adapt/fisher-metric.ts';
import { defaultChainSettings, resumeChain, runChain } from '../../../../sampler/methods/nuts/chain.ts';
import type { ChainCheckpoint } from '../../../../sampler/methods/nuts/chain-contract.ts';
import {
  diagonalOf,
  type LinearMetric,
  rootOf,
} from '../../../../sampler/methods/nuts/metric/linear-metric.ts';
import { metricDensity } from '../../../../sampler/methods/nuts/metric/metric-density.ts';
import { createRandom } from '../../../../sampler/random.ts';
import { mean, sd } from '../../../../sampler/stats/moments.ts';
import golden from '../../../golden/symmetric-matrices.json';
import { coordinate, funnel, gaussian, keepChain, standardNormal } from '../targets.ts';

const kinds = ['low_rank', 'dense'] as const;

/** M⁻¹ = L L', row by row. */
function inverseMassOf(metric: LinearMetric, n: number): Float64Array {
  const root = rootOf(metric);
  const rows = Array.from({ length: n }, (_, i) => {
    const row = new Float64Array(n);
    root.multiplyTransposed(
      Float64Array.from({ length: n }, (_, j) => (i === j ? 1 : 0)),
      row,
    );
    return row;
  });
  return Float64Array.from({ length: n * n }, (_, k) => {
    const [a, b] = [rows[Math.floor(k / n)], rows[k % n]];
    return a.reduce((sum, x, j) => sum + x * b[j], 0);
  });
}

function windowOf(draws: readonly (readonly number[])[], gradients: readonly (readonly number[])[]) {
  const window = new DrawWindow(draws[0].length, draws.length);
  draws.forEach((x, k) => {
    window.add(Float64Array.from(x), Float64Array.from(gradients[k]));
  });
  return window;
}

/** Each with its neighbours. */
function weaklyCorrelated(n: number): Density {
  const rows = Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_, j) => 0.15 ** Math.abs(i - j)),
  );
  return gaussian(Array(n).fill(0), choleskyRows(rows));
}

/** Lower triangular, by rows. */
function choleskyRows(matrix: readonly (readonly number[])[]): number[][] {
  const L = matrix.map((row) => row.map(() => 0));
  matrix.forEach((row, i) => {
    for (let j = 0; j <= i; j++) {
      let sum = row[j];
      for (let k = 0; k < j; k++) sum -= L[i][k] * L[j][k];
      L[i][j] = i === j ? Math.sqrt(sum) : sum / L[j][j];
    }
  });
  return L;
}

/** Neighbours correlate at 0.95, and one direction has a variance of 25 more. */
const covariance = Array.from({ length: 50 }, (_, i) =>
  Array.from({ length: 50 }, (_, j) => 0.95 ** Math.abs(i - j) + (25 / 50) * (-1) ** (i + j)),
);
const root = choleskyRows(covariance);
const correlated = () => gaussian(Array(50).fill(3), root);

describe('the metric from draws and gradients', () => {
  it.each(golden.metrics)(
    'is that of SciPy: $name',
    ({ dimension, draws, gradients, share, rank, ...expected }) => {
      const estimate = fisherEstimate(windowOf(draws, gradients), new Float64Array(dimension));
      for (const kind of kinds) {
        const metric = estimate?.metric(kind, share) ?? null;
        if (metric === null) throw new Error('no metric');
        if (metric.kind === 'low_rank') expect(metric.directions).toHaveLength(rank);
        const found = inverseMassOf(metric, dimension);
        // On the scale of the coordinates.
        expected[kind].forEach((value, k) => {
          const spread = [Math.floor(k / dimension), k % dimension].map(
            (i) => expected[kind][i * dimension + i],
          );
          expect(Math.abs(found[k] - value) / Math.sqrt(spread[0] * spread[1])).toBeLessThan(1e-8);
        });
        expect([...diagonalOf(metric)].map((x, i) => x / found[i * dimension + i])).toEqual(
          Array.from({ length: dimension }, () => expect.closeTo(1, 12)),
        );
      }
    },
  );

  it.each(golden.judgements)(
    'is judged as by SciPy: $name',
    ({ dimension, draws, gradients, diagonal, low_rank, dense }) => {
      const estimate = fisherEstimate(windowOf(draws, gradients), new Float64Array(dimension));
      if (estimate === null) throw new Error('no estimate');
      const { divergence, share } = estimate.judge();
      const near = (value: number) => expect.closeTo(value, 8 - Math.ceil(Math.log10(Math.abs(value))));
      expect(divergence).toEqual({
        diagonal: near(diagonal),
        low_rank: near(low_rank[0]),
        dense: near(dense[0]),
      });
      expect(share).toEqual({ low_rank: low_rank[1], dense: dense[1] });
    },
  );

  it('is the diagonal where draws and gradients share no direction', () => {
    const random = createRandom(2);
    const rows = () => Array.from({ length: 40 }, () => Array.from({ length: 30 }, () => random.normal()));
    const estimate = fisherEstimate(windowOf(rows(), rows()), new Float64Array(30));
    if (estimate === null) throw new Error('no estimate');
    const { divergence, share } = estimate.judge();
    const { diagonal, low_rank, dense } = divergence;
    expect(diagonal - Math.min(low_rank, dense)).toBeLessThan(1);
    const eigenvalues = estimate.metric('low_rank', share.low_rank);
    if (eigenvalues?.kind !== 'low_rank') throw new Error('no metric');
    for (const stretch of eigenvalues.stretches)
      expect(Math.abs(Math.log(stretch ** 2))).toBeLessThan(Math.log(4));
  });

  it('keeps the last draws, oldest first', () => {
    const window = new DrawWindow(1, 3);
    for (const x of [1, 2, 3, 4, 5]) window.add(Float64Array.of(x), Float64Array.of(-x));
    expect(window.count).toBe(3);
    expect(window.positions().map(([x]) => x)).toEqual([3, 4, 5]);
    expect(window.gradients().map(([x]) => x)).toEqual([-3, -4, -5]);
    window.reset();
    window.add(Float64Array.of(6), Float64Array.of(-6));
    expect(window.positions().map(([x]) => x)).toEqual([6]);
    for (const n of [1, 160, 161, 1000, 100_000]) expect(windowCapacity(n)).toBeGreaterThanOrEqual(10);
  });
});

describe('dynamics under a metric', () => {
  const metrics: readonly LinearMetric[] = [
    {
      kind: 'low_rank',
      scales: [0.5, 2, 3],
      stretches: [4, 0.25],
      directions: [
        [0.6, 0.8, 0],
        [0, 0, 1],
      ],
    },
    { kind: 'dense', factor: [0.5, 1, 2, -0.3, 0.7, 3] },
  ];
  const model = () =>
    gaussian(
      [1, -2, 0.5],
      choleskyRows([
        [1, 0.3, 0.1],
        [0.3, 2, -0.4],
        [0.1, -0.4, 0.7],
      ]),
    );

  it.each(metrics)('$kind: are those of the plain leapfrog in the coordinates L⁻¹ x', (metric) => {
    const L = rootOf(metric);
    const inner = model().newState();
    const plainModel = model();
    const plain = densityFromFunction(3, (y, gradient) => {
      L.multiply(y, inner.position);
      plainModel.evaluate(inner);
      L.multiplyTransposed(inner.gradient, gradient);
      return inner.logDensity;
    });
    const density = metricDensity(model());
    density.use(metric);
    const x = [0, 1, 2, 3, 4].map(() => density.newState());
    const y = [0, 1, 2, 3, 4].map(() => plain.newState());
    y[0].position.set([0.3, -0.2, 0.9]);
    L.multiply(y[0].position, x[0].position);
    for (const state of [x[0], y[0]]) {
      state.momentum.set([1, -0.5, 0.25]);
      state.momentumSum.set(state.momentum);
    }
    density.evaluate(x[0]);
    plain.evaluate(y[0]);
    const steps = [0.3, 0.3, -0.2, 0.5];
    steps.forEach((step, k) => {
      expect(density.leapfrog(x[k], x[k + 1], step)).toBeCloseTo(plain.leapfrog(y[k], y[k + 1], step), 11);
      const back = new Float64Array(3);
      L.multiply(y[k + 1].position, back);
      back.forEach((value, i) => {
        expect(x[k + 1].position[i]).toBeCloseTo(value, 11);
        expect(x[k + 1].momentum[i]).toBeCloseTo(y[k + 1].momentum[i], 11);
        expect(x[k + 1].momentumSum[i]).toBeCloseTo(y[k + 1].momentumSum[i], 11);
      });
      expect(x[k + 1].logDensity).toBeCloseTo(y[k + 1].logDensity, 11);
      expect(density.turning(x[0], x[k + 1])).toBe(plain.turning(y[0], y[k + 1]));
    });
  });

  it('start from the gradient as it is after the metric changed, or the position', () => {
    const density = metricDensity(model());
    const [from, to] = [density.newState(), density.newState()];
    from.position.set([0.3, -0.2, 0.9]);
    from.momentum.set([1, -0.5, 0.25]);
    density.evaluate(from);
    const fresh = (metric: LinearMetric) => {
      const other = metricDensity(model());
      other.use(metric);
      const [a, b] = [other.newState(), other.newState()];
      a.position.set(from.position);
      a.momentum.set(from.momentum);
      other.evaluate(a);
      other.leapfrog(a, b, 0.3);
      return [...b.position];
    };
    for (const metric of metrics) {
      density.use(metric);
      density.leapfrog(from, to, 0.3);
      expect([...to.position]).toEqual(fresh(metric));
      from.position[0] += 1;
      density.evaluate(from);
      density.leapfrog(from, to, 0.3);
      expect([...to.position]).toEqual(fresh(metric));
    }
  });
});

describe('a chain', () => {
  it.each([
    // Measured 18.7, 18.8 and 24.5 from uniform starts; a third on top is a regression. 590 with `diag_grad`.
    ['low_rank', 25],
    ['dense', 25],
    ['auto', 32.5],
  ] as const)('%s: means and sds of fifty correlated normals, for few gradients', (metric, limit) => {
    const kept = [0, 1].map((stream) =>
      keepChain(correlated(), { metric, draws: 500, tune: 500 }, 5, stream),
    );
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < 50; i++) {
      const values = new Float64Array(1000);
      kept.forEach((chain, k) => {
        values.set(coordinate(chain, 50, i), 500 * k);
      });
      expect(Math.abs(mean(values) - 3) / mcseMean(values, 2)).toBeLessThan(4);
      expect(Math.abs(sd(values) - Math.sqrt(covariance[i][i])) / mcseSd(values, 2)).toBeLessThan(4);
      least = Math.min(least, essBulk(values, 2));
    }
    const gradients = kept.reduce((sum, chain) => sum + chain.gradients, 0);
    console.info(
      `${metric}: ${(gradients / least).toFixed(1)} gradients per effective draw, tuning included`,
    );
    expect(gradients / least).toBeLessThan(limit);
  });

  it.each(['low_rank', 'dense', 'auto'] as const)(
    '%s: continues from any checkpoint, through JSON',
    (metric) => {
      const settings = { ...defaultChainSettings, metric, draws: 30, tune: 300 };
      const whole: number[][] = [];
      const checkpoints: string[] = [];
      const target = () =>
        gaussian(Array(10).fill(3), choleskyRows(covariance.slice(0, 10).map((row) => row.slice(0, 10))));
      const clock = { now: () => 0 };
      runChain(
        target(),
        settings,
        createRandom(3),
        {
          draw(_index, state, _stats, checkpoint) {
            whole.push([...state.position]);
            checkpoints.push(JSON.stringify(checkpoint()));
          },
        },
        clock,
      );
      for (const from of [1, 12, 29]) {
        const checkpoint = JSON.parse(checkpoints[from - 1]) as ChainCheckpoint;
        expect(checkpoint.metric?.kind).toBe(metric === 'auto' ? 'dense' : metric);
        const rest: number[][] = [];
        const sink = {
          draw: (_index: number, state: { readonly position: Float64Array }) =>
            rest.push([...state.position]),
        };
        const outcome = resumeChain(target(), settings, checkpoint, sink, clock);
        expect(rest).toEqual(whole.slice(from));
        if (outcome.kind !== 'done') throw new Error(outcome.kind);
        expect(outcome.adapted.metric).toEqual(checkpoint.metric);
      }
    },
  );

  it.each([
    ['independent normals', () => standardNormal(20)],
    ['a funnel', () => funnel(5)],
    // Dense gains a little, and each of its steps costs 80² operations.
    ['eighty normals with weak correlations', () => weaklyCorrelated(80)],
  ])('auto: leaves %s to the diagonal, draw by draw', (_name, target: () => Density) => {
    const [auto, diagonal] = (['auto', 'diag_grad'] as const).map((metric) =>
      keepChain(target(), { metric, draws: 50, tune: 400 }, 6),
    );
    expect(auto.positions).toEqual(diagonal.positions);
    expect(auto.outcome).toMatchObject({ kind: 'done', adapted: { metric: null } });
  });

  it.each(['low_rank', 'dense', 'auto'] as const)(
    '%s: runs in no, one and two dimensions, and without tuning',
    (metric) => {
      for (const dimension of [0, 1, 2]) {
        for (const tune of [0, 5, 60]) {
          expect(keepChain(standardNormal(dimension), { metric, draws: 50, tune }, 7).outcome.kind).toBe(
            'done',
          );
        }
      }
    },
  );

  it('makes no states once the pool is filled', () => {
    let made = 0;
    const model = standardNormal(3);
    const counted: Density = {
      ...model,
      newState() {
        made += 1;
        return model.newState();
      },
    };
    keepChain(counted, { metric: 'dense', draws: 2000, tune: 200 }, 17);
    expect(made).toBeLessThan(40);
  });
});
