/** Equal rows of a term are summed once, times their number, and density and gradient stay. */
import { describe, expect, it } from 'vitest';
import type { IrProgram, ScalarExpr } from '../../../../grammar/ir.ts';
import { interpret } from '../../../../sampler/compile/interpreter/index.ts';
import { distinctRows } from '../../../../sampler/compile/passes/distinct-rows.ts';
import { mergeRows } from '../../../../sampler/compile/passes/merge-rows.ts';
import * as ir from '../../interpreter/ir-builder.ts';
import { compiled, gradientAt } from '../compiled.ts';
import { statementsAfter } from './statements-after.ts';

const { at, bin, idx, known, local, loop, num, program, reduce, term, un, unknown, when } = ir;

const ROWS = 1_200;
const rows = (value: (row: number) => number) => Array.from({ length: ROWS }, (_, n) => value(n));
const groupOf = (n: number): number => (n * n) % 5;
const outcomeOf = (n: number): number => (n % 3 === 0 ? 1 : 0);
const constants = {
  3: rows(outcomeOf),
  4: rows(groupOf),
  5: rows((n) => n % 4).flatMap((level) => [level === 1 ? 1 : 0, level === 2 ? 1 : 0]),
  6: rows((n) => Math.sin(n)),
  7: [0.5, 1.5, -1, 2, 0.25],
  8: [...rows((n) => n % 2), ...rows((n) => n % 4)],
  9: rows((n) => (n % 2 === 0 ? 0 : -0)),
};
const arrays = [
  unknown(0, 'a', [5], 0),
  unknown(1, 'b', [2], 5),
  unknown(2, 'u', [ROWS], 7),
  known(3, 'z', [ROWS]),
  known(4, 'group', [ROWS]),
  known(5, 'X', [ROWS, 2]),
  known(6, 'x', [ROWS]),
  known(7, 'level', [5]),
  known(8, 'T', [2, ROWS]),
  known(9, 'zero', [ROWS]),
  local(10, 'eta', [ROWS]),
];
const z = at(3, idx(0));
const ofGroup = at(0, at(4, idx(0)));
const product = reduce('sum', loop(1, 2), bin('mul', at(5, idx(0), idx(1)), at(1, idx(1))));
const odds = (eta: ScalarExpr): ScalarExpr =>
  un('log_inv_logit', bin('mul', bin('sub', bin('mul', num(2), z), num(1)), eta));
const of = (body: ScalarExpr, from = 0, to = ROWS): IrProgram =>
  program(7 + ROWS, arrays, constants, [
    term([loop(0, to, from)], body),
    term([loop(2, 5)], bin('mul', num(-0.5), un('square', at(0, idx(2))))),
  ]);
const first = (p: IrProgram): string => statementsAfter(mergeRows, p)[0];
const rowsAfter = (p: IrProgram): number => Number(/\.\.<(\d+)\)$/.exec(first(p))?.[1]);

const merged: readonly (readonly [string, ScalarExpr, number])[] = [
  ['outcomes by group', odds(ofGroup), 6],
  ['a matrix of indicators', odds(bin('add', ofGroup, product)), 18],
  ['a number of each group', odds(bin('mul', ofGroup, at(7, at(4, idx(0))))), 6],
  ['a matrix of which rows are the second axis', odds(bin('mul', at(8, 1, idx(0)), at(1, 0))), 8],
  ['a branch', when(bin('eq', z, num(1)), un('log_inv_logit', ofGroup), un('exp', at(1, 1))), 6],
];

describe('merges', () => {
  it('rows of equal data, times their number', () => {
    expect(first(of(un('log', bin('add', num(2), bin('mul', z, at(1, 0))))))).toMatch(
      /^likelihood \+= sum\(log\(2 \+ b\[0\] \* z_\d+\[i\d+\]\) \* rows_\d+\[i\d+\] for i\d+ in 0\.\.<2\)$/,
    );
  });

  it.each(merged)('%s', async (_, body, different) => {
    for (const [from, to] of [
      [0, ROWS],
      [100, ROWS],
    ]) {
      const p = of(body, from, to);
      expect(rowsAfter(p)).toBe(different);
      const position = Float64Array.from({ length: p.dimension }, (_, i) => Math.cos(3 * i) / 2);
      const wanted = interpret(p, position);
      const whole = gradientAt(await compiled(p, new Set(['merge-rows'])), position);
      const { logDensity, gradient } = gradientAt(await compiled(p), position);
      for (const other of [wanted, whole]) {
        expect(Math.abs(logDensity - other.logDensity)).toBeLessThanOrEqual(
          1e-12 * Math.abs(other.logDensity),
        );
        const largest = Math.max(...other.gradient.map(Math.abs));
        gradient.forEach((g, i) => {
          expect(Math.abs(g - other.gradient[i])).toBeLessThanOrEqual(1e-12 * largest);
        });
      }
    }
  });
});

describe('leaves', () => {
  it.each([
    ['different rows', odds(bin('mul', at(6, idx(0)), at(1, 0)))],
    ['unknowns by row', odds(at(2, idx(0)))],
    ['what is computed by row', odds(at(10, idx(0)))],
    ['the row itself', odds(bin('mul', idx(0), at(1, 0)))],
    ['rows before', when(bin('gt', idx(0), num(0)), at(3, bin('sub', idx(0), num(1))), at(1, 0))],
  ])('%s', (_, body) => {
    const p = of(body);
    expect(first(p)).toBe(statementsAfter((w) => w, p)[0]);
  });

  it('few rows', () => {
    const p = of(odds(ofGroup), 0, 999);
    expect(first(p)).toBe(statementsAfter((w) => w, p)[0]);
  });
});

describe('different rows', () => {
  const columns = (...of: readonly (readonly number[])[]) => of.map((one) => (row: number) => one[row]);
  it('are numbered by their first place, and counted', () => {
    const found = distinctRows(5, columns([1, 2, 1, 2, 1], [0, 0, 0, 3, 0]), 5);
    expect([...(found?.first ?? [])]).toEqual([0, 1, 3]);
    expect([...(found?.count ?? [])]).toEqual([3, 1, 1]);
  });
  it('tell 0 from -0, and not one NaN from another', () => {
    expect(distinctRows(4, columns([0, -0, Number.NaN, Number.NaN]), 4)?.count.length).toBe(3);
    expect(distinctRows(2, columns([-0, 5e-324]), 2)?.count.length).toBe(2);
  });
  it('are too many to be of use', () => {
    expect(distinctRows(4, columns([1, 2, 3, 3]), 2)).toBeNull();
    expect(distinctRows(4, columns([1, 2, 1, 2], [1, 1, 2, 2]), 3)).toBeNull();
  });
});
