/** `bayes language-server --stdio`, as another editor would start it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root, startServer } from '../../server/client.ts';

test('serves an editor over standard input and output', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bayes-lsp-'));
  const server = await startServer(folder, {}, [
    join(root, 'dist', 'bayes.js'),
    'language-server',
    '--stdio',
  ]);
  const found = await server.open(join(folder, 'm.bayes'), 'param mu ~ Normal(0, 1\n');
  expect(found.map(({ code }) => code)).toContain('syntax');
  expect(await server.stop()).toBe(0);
  rmSync(folder, { recursive: true });
});
