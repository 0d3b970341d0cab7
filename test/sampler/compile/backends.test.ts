/** The compiled module against the interpreter, on programs written by hand. */
import { describe, expect, it } from 'vitest';
import type { BinaryFn, IrProgram, ReduceFn, UnaryFn } from '../../../grammar/ir.ts';
import { optimiseDensity } from '../../../sampler/compile/compile.ts';
import { interpret } from '../../../sampler/compile/interpreter/index.ts';
import * as ir from '../interpreter/ir-builder.ts';
import { compiled, gradientAt } from './compiled.ts';

const { at, bin, define, idx, kernel, known, local, loop, num, program, reduce, term, un, unknown, when } =
  ir;

/** Relative to the larger of 1 and the value, as the terms of a sum may cancel. */
async function expectSame(p: IrProgram, ...points: readonly (readonly number[])[]): Promise<void> {
  const instance = await compiled(p);
  for (const x of points) {
    const found = gradientAt(instance, x);
    const wanted = interpret(p, Float64Array.from(x));
    const close = (a: number, b: number, what: string): void =>
      expect(Math.abs(a - b), `${what}: ${a} for ${b}`).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(b)));
    close(found.logDensity, wanted.logDensity, 'log density');
    wanted.gradient.forEach((g, i) => {
      close(found.gradient[i], g, `gradient ${i}`);
    });
  }
}

const normal = (x: ReturnType<typeof num>, mu: ReturnType<typeof num>, sigma: ReturnType<typeof num>) =>
  bin('sub', bin('mul', num(-0.5), un('square', bin('div', bin('sub', x, mu), sigma))), un('log', sigma));

