/** A run of positions at once gives the bits that one position at a time gives. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScalarExpr } from '../../../../grammar/ir.ts';
import { alongIndex, LONGEST_RUN } from '../../../../sampler/compile/evaluate/along-index.ts';
import { evaluate } from '../../../../sampler/compile/evaluate/expression.ts';
import { at, bin, idx, loop, num, reduce, un, when } from '../../interpreter/ir-builder.ts';

const rows = 5000;
const width = 3;
const arrays = new Map([
  [0, { shape: [rows], values: Float64Array.from({ length: rows }, (_, i) => Math.sin(i)) }],
  [
    1,
    { shape: [rows, width], values: Float64Array.from({ length: rows * width }, (_, i) => Math.cos(3 * i)) },
  ],
  [2, { shape: [rows], values: Float64Array.from({ length: rows }, (_, i) => (7 * i) % 4) }],
]);
const lookup = (id: number) => arrays.get(id) ?? { shape: [], values: new Float64Array(0) };

/** Index 0 runs, index 1 stands still, index 2 belongs to reductions. */
const leaf: fc.Arbitrary<ScalarExpr> = fc.constantFrom(
  num(1.5),
  idx(0),
  idx(1),
  at(0, idx(0)),
  at(1, idx(0), idx(1)),
  at(1, bin('sub', idx(0), num(1)), at(2, idx(0))),
  at(0, bin('mul', idx(0), num(0.5))),
  reduce('sum', loop(2, width), at(1, idx(0), idx(2))),
);
const { tree } = fc.letrec<{ tree: ScalarExpr }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    tie('tree').map((x) => un('exp', x)),
    tie('tree').map((x) => un('neg', x)),
    fc.tuple(tie('tree'), tie('tree')).map(([x, y]) => bin('sub', x, y)),
    fc.tuple(tie('tree'), tie('tree')).map(([x, y]) => bin('div', x, y)),
    fc.tuple(tie('tree'), tie('tree')).map(([x, y]) => when(bin('gt', idx(0), num(2)), x, y)),
    tie('tree').map((x) => bin('mul', x, x)),
    // Every reduction has an index of its own.
    fc
      .tuple(
        fc.constantFrom('sum', 'prod', 'min', 'max', 'log_sum_exp'),
        fc.integer({ min: 3, max: 1e9 }),
        tie('tree'),
      )
      .map(([fn, k, x]) => reduce(fn, loop(k, width), bin('add', x, at(1, idx(0), idx(k))))),
  ),
}));

describe('alongIndex', () => {
  it('agrees with evaluate bit for bit, in every run', () => {
    fc.assert(
      fc.property(tree, fc.integer({ min: 0, max: width - 1 }), (expr, still) => {
        const along = alongIndex(expr, loop(0, rows), lookup);
        const env = new Map([[1, still]]);
        for (const [from, count] of [
          [0, 5],
          [LONGEST_RUN - 1, 7],
          [rows - 3, 3],
        ]) {
          const expected = Float64Array.from({ length: count }, (_, i) =>
            evaluate(expr, new Map([...env, [0, from + i]]), lookup),
          );
          expect([...along(from, count, env)]).toEqual([...expected]);
        }
      }),
      { seed: 3, numRuns: 400 },
    );
  });
  it('computes a shared part once in a run', () => {
    // As a tree it has 2^60 parts.
    let expr = at(0, idx(0));
    for (let k = 0; k < 60; k++) expr = bin('mul', expr, expr);
    expect([...alongIndex(expr, loop(0, rows), lookup)(3, 1, new Map())]).toEqual([0]);
  });
});
