/** Squares of many rows: factored in blocks, whole or by group, they give the gradient of the rows themselves. */
import { describe, expect, it } from 'vitest';
import type { IrProgram } from '../../../../grammar/ir.ts';
import { compile } from '../../../../sampler/compile/compile.ts';
import * as ir from '../../interpreter/ir-builder.ts';
import { compiled, gradientAt } from '../compiled.ts';

const { at, bin, idx, known, loop, num, program, reduce, term, un, unknown } = ir;

const width = 6;

/** `y ~ Normal(a + X @ b + c[group], s)`: without groups where there are none. */
function regression(rows: number, groups: number): IrProgram {
  const x = Array.from({ length: rows * width }, (_, i) => Math.sin(i * i));
  const y = Array.from({ length: rows }, (_, i) => Math.cos(3 * i) + x[i * width] - 2 * x[i * width + 1]);
  const products = reduce('sum', loop(1, width), bin('mul', at(3, idx(0), idx(1)), at(1, idx(1))));
  const plain = bin('add', at(0), products);
  const mean = groups === 0 ? plain : bin('add', plain, at(5, at(6, idx(0))));
  const residual = bin('div', bin('sub', at(4, idx(0)), mean), un('exp', at(2)));
  return program(
    width + 2 + groups,
    [
      unknown(0, 'a', [], 0),
      unknown(1, 'b', [width], 1),
      unknown(2, 'log_s', [], width + 1),
      known(3, 'x', [rows, width]),
      known(4, 'y', [rows]),
      ...(groups === 0 ? [] : [unknown(5, 'c', [groups], width + 2), known(6, 'group', [rows])]),
    ],
    { 3: x, 4: y, 6: groups === 0 ? [] : y.map((_, i) => (5 * i) % groups) },
    [term([loop(0, rows)], bin('sub', bin('mul', num(-0.5), un('square', residual)), at(2)))],
  );
}

const leftOut = new Set(['sufficient-statistics']);

describe.each([
  ['a design that is factored whole', 300, 0],
  ['a design in blocks, the last of them short', 90_000, 0],
  ['groups', 300, 3],
  ['groups in blocks', 140_000, 2],
])('%s', (_, rows, groups) => {
  it('has the gradient of the rows', async () => {
    const p = regression(rows, groups);
    const [found, wanted] = [await compiled(p), await compiled(p, leftOut)].map((instance) =>
      gradientAt(
        instance,
        Array.from({ length: p.dimension }, (_, i) => Math.sin(i + 1) / 2),
      ),
    );
    const largest = Math.max(...wanted.gradient.map(Math.abs));
    expect(Math.abs(found.logDensity / wanted.logDensity - 1)).toBeLessThan(1e-12);
    for (const [i, g] of wanted.gradient.entries())
      expect(Math.abs(found.gradient[i] - g)).toBeLessThan(1e-12 * largest);
  });
  it('costs no more for its rows', async () => {
    const { operations } = await compile(regression(rows, groups));
    expect(operations).toBeLessThan(2000);
  });
});

it('a datum that is not finite is left for its own message', async () => {
  const p = regression(90_000, 0);
  (p.constants.get(4) ?? new Float64Array(1))[89_999] = Number.POSITIVE_INFINITY;
  const { operations } = await compile(p);
  expect(operations).toBeGreaterThan(90_000);
});
