import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { connectHost } from '../../../sampler/cli/host-client.ts';
import { forkHost } from '../../../sampler/cli/host-process.ts';
import { PROTOCOL_VERSION, type SampleParams } from '../../../sampler/protocol.ts';
import { root } from '../../bayes-command.ts';

const params: SampleParams = {
  version: PROTOCOL_VERSION,
  runId: 'one',
  modelText: 'param x ~ Normal(0, 1)\ndeterministic never = (x - x) / (x - x)\n',
  modelPath: '/models/m.bayes',
  settings: { draws: 50, tune: 50, seed: 3 },
  out: null,
};

test('a host that dies is a typed failure with its last words', async () => {
  const host = connectHost(forkHost(pathToFileURL(join(root, 'test', 'sampler', 'cli', 'crash-host.mjs'))));
  const result = await host.sample(params, { update() {} }).result;
  host.close();
  expect(result).toMatchObject({
    kind: 'failed',
    failure: { kind: 'crash', message: 'the sampler was ended by SIGABRT' },
  });
  expect(result.kind === 'failed' && result.failure.kind === 'crash' && result.failure.stderrTail).toContain(
    'last words',
  );
});

test.each([
  ['SIGINT', true],
  ['SIGTERM', true],
  ['SIGKILL', false],
] as const)(
  'whether %s of the terminal ended a host that was still loading is known: %s',
  async (signal, isOne) => {
    const process = forkHost(pathToFileURL(join(root, 'test', 'sampler', 'cli', 'loading-host.mjs')));
    const host = connectHost(process);
    expect(host.wasInterrupted()).toBe(false);
    const run = host.sample(params, { update() {} });
    process.child.kill(signal);
    expect(await run.result).toMatchObject({
      kind: 'failed',
      failure: { kind: 'crash', message: `the sampler was ended by ${signal}` },
    });
    expect(host.wasInterrupted()).toBe(isOne);
    host.close();
  },
);

test('a host that is not there is a typed failure', async () => {
  const host = connectHost(forkHost(pathToFileURL(join(root, 'no-such-host.js'))));
  const result = await host.sample(params, { update() {} }).result;
  host.close();
  expect(result).toMatchObject({ kind: 'failed', failure: { kind: 'crash' } });
});

test('NaN arrives as NaN', async () => {
  const host = connectHost(forkHost(pathToFileURL(join(root, 'dist', 'host.js'))));
  const result = await host.sample(params, { update() {} }).result;
  host.close();
  if (result.kind !== 'done') throw new Error(JSON.stringify(result));
  expect(result.report.summary.find(({ name }) => name === 'never')?.mean).toBeNaN();
});
