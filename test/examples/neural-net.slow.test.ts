/** The example of a neural net: its script on small sizes, from the predictions of a short run. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bayes, root } from '../bayes-command.ts';

const folder = join(root, 'examples/neural-net');
const scratch = mkdtempSync(join(tmpdir(), 'bayes-net-'));

function compare(...args: readonly string[]) {
  return spawnSync(process.execPath, [join(folder, 'compare.mjs'), ...args], { encoding: 'utf8' });
}

test('the script says where each network is unsure', async () => {
  const run = join(scratch, 'run');
  const model = join(folder, 'neural_net.bayes');
  const short = ['--draws', '100', '--tune', '150', '--chains', '2', '--max-treedepth', '6'];
  expect((await bayes(['sample', model, '--out', run, ...short])).code).toBe(3);
  const predicted = await bayes(['predict', run, '--data', join(folder, 'grid.csv'), '--format', 'json']);
  const file = join(scratch, 'predictions.json');
  writeFileSync(file, predicted.stdout);
  const picture = join(scratch, 'picture.svg');
  const small = ['--members', '4', '--epochs', '800', '--passes', '50'];
  const { status, stdout, stderr } = compare(file, ...small, '--svg', picture);
  expect([status, stderr]).toEqual([0, '']);
  const [head, ...rows] = stdout.trimEnd().split('\n');
  expect(head.trim().split(/ {2,}/)).toEqual([
    'sd of a prediction',
    'at the data',
    'in the gap',
    'within 1 of them',
    'further out',
  ]);
  const sds = rows.map((row) => row.match(/\d\.\d{3}/g)?.map(Number) ?? []);
  expect(sds.map((row) => row.length)).toEqual([4, 4, 4]);
  // Near the noise at the data; the net of the model is the least sure far out, dropout hardly notices.
  for (const [at] of sds) expect(at).toBeGreaterThan(0.1);
  for (const [at] of sds) expect(at).toBeLessThan(0.5);
  const growth = sds.map(([at, , , out]) => out / at);
  expect(growth[0]).toBeGreaterThan(2);
  expect(growth[2]).toBeLessThan(growth[0]);
  expect(readFileSync(picture, 'utf8')).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
  expect(compare(file, ...small).stdout).toBe(stdout);
  expect(compare(file, ...small, '--seed', '2').stdout).not.toBe(stdout);
});

test('the script says what it expects', () => {
  expect(compare()).toMatchObject({ status: 2, stderr: expect.stringMatching(/^expected: node compare/) });
  const other = join(scratch, 'other.json');
  writeFileSync(other, '{"quantities":[]}');
  expect(compare(other)).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/expected a prediction of y at each of the 41 rows of grid.csv, found 0/),
  });
});
