import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ChainProgress } from '../../../sampler/protocol.ts';
import { createProgressBoard } from '../../../sampler/run/progress-board.ts';

const fresh = { done: 0, total: 1000, divergences: 0, stepSize: 0 };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function board(): {
  readonly sent: (readonly ChainProgress[])[];
  report(done: number): void;
  finish(): void;
} {
  const sent: (readonly ChainProgress[])[] = [];
  const { report, finish } = createProgressBoard([fresh, fresh], {}, (chains) => sent.push(chains));
  return {
    sent,
    finish,
    report: (done) =>
      report(1, {
        phase: 'sampling',
        done,
        total: 1000,
        divergences: 3,
        stepSize: 0.5,
        gradientsPerDraw: 7,
        elapsedMs: 2 * done,
      }),
  };
}

test('however often chains report, callers hear it ten times a second', () => {
  const { sent, report, finish } = board();
  for (let draw = 1; draw <= 1000; draw++) {
    report(draw);
    vi.advanceTimersByTime(1);
  }
  expect(sent).toHaveLength(10);
  finish();
  expect(vi.getTimerCount()).toBe(0);
});

test('nothing is sent while nothing changes', () => {
  const { sent, report } = board();
  report(1);
  vi.advanceTimersByTime(1000);
  expect(sent).toHaveLength(1);
});

test('the last report is sent at the end, with divergences and the time that is left', () => {
  const { sent, report, finish } = board();
  report(250);
  finish();
  expect(sent.at(-1)?.[0]).toMatchObject({ chain: 0, phase: 'starting', done: 0, etaSeconds: null });
  expect(sent.at(-1)?.[1]).toMatchObject({ done: 250, divergences: 3, stepSize: 0.5, etaSeconds: 1.5 });
});

test('no time left is estimated from a few fast iterations, nor after the end', () => {
  const sent: (readonly ChainProgress[])[] = [];
  const { report, phase, finish } = createProgressBoard([fresh], {}, (chains) => sent.push(chains));
  const iterations = {
    phase: 'sampling',
    total: 1000,
    divergences: 3,
    stepSize: 0.5,
    gradientsPerDraw: 7,
  } as const;
  report(0, { ...iterations, done: 0, elapsedMs: 10 });
  vi.advanceTimersByTime(100);
  expect(sent.at(-1)?.[0].etaSeconds).toBeNull();
  report(0, { ...iterations, done: 19, elapsedMs: 4000 });
  vi.advanceTimersByTime(100);
  expect(sent.at(-1)?.[0].etaSeconds).toBeNull();
  report(0, { ...iterations, done: 2, elapsedMs: 6000 });
  vi.advanceTimersByTime(100);
  expect(sent.at(-1)?.[0].etaSeconds).toBe(2994);
  report(0, { ...iterations, done: 1000, elapsedMs: 2000 });
  vi.advanceTimersByTime(100);
  expect(sent.at(-1)?.[0].etaSeconds).toBe(0);
  phase(0, 'done');
  finish();
  expect(sent.at(-1)?.[0]).toMatchObject({ phase: 'done', etaSeconds: null, divergences: 3 });
});

test('a chain that waits for its turn in a later round has its earlier draws, and the goal is a present one', () => {
  const sent: (readonly ChainProgress[])[] = [];
  const behind = { done: 900, total: 1300, divergences: 2, stepSize: 0.5 };
  const { report, finish } = createProgressBoard([behind, fresh], { mayGoOn: true }, (chains) =>
    sent.push(chains),
  );
  report(1, {
    phase: 'tuning',
    total: 1300,
    done: 1,
    divergences: 0,
    stepSize: 1,
    gradientsPerDraw: 3,
    elapsedMs: 1,
  });
  finish();
  expect(sent.at(-1)).toMatchObject([
    { phase: 'starting', done: 900, total: 1300, mayGoOn: true, divergences: 2, stepSize: 0.5 },
    { phase: 'tuning', done: 1, total: 1300, mayGoOn: true },
  ]);
  const last: (readonly ChainProgress[])[] = [];
  createProgressBoard([behind], { mayGoOn: false }, (chains) => last.push(chains)).finish();
  expect(last[0][0]).not.toHaveProperty('mayGoOn');
});
