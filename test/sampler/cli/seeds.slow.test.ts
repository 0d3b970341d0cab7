/** The seed of a run as the command reports it. */
import { expect, test } from 'vitest';
import type { SampleReport } from '../../../sampler/report/sample-report.ts';
import { bayesJson } from '../../bayes-command.ts';
import { line, useWorkspace } from './workspace.ts';

const here = useWorkspace();

const run = (...args: string[]) => bayesJson<SampleReport>(['sample', 'm.bayes', ...args], here.folder());

test('the same seed gives the same numbers, another seed others', async () => {
  here.write('m.bayes', line);
  const first = await run('--draws', '100');
  const again = await run('--draws', '100');
  const other = await run('--draws', '100', '--seed', '8');
  expect(again.value.summary).toEqual(first.value.summary);
  expect(other.value.summary).not.toEqual(first.value.summary);
});

test('a fresh seed is reported, and gives the run again', async () => {
  here.write('m.bayes', line.replace(', seed = 7', ''));
  const first = await run('--draws', '50');
  const second = await run('--draws', '50');
  expect(second.value.seed).not.toBe(first.value.seed);
  const again = await run('--draws', '50', '--seed', String(first.value.seed));
  expect(again.value.summary).toEqual(first.value.summary);
});
