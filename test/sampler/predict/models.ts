/** Helpers: models from text with inline data, their prior predictive, and runs with draws made up by a test. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { checkModel, hasErrors } from '../../../sampler/model/check-model.ts';
import type { PosteriorModel } from '../../../sampler/predict/posterior-model.ts';
import { type PriorPredictive, priorPredictive } from '../../../sampler/predict/prior-predictive.ts';
import type { QuantityRow } from '../../../sampler/report/predictive-summary.ts';

/** A folder with the files, for models that read them. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'bayes-predict-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

export function checked(text: string, folder = tmpdir()) {
  const model = checkModel(text, join(folder, 'model.bayes'));
  const errors = model.diagnostics.filter(({ severity }) => severity === 'error');
  if (hasErrors(errors)) throw new Error(errors.map((d) => `${d.code}: ${d.message}`).join('\n'));
  return model;
}

export async function priorOf(text: string, draws = 20_000, seed = 11): Promise<PriorPredictive> {
  const { program, data } = checked(text);
  const result = await priorPredictive(program, data, { draws, seed });
  if (result.kind === 'invalid') throw new Error(result.diagnostics.map((d) => d.message).join('\n'));
  return result.predictive;
}

export function rowOf(rows: readonly QuantityRow[], name: string): QuantityRow {
  const row = rows.find((r) => r.name === name);
  if (row === undefined) throw new Error(`no ${name} among ${rows.map((r) => r.name).join(', ')}`);
  return row;
}

/** A run of one chain whose draws are those given, by element name: columns of equal length. */
export function runWith(
  text: string,
  draws: Readonly<Record<string, readonly number[]>>,
  folder = tmpdir(),
): PosteriorModel {
  const { program, data } = checked(text, folder);
  const names = Object.keys(draws);
  const count = draws[names[0]].length;
  const values = new Float64Array(count * names.length);
  for (const [k, name] of names.entries()) {
    for (let i = 0; i < count; i++) values[i * names.length + k] = draws[name][i];
  }
  return {
    program,
    data,
    report: null,
    damage: [],
    draws: { names, chains: 1, drawsPerChain: count, values },
    info: {
      version: 1,
      state: 'done',
      model: 'model',
      modelText: text,
      modelPath: join(folder, 'model.bayes'),
      data: [],
      settings: {
        draws: count,
        tune: 0,
        chains: 1,
        target_accept: 0.8,
        max_treedepth: 10,
        seed: 1,
        metric: 'diag_grad',
      } as PosteriorModel['info']['settings'],
      seed: 1,
      names,
      versions: { bayes: '0', node: process.version },
      started: '',
      finished: '',
    },
  };
}

/** The error of the mean of `n` independent draws with this sd exceeds this once in two million. */
export function expectMean(found: number, expected: number, sd: number, n: number): void {
  expect(Math.abs(found - expected), `found ${found}, expected ${expected}`).toBeLessThan(
    (5 * sd) / Math.sqrt(n),
  );
}

/** A share of `n` independent draws, likewise. */
export function expectShare(found: number, expected: number, n: number): void {
  expectMean(found, expected, Math.sqrt(Math.max(expected * (1 - expected), 1 / n)), n);
}

export function meanOf(x: readonly number[]): number {
  return x.reduce((a, b) => a + b, 0) / x.length;
}

/** With the divisor n. */
export function varianceOf(x: readonly number[]): number {
  const centre = meanOf(x);
  return meanOf(x.map((v) => (v - centre) ** 2));
}
