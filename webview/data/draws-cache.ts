/** Draws by name: requested in batches, cached least recently used up to a size. */
import type { DataSource } from './source.ts';

export interface QuantityDraws {
  readonly name: string;
  readonly chains: number;
  readonly drawsPerChain: number;
  /** `values[chain * drawsPerChain + draw]`. */
  readonly values: Float64Array;
}

type DrawsResult =
  | { readonly kind: 'ok'; readonly draws: QuantityDraws }
  | { readonly kind: 'unavailable'; readonly message: string };

export interface DrawsCache {
  /** Never rejects. */
  get(name: string): Promise<DrawsResult>;
  clear(): void;
}

const CAPACITY_BYTES = 96 * 2 ** 20;
/** Small, so that the first plots do not wait for the last. */
const BATCH = 16;

export function createDrawsCache(source: Pick<DataSource, 'ask'>): DrawsCache {
  const results = new Map<string, Promise<DrawsResult>>();
  const sizes = new Map<string, number>();
  let bytes = 0;
  /** Incremented by `clear`, so that answers to requests of an earlier run are ignored. */
  let run = 0;
  let waiting: { readonly name: string; readonly resolve: (result: DrawsResult) => void }[] = [];

  function flush(): void {
    const all = waiting;
    waiting = [];
    for (let i = 0; i < all.length; i += BATCH) void fetchBatch(all.slice(i, i + BATCH));
  }

  async function fetchBatch(batch: typeof waiting): Promise<void> {
    const names = batch.map(({ name }) => name);
    const asked = run;
    try {
      const answer = await source.ask<'draws'>({ kind: 'draws', names });
      if (answer.kind === 'unavailable') {
        for (const { resolve } of batch) resolve(answer);
        return;
      }
      const { chains, drawsPerChain } = answer;
      for (const { name, resolve } of batch) {
        const k = answer.names.indexOf(name);
        if (k < 0) {
          resolve({ kind: 'unavailable', message: `The draws of ${name} were not kept` });
          continue;
        }
        const values = answer.values[k];
        if (asked === run) keep(name, values.byteLength);
        resolve({ kind: 'ok', draws: { name, chains, drawsPerChain, values } });
      }
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      for (const { name, resolve } of batch) {
        if (asked === run) results.delete(name);
        resolve({ kind: 'unavailable', message });
      }
    }
  }

  /** Evicts the least recently used until there is room. */
  function keep(name: string, size: number): void {
    sizes.set(name, size);
    bytes += size;
    for (const old of results.keys()) {
      if (bytes <= CAPACITY_BYTES) return;
      const freed = sizes.get(old);
      if (freed === undefined || old === name) continue;
      results.delete(old);
      sizes.delete(old);
      bytes -= freed;
    }
  }

  return {
    get(name) {
      const known = results.get(name);
      if (known !== undefined) {
        results.delete(name);
        results.set(name, known);
        return known;
      }
      const result = new Promise<DrawsResult>((resolve) => {
        if (waiting.length === 0) queueMicrotask(flush);
        waiting.push({ name, resolve });
      });
      results.set(name, result);
      return result;
    },
    clear() {
      run++;
      results.clear();
      sizes.clear();
      bytes = 0;
    },
  };
}
