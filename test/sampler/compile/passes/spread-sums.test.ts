/** Rows of products are written out where there are many, and as they were where there are few. */
import { expect, it } from 'vitest';
import type { IrProgram } from '../../../../grammar/ir.ts';
import { interpret } from '../../../../sampler/compile/interpreter/index.ts';
import { spreadSums } from '../../../../sampler/compile/passes/spread-sums.ts';
import * as ir from '../../interpreter/ir-builder.ts';
import { compiled, gradientAt } from '../compiled.ts';
import { statementsAfter } from './statements-after.ts';

const { at, bin, idx, known, loop, program, reduce, term, un, unknown } = ir;

function regression(rows: number): IrProgram {
  const x = Array.from({ length: rows * 9 }, (_, i) => Math.sin(7 * i) / rows);
  const row = reduce('sum', loop(1, 9), bin('mul', at(1, idx(0), idx(1)), at(0, idx(1))));
  return program(9, [unknown(0, 'b', [9], 0), known(1, 'X', [rows, 9])], { 1: x }, [
    term([loop(0, rows)], un('log_inv_logit', row)),
  ]);
}

it('writes rows out in four partial sums', () => {
  const [statement] = statementsAfter(spreadSums, regression(10_000));
  expect(statement).toContain('(X[i0, 0] * b[0] + X[i0, 4] * b[4] + X[i0, 8] * b[8])');
  expect(statement).toContain('X[i0, 1] * b[1] + X[i0, 5] * b[5]');
  expect(statement).not.toContain('for i1');
});

it('keeps the order of few rows', () => {
  expect(statementsAfter(spreadSums, regression(9_999))[0]).toContain('for i1 in 0..<9');
});

it('has the gradients of the interpreter', async () => {
  const p = regression(10_000);
  const position = Float64Array.from({ length: 9 }, (_, i) => Math.cos(3 * i));
  const wanted = interpret(p, position);
  const { logDensity, gradient } = gradientAt(await compiled(p), position);
  expect(Math.abs(logDensity / wanted.logDensity - 1)).toBeLessThanOrEqual(1e-12);
  const largest = Math.max(...wanted.gradient.map(Math.abs));
  gradient.forEach((g, i) => {
    expect(Math.abs(g - wanted.gradient[i]), `${i}`).toBeLessThanOrEqual(1e-12 * largest);
  });
});
