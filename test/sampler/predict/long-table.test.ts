/** Predictions from a long file that is laid out as a table. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readDataFile } from '../../../sampler/data/node-reader.ts';
import { loadNewData } from '../../../sampler/predict/new-data.ts';
import { checked, folderWith } from './models.ts';

const text = `dim site, visit
data from "visits.csv" { y : real?[site, visit] at (site, visit) }
param m ~ Normal(0, 1)
param s ~ HalfNormal(1)
param a[site] ~ Normal(m, s)
observe y ~ Normal(a, 1)`;

function newData(file: string) {
  const folder = folderWith({ 'visits.csv': 'site,visit,y\nB,1,0.3\nA,2,0.1\nA,1,0.2\n' });
  writeFileSync(join(folder, 'new.csv'), file);
  const { program, data } = checked(text, folder);
  const load = { modelPath: join(folder, 'model.bayes'), readFile: readDataFile };
  const files = [{ replaces: null, path: join(folder, 'new.csv'), span: null }];
  return loadNewData({ program, data, load }, { kind: 'files', files });
}

test('cells of labels that the fit has not seen come behind those that it has', () => {
  const result = newData('site,visit,y\nC,1,\nA,3,\nB,2,0.7\n');
  if (result.kind === 'invalid') throw new Error(result.diagnostics.map(({ message }) => message).join('\n'));
  const { data, newLabels } = result.newData;
  expect(data.dims.get('site')?.labels).toEqual(['A', 'B', 'C']);
  expect(data.dims.get('visit')?.labels).toEqual(['1', '2', '3']);
  expect([...newLabels]).toEqual([
    ['site', ['C']],
    ['visit', ['3']],
  ]);
  expect(data.arrays.get('y')?.dims.map(({ size }) => size)).toEqual([3, 3]);
});

test('two rows for a cell are an error in the new file too', () => {
  const result = newData('site,visit,y\nA,1,\nA,1,2\n');
  expect(result.kind === 'invalid' && result.diagnostics.map(({ message }) => message)).toEqual([
    expect.stringContaining('found two for site "A", visit "1": rows 1 and 2'),
  ]);
});
