import { expect, it } from 'vitest';
import { fuseTerms } from '../../../../sampler/compile/passes/fuse-terms.ts';
import * as ir from '../../interpreter/ir-builder.ts';
import { statementsAfter } from './statements-after.ts';

const { at, bin, define, idx, known, local, loop, program, term, un, unknown } = ir;

const a = unknown(0, 'a', [5], 0);
const x = known(1, 'x', [5]);
const s = local(2, 's', []);
const data = { 1: [1, 2, 3, 4, 5] };

it('sums terms over equal ranges in one loop, under the first one’s indices', () => {
  const p = program(5, [a, x], data, [
    term([loop(0, 5)], at(0, idx(0))),
    term([loop(1, 5)], bin('mul', at(1, idx(1)), at(0, idx(1)))),
  ]);
  expect(statementsAfter(fuseTerms, p)).toEqual(['likelihood += sum(a[i0] + a[i0] * x[i0] for i0 in 0..<5)']);
});

it('keeps ranges apart, and the order of axes', () => {
  const p = program(5, [a, x], data, [
    term([loop(0, 5)], at(0, idx(0))),
    term([loop(1, 5, 1)], at(0, idx(1))),
    term([loop(2, 5), loop(3, 4)], bin('mul', at(0, idx(2)), at(1, idx(3)))),
    term([loop(4, 4), loop(5, 5)], bin('mul', at(0, idx(5)), at(1, idx(4)))),
    term([], at(0, 0)),
  ]);
  expect(statementsAfter(fuseTerms, p)).toHaveLength(5);
});

it('sums after everything that the terms read is defined', () => {
  const p = program(5, [a, x, s], data, [
    term([], at(0, 0)),
    define(2, [], un('exp', at(0, 1))),
    term([], at(2)),
  ]);
  expect(statementsAfter(fuseTerms, p)).toEqual(['let s = exp(a[1])', 'likelihood += a[0] + s']);
});
