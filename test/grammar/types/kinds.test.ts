/** Vectors and matrices whose kind is right, or not known, are accepted; `../errors/kinds.snippets` has those refused. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { lower } from '../../../sampler/compile/lower/lower.ts';
import { examine, readSnippets } from '../errors/snippet.ts';

const snippets = readSnippets(readFileSync(new URL('legal-kinds.snippets', import.meta.url), 'utf8'));

test.each(snippets)('$title', ({ text, files }) => {
  const { analysis, data, diagnostics } = examine(text, files);
  expect(diagnostics.filter((d) => d.severity === 'error')).toEqual([]);
  expect(lower(analysis.program, data).diagnostics).toEqual([]);
});

/** Arguments whose kind is known without their values. */
test.each([
  ['chol = diag(s) @ L', true],
  ['chol = L', true],
  ['cov = L @ transpose(L)', true],
  ['cov = diag(s) @ L @ transpose(diag(s) @ L)', true],
  ['cov = outer(s, s) * (L @ transpose(L))', true],
  ['cov = identity(2) + 0.1 * (L @ transpose(L))', true],
  ['chol = cholesky(S)', true],
  ['chol = diag(m) @ L', false],
  ['cov = S', false],
])('MvNormal(0, %s) is known: %s', (argument, isKnown) => {
  const text = `data { y : real[2] = [1, 2] }
param L[2, 2] ~ LKJCholesky(2)
param s[2] ~ HalfNormal(1)
param m[2] ~ Normal(0, 1)
let S[i in 1..2, j in 1..2] = if i == j then 1 else 0.1 * m[1]
observe y ~ MvNormal(0, ${argument})
`;
  const { analysis, diagnostics } = examine(text, new Map());
  expect(diagnostics.filter((d) => d.severity === 'error')).toEqual([]);
  expect(analysis.kindsKnown.size).toBe(isKnown ? 1 : 0);
});
