import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { SampleReport } from '../../sampler/report/sample-report.ts';
import { bayesJson, root } from '../bayes-command.ts';
import { disagreements } from './compare.ts';

const folder = join(root, 'test', 'posteriors');

export const posteriors: readonly string[] = readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);

/** Samples a posterior and holds it to its reference draws. */
export async function agrees(name: string): Promise<void> {
  const reference = JSON.parse(readFileSync(join(folder, name, 'reference.json'), 'utf8'));
  const args = [
    'sample',
    join(folder, name, 'model.bayes'),
    ...['--seed', '20260101', '--draws', '2000', '--tune', '2000', '--target-accept', '0.95'],
  ];
  const { code, value } = await bayesJson<SampleReport>(args);
  expect([0, 3]).toContain(code);
  expect(disagreements(value.summary, reference)).toEqual([]);
}
