/** Numbers in order. The permutation is found by radix: a comparison sort would be most of a summary's cost. */

const DIGITS: readonly (readonly [word: 0 | 1, shift: number, mask: number])[] = [
  [0, 0, 0x7ff],
  [0, 11, 0x7ff],
  [0, 22, 0x3ff],
  [1, 0, 0x7ff],
  [1, 11, 0x7ff],
  [1, 22, 0x3ff],
];

/** Below it the radix tables cost more than comparing does. */
const FEW = 512;

/**
 * Indices of `values` from the smallest to the largest; equal values keep their order. No NaN among
 * them; −0 and 0 are equal.
 */
export function sortedOrder(values: Float64Array): Uint32Array {
  const n = values.length;
  if (n < FEW) return Uint32Array.from(values, (_, i) => i).sort((a, b) => values[a] - values[b]);
  const keys = orderedKeys(values);
  const counts = digitCounts(keys);
  let order = new Uint32Array(n);
  let next = new Uint32Array(n);
  for (let i = 0; i < n; i++) order[i] = i;
  DIGITS.forEach(([word, shift, mask], pass) => {
    const key = keys[word];
    const count = counts[pass];
    // All draws of one quantity often share sign, exponent or trailing zeros.
    if (n === 0 || count[(key[0] >>> shift) & mask] === n) return;
    let start = 0;
    for (let digit = 0; digit <= mask; digit++) {
      const size = count[digit];
      count[digit] = start;
      start += size;
    }
    for (let i = 0; i < n; i++) {
      const index = order[i];
      next[count[(key[index] >>> shift) & mask]++] = index;
    }
    [order, next] = [next, order];
  });
  return order;
}

/** Ascending copy; NaN comes last. */
export function sorted(values: ArrayLike<number>): Float64Array {
  return Float64Array.from(values).sort();
}

/** Lowest and highest finite value; null if there is none. */
export function extent(values: ArrayLike<number>): readonly [number, number] | null {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : null;
}

/** `values[order[0]], values[order[1]], …` */
export function gather(values: Float64Array, order: Uint32Array): Float64Array {
  const sorted = new Float64Array(values.length);
  for (let i = 0; i < sorted.length; i++) sorted[i] = values[order[i]];
  return sorted;
}

/** How often each digit occurs, for each of `DIGITS`. */
function digitCounts([low, high]: readonly [Uint32Array, Uint32Array]): Uint32Array[] {
  const counts = DIGITS.map(() => new Uint32Array(0x800));
  const [a, b, c, d, e, f] = counts;
  for (let i = 0; i < low.length; i++) {
    const l = low[i];
    const h = high[i];
    a[l & 0x7ff] += 1;
    b[(l >>> 11) & 0x7ff] += 1;
    c[l >>> 22] += 1;
    d[h & 0x7ff] += 1;
    e[(h >>> 11) & 0x7ff] += 1;
    f[h >>> 22] += 1;
  }
  return counts;
}

/** Low and high words whose unsigned order is the numbers' order. */
function orderedKeys(values: Float64Array): [Uint32Array, Uint32Array] {
  const n = values.length;
  const low = new Uint32Array(n);
  const high = new Uint32Array(n);
  const scratch = new Float64Array(1);
  const words = new Uint32Array(scratch.buffer);
  scratch[0] = 1;
  const highWord = words[1] === 0 ? 0 : 1;
  for (let i = 0; i < n; i++) {
    scratch[0] = values[i] + 0;
    const h = words[highWord];
    const l = words[1 - highWord];
    if (h >>> 31 === 1) {
      high[i] = ~h;
      low[i] = ~l;
    } else {
      high[i] = h | 0x80000000;
      low[i] = l;
    }
  }
  return [low, high];
}
