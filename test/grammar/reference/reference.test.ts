/** The reference: its programs are right, and its tables are those of the product. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { distributions } from '../../../grammar/distributions/index.ts';
import { functions } from '../../../grammar/functions/index.ts';
import { lower } from '../../../sampler/compile/lower/lower.ts';
import { causes, diagnosticCodes } from '../../../sampler/report/reason-groups.ts';
import { examine } from '../errors/snippet.ts';
import { diagnosticsPage, distributionsPage, functionsPage, methodsPage, readme } from './pages.ts';

const place = (page: string) => fileURLToPath(new URL(`../../../grammar/reference/${page}`, import.meta.url));
const language = readFileSync(place('language.md'), 'utf8');
const blocks = [...language.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```/gm)];
const files = new Map(blocks.filter(([, kind]) => kind === 'csv').map(([, , name, text]) => [name, text]));
const programs = blocks.filter(([, kind]) => kind === 'bayes').map(([, , , text]) => text);

describe('the language page', () => {
  it.each(programs)('has a program without findings: %#', (text) => {
    const { analysis, data, diagnostics } = examine(text, files);
    expect(diagnostics).toEqual([]);
    expect(lower(analysis.program, data).diagnostics).toEqual([]);
  });

  it('has programs', () => {
    expect(programs.length).toBeGreaterThanOrEqual(6);
  });
});

// `npm run reference` writes them again.
it.each([
  ['distributions.md', distributionsPage],
  ['functions.md', functionsPage],
  ['diagnostics.md', diagnosticsPage],
  ['methods.md', methodsPage],
])('%s is what the tables say', async (name, page) => {
  await expect(page()).toMatchFileSnapshot(place(name));
});

it('the README has a row for each method', async () => {
  const file = fileURLToPath(new URL('../../../README.md', import.meta.url));
  await expect(readme(readFileSync(file, 'utf8'))).toMatchFileSnapshot(file);
});

it('every distribution and function is on its page', () => {
  const pages = distributionsPage() + functionsPage();
  const known = [...distributions.keys(), ...functions.keys()];
  expect(known.filter((name) => !pages.includes(`### ${name}\n`))).toEqual([]);
});

it('every code of a reason is in the language page, causes before diagnostics', () => {
  const section = language.split('### Why a result is provisional\n')[1].split('\n## ')[0];
  const [, first, second] = section.split('|---|---|\n');
  const codesOf = (table: string) =>
    table
      .split('\n')
      .filter((row) => row.startsWith('| `'))
      .flatMap((row) => [...row.split(' | ')[0].matchAll(/`([^`]+)`/g)].map(([, code]) => code));
  expect(codesOf(first)).toEqual(Object.keys(causes));
  expect(codesOf(second)).toEqual(Object.keys(diagnosticCodes));
});
