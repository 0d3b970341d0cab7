/** Any text and any tree is analysed without an exception, quickly, and the same way twice. */

import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { largeModel } from '../../../bench/large-model.mjs';
import { analyze } from '../../../grammar/analyze.ts';
import type { Expr, Program, Statement } from '../../../grammar/syntax/ast.ts';
import { parse } from '../../../grammar/syntax/parse.ts';
import { loadData } from '../../../sampler/data/load.ts';

const folder = new URL('./models/', import.meta.url);
const models = readdirSync(folder).map((f) => readFileSync(new URL(f, folder), 'utf8'));
const noFiles = { modelPath: '/m/x.bayes', readFile: () => ({ error: 'no such file' }) };

test('models with pieces cut out, doubled and swapped', () => {
  const piece = fc.record({
    model: fc.nat(models.length - 1),
    from: fc.nat(1000),
    length: fc.nat(30),
    kind: fc.nat(2),
  });
  fc.assert(
    fc.property(piece, piece, (a, b) => {
      let text = models[a.model];
      const cut = text.slice(a.from, a.from + a.length);
      const other = models[b.model].slice(b.from, b.from + b.length);
      if (a.kind === 0) text = text.slice(0, a.from) + text.slice(a.from + a.length);
      else if (a.kind === 1) text = text.slice(0, a.from) + cut + text.slice(a.from);
      else text = text.slice(0, a.from) + other + text.slice(a.from + a.length);
      const { program } = parse(text);
      const first = analyze(program, loadData(program, noFiles));
      for (const d of first.diagnostics) {
        expect(d.span.start).toBeGreaterThanOrEqual(0);
        expect(d.span.end).toBeLessThanOrEqual(text.length);
        expect(d.message).not.toMatch(/undefined|\[object|NaN|\.$/);
      }
      expect(analyze(program, loadData(program, noFiles)).diagnostics).toEqual(first.diagnostics);
    }),
    { numRuns: 150, seed: 20261120 },
  );
});

test('words of the language in any order', () => {
  const word = fc.constantFrom(
    ...'param let observe data dim fun potential deterministic sample x y a[ ] ( ) { } ~ = : , .. 1 2.5 "s" Normal Dirichlet Mixture over for in if then else sum ode logpdf k + - * @ ^ not'.split(
      ' ',
    ),
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 40 }), (words) => {
      const { program } = parse(words.join(' '));
      expect(Array.isArray(analyze(program, loadData(program, noFiles)).diagnostics)).toBe(true);
    }),
    { numRuns: 300, seed: 7 },
  );
});

test('a tree deeper than any parser gives, and one without text', () => {
  const span = { start: 0, end: 1 };
  let deep: Expr = { kind: 'number', value: 1, isInteger: true, span };
  for (let i = 0; i < 20_000; i++) deep = { kind: 'unary', op: '-', operand: deep, span };
  const statement: Statement = { kind: 'let', name: { name: 'x', span }, indices: [], value: deep, span };
  const program: Program = { statements: [statement], comments: [], span };
  expect(analyze(program).diagnostics).toEqual([]);
});

test('error nodes, empty names and empty calls are silent', () => {
  const span = { start: 0, end: 0 };
  const error: Expr = { kind: 'error', span };
  const call: Expr = { kind: 'call', callee: { name: '', span }, args: [], span };
  const param: Statement = {
    kind: 'param',
    name: { name: 'x', span },
    dims: [],
    indices: [],
    prior: error,
    span,
  };
  const other: Statement = { kind: 'let', name: { name: 'y', span }, indices: [], value: call, span };
  const observe: Statement = { kind: 'observe', target: error, indices: [], distribution: error, span };
  expect(analyze({ statements: [param, other, observe], comments: [], span, text: '' }).diagnostics).toEqual(
    [],
  );
});

test('one mistake, one message: a statement that cannot be read does not make its name unknown', () => {
  const { program, diagnostics } = parse('parameter mu ~ Normal(0, 1)\nlet x = 2 * mu\n');
  expect(diagnostics).toHaveLength(1);
  expect(analyze(program).diagnostics.filter((d) => d.severity === 'error')).toEqual([]);
});

test('names that a formula declares are known', () => {
  const text =
    'dim obs\ndata { y : real[obs] = [1, 2]   x : real[obs] = [1, 2] }\nformula "y ~ 1 + x" family Normal\ndeterministic twice = 2 * b_x\n';
  const { program } = parse(text);
  expect(analyze(program).diagnostics.map(({ code }) => code)).toEqual([]);
});

test('five hundred lines with data have no diagnostics', () => {
  const { program, diagnostics } = parse(largeModel(500));
  expect(diagnostics).toEqual([]);
  const data = loadData(program, noFiles);
  expect(analyze(program, data).diagnostics).toEqual([]);
});
