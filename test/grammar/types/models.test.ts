/** Every valid model in `models/` is typed without a single error; the shapes of some are asserted. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../grammar/analyze.ts';
import { parse } from '../../../grammar/syntax/parse.ts';
import { formatType } from '../../../grammar/types/type.ts';

const folder = new URL('./models/', import.meta.url);
const files = readdirSync(folder).filter((f) => f.endsWith('.bayes'));

function typed(file: string) {
  const text = readFileSync(new URL(file, folder), 'utf8');
  const { program, diagnostics } = parse(text);
  const analysis = analyze(program);
  const found = [...diagnostics, ...analysis.diagnostics].map(
    (d) => `${d.severity} ${d.code} at «${text.slice(d.span.start, d.span.end)}»: ${d.message}`,
  );
  const shapes = Object.fromEntries([...analysis.symbols.values()].map((s) => [s.name, formatType(s.type)]));
  return { found, shapes };
}

describe('valid models', () => {
  test.each(files)('%s has no errors', (file) => {
    expect(typed(file).found.filter((d) => d.startsWith('error'))).toEqual([]);
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
    expect(typed(file).shapes).toMatchObject(expected);
  });
});
