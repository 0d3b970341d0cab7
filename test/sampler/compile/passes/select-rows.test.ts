/** Reductions over the rows of a group: how they are written after the pass, and that values and gradients stay. */
import { describe, expect, it } from 'vitest';
import type { IrProgram, ReduceFn, ScalarExpr } from '../../../../grammar/ir.ts';
import { interpret } from '../../../../sampler/compile/interpreter/index.ts';
import { selectRows } from '../../../../sampler/compile/passes/select-rows.ts';
import * as ir from '../../interpreter/ir-builder.ts';
import { compiled, gradientAt } from '../compiled.ts';
import { statementsAfter } from './statements-after.ts';

const { at, bin, define, idx, known, local, loop, num, program, reduce, term, un, unknown, when } = ir;

/** Twelve rows in four groups of 3, 0, 5 and 4 rows. */
const groups = [2, 0, 3, 2, 2, 0, 3, 3, 2, 0, 3, 2];
const x = groups.map((g, n) => Math.sin(3 * n + g));
const arrays = [
  unknown(0, 'a', [12], 0),
  unknown(1, 'b', [4], 12),
  known(2, 'g', [12]),
  known(3, 'x', [12]),
  local(4, 'total', [4]),
];
const constants = { 2: groups, 3: x };
const inGroup = bin('eq', at(2, idx(0)), idx(1));
const value = bin('mul', at(3, idx(0)), un('sin', bin('add', at(0, idx(0)), at(1, idx(1)))));

function byGroup(fn: ReduceFn, cond: ScalarExpr, body: ScalarExpr, otherwise: number): IrProgram {
  return program(16, arrays, constants, [
    define(4, [loop(1, 4)], reduce(fn, loop(0, 12), when(cond, body, num(otherwise)))),
    term([loop(2, 4)], un('tanh', at(4, idx(2)))),
  ]);
}

it('runs over the rows of each group, in their order, and reads data in that order', () => {
  const after = selectRowsOf(byGroup('sum', inGroup, value, 0));
  expect(after.lines[0]).toBe(
    'let total[i1 in 0..<4] = sum(by_row_9[i1000000] * sin(b[i1] + a[row_5[i1000000]]) for i1000000 in start_7[i1]..<end_8[i1])',
  );
  expect(after.constant('row_5')).toEqual([1, 5, 9, 0, 3, 4, 8, 11, 2, 6, 7, 10]);
  expect(after.constant('start_7')).toEqual([0, 3, 3, 8]);
  expect(after.constant('end_8')).toEqual([3, 3, 8, 12]);
  expect(after.constant('by_row_9')).toEqual([1, 5, 9, 0, 3, 4, 8, 11, 2, 6, 7, 10].map((n) => x[n]));
});

it('finds selected rows without groups, and groups by more than one condition', () => {
  const some = byGroup('sum', bin('gt', at(3, idx(0)), num(0)), value, 0);
  expect(selectRowsOf(some).lines[0]).toMatch(/for i1000000 in 0\.\.<\d+\)$/);
  const both = byGroup('sum', bin('and', bin('gt', at(3, idx(0)), num(0)), inGroup), value, 0);
  const positive = [1, 5, 9, 0, 3, 4, 8, 11, 2, 6, 7, 10].filter((n) => x[n] > 0);
  expect(selectRowsOf(both).constant('row_5')).toEqual(positive);
});

describe('leaves alone', () => {
  it.each([
    ['what counts where the condition fails', byGroup('sum', inGroup, value, 1)],
    ['a zero in another reduction', byGroup('max', inGroup, value, 0)],
    ['a condition on unknowns', byGroup('sum', bin('gt', at(0, idx(0)), num(0)), value, 0)],
    ['a condition that most rows meet', byGroup('sum', bin('ne', at(2, idx(0)), num(7)), value, 0)],
    ['a condition that does not depend on the row', byGroup('sum', bin('gt', idx(1), num(1)), value, 0)],
  ])('%s', (_, p) => {
    expect(selectRowsOf(p).lines[0]).toContain('for i0 in 0..<12');
  });
});

describe('values and gradients are those of the interpreter', () => {
  const infinity = Number.POSITIVE_INFINITY;
  const cases: [ReduceFn, number][] = [
    ['sum', 0],
    ['prod', 1],
    ['min', infinity],
    ['max', -infinity],
    ['log_sum_exp', -infinity],
  ];
  const position = Float64Array.from({ length: 16 }, (_, i) => Math.cos(1 + 2 * i));
  it.each(cases)('%s', async (fn, neutral) => {
    const p = byGroup(fn, inGroup, value, neutral);
    expect(selectRowsOf(p).lines[0]).toContain('start_7');
    const wanted = interpret(p, position);
    const { logDensity, gradient } = gradientAt(await compiled(p), position);
    expect(Math.abs(logDensity - wanted.logDensity)).toBeLessThanOrEqual(1e-12);
    gradient.forEach((g, i) => {
      expect(Math.abs(g - wanted.gradient[i]), `${i}`).toBeLessThanOrEqual(1e-12);
    });
    const same = gradientAt(await compiled(p, new Set(['select-rows'])), position);
    expect(same.logDensity).toBe(logDensity);
  });
  it('in a branch, within a recurrence', async () => {
    const own = reduce('sum', loop(0, 12), when(inGroup, value, num(0)));
    const before = at(4, bin('sub', idx(1), num(1)));
    const p = program(16, arrays, constants, [
      define(4, [loop(1, 4)], when(bin('lt', idx(1), num(1)), own, bin('add', before, own)), true),
      term([loop(2, 4)], un('tanh', at(4, idx(2)))),
    ]);
    const wanted = interpret(p, position);
    const { gradient } = gradientAt(await compiled(p), position);
    gradient.forEach((g, i) => {
      expect(Math.abs(g - wanted.gradient[i]), `${i}`).toBeLessThanOrEqual(1e-12);
    });
  });
});

function selectRowsOf(p: IrProgram): { lines: readonly string[]; constant(name: string): number[] } {
  let made: ReturnType<typeof selectRows> | undefined;
  const lines = statementsAfter((w) => {
    made = selectRows(w);
    return made;
  }, p);
  return {
    lines,
    constant(name) {
      const id = [...(made?.arrays.values() ?? [])].find((a) => a.name === name)?.id ?? -1;
      return [...(made?.constants.get(id) ?? [])];
    },
  };
}
