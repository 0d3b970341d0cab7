/** Progress of a chain, told at most every so often. */
import type { ChainReport, ChainSink, Clock } from './chain-contract.ts';

export const REPORT_EVERY_MS = 100;

/** Calls `sink.progress` at most every `REPORT_EVERY_MS`, and at the first and the last iteration. */
export function reporter(sink: ChainSink, clock: Clock, total: number, begun: number) {
  let lastAt = Number.NEGATIVE_INFINITY;
  let gradients = 0;
  let draws = 0;
  return (
    phase: ChainReport['phase'],
    done: number,
    divergences: number,
    stepSize: number,
    leapfrogs: number,
    count = 1,
  ): void => {
    if (sink.progress === undefined) return;
    gradients += leapfrogs;
    draws += count;
    const now = clock.now();
    if (now - lastAt < REPORT_EVERY_MS && done < total) return;
    sink.progress({
      phase,
      done,
      total,
      divergences,
      stepSize,
      gradientsPerDraw: gradients / draws,
      elapsedMs: now - begun,
    });
    lastAt = now;
    gradients = 0;
    draws = 0;
  };
}
