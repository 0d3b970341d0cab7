/**
 * The programs of the language's contract: each is without errors, compiles, has a gradient that agrees with
 * the interpreter and with finite differences, and can be sampled.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compile } from '../../sampler/compile/compile.ts';
import { instantiate } from '../../sampler/compile/instantiate.ts';
import { lower } from '../../sampler/compile/lower/lower.ts';
import { examine, readSnippets, type Snippet } from '../grammar/errors/snippet.ts';
import { expectGradientAt, points } from '../sampler/compile/expect-gradient-at.ts';
import { run } from '../sampler/models/fit.ts';

const pages = ['language-1', 'language-2'].map((page) => ({
  page,
  snippets: readSnippets(readFileSync(new URL(`${page}.snippets`, import.meta.url), 'utf8')),
}));

/** Solvers of the interpreter are others: they agree with the module's to their tolerance. */
const toleranceOf = (text: string): number =>
  /\bode|\bintegrate\(|\bsolve_newton\(/.test(text) ? 1e-6 : 1e-11;

async function expectSampled({ text, files }: Snippet): Promise<void> {
  const { analysis, data, diagnostics } = examine(text, files);
  const { ir, diagnostics: lowering } = lower(analysis.program, data);
  const errors = [...diagnostics, ...lowering].filter(({ severity }) => severity === 'error');
  expect(errors.map(({ span, message }) => `«${text.slice(span.start, span.end)}»: ${message}`)).toEqual([]);
  const model = compile(ir);
  const module = new WebAssembly.Module(Uint8Array.from(model.wasm));
  const instance = instantiate(model, module);
  for (const x of points(ir.dimension, 2)) {
    expectGradientAt(ir, instance, x, toleranceOf(text));
  }
  const { rows } = run({ compiled: model, module }, { seed: 1, chains: 1, draws: 20, tune: 30 });
  expect(rows.size).toBeGreaterThan(0);
}

describe.each(pages)('$page', ({ snippets }) => {
  it.each(snippets)('$title', expectSampled);
});
