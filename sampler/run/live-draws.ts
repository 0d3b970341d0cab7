/** Draws sent with the progress while chains run: at most twenty quantities. */
import type { DrawsBlock } from '../draws/draws-block.ts';
import type { DrawsParams } from '../protocol.ts';

const LIVE_QUANTITIES = 20;

export type LiveDraws = Omit<DrawsParams, 'runId'>;

/** The first twenty quantities of a block, as base64 of little-endian float64, draw by draw. */
export function liveDraws(block: DrawsBlock, names: readonly string[]): LiveDraws {
  const shown = Math.min(LIVE_QUANTITIES, names.length);
  const bytes = Buffer.alloc(block.draws * shown * 8);
  for (let draw = 0; draw < block.draws; draw++) {
    for (let k = 0; k < shown; k++) {
      bytes.writeDoubleLE(block.values[draw * names.length + k], (draw * shown + k) * 8);
    }
  }
  return {
    chain: block.chain,
    firstDraw: block.firstDraw,
    names: names.slice(0, shown),
    values: bytes.toString('base64'),
  };
}
