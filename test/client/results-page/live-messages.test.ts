import { describe, expect, test } from 'vitest';
import { createLiveMessages, joined } from '../../../client/results-page/live-messages.ts';
import type { ChainProgress } from '../../../sampler/protocol.ts';
import type { LiveDrawsMessage, ToPage } from '../../../webview/protocol.ts';

const progress = (done: number) => ({ kind: 'progress', chains: [{ done } as ChainProgress] }) as const;
const block = (chain: number, firstDraw: number, ...values: number[]): LiveDrawsMessage => ({
  kind: 'live-draws',
  chain,
  firstDraw,
  names: ['mu', 'tau'],
  values: Float64Array.from(values),
});

/** An editor that delivers messages when it is told to. */
function slowEditor() {
  let delivered: (() => void)[] = [];
  const posted: ToPage[] = [];
  const live = createLiveMessages((message) => {
    posted.push(message);
    return new Promise<void>((resolve) => delivered.push(resolve));
  });
  return {
    live,
    posted,
    async deliver() {
      for (const resolve of delivered) resolve();
      delivered = [];
      // Promises of promises.
      for (let turn = 0; turn < 4; turn++) await Promise.resolve();
    },
  };
}

describe('live messages', () => {
  test('are sent at once while nothing is on its way', () => {
    const { live, posted } = slowEditor();
    live.progressed(progress(1));
    expect(posted).toEqual([progress(1)]);
  });

  test('wait for what is on its way; the newest progress stands for all, draws are joined and not lost', async () => {
    const { live, posted, deliver } = slowEditor();
    live.progressed(progress(1));
    live.drew(block(0, 0, 1, 2));
    live.progressed(progress(2));
    live.drew(block(1, 0, 7, 8));
    live.drew(block(0, 1, 3, 4, 5, 6));
    live.progressed(progress(3));
    expect(posted).toEqual([progress(1)]);
    await deliver();
    expect(posted.slice(1)).toEqual([progress(3), block(0, 0, 1, 2, 3, 4, 5, 6), block(1, 0, 7, 8)]);
    live.progressed(progress(4));
    expect(posted).toHaveLength(4);
    await deliver();
    expect(posted.slice(4)).toEqual([progress(4)]);
    await deliver();
    expect(posted).toHaveLength(5);
  });

  test('go on after a message that could not be delivered', async () => {
    const posted: ToPage[] = [];
    const live = createLiveMessages(async (message) => {
      posted.push(message);
      throw new Error('the page is gone');
    });
    live.progressed(progress(1));
    live.progressed(progress(2));
    for (let turn = 0; turn < 8; turn++) await Promise.resolve();
    expect(posted).toEqual([progress(1), progress(2)]);
  });

  test('are forgotten where the page starts anew, and what was on its way then holds nothing up', async () => {
    const { live, posted, deliver } = slowEditor();
    live.progressed(progress(1));
    live.progressed(progress(2));
    live.clear();
    live.progressed(progress(3));
    live.progressed(progress(4));
    expect(posted).toEqual([progress(1), progress(3)]);
    await deliver();
    expect(posted).toEqual([progress(1), progress(3), progress(4)]);
  });
});

describe('blocks of draws', () => {
  test('are joined where they follow one another', () => {
    expect(joined([block(0, 0, 1, 2), block(0, 1, 3, 4)])).toEqual([block(0, 0, 1, 2, 3, 4)]);
  });

  test('stay apart after a gap, and where the quantities differ', () => {
    const other = { ...block(0, 1, 3, 4), names: ['mu', 'phi'] };
    expect(joined([block(0, 0, 1, 2), block(0, 2, 3, 4)])).toHaveLength(2);
    expect(joined([block(0, 0, 1, 2), other])).toHaveLength(2);
    expect(
      joined([
        { ...block(0, 0), names: [] },
        { ...block(0, 0), names: [] },
      ]),
    ).toHaveLength(2);
  });
});
