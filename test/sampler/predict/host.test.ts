/** Prior, replications and predictions through the host, as the editor asks for them. */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { PROTOCOL_VERSION, type PredictionsResult, type PriorResult } from '../../../sampler/protocol.ts';
import { root } from '../../bayes-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'bayes-host-predict-'));
const out = join(folder, 'run');
const modelPath = join(folder, 'm.bayes');
const modelText = `dim row
data {
  x : real[row] = [1, 2, 3]
  y : real[row] = [2.1, 3.9, 6.2]
}
param b ~ Normal(0, 300)
observe y ~ Normal(b * x, 0.5)
predict next { x = [4] }
`;
let child: ChildProcess;
let connection: MessageConnection;
const version = PROTOCOL_VERSION;

beforeAll(async () => {
  child = fork(join(root, 'dist', 'host.js'), ['--ipc'], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
  connection.listen();
  const settings = { draws: 500, tune: 500, chains: 4, seed: 4 };
  await connection.sendRequest('sample', { version, runId: 'one', modelText, modelPath, settings, out });
});
afterAll(() => {
  connection.dispose();
  child.kill('SIGKILL');
});

test('prior', async () => {
  const result = await connection.sendRequest<PriorResult>('prior', {
    version,
    modelText,
    modelPath,
    seed: 1,
  });
  if (result.kind !== 'done') throw new Error(JSON.stringify(result));
  const { report } = result;
  expect(report).toMatchObject({ model: 'm', seed: 1, draws: 1000 });
  expect(report.quantities.map(({ name }) => name)).toEqual(['b', 'y[1]', 'y[2]', 'y[3]']);
  expect(report.remarks).toMatchObject([{ code: 'prior-wide', line: 5, column: 0 }]);
  expect(report.data).toMatchObject([{ datum: 'y', kind: 'continuous', observed: [2.1, 3.9, 6.2] }]);
});

test('ppc and predict of a kept run', async () => {
  const ppc = await connection.sendRequest<PredictionsResult>('ppc', {
    version,
    folder: out,
    statistics: ['s = sum(y)'],
  });
  if (ppc.kind !== 'done') throw new Error(JSON.stringify(ppc));
  expect(ppc.reports[0].statistics.find(({ statistic }) => statistic === 's')?.observed).toBeCloseTo(12.2, 9);
  const next = await connection.sendRequest<PredictionsResult>('predict', { version, folder: out });
  if (next.kind !== 'done') throw new Error(JSON.stringify(next));
  // The slope is 2.04 by least squares through the origin.
  expect(next.reports).toMatchObject([{ name: 'next', draws: 2000 }]);
  expect(next.reports[0].quantities[0].mean).toBeCloseTo(4 * (28.5 / 14), 0);
});

test('what is wrong is a result', async () => {
  const improper = 'param a ~ Flat()\n';
  const prior = await connection.sendRequest<PriorResult>('prior', {
    version,
    modelText: improper,
    modelPath,
  });
  expect(prior).toMatchObject({
    kind: 'invalid',
    diagnostics: [{ code: 'prior-draw', span: { start: 0, end: 16 } }],
  });
  const none = await connection.sendRequest<PredictionsResult>('predict', { version, folder });
  expect(none).toMatchObject({ kind: 'problem', message: expect.stringContaining('no run in') });
  const file = join(folder, 'new.csv');
  writeFileSync(file, 'z\n1\n');
  const files = [{ path: file, replaces: null }];
  const missing = await connection.sendRequest<PredictionsResult>('predict', { version, folder: out, files });
  expect(missing).toMatchObject({ kind: 'invalid', modelText, diagnostics: [{ code: 'data-column' }] });
  const old = await connection.sendRequest<PredictionsResult>('ppc', { version: 0, folder: out });
  expect(old).toMatchObject({ kind: 'problem', message: expect.stringContaining('differ in version') });
});
