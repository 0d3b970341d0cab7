import { describe, expect, test } from 'vitest';
import { eachAnswered } from '../../../sampler/draws/draw-statistics.ts';
import type { AnswerTo, RunQuestion } from '../../../sampler/protocol.ts';
import { createRunData } from '../../../webview/data/run-data.ts';
import type { DataSource, SourceEvent } from '../../../webview/data/source.ts';
import { PAGE_VERSION, type PageIdentity } from '../../../webview/protocol.ts';

/** A source whose run can be exchanged: every number it answers with is the run's own. */
function sourceOf(run: { value: number }, asked: RunQuestion['kind'][] = []): DataSource {
  return {
    listen() {},
    async ask<K extends RunQuestion['kind']>(question: Extract<RunQuestion, { readonly kind: K }>) {
      const about: RunQuestion = question;
      asked.push(about.kind);
      const values = Float64Array.of(run.value, run.value);
      const shape = { chains: 1, drawsPerChain: 2 };
      const answer =
        about.kind === 'draws'
          ? { kind: 'draws' as const, names: about.names, ...shape, values: about.names.map(() => values) }
          : { kind: 'sampler' as const, ...shape, ...eachAnswered(() => values) };
      return answer as AnswerTo<K, Float64Array>;
    },
    save: async () => null,
    editor: null,
    loadState: () => null,
    saveState() {},
    reportError() {},
  };
}

const identity: PageIdentity = {
  version: PAGE_VERSION,
  folder: '/runs/1',
  model: 'm',
  modelPath: '/m.bayes',
  uri: '',
};
const nextRun: SourceEvent = { kind: 'run', version: PAGE_VERSION, run: identity };
const report = { kind: 'report', report: {}, header: null, warnings: [] } as unknown as SourceEvent;

describe('what the page holds of a run', () => {
  test.each([
    ['another run', nextRun],
    ['another report', report],
  ])('is requested again after %s', async (_, event) => {
    const run = { value: 1 };
    const data = createRunData(sourceOf(run));
    const shown = async () => {
      const result = await data.draws.get('mu');
      const sampler = await data.sampler();
      return [result.kind === 'ok' ? result.draws.values[0] : null, sampler?.energy[0]];
    };
    expect(await shown()).toEqual([1, 1]);
    run.value = 2;
    expect(await shown()).toEqual([1, 1]);
    data.receive(event);
    expect(await shown()).toEqual([2, 2]);
  });

  test('is requested once while the run stays', async () => {
    const asked: RunQuestion['kind'][] = [];
    const data = createRunData(sourceOf({ value: 1 }, asked));
    await Promise.all([data.draws.get('mu'), data.draws.get('mu'), data.sampler(), data.sampler()]);
    await Promise.all([data.draws.get('mu'), data.sampler()]);
    expect(asked.toSorted()).toEqual(['draws', 'sampler']);
  });

  test('forgets the live draws of a run that starts again, and keeps them when its report comes', () => {
    const data = createRunData(sourceOf({ value: 1 }));
    data.receive(nextRun);
    data.receive({ kind: 'live-draws', chain: 0, firstDraw: 0, names: ['mu'], values: Float64Array.of(3) });
    expect([...(data.live.draws('mu')?.values ?? [])]).toEqual([3]);
    data.receive(report);
    expect([...(data.live.draws('mu')?.values ?? [])]).toEqual([3]);
    data.receive(nextRun);
    expect(data.live.draws('mu')).toBeNull();
  });

  test('does not take an answer to a former run for one to this', async () => {
    const run = { value: 1 };
    const data = createRunData(sourceOf(run));
    const former = data.draws.get('mu');
    await Promise.resolve();
    run.value = 2;
    data.receive(nextRun);
    const own = await data.draws.get('mu');
    await former;
    const kept = await data.draws.get('mu');
    for (const result of [own, kept])
      expect(result).toMatchObject({ draws: { values: Float64Array.of(2, 2) } });
  });
});
