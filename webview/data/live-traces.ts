/** Live draws of the few quantities that the host sends while chains run. */
import type { LiveDrawsMessage } from '../protocol.ts';
import type { QuantityDraws } from './draws-cache.ts';

export interface LiveTraces {
  add(block: LiveDrawsMessage): void;
  readonly names: readonly string[];
  /** Chains without a draw so far are NaN throughout. */
  draws(name: string): QuantityDraws | null;
  clear(): void;
}

export function createLiveTraces(): LiveTraces {
  let names: readonly string[] = [];
  /** Per chain and quantity; grown as needed. */
  let chains: { readonly series: Float64Array[]; count: number }[] = [];

  function room(series: Float64Array, length: number): Float64Array {
    if (series.length >= length) return series;
    const larger = new Float64Array(Math.max(length, 2 * series.length));
    larger.set(series);
    return larger;
  }

  return {
    add({ chain, firstDraw, names: drawn, values }) {
      names = drawn;
      while (chains.length <= chain) chains.push({ series: [], count: 0 });
      const entry = chains[chain];
      const draws = drawn.length === 0 ? 0 : values.length / drawn.length;
      for (let k = 0; k < drawn.length; k++) {
        const series = room(entry.series[k] ?? new Float64Array(256), firstDraw + draws);
        for (let i = 0; i < draws; i++) series[firstDraw + i] = values[i * drawn.length + k];
        entry.series[k] = series;
      }
      entry.count = Math.max(entry.count, firstDraw + draws);
    },
    get names() {
      return names;
    },
    draws(name) {
      const k = names.indexOf(name);
      const drawsPerChain = Math.max(0, ...chains.map(({ count }) => count));
      if (k < 0 || drawsPerChain === 0) return null;
      const values = new Float64Array(chains.length * drawsPerChain).fill(Number.NaN);
      for (const [chain, { series, count }] of chains.entries()) {
        if (series[k] !== undefined) values.set(series[k].subarray(0, count), chain * drawsPerChain);
      }
      return { name, chains: chains.length, drawsPerChain, values };
    },
    clear() {
      names = [];
      chains = [];
    },
  };
}
