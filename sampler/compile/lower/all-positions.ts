/** All combinations of the positions of loops, one after the other, the last loop fastest. */
import type { IndexId } from '../../../grammar/ir.ts';

/** An index and its range, `to` excluded. */
export interface PositionLoop {
  readonly id: IndexId;
  readonly from: number;
  readonly to: number;
}

/** Yields the same map each time, with the positions of the turn: copy what is kept. */
export function* allPositions(loops: readonly PositionLoop[]): Generator<Map<IndexId, number>, void> {
  if (loops.some(({ from, to }) => from >= to)) return;
  const env = new Map(loops.map(({ id, from }) => [id, from] as const));
  let turned = loops.length;
  while (turned >= 0) {
    yield env;
    for (turned = loops.length - 1; turned >= 0; turned--) {
      const { id, from, to } = loops[turned];
      const next = (env.get(id) ?? from) + 1;
      env.set(id, next < to ? next : from);
      if (next < to) break;
    }
  }
}
