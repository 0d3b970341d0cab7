// The draws in order, and what follows from it: ranks, and distances from a centre in order.
import {
  counts, get, index, keys, n, order, otherKeys, otherOrder, pair, set, setIndex, sorted, values,
} from './memory';

/** Steps that single draws may have to move back, on average, once the keys are in order. */
const MOST_STEPS = 8;
/** Bits of a digit of keys. */
const MOST_BITS = 11;
const LEAST_BITS = 6;

/**
 * Indices of the draws from the smallest to the largest into `order`, equal ones as they came, and the draws into
 * `sorted`; false where the keys tell too little. `low` and `high` are the extremes, which differ.
 */
export function sort(low: f64, high: f64): bool {
  return sortByPlace(low, high) || sortByWords();
}

/**
 * By radix on the place between the extremes, in two digits, the rest by insertion. About as many digits as draws:
 * of few draws the counting would take longer than the sorting.
 */
function sortByPlace(low: f64, high: f64): bool {
  const bits = max(LEAST_BITS, min(MOST_BITS, 31 - clz(n)));
  const digits = 1 << bits, mask = digits - 1;
  const scale = (<f64>(1 << (2 * bits)) - 1.0) / (high - low);
  if (!(scale < Infinity)) return false;
  memory.fill(counts, 0, <usize>digits << 3);
  const second = counts + (<usize>digits << 2);
  for (let i = 0; i < n; i++) {
    const key = <i32>((get(values, i) - low) * scale);
    setEntry(keys, i, (<u64>key << 32) | <u64>i);
    count(counts, key & mask);
    count(second, key >>> bits);
  }
  accumulate(counts, digits);
  accumulate(second, digits);
  for (let i = 0; i < n; i++) {
    const entry = entryAt(keys, i);
    setEntry(otherKeys, placeOf(counts, <i32>(entry >> 32) & mask), entry);
  }
  for (let i = 0; i < n; i++) {
    const entry = entryAt(otherKeys, i);
    const to = placeOf(second, <i32>(entry >> 32) >>> bits);
    setIndex(order, to, <i32>entry);
    set(sorted, to, get(values, <i32>entry));
  }
  return insert();
}

/** By radix on the upper words of the numbers, in three digits, the rest by insertion. */
function sortByWords(): bool {
  const digits = 1 << MOST_BITS;
  memory.fill(counts, 0, 3 * <usize>digits << 2);
  const second = counts + (<usize>digits << 2), third = second + (<usize>digits << 2);
  for (let i = 0; i < n; i++) {
    // −0 becomes 0.
    const word = <i32>(reinterpret<u64>(get(values, i) + 0.0) >> 32);
    const key = word ^ ((word >> 31) | <i32>0x80000000);
    setIndex(keys, i, key);
    count(counts, key & 0x7ff);
    count(second, (key >>> 11) & 0x7ff);
    count(third, key >>> 22);
  }
  accumulate(counts, digits);
  accumulate(second, digits);
  accumulate(third, digits);
  for (let i = 0; i < n; i++) setIndex(order, placeOf(counts, index(keys, i) & 0x7ff), i);
  for (let i = 0; i < n; i++) {
    const from = index(order, i);
    setIndex(otherOrder, placeOf(second, (index(keys, from) >>> 11) & 0x7ff), from);
  }
  for (let i = 0; i < n; i++) {
    const from = index(otherOrder, i);
    const to = placeOf(third, index(keys, from) >>> 22);
    setIndex(order, to, from);
    set(sorted, to, get(values, from));
  }
  return insert();
}

/** Moves back the draws that are smaller than some before them; false where that takes too many steps. */
function insert(): bool {
  let steps = 0;
  let before = get(sorted, 0);
  for (let i = 1; i < n; i++) {
    const value = get(sorted, i);
    if (value >= before) {
      before = value;
      continue;
    }
    const from = index(order, i);
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
@inline function entryAt(base: usize, i: i32): u64 { return load<u64>(base + (<usize>i << 3)); }
// @ts-expect-error: decorator
@inline function setEntry(base: usize, i: i32, entry: u64): void { store<u64>(base + (<usize>i << 3), entry); }
// @ts-expect-error: decorator
@inline function count(table: usize, digit: i32): void { setIndex(table, digit, index(table, digit) + 1); }

/** From how often each digit occurs to where its first goes. */
function accumulate(table: usize, digits: i32): void {
  let start = 0;
  for (let digit = 0; digit < digits; digit++) {
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

/**
 * Distances |x − centre| in ascending order into `out`, with the indices of the draws into `otherOrder`: the `front`
 * smallest and the `back` largest. Both ends at once and without branches, since neither waits for the other and
 * which side is next cannot be foreseen.
 */
export function outwards(centre: f64, out: usize, front: i32, back: i32): void {
  // Beyond the last draw of a side.
  set(sorted, -1, -Infinity);
  set(sorted, n, Infinity);
  let above = firstFrom(centre);
  let below = above - 1;
  let low = 0, high = n - 1;
  const both = min(front, back);
  let i = 0;
  for (; i < both; i++) {
    const isBelow = nearer(centre, below, above);
    setDistance(centre, out, i, isBelow ? below : above);
    below -= isBelow;
    above += 1 - isBelow;
    const isLow = farther(centre, low, high);
    setDistance(centre, out, n - 1 - i, isLow ? low : high);
    low += isLow;
    high -= 1 - isLow;
  }
  for (let k = i; k < front; k++) {
    const isBelow = nearer(centre, below, above);
    setDistance(centre, out, k, isBelow ? below : above);
    below -= isBelow;
    above += 1 - isBelow;
  }
  for (let k = i; k < back; k++) {
    const isLow = farther(centre, low, high);
    setDistance(centre, out, n - 1 - k, isLow ? low : high);
    low += isLow;
    high -= 1 - isLow;
  }
}

/** Of equal distances the one below comes first. */
// @ts-expect-error: decorator
@inline function nearer(centre: f64, below: i32, above: i32): i32 {
  return i32(centre - get(sorted, below) <= get(sorted, above) - centre);
}
// @ts-expect-error: decorator
@inline function farther(centre: f64, low: i32, high: i32): i32 {
  return i32(centre - get(sorted, low) > get(sorted, high) - centre);
}
// @ts-expect-error: decorator
@inline function setDistance(centre: f64, out: usize, at: i32, from: i32): void {
  set(out, at, abs(get(sorted, from) - centre));
  setIndex(otherOrder, at, index(order, from));
}

/** How many of the numbers in ascending order are at most `cut`, near the position `near`. */
export function countUpTo(ascending: usize, cut: f64, near: i32): i32 {
  let m = near;
  while (m > 0 && get(ascending, m - 1) > cut) m--;
  while (m < n && get(ascending, m) <= cut) m++;
  return m;
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
