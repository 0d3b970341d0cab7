import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import {
  type DrawsParams,
  PROTOCOL_VERSION,
  type ProgressParams,
  type SampleParams,
  type SampleResult,
} from '../../../sampler/protocol.ts';
import { root } from '../../bayes-command.ts';

const hostFile = join(root, 'dist', 'host.js');
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function overIpc(): { child: ChildProcess; connection: MessageConnection } {
  const child = fork(hostFile, ['--ipc'], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  children.push(child);
  const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
  connection.listen();
  return { child, connection };
}

const params: SampleParams = {
  version: PROTOCOL_VERSION,
  runId: 'one',
  modelText: 'param x ~ Normal(0, 1)\nparam y ~ Normal(x, 1)\n',
  modelPath: '/models/m.bayes',
  settings: { draws: 200, tune: 200, seed: 3 },
  out: null,
};

describe('the host', () => {
  test('answers over IPC, with progress and draws of the run', async () => {
    const { connection } = overIpc();
    const progress: ProgressParams[] = [];
    const draws: DrawsParams[] = [];
    connection.onNotification('progress', (p: ProgressParams) => void progress.push(p));
    connection.onNotification('draws', (p: DrawsParams) => void draws.push(p));
    const result = await connection.sendRequest<SampleResult>('sample', params);
    expect(result).toMatchObject({ kind: 'done', report: { model: 'm', seed: 3, draws: null } });
    expect(progress.at(-1)).toMatchObject({ runId: 'one' });
    expect(progress.at(-1)?.chains.map(({ phase }) => phase)).toEqual(['done', 'done', 'done', 'done']);
    expect(new Set(draws.map(({ chain }) => chain))).toEqual(new Set([0, 1, 2, 3]));
  });

  test('answers over standard input and output the same', async () => {
    const child = spawn(process.execPath, [hostFile], { stdio: ['pipe', 'pipe', 'inherit'] });
    children.push(child);
    const connection = createMessageConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    const draws: DrawsParams[] = [];
    connection.onNotification('draws', (p: DrawsParams) => void draws.push(p));
    connection.listen();
    // The command shows no draws before the end.
    const overStdio = await connection.sendRequest<SampleResult>('sample', { ...params, live: false });
    expect(draws).toEqual([]);
    const { connection: ipc } = overIpc();
    const other = await ipc.sendRequest<SampleResult>('sample', params);
    if (overStdio.kind !== 'done' || other.kind !== 'done') throw new Error('expected both to be done');
    expect(overStdio.report.summary).toEqual(other.report.summary);
  });

  test('serves several runs at once, and cancels the one that is named', async () => {
    const { connection } = overIpc();
    const begun = new Promise<void>((resolve) =>
      connection.onNotification('progress', ({ runId, chains }: ProgressParams) => {
        if (runId === 'long' && chains.some(({ phase }) => phase === 'sampling')) resolve();
      }),
    );
    const long = connection.sendRequest<SampleResult>('sample', {
      ...params,
      runId: 'long',
      settings: { draws: 5_000_000, tune: 50, seed: 3, chains: 1 },
    });
    const short = connection.sendRequest<SampleResult>('sample', params);
    await begun;
    expect((await short).kind).toBe('done');
    await connection.sendNotification('cancel', { runId: 'no such run' });
    await connection.sendNotification('cancel', { runId: 'long' });
    expect((await long).kind).toBe('interrupted');
  });

  test('refuses a caller of another version', async () => {
    const { connection } = overIpc();
    const result = await connection.sendRequest<SampleResult>('sample', { ...params, version: 999 });
    expect(result).toMatchObject({ kind: 'failed', failure: { kind: 'crash' } });
  });

  test('continues after a request that makes no sense', async () => {
    const { connection } = overIpc();
    await expect(connection.sendRequest('dance')).rejects.toThrow();
    const nonsense = await connection
      .sendRequest<SampleResult>('sample', { version: PROTOCOL_VERSION })
      .catch(() => ({ kind: 'rejected' }));
    expect(['failed', 'invalid', 'rejected']).toContain(nonsense.kind);
    expect((await connection.sendRequest<SampleResult>('sample', params)).kind).toBe('done');
  });

  test('ends when its caller goes away', async () => {
    const { child, connection } = overIpc();
    await connection.sendRequest<SampleResult>('sample', params);
    const ended = once(child, 'exit');
    child.disconnect();
    expect((await ended)[0]).toBe(0);
  });
});

describe('a host whose caller is killed outright', () => {
  // Reading its standard output to the end takes as long as the host lives, which inherited it.
  test.each(['fork', 'spawn', 'request', 'progress', 'draws'])('ends: at the event %s', async (event) => {
    const parent = spawn(
      process.execPath,
      [join(import.meta.dirname, 'orphan-parent.mjs'), hostFile, event],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    children.push(parent);
    let text = '';
    parent.stdout.on('data', (chunk) => {
      text += String(chunk);
    });
    const [, signal] = await once(parent, 'close');
    expect({ text, signal }).toEqual({ text: 'forked', signal: 'SIGKILL' });
  });
});
