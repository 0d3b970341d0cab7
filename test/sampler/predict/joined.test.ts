/** Predictions of a model whose rows of two files are joined by key, and whose rows were filtered. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readDataFile } from '../../../sampler/data/node-reader.ts';
import { checkPredictions } from '../../../sampler/predict/check-predictions.ts';
import { loadNewData } from '../../../sampler/predict/new-data.ts';
import { applyFix } from '../../grammar/errors/snippet.ts';
import { checked, folderWith } from './models.ts';

const text = `dim home, county
data from "homes.csv" where known(y) and y < 100 { c_of : county[home] = column("county")  y : real[home] }
data from "county.csv" by county = column("county") { u : real[county] }
param a[county] ~ Normal(0, 1)
param b ~ Normal(0, 1)
param sigma ~ HalfNormal(1)
observe y ~ Normal(a[c_of] + b * u[c_of], sigma)`;

const homes = 'county,y\nB,1.1\nA,0.4\nC,2.0\nA,999\nB,\nC,1.9\n';
const counties = 'county,u\nC,0.8\nA,0.1\nB,-0.5\n';

function newData(files: Readonly<Record<string, string>>, given: readonly (readonly [string, string])[]) {
  const folder = folderWith({ 'homes.csv': homes, 'county.csv': counties });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  const { program, data } = checked(text, folder);
  expect([...(data.arrays.get('u')?.values ?? [])]).toEqual([0.1, -0.5, 0.8]);
  expect(data.arrays.get('y')?.values).toHaveLength(4);
  const load = { modelPath: join(folder, 'model.bayes'), readFile: readDataFile };
  return loadNewData(
    { program, data, load },
    {
      kind: 'files',
      files: given.map(([replaces, path]) => ({ replaces, path: join(folder, path), span: null })),
    },
  );
}

function loaded(result: ReturnType<typeof newData>) {
  if (result.kind === 'invalid') throw new Error(result.diagnostics.map(({ message }) => message).join('\n'));
  const { data, newLabels } = result.newData;
  const values = (name: string) => [...(data.arrays.get(name)?.values ?? [])];
  return { values, labels: data.dims.get('county')?.labels, newLabels: [...newLabels] };
}

describe('new rows of the first file', () => {
  test('are all taken, also those that the fit would have left out, and meet the rows of the second by key', () => {
    const { values, labels, newLabels } = loaded(
      newData({ 'new.csv': 'county\nC\nA\n' }, [['homes.csv', 'new.csv']]),
    );
    expect([values('c_of'), values('u')]).toEqual([
      [3, 1],
      [0.1, -0.5, 0.8],
    ]);
    expect([labels, newLabels]).toEqual([['A', 'B', 'C'], []]);
  });

  test('of a label that the second file does not have are an error', () => {
    const result = newData({ 'new.csv': 'county\nD\n' }, [['homes.csv', 'new.csv']]);
    expect(result.kind === 'invalid' && result.diagnostics.map(({ message }) => message)).toEqual([
      expect.stringMatching(
        /^"D" is a new label of `county`, and `u` has no value for it; replace the data of `county` too; line \d+ uses it: `.*u.*`$/,
      ),
    ]);
  });
});

test('a new label that reads like one of the fit is remarked on', () => {
  const files = { 'new.csv': 'county\na\n', 'counties.csv': 'county,u\na,4\nB,2\nC,3\nA,1\n' };
  const result = newData(files, [
    ['homes.csv', 'new.csv'],
    ['county.csv', 'counties.csv'],
  ]);
  const [remark] = result.kind === 'ok' ? result.newData.remarks : [];
  expect(remark.message).toMatch(
    /^"a" is a new label of `county` beside "A", which is of the fit: they differ only in capitals, and are predicted as different groups; where they are one, write "A" in row 1, column county, of new\.csv$/,
  );
  expect(remark.related).toMatchObject([{ message: 'found "a"', row: 1, column: 'county' }]);
});

test('one that is written in the model has the edit, and one in a file of the model its row', () => {
  const folder = folderWith({ 'homes.csv': homes, 'new.csv': 'county\nB\na\nC\na\n' });
  const own = text
    .split('\n')
    .filter((line) => !line.includes('county.csv') && !line.includes('param b'))
    .join('\n')
    .replace(' + b * u[c_of]', '');
  const remarksOf = (prediction: string) => {
    const whole = `${own}\n${prediction}`;
    const { program, data } = checked(whole, folder);
    const load = { modelPath: join(folder, 'model.bayes'), readFile: readDataFile };
    return { whole, found: checkPredictions(program, data, load) };
  };
  const { whole, found } = remarksOf('predict p { c_of = ["a", "B", "a"] }');
  expect(found).toHaveLength(1);
  expect(found[0].fixes).toHaveLength(1);
  const mended = applyFix(whole, found[0].fixes?.[0] ?? { title: '', edits: [] });
  expect(mended).toContain('predict p { c_of = ["A", "B", "A"] }');
  const [inFile] = remarksOf('predict p from "new.csv"').found;
  expect(inFile.message).toMatch(/write "A" in row 2 \(and 1 more\), column county, of new\.csv$/);
  expect(inFile.fixes).toBeUndefined();
});

describe('new rows of the second file', () => {
  const given = [
    ['homes.csv', 'new.csv'],
    ['county.csv', 'counties.csv'],
  ] as const;
  test('may be in any order, and may bring a label', () => {
    const files = { 'new.csv': 'county\nD\nB\n', 'counties.csv': 'county,u\nD,4\nB,2\nC,3\nA,1\n' };
    const { values, labels, newLabels } = loaded(newData(files, given));
    expect([values('c_of'), values('u')]).toEqual([
      [4, 2],
      [1, 2, 3, 4],
    ]);
    expect([labels, newLabels]).toEqual([['A', 'B', 'C', 'D'], [['county', ['D']]]]);
  });

  test('alone too', () => {
    const { values } = loaded(
      newData({ 'counties.csv': 'county,u\nB,2\nC,3\nA,1\n' }, [['county.csv', 'counties.csv']]),
    );
    expect(values('u')).toEqual([1, 2, 3]);
  });

  test.each([
    ['county,u\nB,2\nC,3\n', /expected one row for each label of `county`, found none for "A"/],
    ['county,u\nB,2\nC,3\nA,1\nB,5\n', /found 2 for "B"/],
  ])('%j lacks a label or has it twice', (content, message) => {
    const result = newData({ 'counties.csv': content }, [['county.csv', 'counties.csv']]);
    expect(result.kind === 'invalid' && result.diagnostics[0].message).toMatch(message);
  });
});
