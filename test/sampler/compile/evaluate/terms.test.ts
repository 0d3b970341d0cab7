import { describe, expect, it } from 'vitest';
import { evaluateTerms } from '../../../../sampler/compile/evaluate/terms.ts';
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
  term,
  un,
  unknown,
} from '../../interpreter/ir-builder.ts';

describe('evaluateTerms', () => {
  const arrays = [unknown(0, 'x', [2], 0), known(1, 'y', [3]), local(2, 'rate', [2])];
  const p = program(2, arrays, { 1: [3, 0, 2] }, [
    define(2, [loop(0, 2)], bin('sub', at(0, idx(0)), num(1))),
    term([loop(0, 2)], bin('mul', num(-0.5), un('square', at(0, idx(0)))), 'param x'),
    term([loop(1, 2), loop(2, 3)], bin('mul', at(1, idx(2)), un('log', at(2, idx(1)))), 'observe y'),
  ]);

  it('gives each term its value', () => {
    const terms = evaluateTerms(p, Float64Array.of(3, 2));
    expect(terms.map((t) => [t.term, t.origin.label, t.value])).toEqual([
      [1, 'param x', -6.5],
      [2, 'observe y', 3 * Math.log(2) + 2 * Math.log(2)],
    ]);
    expect(terms.every((t) => t.firstBad === undefined && t.causes.length === 0)).toBe(true);
  });
  it('names the first element out of range and what it loaded', () => {
    const [, likelihood] = evaluateTerms(p, Float64Array.of(3, 1));
    expect(likelihood.value).toBeNaN();
    expect(likelihood.firstBad).toMatchObject({
      position: [1, 0],
      value: -Infinity,
      loads: [
        { name: 'y', position: [0], value: 3 },
        { name: 'rate', position: [1], value: 0 },
      ],
    });
    expect(likelihood.causes).toEqual([]);
  });
  it('follows NaN back to the definition that made it', () => {
    const q = program(1, [unknown(0, 'x', [], 0), local(1, 'root', []), local(2, 'mu', [])], {}, [
      define(1, [], un('sqrt', at(0))),
      define(2, [], bin('add', at(1), num(1))),
      term([], at(2)),
    ]);
    const [only] = evaluateTerms(q, Float64Array.of(-4));
    expect(only.causes.map((c) => c.origin.label)).toEqual(['let a2', 'let a1']);
    expect(only.causes[1].loads).toEqual([{ name: 'x', position: [], value: -4 }]);
  });
  it('ends at a kernel that failed', () => {
    const q = program(1, [unknown(0, 'x', [], 0), local(1, 'S', [1, 1]), local(2, 'L', [1, 1])], {}, [
      define(1, [loop(0, 1), loop(1, 1)], at(0)),
      kernel('cholesky', [1], 2),
      term([], un('log', at(2, 0, 0))),
    ]);
    const [only] = evaluateTerms(q, Float64Array.of(-4));
    expect(only.causes.map((c) => c.kernel)).toEqual(['cholesky']);
  });
  it('continues to the input of a kernel that was not finite already', () => {
    const arrays = [unknown(0, 'x', [], 0), local(1, 'S', [1, 1]), local(2, 'L', [1, 1])];
    const q = program(1, [...arrays, local(3, 'b', [1]), local(4, 'z', [1])], {}, [
      define(1, [loop(0, 1), loop(1, 1)], un('sqrt', at(0))),
      kernel('cholesky', [1], 2),
      define(3, [loop(2, 1)], num(1)),
      kernel('solve_lower', [2, 3], 4),
      term([], at(4, 0)),
    ]);
    const [only] = evaluateTerms(q, Float64Array.of(-4));
    expect(only.causes.map((c) => c.kernel ?? c.origin.label)).toEqual(['solve_lower', 'cholesky', 'let a1']);
  });
});
