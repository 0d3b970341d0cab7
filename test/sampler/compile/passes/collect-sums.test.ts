/** Sums within reductions: what data determine is one addend, and values and gradients stay. */
import { describe, expect, it } from 'vitest';
import type { IrProgram, ScalarExpr } from '../../../../grammar/ir.ts';
import { interpret } from '../../../../sampler/compile/interpreter/index.ts';
import { collectSums } from '../../../../sampler/compile/passes/collect-sums.ts';
import * as ir from '../../interpreter/ir-builder.ts';
import { compiled, gradientAt } from '../compiled.ts';
import { statementsAfter } from './statements-after.ts';

const { at, bin, idx, known, loop, num, program, reduce, term, un, unknown, when } = ir;

const counts = [0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 1, 2, 5, 1, 2, 4, 0, 0, 2, 1, 1, 6, 3, 0, 2, 2, 1];
const arrays = [
  unknown(0, 'a', [], 0),
  unknown(1, 'b', [3], 1),
  known(2, 'y', [3, 9]),
  known(3, 'c', [9]),
  unknown(4, 'd', [9], 4),
];
const constants = { 2: counts, 3: counts.slice(9, 18) };
const of = (body: ScalarExpr): IrProgram => program(13, arrays, constants, [term([loop(0, 3)], body)]);
const y = at(2, idx(0), idx(1));
const visits = loop(1, 9);
const values = loop(2, 20);
/** `y * log(x)`, 0 where y is. */
const timesLog = (x: ScalarExpr): ScalarExpr =>
  when(bin('eq', y, num(0)), num(0), bin('mul', y, un('log', x)));

function after(body: ScalarExpr): string {
  return statementsAfter(collectSums, of(body))[0].replace(
    /^likelihood \+= sum\((.*) for i0 in 0\.\.<3\)$/,
    '$1',
  );
}

describe('collects', () => {
  it.each([
    [
      'what does not change in a sum, and data',
      reduce('sum', visits, bin('add', bin('mul', y, un('log', at(0))), at(3, idx(1)))),
      'sum(c[i1] for i1 in 0..<9) + log(a) * sum(y[i0, i1] for i1 in 0..<9)',
    ],
    [
      'what is absent where its coefficient is 0',
      reduce('sum', visits, timesLog(at(0))),
      'if sum(if y[i0, i1] == 0 then 0 else y[i0, i1] for i1 in 0..<9) != 0 then log(a) * sum(if y[i0, i1] == 0 then 0 else y[i0, i1] for i1 in 0..<9) else 0',
    ],
    [
      'data within another reduction',
      reduce(
        'log_sum_exp',
        values,
        bin('add', bin('add', un('sin', idx(2)), at(0)), bin('mul', idx(2), at(0))),
      ),
      'log_sum_exp(sin(i2) + a * (i2 + 1) for i2 in 0..<20)',
    ],
  ])('%s', (_, body, expected) => {
    expect(after(body)).toBe(expected);
  });
});

describe('leaves alone', () => {
  it.each([
    ['products of data and what changes', reduce('sum', visits, bin('mul', y, un('sin', at(4, idx(1)))))],
    [
      'addends of unknowns alone',
      reduce('log_sum_exp', values, bin('add', at(0), un('sin', bin('mul', idx(2), at(0))))),
    ],
    ['sums outside reductions', bin('add', bin('add', at(3, idx(0)), at(0)), at(3, num(1)))],
  ])('%s', (_, body) => {
    expect(after(body)).toBe(
      statementsAfter((w) => w, of(body))[0].replace(/^likelihood \+= sum\((.*) for i0 in 0\.\.<3\)$/, '$1'),
    );
  });
});

describe('values and gradients are those of the interpreter', () => {
  const binomial = (n: ScalarExpr, x: ScalarExpr): ScalarExpr =>
    when(
      bin('gt', y, n),
      num(Number.NEGATIVE_INFINITY),
      bin(
        'add',
        timesLog(x),
        bin(
          'sub',
          bin('mul', bin('sub', n, y), un('log1p', un('neg', x))),
          un('lgamma', bin('add', bin('add', n, y), num(1))),
        ),
      ),
    );
  const inverse = un('inv_logit', at(0));
  const nonnegative = bin('max', at(0), num(0));
  const cases: [string, ScalarExpr][] = [
    [
      'counts given a size that is summed out',
      reduce(
        'log_sum_exp',
        values,
        bin(
          'add',
          bin('mul', idx(2), at(1, idx(0))),
          bin('sub', reduce('sum', visits, binomial(idx(2), inverse)), at(1, idx(0))),
        ),
      ),
    ],
    [
      'a sum with parts that change',
      reduce('sum', visits, bin('add', bin('mul', y, un('sin', at(0))), bin('mul', at(0), at(4, idx(1))))),
    ],
    [
      'no addend where the coefficient is 0 and the logarithm is not finite',
      reduce('sum', visits, bin('sub', un('cos', at(4, idx(1))), timesLog(nonnegative))),
    ],
  ];
  it.each(cases)('%s', async (name, body) => {
    const isZero = name.startsWith('no addend');
    const p = isZero
      ? program(13, arrays, { 2: counts.map(() => 0), 3: constants[3] }, [term([loop(0, 3)], body)])
      : of(body);
    const position = Float64Array.from({ length: 13 }, (_, i) => Math.cos(2 + 2 * i));
    expect(position[0]).toBeLessThan(0);
    const wanted = interpret(p, position);
    const { logDensity, gradient } = gradientAt(await compiled(p), position);
    expect(Number.isFinite(logDensity)).toBe(true);
    expect(Math.abs(logDensity - wanted.logDensity)).toBeLessThanOrEqual(
      1e-12 * Math.max(1, Math.abs(wanted.logDensity)),
    );
    gradient.forEach((g, i) => {
      expect(Math.abs(g - wanted.gradient[i]), `${i}`).toBeLessThanOrEqual(
        1e-12 * Math.max(1, Math.abs(wanted.gradient[i])),
      );
    });
  });
});
