/** Data of the current run: its draws, live or kept, and the sampler's statistics. */
import type { SamplerAnswer } from '../../sampler/protocol.ts';
import { createDrawsCache, type DrawsCache } from './draws-cache.ts';
import { createLiveTraces, type LiveTraces } from './live-traces.ts';
import type { DataSource, SourceEvent } from './source.ts';

interface RunData {
  readonly draws: DrawsCache;
  readonly live: LiveTraces;
  /** Requested once per run; null where it is not available. */
  sampler(): Promise<SamplerAnswer<Float64Array> | null>;
  /** Drops the data of an earlier run, and adds live draws. */
  receive(event: SourceEvent): void;
}

export function createRunData(source: DataSource): RunData {
  const draws = createDrawsCache(source);
  const live = createLiveTraces();
  let sampler: Promise<SamplerAnswer<Float64Array> | null> | null = null;
  return {
    draws,
    live,
    sampler() {
      sampler ??= source
        .ask<'sampler'>({ kind: 'sampler' })
        .then((answer) => (answer.kind === 'sampler' ? answer : null))
        .catch(() => null);
      return sampler;
    },
    receive(event) {
      // A report may be of another run than the live one, when a kept run is opened.
      if (event.kind === 'run' || event.kind === 'report') {
        draws.clear();
        sampler = null;
      }
      if (event.kind === 'run') live.clear();
      if (event.kind === 'live-draws') live.add(event);
    },
  };
}
