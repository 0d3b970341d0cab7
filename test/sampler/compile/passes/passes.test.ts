/** The list of passes, and that each can be left out without changing what is computed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { IrProgram } from '../../../../grammar/ir.ts';
import { densityPhases, needsPasses } from '../../../../sampler/compile/compile.ts';
import { passes, passNames } from '../../../../sampler/compile/passes/index.ts';
import * as ir from '../../interpreter/ir-builder.ts';
import { compiled, gradientAt } from '../compiled.ts';

const { at, bin, define, idx, kernel, known, local, loop, num, program, reduce, term, un, unknown, when } =
  ir;

/** The passes as the docstring of `compile.ts` draws them: a line holds seven at most. */
function diagram(): string {
  const names = passes.map(({ name }) => name);
  const lines: string[] = [];
  for (let at = 0; at < names.length; at += 7) lines.push(` *      ─ ${names.slice(at, at + 7).join(' ─ ')}`);
  return lines.join('\n');
}

describe('the list', () => {
  it('is what the docstring of compile.ts draws', () => {
    const source = readFileSync(join(import.meta.dirname, '../../../../sampler/compile/compile.ts'), 'utf8');
    expect(source).toContain(` *   IR ─ canonical\n${diagram()}\n *      ─ differentiate`);
  });
  it('says of each pass the reason for its place', () => {
    const reasons = passes.map(({ reason }) => reason);
    expect(new Set(reasons).size).toBe(reasons.length);
    for (const reason of reasons) expect(reason.length).toBeGreaterThan(20);
  });
});

/** Every pass has something to do: a recurrence, gathers, a linear predictor over many rows, equal rows, groups, sums by group, long tables, data. */
function rich(): IrProgram {
  const rows = 12;
  const column = Array.from({ length: rows }, (_, i) => Math.cos(1.7 * i));
  const group = Array.from({ length: rows }, (_, i) => i % 3);
  const y = Array.from({ length: rows }, (_, i) => 2 * Math.sin(i) + 1);
  const matrix = Array.from({ length: 90_000 }, (_, i) => Math.sin(i) / 1000);
  const mu = bin('add', at(0, at(4, idx(0))), bin('mul', at(1), bin('add', at(3, idx(0)), num(0.5))));
  const residual = bin('div', bin('sub', at(5, idx(0)), at(7, idx(0))), at(6));
  const first = bin('eq', idx(2), num(0));
  const previous = bin('mul', at(1), at(8, bin('sub', idx(2), num(1))));
  const ofGroup = bin('eq', at(4, idx(6)), idx(5));
  return program(
    6,
    [
      unknown(0, 'a', [3], 0),
      unknown(1, 'b', [], 3),
      unknown(2, 'log_s', [], 4),
      known(3, 'x', [rows]),
      known(4, 'group', [rows]),
      known(5, 'y', [rows]),
      local(6, 's', []),
      local(7, 'mu', [rows]),
      local(8, 'h', [4]),
      local(9, 'unused', [3]),
      known(10, 'A', [2, 2]),
      local(11, 'L', [2, 2]),
      unknown(12, 'c', [], 5),
      known(13, 'X', [10_000, 9]),
      local(14, 'v', [9]),
      known(15, 'outside', [10_000]),
      known(16, 'level', [1_000]),
    ],
    {
      3: column,
      4: group,
      5: y,
      10: [2, 0.5, 0.5, 1],
      13: matrix,
      15: new Array<number>(10_000).fill(0),
      16: Array.from({ length: 1_000 }, (_, i) => i % 3),
    },
    [
      kernel('cholesky', [10], 11),
      define(6, [], un('exp', at(2))),
      define(7, [loop(0, rows)], mu),
      define(9, [loop(1, 3)], at(0, idx(1))),
      define(8, [loop(2, 4)], when(first, at(11, 1, 0), bin('add', previous, un('tanh', at(12)))), true),
      term([loop(0, rows)], bin('sub', bin('mul', num(-0.5), un('square', residual)), un('log', at(6)))),
      term([loop(1, 3)], bin('mul', num(-0.5), un('square', at(0, idx(1))))),
      term([loop(3, 3)], bin('mul', un('sin', at(0, idx(3))), un('inv_logit', at(12)))),
      term([], reduce('sum', loop(4, 4), un('square', at(8, idx(4))))),
      term([], bin('mul', num(-0.5), un('square', at(12)))),
      term(
        [loop(9, 10_000)],
        un(
          'sin',
          reduce(
            'sum',
            loop(10, 9),
            bin('mul', at(0, bin('min', idx(10), num(2))), bin('mul', num(1e-5), idx(9))),
          ),
        ),
      ),
      define(14, [loop(11, 9)], bin('mul', at(12), un('sin', idx(11)))),
      term(
        [loop(12, 10_000)],
        when(
          at(15, idx(12)),
          num(0),
          un('sin', reduce('sum', loop(13, 9), bin('mul', at(13, idx(12), idx(13)), at(14, idx(13))))),
        ),
      ),
      term([loop(14, 1_000)], un('sin', bin('mul', num(1e-3), at(0, at(16, idx(14)))))),
      term(
        [loop(7, 3)],
        reduce(
          'log_sum_exp',
          loop(8, 10),
          bin('add', bin('mul', idx(8), at(12)), bin('sub', at(12), bin('mul', idx(7), idx(8)))),
        ),
      ),
      term(
        [loop(5, 3)],
        un('tanh', reduce('sum', loop(6, rows), when(ofGroup, un('sin', at(7, idx(6))), num(0)))),
      ),
    ],
  );
}

const points = [
  [0.3, -0.7, 1.1, 0.4, 0.9, -0.2],
  [-2, 1, 0, -1.5, 0.3, 0.8],
];

describe('left out', () => {
  it('each pass changes the program of the test, so that leaving it out says something', () => {
    const changed = new Set(densityPhases(rich()).map(({ name }) => name.replace(' again', '')));
    expect([...changed].sort()).toEqual(['lowered', ...passNames].sort());
  });

  it.each([...passNames.map((name) => [name]), [...passNames]])('%s', async (...names) => {
    const p = rich();
    const leftOut = new Set(names);
    expect(needsPasses(p, leftOut)).toBeNull();
    const [full, without] = [await compiled(p), await compiled(p, leftOut)];
    for (const point of points) {
      const [wanted, found] = [gradientAt(full, point), gradientAt(without, point)];
      const close = (a: number, b: number): void =>
        expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(b)));
      close(found.logDensity, wanted.logDensity);
      for (const [i, g] of wanted.gradient.entries()) close(found.gradient[i], g);
    }
  });

  it('is refused where positions would not be known', () => {
    const p = program(
      3,
      [unknown(0, 'a', [3], 0), known(1, 'group', [4]), local(2, 'shifted', [4])],
      { 1: [1, 3, 2, 1] },
      [define(2, [loop(0, 4)], bin('sub', at(1, idx(0)), num(1))), term([loop(1, 4)], at(0, at(2, idx(1))))],
    );
    expect(needsPasses(p, new Set(['hoist', 'inline']))).toBeNull();
    expect(needsPasses(p, new Set(['fold-data', 'inline']))).toBe(
      'this model needs the pass fold-data: it reads elements at positions that depend on `shifted`, which that pass computes',
    );
  });
});
