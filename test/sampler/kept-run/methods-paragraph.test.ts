/** The methods paragraph says what was done, and cites what was used alone. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { allConditions } from '../../../sampler/kept-run/answer-methods.ts';
import { conditionsOf, methodsParagraph } from '../../../sampler/kept-run/methods-paragraph.ts';
import { type PaperKey, papers, referenceOf } from '../../../sampler/kept-run/references.ts';
import type { SampleReport } from '../../../sampler/report/sample-report.ts';
import { keptRun, report, summaryRow } from '../../client/run-history/fixtures.ts';

const modelText = `model schools
dim school
data from "s.csv" { y : real[school]  se : real[school] in 0.. }
param mu ~ Normal(0, 5)   # of all schools
param tau ~ HalfCauchy(5)
let theta[i in school] = mu + tau * 2
observe y ~ Normal(theta,
                   se)
`;
const header = { ...keptRun().header, model: 'schools', modelText, madeBy: 'NUTS' };
const files = [{ file: 's.csv', names: ['y', 'se'], rows: 8, where: null }];
const sampled = report([summaryRow('mu', 1), { ...summaryRow('tau', 2), ess_bulk: 1234.9, ess_tail: 987 }]);

test('of chains of NUTS', () => {
  const { paragraph, cites } = methodsParagraph(header, sampled, null, files);
  expect(paragraph).toBe(
    'The model schools was fitted with Bayes Workbench 0.1.0. The data y and se came from s.csv (8 rows). The priors were mu ~ Normal(0, 5) and tau ~ HalfCauchy(5). The likelihood was y ~ Normal(theta, se), where theta[i in school] = mu + tau * 2. 4 chains of 2000 draws each, after 1000 draws of tuning, were sampled with the No-U-Turn sampler (Hoffman and Gelman 2014; Betancourt 2017), target acceptance 0.8, and seed 8. Convergence was judged by rank-normalised split R-hat (largest 1.00) and effective sample sizes (smallest 1234 in the bulk, 987 in the tails) (Vehtari et al. 2021). There were 0 divergent transitions and 0 trajectories cut short, and the lowest E-BFMI was 1.00 (Betancourt 2016). All diagnostics passed. Estimates are posterior means with 94 % highest-density intervals.',
  );
  expect(cites).toEqual(['hoffman2014', 'betancourt2017', 'vehtari2021', 'betancourt2016']);
});

test('what the density does not use is computed or drawn beside it', () => {
  const more = `${modelText}let half = tau / 2
deterministic ratio = mu / half
draw next ~ Normal(ratio, tau)
`;
  const { paragraph } = methodsParagraph({ ...header, modelText: more }, sampled, null, files);
  expect(paragraph).toContain(
    'The likelihood was y ~ Normal(theta, se), where theta[i in school] = mu + tau * 2. Computed from each draw: half = tau / 2 and ratio = mu / half. Drawn with each draw: next ~ Normal(ratio, tau). 4 chains',
  );
});

test('what a definition of the likelihood needs belongs to it', () => {
  const through = modelText
    .replace('let theta', 'let scale = 2 * tau\nlet theta')
    .replace('tau * 2', 'scale');
  const { paragraph } = methodsParagraph({ ...header, modelText: through }, sampled, null, files);
  expect(paragraph).toContain('where scale = 2 * tau and theta[i in school] = mu + scale. 4 chains');
});

test('a condition on the rows of the file is part of what was done', () => {
  const chosen = modelText.replace(
    '"s.csv" {',
    '"s.csv" where year > 1990 # before, they\n  and kind != "x # y" {',
  );
  const conditions = conditionsOf(chosen);
  expect([...conditions]).toEqual([
    ['y', 'year > 1990 and kind != "x # y"'],
    ['se', 'year > 1990 and kind != "x # y"'],
  ]);
  expect(conditionsOf(modelText).size).toBe(0);
  const where = conditions.get('y') ?? null;
  const sentence = (rows: number | null) =>
    methodsParagraph(header, sampled, null, [{ ...files[0], rows, where }]).paragraph.split('. ')[1];
  const of =
    'The data y and se came from s.csv, of which only the rows were used where year > 1990 and kind != "x # y"';
  expect(sentence(8)).toBe(`0. ${of} (8 rows)`.slice(3));
  expect(sentence(null)).toBe(of);
});

test('a target acceptance that tuning raised is said to be', () => {
  const chain = { metric: 'diag', step_size: 1 } as const;
  const tuned = [chain, { ...chain, target_accept: 0.95 }, null];
  expect(methodsParagraph(header, { ...sampled, tuned }, null, []).paragraph).toContain(
    'target acceptance 0.8 (0.95 in 1 chain), and seed 8',
  );
});

test('a provisional result is said to be one, and rows that are not known are left out', () => {
  const failed = report([summaryRow('mu', 1)], ['12 draws diverged']);
  const { paragraph } = methodsParagraph(header, failed, null, [{ ...files[0], rows: null }]);
  expect(paragraph).toContain(
    'Not all diagnostics passed, so the results are provisional: 12 draws diverged.',
  );
  expect(paragraph).toContain('came from s.csv. ');
});

test('of a random walk and of approximations', () => {
  const walk: SampleReport = { ...sampled, settings: { ...sampled.settings, method: 'metropolis' } };
  const ofWalk = methodsParagraph(header, walk, null, []);
  expect(ofWalk.cites).toEqual(['metropolis1953', 'vehtari2021']);
  expect(ofWalk.paragraph).not.toMatch(/E-BFMI|target acceptance/);
  const cites = (method: string) => methodsParagraph({ ...header, madeBy: 'X' }, sampled, method, []).cites;
  expect(cites('meanfield')).toEqual(['kucukelbir2017']);
  expect(cites('pathfinder')).toEqual(['zhang2022']);
  expect(cites('laplace')).toEqual([]);
});

test('fit and leave-one-out are cited where they were judged', () => {
  const statistic = {
    datum: 'y',
    statistic: 'sd',
    observed: 1,
    predicted: 1,
    p_value: 0.5,
    p_adjusted: 1,
    effect: 0,
    limit: 0.1,
    fails: false,
  };
  const fit = { pass: true, reasons: [], statistics: [statistic], pit: [], notes: [] };
  const judged = { ...sampled, diagnostics: { ...sampled.diagnostics, fit } };
  const found = methodsParagraph(header, judged, null, []);
  expect(found.cites.slice(-2)).toEqual(['gelman1996', 'holm1979']);
  expect(found.paragraph).toContain('The model reproduced the data.');
});

test('references are whole', () => {
  expect(referenceOf('hoffman2014')).toEqual({
    key: 'hoffman2014',
    text: 'Hoffman, M. D. and Gelman, A. (2014). The No-U-Turn Sampler: Adaptively Setting Path Lengths in Hamiltonian Monte Carlo. Journal of Machine Learning Research 15(47), 1593–1623.',
    bibtex:
      '@article{hoffman2014,\n  author = {Hoffman, Matthew D. and Gelman, Andrew},\n  year = {2014},\n  title = {{The No-U-Turn Sampler: Adaptively Setting Path Lengths in Hamiltonian Monte Carlo}},\n  journal = {Journal of Machine Learning Research},\n  volume = {15},\n  number = {47},\n  pages = {1593--1623},\n}',
  });
  for (const key of Object.keys(papers) as PaperKey[]) {
    const { text, bibtex } = referenceOf(key);
    expect(text).toContain(`(${papers[key].year})`);
    expect(bibtex.split('{').length).toBe(bibtex.split('}').length);
    expect(papers[key].cited).toMatch(new RegExp(`${papers[key].year}$`));
  }
});

test('rows with gaps that a formula leaves out of its own file are said to be left out', () => {
  const folder = mkdtempSync(join(tmpdir(), 'methods-'));
  writeFileSync(join(folder, 'f.csv'), 'y,x,g\n1,2,a\n2,NA,b\n3,4,\n4,1,b\n');
  const formula = 'formula "y ~ x + (1 | g)" from "f.csv"';
  expect([...allConditions(formula, join(folder, 'm.bayes'))]).toEqual(
    ['y', 'x', 'g'].map((name) => [name, 'known(x) and known(g)']),
  );
  expect(allConditions('formula "y ~ 1" from "f.csv"', join(folder, 'm.bayes')).size).toBe(0);
});
