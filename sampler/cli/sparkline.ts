/** A trace of numbers as one line of block characters. */

const BLOCKS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/**
 * At most `width` characters, each the mean of its part of the trace; `×` where a number is not finite.
 * The scale runs from the lowest to the highest part, and over `leastRange` at least, so that mere noise
 * stays flat. A start far below the rest is cut off at ten times the range of the later half.
 */
export function sparkline(values: readonly (number | null)[], width: number, leastRange = 1): string {
  const parts = partMeans(values, width);
  const finite = parts.filter((value) => value !== null);
  if (finite.length === 0) return '×'.repeat(parts.length);
  const high = Math.max(...finite);
  const later = finite.slice(Math.floor(finite.length / 2));
  const laterRange = Math.max(Math.max(...later) - Math.min(...later), leastRange);
  const low = Math.max(Math.min(...finite), high - 10 * laterRange);
  const range = Math.max(high - low, leastRange);
  return parts
    .map((value) => {
      if (value === null) return '×';
      // Measured from the top, so that a flat trace is drawn with full blocks.
      const level = Math.round((BLOCKS.length - 1) * (1 - Math.min(1, (high - value) / range)));
      return BLOCKS[level];
    })
    .join('');
}

function partMeans(values: readonly (number | null)[], width: number): readonly (number | null)[] {
  const count = Math.min(width, values.length);
  return Array.from({ length: count }, (_, k) => {
    const part = values.slice(
      Math.floor((k * values.length) / count),
      Math.floor(((k + 1) * values.length) / count),
    );
    let sum = 0;
    for (const value of part) {
      if (value === null) return null;
      sum += value;
    }
    return sum / part.length;
  });
}
