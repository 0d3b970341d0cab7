import { expect, it } from 'vitest';
import type { ScalarExpr } from '../../../../grammar/ir.ts';
import { passProgram } from '../../../../sampler/compile/passes/pass-program.ts';
import { splitTerms } from '../../../../sampler/compile/passes/split-terms.ts';
import * as ir from '../../interpreter/ir-builder.ts';
import { statementsAfter } from './statements-after.ts';

const { at, bin, idx, known, loop, num, program, term, unknown } = ir;

const sigma = unknown(0, 'sigma', [], 0);
const x = known(1, 'x', [5]);
const data = { 1: [1, 2, 3, 4, 5] };

it('sums each addend over no more indices than it has', () => {
  const p = program(1, [sigma, x], data, [term([loop(0, 5)], bin('sub', at(1, idx(0)), at(0)))]);
  expect(statementsAfter(splitTerms, p)).toEqual([
    'likelihood += sum(x[i0] for i0 in 0..<5)',
    'likelihood += -5 * sigma',
  ]);
});

it('keeps a sum whole whose addends are as many as the paths through what it shares', () => {
  // 2^40 addends, in forty sums.
  let sum: ScalarExpr = bin('mul', at(0), at(0));
  for (let k = 0; k < 40; k++) sum = bin('add', sum, bin('mul', num(2), sum));
  const p = program(1, [sigma], {}, [term([], sum)]);
  const before = passProgram(p, p.statements, new Set());
  const after = splitTerms(before);
  expect(after.statements).toHaveLength(1);
  expect(after.statements[0]).toMatchObject({ kind: 'term', body: { op: 'binary', fn: 'add' } });
});
