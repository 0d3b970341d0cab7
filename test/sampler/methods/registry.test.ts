/** The table of methods and what they do are held together: names, families, settings and capabilities. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { methodList, methods, settingsOfBlock, variantNamed } from '../../../grammar/methods/index.ts';
import { numberRule, type Setting, settingNamed, wordValue } from '../../../grammar/methods/setting.ts';
import { parse } from '../../../grammar/syntax/parse.ts';
import { methodJobs } from '../../../sampler/methods/index.ts';

const jobs = Object.entries(methodJobs);

it('the tables have the same names, families and folders', () => {
  expect(jobs.map(([name]) => name).sort()).toEqual(Object.keys(methods).sort());
  for (const [name, { family }] of jobs) {
    expect(methodList.find((method) => method.name === name)?.family).toBe(family);
    const folder = new URL(`../../../sampler/methods/${name}/`, import.meta.url);
    expect(existsSync(fileURLToPath(folder))).toBe(true);
  }
});

describe.each(Object.entries(methods))('%s', (key, { name, family, ...method }) => {
  it('has one name', () => expect(name).toBe(key));

  it('has the capabilities that its job has', () => {
    const job = methodJobs[name];
    if ('resume' in job) expect(job.resume !== null).toBe(method.has.checkpoints);
    else expect(method.has.checkpoints).toBe(false);
    expect(method.has.rHat).toBe(family === 'chains');
    expect(method.has.kHat).toBe(family === 'approximation');
  });

  it('has words for each of its variants, where it is an approximation', () => {
    expect(method.variants.length).toBeGreaterThan(0);
    for (const variant of method.variants) {
      expect(variantNamed(variant.name)).toBe(variant);
      expect('words' in variant).toBe(family === 'approximation');
    }
    const row = settingNamed<Setting>(method.settings, 'method');
    const names = method.variants.map((variant) => variant.name);
    if (row?.value.kind === 'choice') expect(row.value.values).toEqual(names);
    else expect(names).toEqual([name]);
  });

  it('has a statement that the language knows, or none', () => {
    if (method.block === null) return;
    const [statement] = parse(`${method.block} { seed = 1 }`).program.statements;
    expect(statement).toMatchObject({ kind: 'settings', method: method.block });
    expect(settingsOfBlock(method.block).length).toBeGreaterThan(0);
  });

  it.each<Setting>(method.settings)('takes the default of $name', (row) => {
    expect(row.doc).not.toMatch(/\.$/);
    if (row.default === null) expect(row.unset).toBeDefined();
    else if (typeof row.default === 'number') expect(numberRule(row)?.accepts(row.default)).toBe(true);
    else if (row.value.kind === 'choice') expect(wordValue(row, String(row.default))).toBe(row.default);
  });
});

it('a setting of one name has one range in every method', () => {
  const rows = methodList.flatMap(({ settings }) => settings).filter(({ name }) => name !== 'method');
  for (const row of rows) {
    const first = rows.find(({ name }) => name === row.name);
    expect(row.value, row.name).toEqual(first?.value);
  }
});
