/** A run's progress in the few characters of a status bar. */
import { describe, expect, it } from 'vitest';
import { progressText, summarizeProgress } from '../../client/progress-text.ts';
import type { ChainProgress } from '../../sampler/protocol.ts';

const chain = (fields: Partial<ChainProgress>): ChainProgress => ({
  chain: 0,
  phase: 'sampling',
  done: 500,
  total: 1000,
  divergences: 0,
  stepSize: 0.5,
  gradientsPerDraw: 7,
  etaSeconds: 12,
  ...fields,
});

describe('the progress of a run', () => {
  it('is that of all chains, the divergences and the time of the slowest', () => {
    const chains = [chain({ divergences: 2 }), chain({ done: 250, etaSeconds: 40 })];
    expect(progressText('m', summarizeProgress({ chains }))).toBe('m 37% · 2 divergences · 40 s left');
  });

  it('is the draws so far and their present goal where more may follow', () => {
    const chains = [chain({ mayGoOn: true }), chain({ mayGoOn: true, done: 250, etaSeconds: 40 })];
    expect(progressText('m', summarizeProgress({ chains }))).toBe('m 750 of 2000 draws · at least 40 s left');
  });

  it('is that of the summary once the chains have ended', () => {
    const ended = [chain({ phase: 'done', done: 1000, etaSeconds: null })];
    expect(progressText('m', summarizeProgress({ chains: ended }))).toBe('m summarising');
    expect(
      progressText('m', summarizeProgress({ chains: ended, summarised: { done: 120, total: 400 } })),
    ).toBe('m summarising 30%');
  });

  it('is the search for modes after the summary', () => {
    const ended = [chain({ phase: 'done', done: 1000, etaSeconds: null, divergences: 3 })];
    expect(progressText('m', summarizeProgress({ chains: ended, isScouting: true }))).toBe(
      'm looking for other modes · 3 divergences',
    );
  });
});
