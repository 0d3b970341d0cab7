import type { SampleResult } from '../protocol.ts';
import { bytesOfDraws, checkMemory, inWords, type RunSize } from './memory-estimate.ts';

type Allocated<T> = { readonly kind: 'ok'; readonly value: T } | Extract<SampleResult, { kind: 'failed' }>;

/** Allocates, or explains that the draws do not fit in memory. */
export function allocateDraws<T>(size: RunSize, totalMemory: number, allocate: () => T): Allocated<T> {
  const tooLarge = checkMemory(size, totalMemory);
  if (tooLarge !== null) return { kind: 'failed', failure: tooLarge };
  try {
    return { kind: 'ok', value: allocate() };
  } catch {
    const message = `no room for the draws (${inWords(bytesOfDraws(size))}); ask for fewer draws`;
    return { kind: 'failed', failure: { kind: 'out-of-memory', message } };
  }
}
