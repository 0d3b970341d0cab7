// The draws in order, and what follows from it: ranks, and distances from a centre in order.
import { counts, get, index, keys, n, order, otherOrder, pair, set, setIndex, sorted, values } from './memory';

const DIGITS = 2048;
/** Steps that single draws may have to move back, on average, once the upper words are in order. */
const MOST_STEPS = 8;

/**
 * Indices of the draws from the smallest to the largest into `order`, equal ones as they came, and the draws into
 * `sorted`. By radix on the upper words, the rest by insertion; false where the upper words tell too little.
 */
export function sort(): bool {
  memory.fill(counts, 0, 3 * 4 * DIGITS);
  const second = counts + 4 * DIGITS, third = second + 4 * DIGITS;
  for (let i = 0; i < n; i++) {
    // −0 becomes 0.
    const word = <i32>(reinterpret<u64>(get(values, i) + 0.0) >> 32);
    const key = word ^ ((word >> 31) | <i32>0x80000000);
    setIndex(keys, i, key);
    count(counts, key & 0x7ff);
    count(second, (key >>> 11) & 0x7ff);
    count(third, key >>> 22);
  }
  accumulate(counts);
  accumulate(second);
  accumulate(third);
  for (let i = 0; i < n; i++) setIndex(order, placeOf(counts, index(keys, i) & 0x7ff), i);
  for (let i = 0; i < n; i++) {
    const from = index(order, i);
    setIndex(otherOrder, placeOf(second, (index(keys, from) >>> 11) & 0x7ff), from);
  }
  for (let i = 0; i < n; i++) {
    const from = index(otherOrder, i);
    setIndex(order, placeOf(third, index(keys, from) >>> 22), from);
  }
  let steps = 0;
  let before = -Infinity;
  for (let i = 0; i < n; i++) {
    const from = index(order, i);
    const value = get(values, from);
    if (value >= before) {
      set(sorted, i, value);
      before = value;
      continue;
    }
    let j = i;
    for (; j > 0 && get(sorted, j - 1) > value; j--) {
      set(sorted, j, get(sorted, j - 1));
      setIndex(order, j, index(order, j - 1));
    }
    set(sorted, j, value);
    setIndex(order, j, from);
    steps += i - j;
    if (steps > MOST_STEPS * n) return false;
  }
  return true;
}

// @ts-expect-error: decorator
@inline function count(table: usize, digit: i32): void { setIndex(table, digit, index(table, digit) + 1); }

/** From how often each digit occurs to where its first goes. */
function accumulate(table: usize): void {
  let start = 0;
  for (let digit = 0; digit < DIGITS; digit++) {
    const size = index(table, digit);
    setIndex(table, digit, start);
    start += size;
  }
}

// @ts-expect-error: decorator
@inline function placeOf(table: usize, digit: i32): i32 {
  const at = index(table, digit);
  setIndex(table, digit, at + 1);
  return at;
}

/** Normal scores of the ranks into `out`, in the order of the draws; equal values share the mean of theirs. */
export function normalScores(ascending: usize, ranked: usize, table: usize, out: usize): void {
  for (let i = 0; i < n; ) {
    const value = get(ascending, i);
    let j = i + 1;
    while (j < n && get(ascending, j) == value) j++;
    const score = get(table, i + 1 + j);
    for (; i < j; i++) set(out, index(ranked, i), score);
  }
}

/** Distances |x − centre| in ascending order into `out`, with the indices of the draws into `otherOrder`. */
export function outwards(centre: f64, out: usize): void {
  let above = firstFrom(centre);
  let below = above - 1;
  for (let i = 0; i < n; i++) {
    const down = below >= 0 ? centre - get(sorted, below) : Infinity;
    const up = above < n ? get(sorted, above) - centre : Infinity;
    const takeBelow = above >= n || (below >= 0 && down <= up);
    set(out, i, takeBelow ? down : up);
    setIndex(otherOrder, i, index(order, takeBelow ? below : above));
    if (takeBelow) below--;
    else above++;
  }
}

function firstFrom(centre: f64): i32 {
  let low = 0, high = n;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (get(sorted, middle) < centre) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Type 7 of Hyndman and Fan. */
export function quantile(ascending: usize, probability: f64): f64 {
  const at = <f64>(n - 1) * probability;
  const low = <i32>floor(at), high = <i32>ceil(at);
  const below = get(ascending, low);
  if (at == <f64>low || get(ascending, high) == below) return below;
  const share = at - <f64>low;
  return (1.0 - share) * below + share * get(ascending, high);
}

/** Where the narrowest interval of `span` steps begins, the first of several. */
export function narrowest(span: i32): i32 {
  let best = 0;
  let width = Infinity;
  let i = 0;
  for (; i + span + 1 < n; i += 2) {
    const both = f64x2.sub(pair(sorted, i + span), pair(sorted, i));
    if (f64x2.extract_lane(both, 0) < width) {
      width = f64x2.extract_lane(both, 0);
      best = i;
    }
    if (f64x2.extract_lane(both, 1) < width) {
      width = f64x2.extract_lane(both, 1);
      best = i + 1;
    }
  }
  for (; i + span < n; i++) {
    if (get(sorted, i + span) - get(sorted, i) < width) {
      width = get(sorted, i + span) - get(sorted, i);
      best = i;
    }
  }
  return best;
}
