import { expect, it } from 'vitest';
import { printIr } from '../../../sampler/compile/print-ir.ts';
import {
  at,
  bin,
  define,
  idx,
  kernel,
  known,
  local,
  loop,
  num,
  program,
  reduce,
  term,
  un,
  unknown,
  when,
} from './ir-builder.ts';

it('prints declarations and statements in the order they run', () => {
  const arrays = [
    unknown(0, 'x', [2, 2], 0),
    known(1, 'y', [3]),
    local(2, 'tmp', [2, 2]),
    local(3, 'tmp', []),
  ];
  const p = program(4, arrays, { 1: [1, 2, 3] }, [
    kernel('cholesky', [0], 2),
    define(3, [], bin('mul', bin('add', num(1), at(2, 0, 1)), un('neg', bin('pow', num(2), num(-3)))), true),
    term(
      [loop(0, 3)],
      bin('sub', at(1, idx(0)), bin('sub', num(1), when(bin('eq', idx(0), num(0)), at(3), num(0)))),
    ),
    term([], reduce('log_sum_exp', loop(1, 3, 1), at(1, idx(1))), 'potential p'),
  ]);
  expect(printIr(p)).toBe(`unconstrained dimension 4

unconstrained at 0 x : [2, 2]
data y : [3]
intermediate tmp.2 : [2, 2]
intermediate tmp.3 : []

let tmp.2 = cholesky(x)  # cholesky
recur tmp.3 = (1 + tmp.2[0, 1]) * -pow(2, -3)  # let a3
likelihood += sum(y[i0] - (1 - (if i0 == 0 then tmp.3 else 0)) for i0 in 0..<3)  # observe y
likelihood += log_sum_exp(y[i1] for i1 in 1..<3)  # potential p
`);
});

it('writes once what a large expression has many times', () => {
  let tower = un('exp', at(0));
  for (let level = 0; level < 40; level++) tower = bin('add', tower, tower);
  const p = program(1, [unknown(0, 'x', [], 0)], {}, [term([], tower, 'potential p')]);
  const text = printIr(p);
  expect(text).toContain(`likelihood += part40 + part40  # potential p
  where part1 = exp(x)
  where part2 = part1 + part1
`);
  expect(text).toContain('  where part40 = part39 + part39\n');
});
