import { describe, expect, it } from 'vitest';
import type { BinaryFn, IrProgram, UnaryFn } from '../../../grammar/ir.ts';
import { interpret, interpretGenerated, interpretValue } from '../../../sampler/compile/interpreter/index.ts';
import * as ir from './ir-builder.ts';

const { at, bin, define, idx, kernel, known, local, loop, num, program, reduce, term, un, unknown, when } =
  ir;

function expectClose(found: ArrayLike<number>, wanted: ArrayLike<number>, tolerance: number): void {
  expect(found.length).toBe(wanted.length);
  for (let i = 0; i < wanted.length; i++) {
    expect(Math.abs(found[i] - wanted[i]), `element ${i}: ${found[i]} for ${wanted[i]}`).toBeLessThanOrEqual(
      tolerance * Math.max(1, Math.abs(wanted[i])),
    );
  }
}

function expectGradient(p: IrProgram, position: readonly number[], tolerance = 1e-8): void {
  const x = Float64Array.from(position);
  const numeric = ir.finiteDifferences((q) => interpretValue(p, q), x);
  const { gradient, logDensity } = interpret(p, x);
  expect(logDensity).toBe(interpretValue(p, x));
  expect(gradient.some((g) => g !== 0)).toBe(true);
  expectClose(gradient, numeric, tolerance);
}

const normal = (x: ReturnType<typeof num>, mu: ReturnType<typeof num>, sigma: ReturnType<typeof num>) =>
  bin('sub', bin('mul', num(-0.5), un('square', bin('div', bin('sub', x, mu), sigma))), un('log', sigma));

describe('a varying-intercept regression', () => {
  // a[3], log sigma; y[i] ~ Normal(a[group[i]], exp(log sigma))
  const group = [0, 2, 1, 2];
  const y = [1.5, -0.25, 0.5, 2];
  const p = program(
    4,
    [
      unknown(0, 'a', [3], 0),
      unknown(1, 'sigma_log', [], 3),
      known(2, 'group', [4]),
      known(3, 'y', [4]),
      local(4, 'sigma', []),
    ],
    { 2: group, 3: y },
    [
      define(4, [], un('exp', at(1))),
      term([loop(0, 3)], bin('mul', num(-0.5), un('square', at(0, idx(0)))), 'param a'),
      term([loop(1, 4)], normal(at(3, idx(1)), at(0, at(2, idx(1))), at(4))),
    ],
  );
  const x = [0.3, -0.7, 1.1, 0.4];

  it('has the log density written out by hand', () => {
    const sigma = Math.exp(x[3]);
    let wanted = 0;
    for (let k = 0; k < 3; k++) wanted -= 0.5 * x[k] ** 2;
    y.forEach((v, i) => {
      wanted += -0.5 * ((v - x[group[i]]) / sigma) ** 2 - x[3];
    });
    expect(interpret(p, Float64Array.from(x)).logDensity).toBeCloseTo(wanted, 13);
  });
  it('has its analytic gradient', () => {
    const s2 = Math.exp(2 * x[3]);
    const wanted = [-x[0], -x[1], -x[2], 0];
    y.forEach((v, i) => {
      const r = v - x[group[i]];
      wanted[group[i]] += r / s2;
      wanted[3] += (r * r) / s2 - 1;
    });
    expectClose(interpret(p, Float64Array.from(x)).gradient, wanted, 1e-13);
  });
  it('returns every array', () => {
    const { values } = interpret(p, Float64Array.from(x));
    expect([...(values.get(0) ?? [])]).toEqual(x.slice(0, 3));
    expect([...(values.get(4) ?? [])]).toEqual([Math.exp(x[3])]);
    expect([...(values.get(2) ?? [])]).toEqual(group);
  });
});

