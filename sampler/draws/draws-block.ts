import type { SamplerStats } from './draw-statistics.ts';

/** Consecutive kept draws of one chain: `values[draw * quantities + k]`. */
export interface DrawsBlock {
  readonly kind: 'block';
  readonly chain: number;
  readonly firstDraw: number;
  readonly draws: number;
  readonly values: Float64Array;
  readonly stats: SamplerStats;
  /** The chain's checkpoint after the block's last draw: plain JSON of its method, or null. */
  readonly checkpoint: object | null;
  /** Draws of the block with an invalid value: plain JSON, or none. */
  readonly fault?: object | null;
}
