/** Every plot is a row of a table, and views draw rows alone. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { calibrationPlots } from '../../../webview/plots/calibration-plots.ts';
import {
  predictivePlots,
  predictiveStatistic,
  predictorLines,
} from '../../../webview/plots/predictive-plots.ts';
import { runsPlots } from '../../../webview/plots/runs-plots.ts';
import { samplerPlots } from '../../../webview/plots/sampler-plots.ts';
import { viewPlots } from '../../../webview/plots/view-plots.ts';
import { importsOf, root, sources, targetOf } from '../../architecture/import-graph.ts';

const folder = 'webview/plots';
const tables = [
  'quantity-plots',
  'sampler-plots',
  'predictive-plots',
  'view-plots',
  'runs-plots',
  'calibration-plots',
].map((name) => `${folder}/${name}.ts`);
const text = (path: string) => readFileSync(join(root, path), 'utf8');
const plots = readdirSync(join(root, folder))
  .map((name) => `${folder}/${name}`)
  .flatMap((path) =>
    [...text(path).matchAll(/^export const (\w+): Plot</gm)].map(([, name]) => ({ path, name })),
  );

test('each plot is in a table', () => {
  expect(plots.length).toBeGreaterThan(15);
  const inTables = tables.map(text).join('\n');
  expect(plots.filter(({ name }) => !new RegExp(`\\(\\s*${name},`).test(inTables))).toEqual([]);
});

test('nothing outside of the tables names a plot', () => {
  const files = new Set(plots.map(({ path }) => path));
  const named = ['webview', 'client']
    .flatMap(sources)
    .filter((path) => !tables.includes(path))
    .filter((path) =>
      plots.some(({ name, path: own }) => own !== path && new RegExp(`\\b${name}\\b`).test(text(path))),
    );
  expect(named).toEqual([]);
  // Values of a plot's file that are not the plot.
  const values = ['webview']
    .flatMap(sources)
    .filter((path) => !path.startsWith(`${folder}/`))
    .flatMap(importsOf)
    .filter((one) => !one.typeOnly && files.has(targetOf(one) ?? ''))
    .map(({ from, specifier }) => `${from} ${specifier}`);
  expect(values).toEqual([
    'webview/comparison/predictive-view.ts ../plots/predictive-statistic.ts',
    'webview/views/predictive.ts ../plots/predictive-statistic.ts',
  ]);
});

test('rows have kinds and titles of their own', () => {
  const rows = [
    ...Object.values(viewPlots),
    ...Object.values(runsPlots),
    ...Object.values(calibrationPlots),
    ...samplerPlots,
    ...Object.values(predictivePlots),
    predictorLines,
    predictiveStatistic,
  ];
  for (const field of ['kind', 'title'] as const)
    expect(new Set(rows.map((row) => row[field])).size).toBe(rows.length);
  for (const { kind, figure } of rows) {
    expect(kind).toMatch(/^[a-z-]+$/);
    expect(figure.needs.length, kind).toBeGreaterThan(0);
  }
});