describe('recurrences', () => {
  // err[t] = y[t] - (if t == 0 then mu else mu + phi y[t-1] + theta err[t-1]): the lazy branch would load y[-1].
  const y = [0.5, 1.25, -0.75, 0.25, 1];
  const [mu, phi, theta, previous] = [at(0, 0), at(0, 1), at(0, 2), bin('sub', idx(0), num(1))];
  const arma = program(3, [unknown(0, 'coef', [3], 0), known(1, 'y', [5]), local(2, 'err', [5])], { 1: y }, [
    define(
      2,
      [loop(0, 5)],
      bin(
        'sub',
        at(1, idx(0)),
        when(
          bin('eq', idx(0), num(0)),
          mu,
          bin('add', bin('add', mu, bin('mul', phi, at(1, previous))), bin('mul', theta, at(2, previous))),
        ),
      ),
      true,
    ),
    term([loop(1, 5)], bin('mul', num(-0.5), un('square', at(2, idx(1))))),
  ]);

  it('run in order', () => {
    const x = [0.1, 0.6, -0.3];
    const { values, logDensity } = interpret(arma, Float64Array.from(x));
    const err: number[] = [];
    y.forEach((v, t) => {
      err.push(v - (t === 0 ? x[0] : x[0] + x[1] * y[t - 1] + x[2] * err[t - 1]));
    });
    expectClose(values.get(2) ?? [], err, 1e-15);
    expect(logDensity).toBeCloseTo(-0.5 * err.reduce((s, e) => s + e * e, 0), 14);
  });
  it('differentiate', () => expectGradient(arma, [0.1, 0.6, -0.3]));

  it('sum over the paths of a hidden Markov model', () => {
    // alpha[t, k] = log_sum_exp(alpha[t-1, j] + A[j, k]) + B[k, y_t]; A and B are unknown logits, unnormalised.
    const [K, T] = [2, 4];
    const observed = [0, 1, 1, 0];
    const before = bin('sub', idx(0), num(1));
    const step = reduce('log_sum_exp', loop(2, K), bin('add', at(3, before, idx(2)), at(0, idx(2), idx(1))));
    const hmm = program(
      8,
      [unknown(0, 'A', [K, K], 0), unknown(1, 'B', [K, 2], 4), known(2, 'y', [T]), local(3, 'alpha', [T, K])],
      { 2: observed },
      [
        define(
          3,
          [loop(0, T), loop(1, K)],
          bin('add', when(bin('eq', idx(0), num(0)), num(0), step), at(1, idx(1), at(2, idx(0)))),
          true,
        ),
        term([], reduce('log_sum_exp', loop(3, K), at(3, num(T - 1), idx(3)))),
      ],
    );
    const x = [0.2, -0.4, 0.7, 0.1, -0.3, 0.5, 0.9, -0.6];
    let total = 0;
    for (let path = 0; path < K ** T; path++) {
      const state = Array.from({ length: T }, (_, t) => (path >> t) & 1);
      const score = state.reduce(
        (s, k, t) => s + x[4 + 2 * k + observed[t]] + (t > 0 ? x[2 * state[t - 1] + k] : 0),
        0,
      );
      total += Math.exp(score);
    }
    expect(interpret(hmm, Float64Array.from(x)).logDensity).toBeCloseTo(Math.log(total), 13);
    expectGradient(hmm, x);
  });

  it('refuse an element that is not there yet', () => {
    const bad = program(1, [unknown(0, 'x', [1], 0), local(1, 'a', [2])], {}, [
      define(1, [loop(0, 2)], at(1, num(1)), true),
    ]);
    expect(() => interpretValue(bad, Float64Array.of(0))).toThrow('a is loaded before it is defined');
  });
});

