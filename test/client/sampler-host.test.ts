import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { createSamplerHost, type SamplerHost } from '../../client/sampler-host.ts';
import type { SampleParams } from '../../sampler/protocol.ts';

const hosts = join(dirname(fileURLToPath(import.meta.url)), 'hosts');
const params = (runId: string): SampleParams => ({
  version: 1,
  runId,
  modelText: '',
  modelPath: '/model.bayes',
  settings: {},
  out: null,
});

let host: SamplerHost | undefined;
afterEach(() => host?.dispose());

describe('the sampler host', () => {
  it('that dies gives a failure with the end of what it wrote, and the next run starts another', async () => {
    host = createSamplerHost(join(hosts, 'dying.mjs'), () => {});
    for (const runId of ['1', '2']) {
      const result = await host.sample(params(runId), {});
      expect(result).toEqual({
        kind: 'failed',
        failure: {
          kind: 'crash',
          message: 'it ended with code 134',
          stderrTail: 'FATAL ERROR: heap out of memory\n',
        },
      });
    }
  });

  it('that cannot be started gives a failure too', async () => {
    host = createSamplerHost(join(hosts, 'missing.mjs'), () => {});
    expect(await host.sample(params('1'), {})).toMatchObject({
      kind: 'failed',
      failure: { kind: 'crash' },
    });
  });

  it('passes progress on, cancels, and is reused by the next run', async () => {
    host = createSamplerHost(join(hosts, 'slow.mjs'), () => {});
    const run = (runId: string) =>
      new Promise((resolve) => {
        const result = host?.sample(params(runId), {
          progress(progress) {
            expect(progress.runId).toBe(runId);
            host?.cancel(runId);
          },
        });
        resolve(result);
      });
    const first = await run('1');
    expect(first).toMatchObject({ kind: 'invalid' });
    expect(await run('2')).toEqual(first);
  });

  it('passes on the report that comes before the fit is judged, to the run that it is of', async () => {
    host = createSamplerHost(join(hosts, 'judging.mjs'), () => {});
    const heard: string[] = [];
    const ended = ['1', '2'].map(async (runId) => {
      const result = await host?.sample(params(runId), {
        sampled: ({ report }) => heard.push(`${runId} has the report of ${report.model}`),
      });
      heard.push(`${runId} ends as ${result?.kind}`);
    });
    await Promise.all(ended);
    expect(heard.toSorted()).toEqual([
      '1 ends as interrupted',
      '1 has the report of 1',
      '2 ends as interrupted',
      '2 has the report of 2',
    ]);
    expect(heard.indexOf('1 has the report of 1')).toBeLessThan(heard.indexOf('1 ends as interrupted'));
  });

  it('hears a cancel that comes while it starts', async () => {
    host = createSamplerHost(join(hosts, 'slow.mjs'), () => {});
    const result = host.sample(params('1'), {});
    host.cancel('1');
    expect(await result).toMatchObject({ kind: 'invalid' });
  });

  it('that does not stop when cancelled is ended, and the next run starts another', async () => {
    host = createSamplerHost(join(hosts, 'stuck.mjs'), () => {}, 500);
    for (const runId of ['1', '2']) {
      const steps: number[] = [];
      const result = await host.sample(params(runId), {
        progress({ chains }) {
          steps.push(...chains.map(({ stepSize }) => stepSize));
          host?.cancel(runId);
        },
      });
      expect(steps).toEqual([Number.NaN]);
      expect(result).toMatchObject({
        kind: 'failed',
        failure: { kind: 'crash', message: expect.stringContaining('did not stop within') },
      });
    }
  });
});
