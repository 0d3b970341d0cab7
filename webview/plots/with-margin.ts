/** The range of values on an axis. */
import { extent } from '../../sampler/stats/argsort.ts';

/** With a little room at both ends. */
export function withMargin(values: readonly number[]): readonly [number, number] {
  const [low, high] = extent(values) ?? [0, 1];
  const margin = 0.03 * (high - low || 1);
  return [low - margin, high + margin];
}