describe('kernels', () => {
  const n = 3;
  // S[i, j] = sum_k M[i, k] M[j, k] + (i == j), from nine unknowns.
  const product = reduce('sum', loop(2, n), bin('mul', at(0, idx(0), idx(2)), at(0, idx(1), idx(2))));
  const covariance = define(1, [loop(0, n), loop(1, n)], bin('add', product, bin('eq', idx(0), idx(1))));
  const position = [0.3, -0.5, 0.8, 1.2, 0.1, -0.9, 0.4, 0.7, -0.2];
  const weigh = (array: number) =>
    term(
      [loop(5, n), loop(6, n)],
      bin(
        'mul',
        at(array, idx(5), idx(6)),
        bin('add', bin('mul', idx(5), num(1.5)), bin('add', idx(6), num(0.25))),
      ),
    );

  it('cholesky: L L^T is the matrix, gradient by differences', () => {
    const p = program(9, [unknown(0, 'M', [n, n], 0), local(1, 'S', [n, n]), local(2, 'L', [n, n])], {}, [
      covariance,
      kernel('cholesky', [1], 2),
      weigh(2),
    ]);
    const { values } = interpret(p, Float64Array.from(position));
    const [S, L] = [values.get(1) ?? [], values.get(2) ?? []];
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        let sum = 0;
        for (let k = 0; k < n; k++) sum += L[i * n + k] * L[j * n + k];
        expect(sum).toBeCloseTo(S[i * n + j], 14);
        if (j > i) expect(L[i * n + j]).toBe(0);
      }
    }
    expectGradient(p, position);
  });
  it('cholesky of an indefinite matrix is NaN below the diagonal', () => {
    const p = program(0, [known(0, 'A', [2, 2]), local(1, 'L', [2, 2])], { 0: [1, 2, 2, 1] }, [
      kernel('cholesky', [0], 1),
    ]);
    const { values } = interpret(p, new Float64Array());
    expect([...(values.get(1) ?? [])]).toEqual([Number.NaN, 0, Number.NaN, Number.NaN]);
  });
  it.each(['solve_lower', 'solve_lower_transpose'] as const)('%s of a vector and of columns', (fn) => {
    const arrays = [
      unknown(0, 'M', [n, n], 0),
      local(1, 'S', [n, n]),
      local(2, 'L', [n, n]),
      unknown(3, 'b', [n], 9),
      local(4, 'x', [n]),
      known(5, 'B', [n, 2]),
      local(6, 'X', [n, 2]),
    ];
    const B = [1, -2, 0.5, 0.25, 3, 1];
    const p = program(12, arrays, { 5: B }, [
      covariance,
      kernel('cholesky', [1], 2),
      kernel(fn, [2, 3], 4),
      kernel(fn, [2, 5], 6),
      term([loop(5, n)], bin('mul', un('square', at(4, idx(5))), bin('add', idx(5), num(1)))),
      term([loop(5, n), loop(6, 2)], un('sin', bin('add', at(6, idx(5), idx(6)), idx(6)))),
    ]);
    const x = [...position, 0.5, -1.5, 2];
    const { values } = interpret(p, Float64Array.from(x));
    const [L, X] = [values.get(2) ?? [], values.get(6) ?? []];
    for (let i = 0; i < n; i++) {
      for (let c = 0; c < 2; c++) {
        let sum = 0;
        for (let k = 0; k < n; k++)
          sum += (fn === 'solve_lower' ? L[i * n + k] : L[k * n + i]) * X[k * 2 + c];
        expect(sum).toBeCloseTo(B[i * 2 + c], 14);
      }
    }
    expectGradient(p, x);
  });
  it('eigenvalues: trace, determinant, order and gradient', () => {
    const p = program(9, [unknown(0, 'M', [n, n], 0), local(1, 'S', [n, n]), local(2, 'e', [n])], {}, [
      covariance,
      kernel('eigenvalues_sym', [1], 2),
      term([loop(5, n)], bin('mul', un('square', at(2, idx(5))), bin('add', idx(5), num(1)))),
    ]);
    const { values } = interpret(p, Float64Array.from(position));
    const [S, e] = [values.get(1) ?? [], [...(values.get(2) ?? [])]];
    expect(e[0] + e[1] + e[2]).toBeCloseTo(S[0] + S[4] + S[8], 13);
    const det =
      S[0] * (S[4] * S[8] - S[5] * S[7]) -
      S[1] * (S[3] * S[8] - S[5] * S[6]) +
      S[2] * (S[3] * S[7] - S[4] * S[6]);
    expect(e[0] * e[1] * e[2]).toBeCloseTo(det, 12);
    expect(e).toEqual([...e].sort((a, b) => a - b));
    expectGradient(p, position);
  });
  it('run per position of the batch, sharing what has no batch axes', () => {
    const p = program(
      4,
      [known(0, 'L', [2, 2]), unknown(1, 'b', [2, 2], 0), local(2, 'x', [2, 2])],
      { 0: [2, 0, 1, 4] },
      [
        kernel('solve_lower', [0, 1], 2, [2]),
        term([loop(0, 2), loop(1, 2)], un('square', at(2, idx(0), idx(1)))),
      ],
    );
    const { values } = interpret(p, Float64Array.of(2, 5, -4, 6));
    expect([...(values.get(2) ?? [])]).toEqual([1, 1, -2, 2]);
    expectGradient(p, [2, 5, -4, 6]);
  });
});