describe('compiled programs agree with the interpreter', () => {
  it('a varying-intercept regression', async () => {
    const p = program(
      5,
      [
        unknown(0, 'a', [3], 0),
        unknown(1, 'sigma_log', [], 3),
        unknown(6, 'b', [], 4),
        known(2, 'group', [4]),
        known(3, 'y', [4]),
        local(4, 'sigma', []),
        local(5, 'mu', [4]),
        known(7, 'x', [4]),
      ],
      { 2: [0, 2, 1, 2], 3: [1.5, -0.25, 0.5, 2], 7: [0.5, -1, 2, 0.25] },
      [
        define(4, [], un('exp', at(1))),
        term([], at(1)),
        term([loop(0, 3)], normal(at(0, idx(0)), num(0), num(2))),
        define(5, [loop(1, 4)], bin('add', at(0, at(2, idx(1))), bin('mul', at(6), at(7, idx(1))))),
        term([loop(2, 4)], normal(at(3, idx(2)), at(5, idx(2)), at(4))),
      ],
    );
    await expectSame(p, [0.3, -0.7, 1.1, 0.4, 0.9], [-2, 1, 0, -1.5, 3]);
  });

  it('a linear regression with many rows, through its triangular factor', async () => {
    const rows = 40;
    const X = Array.from({ length: rows * 3 }, (_, i) => Math.cos(1.7 * i) + 0.1 * i);
    const y = Array.from({ length: rows }, (_, i) => Math.sin(i) * 3 + 2);
    const mu = bin('add', at(1), reduce('sum', loop(1, 3), bin('mul', at(4, idx(0), idx(1)), at(0, idx(1)))));
    const p = program(
      6,
      [
        unknown(0, 'beta', [3], 0),
        unknown(1, 'a', [], 3),
        unknown(2, 's', [], 4),
        known(3, 'y', [rows]),
        known(4, 'X', [rows, 3]),
        unknown(5, 'c', [], 5),
      ],
      { 3: y, 4: X },
      [
        term(
          [loop(0, rows)],
          normal(at(3, idx(0)), bin('sub', mu, bin('mul', at(5), num(2))), un('exp', at(2))),
        ),
        term([], normal(at(1), at(5), num(3))),
      ],
    );
    await expectSame(p, [0.3, -0.7, 1.1, 0.4, 0.9, -1], [-2, 1, 0, -1.5, 0.3, 2]);
    // No loop over the rows is left.
    expect(
      optimiseDensity(p).statements.every((s) => s.kind === 'kernel' || s.indices.every((i) => i.to < rows)),
    ).toBe(true);
  });

  it('varying intercepts and slopes, through a triangular factor per group', async () => {
    const rows = 60;
    const group = Array.from({ length: rows }, (_, i) => [4, 0, 2, 2, 5, 0][(i * 7) % 6]);
    const x = Array.from({ length: rows }, (_, i) => Math.cos(1.7 * i));
    const z = Array.from({ length: rows }, (_, i) => Math.sin(0.3 * i) + 2);
    const y = Array.from({ length: rows }, (_, i) => Math.sin(i) * 3 + 2);
    const g = at(5, idx(0));
    const mu = bin(
      'add',
      bin('add', at(0, g), bin('mul', at(1, g, 1), at(6, idx(0)))),
      bin('mul', at(2), at(7, idx(0))),
    );
    const p = program(
      20,
      [
        unknown(0, 'a', [6], 0),
        unknown(1, 'b', [6, 2], 6),
        unknown(2, 'c', [], 18),
        unknown(3, 's', [], 19),
        known(4, 'y', [rows]),
        known(5, 'group', [rows]),
        known(6, 'x', [rows]),
        known(7, 'z', [rows]),
      ],
      { 4: y, 5: group, 6: x, 7: z },
      [term([loop(0, rows)], normal(at(4, idx(0)), mu, un('exp', at(3))))],
    );
    await expectSame(
      p,
      Array.from({ length: 20 }, (_, i) => Math.sin(2 * i)),
      Array.from({ length: 20 }, (_, i) => 0.1 * i),
    );
    expect(
      optimiseDensity(p).statements.every((s) => s.kind === 'kernel' || s.indices.every((i) => i.to < rows)),
    ).toBe(true);
  });

  it('a recurrence with a first step of its own', async () => {
    const [mu, phi, theta] = [at(0, 0), at(0, 1), at(0, 2)];
    const previous = bin('sub', idx(0), num(1));
    const step = bin(
      'add',
      bin('add', mu, bin('mul', phi, at(1, previous))),
      bin('mul', theta, at(2, previous)),
    );
    const err = bin('sub', at(1, idx(0)), when(bin('eq', idx(0), num(0)), mu, step));
    const p = program(
      3,
      [unknown(0, 'coef', [3], 0), known(1, 'y', [5]), local(2, 'err', [5])],
      { 1: [0.5, 1.25, -0.75, 0.25, 1] },
      [
        define(2, [loop(0, 5)], err, true),
        term([loop(1, 5)], bin('mul', num(-0.5), un('square', at(2, idx(1))))),
      ],
    );
    await expectSame(p, [0.1, 0.6, -0.3]);
  });

  it.each([2, 12])('the forward algorithm over %d states', async (K) => {
    const T = 6;
    const before = bin('sub', idx(0), num(1));
    const step = reduce(
      'log_sum_exp',
      loop(2, K),
      bin('add', at(3, before, idx(2)), un('log1p_exp', at(0, idx(2), idx(1)))),
    );
    const p = program(
      K * K + 2 * K,
      [
        unknown(0, 'A', [K, K], 0),
        unknown(1, 'B', [K, 2], K * K),
        known(2, 'y', [T]),
        local(3, 'alpha', [T, K]),
      ],
      { 2: [0, 1, 1, 0, 1, 0] },
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
    await expectSame(
      p,
      Array.from({ length: K * K + 2 * K }, (_, i) => Math.sin(3 * i)),
    );
  });

  it('cholesky, solves and eigenvalues', async () => {
    const n = 3;
    const product = reduce('sum', loop(2, n), bin('mul', at(0, idx(0), idx(2)), at(0, idx(1), idx(2))));
    const p = program(
      12,
      [
        unknown(0, 'M', [n, n], 0),
        local(1, 'S', [n, n]),
        local(2, 'L', [n, n]),
        unknown(3, 'b', [n], 9),
        local(4, 'x', [n]),
        local(5, 'z', [n]),
        local(6, 'e', [n]),
      ],
      {},
      [
        define(1, [loop(0, n), loop(1, n)], bin('add', product, bin('eq', idx(0), idx(1)))),
        kernel('cholesky', [1], 2),
        kernel('solve_lower', [2, 3], 4),
        kernel('solve_lower_transpose', [2, 4], 5),
        kernel('eigenvalues_sym', [1], 6),
        term([loop(5, n)], bin('mul', un('square', at(4, idx(5))), bin('add', idx(5), num(1)))),
        term([loop(7, n)], un('sin', at(5, idx(7)))),
        term([loop(6, n)], un('log', at(2, idx(6), idx(6)))),
        term([loop(8, n)], bin('mul', at(6, idx(8)), idx(8))),
      ],
    );
    await expectSame(p, [0.3, -0.5, 0.8, 1.2, 0.1, -0.9, 0.4, 0.7, -0.2, 0.5, -1.5, 2]);
  });

  it('a scalar used in loops, branches and other scalars', async () => {
    const p = program(
      2,
      [
        unknown(0, 'x', [], 0),
        unknown(1, 'z', [], 1),
        local(2, 's', []),
        local(3, 'v', [4]),
        known(4, 'd', [4]),
      ],
      { 4: [1, -2, 3, -4] },
      [
        define(2, [], bin('mul', un('exp', at(0)), at(1))),
        define(3, [loop(0, 4)], un('exp', bin('mul', at(4, idx(0)), at(2)))),
        term(
          [loop(1, 4)],
          when(
            bin('gt', bin('mul', at(4, idx(1)), at(0)), num(0.5)),
            un('log', at(3, idx(1))),
            bin('mul', at(2), un('exp', at(0))),
          ),
        ),
        term([], when(bin('lt', at(1), num(0)), un('sin', at(2)), un('cos', at(2)))),
        term([], bin('div', at(2), bin('add', num(3), un('square', at(0))))),
        term([loop(2, 3)], bin('mul', at(3, bin('add', idx(2), num(1))), at(3, num(2)))),
      ],
    );
    await expectSame(p, [0.3, -0.4], [-0.2, 0.7]);
  });

  it('a reduction inside a branch, and one with a part that does not change', async () => {
    const p = program(
      6,
      [unknown(0, 'x', [3], 0), unknown(1, 'w', [3], 3), known(2, 'd', [4, 3])],
      { 2: [1, 2, 3, -1, 0.5, 0, 2, 2, 1, 0.3, 0.1, -0.9] },
      [
        term(
          [loop(0, 4)],
          when(
            bin('ge', reduce('sum', loop(1, 3), bin('mul', at(2, idx(0), idx(1)), at(0, idx(1)))), num(0)),
            reduce('log_sum_exp', loop(2, 3), bin('add', at(1, idx(2)), un('sin', at(0, 1)))),
            reduce('prod', loop(3, 3), bin('add', at(1, idx(3)), at(2, idx(0), idx(3)))),
          ),
        ),
      ],
    );
    await expectSame(p, [0.3, -0.4, 0.8, 1.1, -0.2, 0.6]);
  });

  it.each<ReduceFn>(['sum', 'prod', 'min', 'max', 'log_sum_exp'])('a long %s', async (fn) => {
    const p = program(20, [unknown(0, 'x', [20], 0)], {}, [
      term([], reduce(fn, loop(0, 20), un('sin', at(0, idx(0))))),
    ]);
    await expectSame(
      p,
      Array.from({ length: 20 }, (_, i) => 0.4 + i * 0.77),
    );
  });

  const positive = [0.3, 0.9, 2.2, 6.5];
  const anywhere = [-2.3, -0.4, 0.2, 1.7];
  const unit = [0.1, 0.4, 0.6, 0.85];
  const unary: [UnaryFn, readonly number[]][] = [
    ['neg', anywhere],
    ['exp', anywhere],
    ['log', positive],
    ['log1p', positive],
    ['expm1', anywhere],
    ['sqrt', positive],
    ['cbrt', [-2.3, 0.4, 1.7]],
    ['abs', anywhere],
    ['square', anywhere],
    ['sin', anywhere],
    ['cos', anywhere],
    ['tan', unit],
    ['asin', unit],
    ['acos', unit],
    ['atan', unit],
    ['sinh', anywhere],
    ['cosh', anywhere],
    ['tanh', anywhere],
    ['floor', anywhere],
    ['ceil', anywhere],
    ['round', anywhere],
    ['sign', anywhere],
    ['step', anywhere],
    ['not', anywhere],
    ['inv_logit', [-30, ...anywhere]],
    ['log_inv_logit', [-30, ...anywhere, 12]],
    ['logit', unit],
    ['log1p_exp', [-12, ...anywhere, 30]],
    ['log1m_exp', [-9, -2.3, -0.4, -0.05]],
  ];
  it.each(unary)('%s', async (fn, xs) => {
    const p = program(1, [unknown(0, 'x', [], 0)], {}, [term([], bin('mul', un(fn, at(0)), at(0)))]);
    await expectSame(p, ...xs.map((x) => [x]));
  });
  const pairs: BinaryFn[] = [
    'add',
    'sub',
    'mul',
    'div',
    'pow',
    'min',
    'max',
    'atan2',
    'mod',
    'lt',
    'ge',
    'and',
    'or',
    'eq',
  ];
  it.each(pairs)('%s', async (fn) => {
    const p = program(2, [unknown(0, 'x', [2], 0)], {}, [
      term([], bin('mul', bin(fn, at(0, 0), at(0, 1)), at(0, 1))),
    ]);
    await expectSame(p, [1.3, 2.7], [2.9, 0.8], [0.4, 1.9], [1.5, 1.5]);
  });
});
