/** What each name refers to: shadowing, uses, dims in brackets, functions. */
import { expect, test } from 'vitest';
import { analyze } from '../../../grammar/analyze.ts';
import type { Node } from '../../../grammar/syntax/ast.ts';
import { parse } from '../../../grammar/syntax/parse.ts';

function study(text: string) {
  const { program, diagnostics } = parse(text);
  expect(diagnostics).toEqual([]);
  const analysis = analyze(program);
  expect(analysis.diagnostics.filter((d) => d.severity === 'error')).toEqual([]);
  /** The symbol of the name that begins at the n-th occurrence of `word`. */
  const at = (word: string, n: number) => {
    const matches = [...text.matchAll(new RegExp(`\\b${word}\\b`, 'g'))];
    const start = matches[n - 1].index;
    for (const [node, symbol] of analysis.references) {
      const { span } = node as Node;
      if (span.start === start && text.slice(span.start, span.end) === word) return symbol;
    }
    return undefined;
  };
  return { analysis, at };
}

test('an index shadows a name of the program, inside its expression only', () => {
  const { at, analysis } = study('param k ~ Normal(0, 1)\nlet s = sum(k * 2 for k in 1..3) + k\n');
  expect(at('k', 2)?.kind).toBe('index');
  expect(at('k', 3)).toBe(at('k', 2));
  expect(at('k', 4)?.kind).toBe('param');
  expect(analysis.symbols.get('k')?.uses).toHaveLength(1);
});

test('arguments of a function shadow, and each use of the function is known', () => {
  const { at, analysis } = study('param a ~ Normal(0, 1)\nfun f(a, b) = a * b\nlet c = f(a, 2) + f(1, a)\n');
  expect(at('a', 2)?.kind).toBe('argument');
  expect(at('a', 3)).toBe(at('a', 2));
  expect(at('a', 4)?.kind).toBe('param');
  expect(analysis.symbols.get('f')?.uses).toHaveLength(2);
  expect(at('f', 2)).toBe(analysis.symbols.get('f'));
});

test('dimensions are known in brackets, as types, after `in` and after `over`', () => {
  const { analysis } = study(
    'dim g = 3\ndata { c : g[2] = [1, 2]   x : real[g] = [1, 2, 3] }\nparam a[g] ~ Normal(0, 1)\nlet s = sum(a over g) + sum(x[i] for i in g) + size(g) + sum(a[c])\n',
  );
  expect(analysis.symbols.get('g')?.uses).toHaveLength(6);
});

test('an element of itself in a recurrence refers to the definition', () => {
  const { at, analysis } = study('let e[t in 1..4] = if t == 1 then 1 else 0.5 * e[t - 1]\n');
  expect(at('e', 2)).toBe(analysis.symbols.get('e'));
  expect(at('t', 2)?.kind).toBe('index');
  expect(at('t', 2)?.domain).toMatchObject({ lo: 1, hi: 4 });
});

test('a mixture over a dimension binds an index and uses the dimension', () => {
  const { at, analysis } = study(
    'dim k = 2\nparam w[k] ~ Dirichlet([1, 1])\nparam m[k] ~ Normal(0, 1)\ndata { y : real = 1 }\nobserve y ~ Mixture(w over k, Normal(m[k], 1))\n',
  );
  expect(at('k', 5)?.kind).toBe('index');
  expect(analysis.symbols.get('k')?.uses).toHaveLength(3);
});

test('every identifier of a program has its symbol', () => {
  const text =
    'model m\ndim g = 2\ndata { y : real[g] = [1, 2] }\nparam a[g] ~ Normal(0, 1)\npotential p = sum(a)\nobserve y ~ Normal(a, 1)\n';
  const { at } = study(text);
  for (const [word, n, kind] of [
    ['m', 1, 'model'],
    ['g', 1, 'dim'],
    ['g', 2, 'dim'],
    ['g', 3, 'dim'],
    ['y', 1, 'data'],
    ['y', 2, 'data'],
    ['a', 1, 'param'],
    ['a', 2, 'param'],
    ['a', 3, 'param'],
    ['p', 1, 'potential'],
  ] as const)
    expect([word, n, at(word, n)?.kind]).toEqual([word, n, kind]);
});

test('bounds of a parameter come from its prior and its range', () => {
  const { analysis } = study(
    'param a ~ Normal(0, 1)\nparam b ~ HalfNormal(1)\nparam c ~ Normal(0, 1) in -2..\nparam d ~ Beta(1, 1)\nparam e ~ Uniform(1, 3)\nparam f ~ Uniform(0, b)\nparam g[2]: simplex ~ Flat()\n',
  );
  const bounds = (name: string) => analysis.symbols.get(name)?.bounds;
  const all = Number.POSITIVE_INFINITY;
  expect(bounds('a')).toEqual({ lo: -all, hi: all });
  expect(bounds('b')).toEqual({ lo: 0, hi: all });
  expect(bounds('c')).toEqual({ lo: -2, hi: all });
  expect(bounds('d')).toEqual({ lo: 0, hi: 1 });
  expect(bounds('e')).toEqual({ lo: 1, hi: 3 });
  expect(bounds('f')).toEqual({ lo: 0, hi: null });
  expect(bounds('g')).toEqual({ lo: 0, hi: 1 });
});
