import { expect, it } from 'vitest';
import { peel } from '../../../../sampler/compile/passes/peel.ts';
import * as ir from '../../interpreter/ir-builder.ts';
import { statementsAfter } from './statements-after.ts';

const { at, bin, define, idx, known, local, loop, num, program, term, unknown, when } = ir;

const a = unknown(0, 'a', [], 0);
const x = known(1, 'x', [5]);
const y = local(2, 'y', [5]);
const data = { 1: [1, 2, 3, 4, 5] };
const previous = at(2, bin('sub', idx(0), num(1)));

it('gives the first step of a recurrence a statement of its own', () => {
  const p = program(1, [a, x, y], data, [
    define(2, [loop(0, 5)], when(bin('eq', idx(0), num(0)), at(0), bin('mul', previous, at(0))), true),
  ]);
  expect(statementsAfter(peel, p, [2])).toEqual([
    'recur y[i0 in 0..<1] = a',
    'recur y[i0 in 1..<5] = a * y[i0 - 1]',
  ]);
});

it.each([
  ['lt', ['a for i0 in 0..<2', 'x[i0] for i0 in 2..<5']],
  ['le', ['a for i0 in 0..<3', 'x[i0] for i0 in 3..<5']],
  ['gt', ['x[i0] for i0 in 0..<3', 'a for i0 in 3..<5']],
  ['ge', ['x[i0] for i0 in 0..<2', 'a for i0 in 2..<5']],
  ['eq', ['x[i0] for i0 in 0..<2', 'a for i0 in 2..<3', 'x[i0] for i0 in 3..<5']],
  ['ne', ['a for i0 in 0..<2', 'x[2] for i0 in 2..<3', 'a for i0 in 3..<5']],
] as const)('cuts where `index %s 2` changes', (fn, parts) => {
  const p = program(1, [a, x], data, [
    term([loop(0, 5)], when(bin(fn, idx(0), num(2)), at(0), at(1, idx(0)))),
  ]);
  expect(statementsAfter(peel, p)).toEqual(parts.map((part) => `likelihood += sum(${part})`));
});

it('understands a shifted index and a number on the left', () => {
  const test = bin('ge', num(3), bin('add', idx(0), num(1)));
  const p = program(1, [a, x], data, [term([loop(0, 5)], when(test, at(0), num(0)))]);
  expect(statementsAfter(peel, p)).toEqual([
    'likelihood += sum(a for i0 in 0..<3)',
    'likelihood += sum(0 for i0 in 3..<5)',
  ]);
});

it('leaves alone loops without such a branch, and the inner loops of a recurrence', () => {
  const plain = program(1, [a, x], data, [
    term([loop(0, 5)], when(bin('lt', at(1, idx(0)), num(2)), at(0), num(0))),
  ]);
  expect(statementsAfter(peel, plain)).toEqual([
    'likelihood += sum(if x[i0] < 2 then a else 0 for i0 in 0..<5)',
  ]);
  const z = local(3, 'z', [5, 3]);
  const body = when(bin('eq', idx(1), num(0)), at(0), at(3, idx(0), bin('sub', idx(1), num(1))));
  const inner = program(1, [a, z], {}, [define(3, [loop(0, 5), loop(1, 3)], body, true)]);
  expect(statementsAfter(peel, inner, [3])).toHaveLength(1);
});