describe('gradients of every function', () => {
  const positive = [0.3, 0.9, 2.2, 6.5];
  const anywhere = [-2.3, -0.4, 0.2, 1.7];
  // Away from the poles, where differences of this step are not exact enough.
  const unit = [0.1, 0.4, 0.6, 0.85];
  const points: Record<UnaryFn, readonly number[]> = {
    neg: anywhere,
    not: [],
    exp: anywhere,
    log: positive,
    log1p: positive,
    expm1: anywhere,
    sqrt: positive,
    cbrt: [-2.3, 0.4, 1.7],
    abs: anywhere,
    square: anywhere,
    sin: anywhere,
    cos: anywhere,
    tan: [-1, -0.4, 0.2, 1],
    asin: unit,
    acos: unit,
    atan: [-1, -0.4, 0.2, 1],
    sinh: anywhere,
    cosh: anywhere,
    tanh: anywhere,
    floor: [],
    ceil: [],
    round: [],
    sign: [],
    step: [],
    scramble: [],
    inv_logit: [-30, ...anywhere],
    log_inv_logit: [-30, ...anywhere, 12],
    logit: unit,
    log1p_exp: [-12, ...anywhere, 30],
    log1m_exp: [-9, -2.3, -0.4, -0.05],
    lgamma: [-1.4, ...positive, 25],
    digamma: [-1.4, ...positive, 25],
    trigamma: [...positive, 25],
    tetragamma: [],
    erf: anywhere,
    erfc: [...anywhere, 5],
    Phi: [-5, ...anywhere],
    log_Phi: [-40, -5, ...anywhere],
    probit: unit,
    log_i0: [...anywhere, 45],
    i1_over_i0: [...anywhere, 45],
  };
  it.each(Object.entries(points).filter(([, xs]) => xs.length > 0))('%s', (fn, xs) => {
    for (const x of xs) {
      const p = program(1, [unknown(0, 'x', [], 0)], {}, [term([], un(fn as UnaryFn, at(0)))]);
      const numeric = ir.finiteDifferences(
        (q) => interpretValue(p, q),
        Float64Array.of(x),
        1e-3 * Math.min(1, Math.abs(x)),
      );
      expectClose(interpret(p, Float64Array.of(x)).gradient, numeric, 2e-9);
    }
  });
  it.each(['not', 'floor', 'ceil', 'round', 'sign', 'step', 'scramble'] as const)('%s is flat', (fn) => {
    const p = program(1, [unknown(0, 'x', [], 0)], {}, [term([], un(fn, at(0)))]);
    expect([...interpret(p, Float64Array.of(1.3)).gradient]).toEqual([0]);
  });
  const smooth: BinaryFn[] = ['add', 'sub', 'mul', 'div', 'pow', 'min', 'max', 'atan2', 'mod'];
  it.each(smooth)('%s', (fn) => {
    for (const [x, y] of [
      [1.3, 2.7],
      [2.9, 0.8],
      [0.4, 1.9],
    ]) {
      const p = program(2, [unknown(0, 'x', [2], 0)], {}, [term([], bin(fn, at(0, 0), at(0, 1)))]);
      expectGradient(p, [x, y]);
    }
  });
  it.each(['sum', 'prod', 'min', 'max', 'log_sum_exp'] as const)('%s', (fn) => {
    const p = program(4, [unknown(0, 'x', [4], 0)], {}, [term([], reduce(fn, loop(0, 4), at(0, idx(0))))]);
    expectGradient(p, [0.4, -1.2, 2.3, 0.9]);
  });
  it('a branch not taken contributes neither NaN nor gradient', () => {
    const guarded = when(bin('gt', at(0), num(0)), un('log', at(0)), num(0));
    const p = program(1, [unknown(0, 'x', [], 0)], {}, [term([], guarded)]);
    expect(interpret(p, Float64Array.of(-1))).toMatchObject({ logDensity: 0, gradient: Float64Array.of(0) });
  });
});

describe('empty and infinite reductions', () => {
  it.each([
    ['sum', 0],
    ['prod', 1],
    ['min', Infinity],
    ['max', -Infinity],
    ['log_sum_exp', -Infinity],
  ] as const)('%s of nothing is %d', (fn, wanted) => {
    const p = program(0, [], {}, [term([], reduce(fn, loop(0, 0), num(3)))]);
    expect(interpret(p, new Float64Array(0)).logDensity).toBe(wanted);
  });
  it('log_sum_exp of -∞ alone is -∞', () => {
    const p = program(0, [], {}, [term([], reduce('log_sum_exp', loop(0, 3), num(-Infinity)))]);
    expect(interpret(p, new Float64Array(0)).logDensity).toBe(-Infinity);
  });
});

describe('interpretGenerated', () => {
  it('runs the generated statements after the others', () => {
    const arrays = [unknown(0, 'x', [2], 0), local(1, 'y', [2]), local(2, 'z', [2])];
    const p = program(
      2,
      arrays,
      {},
      [define(1, [loop(0, 2)], un('exp', at(0, idx(0))))],
      [define(2, [loop(0, 2)], bin('mul', at(1, idx(0)), num(2)))],
    );
    expect([...(interpretGenerated(p, Float64Array.of(0, 1)).get(2) ?? [])]).toEqual([2, 2 * Math.E]);
  });
});
