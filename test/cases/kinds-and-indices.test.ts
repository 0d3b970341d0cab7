/** Models that were accepted without a word, each standing for a kind of mistake: what `bayes check` finds. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { lower } from '../../sampler/compile/lower/lower.ts';
import { checkModel, hasErrors } from '../../sampler/model/check-model.ts';
import { applyFix } from '../grammar/errors/snippet.ts';

const path = (name: string) => fileURLToPath(new URL(`${name}/model.bayes`, import.meta.url));

function found(text: string, name: string) {
  const { program, data, diagnostics } = checkModel(text, path(name));
  const all = hasErrors(diagnostics) ? diagnostics : [...diagnostics, ...lower(program, data).diagnostics];
  return all.filter(({ severity, code }) => severity === 'error' || code === 'neighbour-graph');
}

test.each([
  [
    'cholesky-factor-as-covariance',
    'L',
    '`cov` takes a covariance matrix, but `L` is the Cholesky factor of a correlation matrix; write `chol = L`',
  ],
  [
    'covariance-not-symmetric',
    'S',
    '`cov` takes a covariance matrix, but `S` is not symmetric, S[1,2] = 0.9 and S[2,1] = 0.1; correct the data: the elements above and below the diagonal are the same',
  ],
  [
    'cutpoints-not-ordered',
    'c',
    '`cutpoints` takes an increasing vector, but the elements of `c` vary independently of each other; write `param c[k]: ordered ~ Normal(0, 2)`',
  ],
  [
    'probabilities-no-simplex',
    'p',
    '`p` takes probabilities that sum to one over `k`, but the elements of `p` vary independently of each other; write `param p[k] ~ Dirichlet([1, 1, 1])`',
  ],
  [
    'computed-index-out-of-range',
    'idx[i] + h - 1',
    'the second index of `b` is 4 at i = 3 (h = 1), and `j` runs from 1 to 3',
  ],
  ['icar-edges-from-zero', 'edges', '`edges` has 0 at row 1, positions of `area` run from 1 to 3'],
  [
    'icar-graph',
    'edges',
    '`edges`: row 2 repeats the pair of row 1; row 4 joins area 3 with itself; area 4 has no neighbour, so its effect has no proper prior',
  ],
])('%s', (name, at, message) => {
  const text = readFileSync(path(name), 'utf8');
  const all = found(text, name);
  expect(all.map((d) => [text.slice(d.span.start, d.span.end), d.message])).toEqual([[at, message]]);
  for (const fix of all[0].fixes ?? []) expect(found(applyFix(text, fix), name)).toEqual([]);
});
