/** Small models on which something went wrong once, each for a kind of fault, with their files as a person has them. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Fix } from '../../grammar/diagnostic.ts';
import { lower } from '../../sampler/compile/lower/lower.ts';
import { checkModel } from '../../sampler/model/check-model.ts';

const folder = fileURLToPath(new URL('../cases/', import.meta.url));
const textOf = (name: string) => readFileSync(join(folder, name, 'model.bayes'), 'utf8');

/** Everything that `bayes check` says, with the line it stands in. */
function examine(name: string, text = textOf(name)) {
  const { program, data, diagnostics } = checkModel(text, join(folder, name, 'model.bayes'));
  const isSound = !diagnostics.some(({ severity }) => severity === 'error');
  const all = isSound ? [...diagnostics, ...lower(program, data).diagnostics] : diagnostics;
  const found = all.map(({ code, severity, message, span }) => ({
    code,
    severity,
    message,
    line: text.slice(0, span.start).split('\n').length,
  }));
  return { found, data, fixes: all.flatMap(({ fixes = [] }) => fixes) };
}

function apply(text: string, { edits }: Fix): string {
  return edits
    .toSorted((a, b) => b.span.start - a.span.start)
    .reduce((t, { span, newText }) => t.slice(0, span.start) + newText + t.slice(span.end), text);
}

describe('a value that is read as another', () => {
  test('a number that is too large for one', () => {
    const { found } = examine('infinity-in-a-file');
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ code: 'data-value', severity: 'error', line: 2 });
    expect(found[0].message).toMatch(/1e999.*in row 2, column x \(line 3\): too large for a number/);
  });

  test('a list in the place of a number', () => {
    const { found } = examine('nested-records');
    expect(found.map(({ code, severity }) => [code, severity])).toEqual([['data-value', 'error']]);
    expect(found[0].message).toMatch(/`x`: expected one value in each record, found a list/);
  });

  test('labels that are one number as doubles', () => {
    const { found, data } = examine('labels-above-2-to-the-53');
    expect(found).toEqual([]);
    expect(data.dims.get('g')?.labels).toEqual([
      '90071992547409921',
      '90071992547409922',
      '90071992547409923',
    ]);
    const y = data.arrays.get('y')?.values ?? [];
    const groups = [...(data.arrays.get('gg')?.values ?? [])];
    const meanOf = (g: number) => {
      const own = groups.flatMap((group, i) => (group === g ? [y[i]] : []));
      return own.reduce((a, b) => a + b, 0) / own.length;
    };
    expect([1, 2, 3].map(meanOf)).toEqual([1.05, 5.05, 9.05]);
  });
});

test('rows of one file that meet labels of another by position', () => {
  const { found, fixes } = examine('labels-of-two-files');
  expect(found.map(({ code, severity, line }) => [code, severity, line])).toEqual([
    ['data-join', 'error', 6],
  ]);
  expect(fixes).toHaveLength(1);
  const joined = examine('labels-of-two-files', apply(textOf('labels-of-two-files'), fixes[0]));
  expect(joined.found).toEqual([]);
  const at = joined.data.dims.get('county')?.labels.indexOf('A') ?? -1;
  expect(joined.data.arrays.get('u')?.values[at]).toBe(0.1);
});

test('a table with something above its header', () => {
  const { found, data } = examine('comment-above-header');
  expect(found.map(({ code, severity }) => [code, severity])).toEqual([['data-comment', 'hint']]);
  expect(found[0].message).toContain('line 1 is a comment');
  expect([...(data.arrays.get('count')?.values ?? [])]).toEqual([4, 7, 5]);
});

describe('a value that is missing', () => {
  test('and imputed beyond the range of the data', () => {
    const { found, fixes } = examine('range-of-imputed');
    expect(found.map(({ code, severity, line }) => [code, severity, line])).toEqual([
      ['imputed-range', 'hint', 4],
    ]);
    const text = apply(textOf('range-of-imputed'), fixes[0]);
    expect(text).toContain('observe y ~ Truncated(Normal(mu, 1), 0)');
    expect(examine('range-of-imputed', text).found).toEqual([]);
  });

  test('and needed as a predictor: its model, or without its rows', () => {
    const { found, fixes } = examine('missing-predictor');
    expect(found.map(({ code, severity, line }) => [code, severity, line])).toEqual([
      ['data-missing', 'error', 2],
    ]);
    expect(found[0].message).toContain('`observe age ~ Normal(');
    expect(found[0].message).toContain('`data from "d.csv" where known(age) { … }`');
    expect(fixes).toHaveLength(2);
    const [modelled, without] = fixes.map((fix) => apply(textOf('missing-predictor'), fix));
    expect(modelled).toMatch(
      /\}\nparam mu_age ~ .*\nparam sigma_age ~ .*\nobserve age ~ Normal\(mu_age, sigma_age\)\nparam a/,
    );
    expect(
      examine('missing-predictor', modelled).found.filter(({ severity }) => severity !== 'hint'),
    ).toEqual([]);
    expect(without).toContain('data from "d.csv" where known(age) {');
    expect(examine('missing-predictor', without).found.map(({ message }) => message)).toEqual([
      '2 of 6 rows of `d.csv` are left out',
    ]);
  });
});

test('a sum that no time suffices for', () => {
  const { found } = examine('huge-sum');
  expect(found.map(({ code, severity, line }) => [code, severity, line])).toEqual([
    ['too-large', 'error', 2],
  ]);
  expect(found[0].message).toMatch(/fewer than 100000000 elements, found 1000000000/);
});
