import { expect, it } from 'vitest';
import type { ScalarExpr } from '../../../../grammar/ir.ts';
import { hoist } from '../../../../sampler/compile/passes/hoist.ts';
import * as ir from '../../interpreter/ir-builder.ts';
import { statementsAfter } from './statements-after.ts';

const { at, bin, define, idx, known, local, loop, num, program, reduce, term, un, unknown, when } = ir;

const sigma = unknown(0, 'sigma', [], 0);
const beta = unknown(1, 'beta', [2], 1);
const x = known(2, 'x', [5]);
const data = { 2: [1, 2, 3, 4, 5] };
const arrays = [sigma, beta, x];

it('computes once what does not change in a loop', () => {
  const p = program(3, arrays, data, [term([loop(0, 5)], bin('mul', at(2, idx(0)), un('log', at(0))))]);
  expect(statementsAfter(hoist, p)).toEqual([
    'let inv_3 = log(sigma)',
    'likelihood += sum(x[i0] * inv_3 for i0 in 0..<5)',
  ]);
});

it('divides once by what does not change', () => {
  const p = program(3, arrays, data, [term([loop(0, 5)], bin('div', at(2, idx(0)), at(0)))]);
  expect(statementsAfter(hoist, p)).toEqual([
    'let inv_3 = 1 / sigma',
    'likelihood += sum(x[i0] * inv_3 for i0 in 0..<5)',
  ]);
});

it('makes a table of what depends on some of the loops only', () => {
  const p = program(3, arrays, data, [
    term([loop(0, 5), loop(1, 2)], bin('mul', at(2, idx(0)), un('exp', at(1, idx(1))))),
  ]);
  expect(statementsAfter(hoist, p)).toEqual([
    'let inv_3[i1000000 in 0..<2] = exp(beta[i1000000])',
    'likelihood += sum(x[i0] * inv_3[i1] for i0 in 0..<5, i1 in 0..<2)',
  ]);
});

it('reads an element at a fixed place once', () => {
  const p = program(3, arrays, data, [term([loop(0, 5)], bin('mul', at(2, idx(0)), at(1, 1)))]);
  expect(statementsAfter(hoist, p)).toEqual([
    'let inv_3 = beta[1]',
    'likelihood += sum(x[i0] * inv_3 for i0 in 0..<5)',
  ]);
});

it('leaves alone what is in a branch of few rows, and what is free to compute', () => {
  const branch = when(bin('gt', at(2, idx(0)), num(2)), un('log', at(0)), num(0));
  const inBranch = program(3, arrays, data, [term([loop(0, 3)], branch)]);
  expect(statementsAfter(hoist, inBranch)).toEqual([
    'likelihood += sum(if x[i0] > 2 then log(sigma) else 0 for i0 in 0..<3)',
  ]);
  const scalar = program(3, arrays, data, [term([], un('log', at(0)))]);
  expect(statementsAfter(hoist, scalar)).toEqual(['likelihood += log(sigma)']);
});

it('takes nothing out that a recurrence has yet to compute', () => {
  const y = local(3, 'y', [5]);
  const p = program(3, [...arrays, y], data, [
    define(
      3,
      [loop(0, 5, 1)],
      bin('add', reduce('sum', loop(1, 2), un('exp', at(3, 0))), at(2, idx(0))),
      true,
    ),
  ]);
  expect(statementsAfter(hoist, p, [3]).filter((line) => line.startsWith('let'))).toEqual([]);
});

it('takes out of a branch what is dear and changes far more rarely than the loops', () => {
  const branch = (rows: number): ScalarExpr =>
    reduce(
      'log_sum_exp',
      loop(1, rows),
      when(bin('gt', idx(1), num(0)), bin('mul', idx(1), un('log', at(0))), num(0)),
    );
  const often = program(3, arrays, data, [term([loop(0, 5)], bin('mul', at(2, idx(0)), branch(9)))]);
  expect(statementsAfter(hoist, often)[0]).toBe('let inv_4 = log(sigma)');
  const by = reduce(
    'sum',
    loop(1, 9),
    when(
      bin('gt', at(2, idx(0)), idx(1)),
      bin('mul', idx(1), un('log', at(1, bin('min', idx(0), num(1))))),
      num(0),
    ),
  );
  const inTable = program(3, arrays, data, [term([loop(0, 5)], by)]);
  expect(statementsAfter(hoist, inTable)[0]).toBe(
    'let inv_3[i1000000 in 0..<5] = log(beta[min(i1000000, 1)])',
  );
});
