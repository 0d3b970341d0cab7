import { describe, expect, test } from 'vitest';
import type { ChainReport } from '../../../sampler/methods/nuts/chain.ts';
import type { ChainProgress } from '../../../sampler/protocol.ts';
import { createProgressBoard } from '../../../sampler/run/progress-board.ts';

const report: ChainReport = {
  phase: 'sampling',
  done: 250,
  total: 1000,
  divergences: 3,
  stepSize: 0.5,
  gradientsPerDraw: 7,
  elapsedMs: 2000,
};

/** What callers see last of two chains of 1000 iterations. */
function shown(change: (board: ReturnType<typeof createProgressBoard>) => void): readonly ChainProgress[] {
  let last: readonly ChainProgress[] = [];
  const board = createProgressBoard(2, 1000, (chains) => {
    last = chains;
  });
  change(board);
  board.finish();
  return last;
}

describe('the progress that callers see', () => {
  test('is what each chain reports of itself', () => {
    const chains = shown((board) => board.report(1, report));
    expect(chains[0]).toMatchObject({ chain: 0, phase: 'starting', done: 0, total: 1000, divergences: 0 });
    expect(chains[1]).toMatchObject({
      chain: 1,
      phase: 'sampling',
      done: 250,
      total: 1000,
      divergences: 3,
      stepSize: 0.5,
      gradientsPerDraw: 7,
    });
  });

  test('foretells what is left at the pace so far', () => {
    // 250 iterations took 2 s, so the other 750 take 6 s.
    expect(shown((board) => board.report(0, report))[0].etaSeconds).toBe(6);
    expect(shown((board) => board.report(0, { ...report, done: 1000 }))[0].etaSeconds).toBe(0);
  });

  test('foretells nothing before the first iteration, nor after the end', () => {
    expect(shown((board) => board.report(0, { ...report, done: 0 }))[0].etaSeconds).toBeNull();
    const ended = shown((board) => {
      board.report(0, report);
      board.phase(0, 'done');
    });
    expect(ended[0]).toMatchObject({ phase: 'done', etaSeconds: null, divergences: 3 });
  });
});
