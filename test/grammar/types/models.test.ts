/**
 * Every valid model in `models/` is typed without a single finding, with and without data, and the shapes
 * are those that the compiler gives its arrays.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Analysis } from '../../../grammar/analysis.ts';
import { analyze } from '../../../grammar/analyze.ts';
import type { Diagnostic } from '../../../grammar/diagnostic.ts';
import { type Dim, formatType } from '../../../grammar/shapes/type.ts';
import { parse } from '../../../grammar/syntax/parse.ts';
import { lower } from '../../../sampler/compile/lower/lower.ts';
import { loadData } from '../../../sampler/data/load.ts';
import { syntheticFiles } from './synthetic.ts';

const folder = new URL('./models/', import.meta.url);
const files = readdirSync(folder).filter((f) => f.endsWith('.bayes'));

function read(file: string) {
  const text = readFileSync(new URL(file, folder), 'utf8');
  const { program, diagnostics } = parse(text);
  const words = (found: readonly Diagnostic[]) =>
    found.map((d) => `${d.severity} ${d.code} at «${text.slice(d.span.start, d.span.end)}»: ${d.message}`);
  return { program, syntax: words(diagnostics), words };
}

function shapesOf({ symbols }: Analysis) {
  return Object.fromEntries([...symbols.values()].map((s) => [s.name, formatType(s.type)]));
}

describe('valid models', () => {
  test.each(files)('%s without data', (file) => {
    const { program, syntax, words } = read(file);
    expect([...syntax, ...words(analyze(program).diagnostics)]).toEqual([]);
  });

  test.each(files)('%s with data, as the compiler sees it', (file) => {
    const { program, words } = read(file);
    const encoder = new TextEncoder();
    const made = syntheticFiles(program);
    const data = loadData(program, {
      modelPath: '/m/model.bayes',
      readFile: (path) => encoder.encode(made.get(path.replace('/m/', '')) ?? ''),
    });
    const analysis = analyze(program, data);
    const errors = [...data.diagnostics, ...analysis.diagnostics].filter((d) => d.severity === 'error');
    expect(words(errors)).toEqual([]);
    const { ir, diagnostics } = lower(program, data);
    expect(words(diagnostics.filter((d) => d.severity === 'error' && d.code !== 'unsupported'))).toEqual([]);
    const sizeOf = (dim: Dim) => (dim.kind === 'named' ? analysis.dims.sizeOf(dim.name) : dim.size);
    for (const quantity of ir.quantities) {
      const type = analysis.symbols.get(quantity.name)?.type;
      const dims = type?.kind === 'array' ? type.dims : [];
      expect([quantity.name, dims.map(sizeOf)]).toEqual([quantity.name, quantity.shape]);
      const names = dims.map((d) => (d.kind === 'named' ? d.name : null));
      expect([quantity.name, names]).toEqual([quantity.name, quantity.dims.map((d) => d.name)]);
    }
  });
});

describe('shapes', () => {
  const cases: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['radon.bayes', { a: 'real[county]', county_of: 'county[home]', mu: 'real[home]', sigma: 'real' }],
    ['gp-regr.bayes', { K: 'real[obs, obs]' }],
    ['gp-pois.bayes', { cov: 'real[N, N]', f: 'real[N]' }],
    ['hmm-reference.bayes', { Theta: 'real[state, state]', alpha: 'real[time, state]', forward: 'real' }],
    ['lotka-volterra.bayes', { theta: 'real[4]', z: 'real[N, species]' }],
    [
      'varying-slopes.bayes',
      { Lt: 'real[coef, coef]', b: 'real[group, coef]', eta: 'real[obs]', rho: 'real' },
    ],
    ['mv-prior.bayes', { b: 'real[group, coef]' }],
    ['categorical.bayes', { B: 'real[coef, brand]', choice: 'brand[obs]' }],
    [
      'reductions.bayes',
      { xbar: 'real[county]', row: 'real[3]', everything: 'real', best: 'real', anoka: 'real' },
    ],
    ['discrete.bayes', { z: 'int[obs]' }],
    ['multivariate.bayes', { S: 'real[d, d]', total: 'real', solved: 'real[d]' }],
  ];
  test.each(cases)('%s', (file, expected) => {
    expect(shapesOf(analyze(read(file).program))).toMatchObject(expected);
  });
});
