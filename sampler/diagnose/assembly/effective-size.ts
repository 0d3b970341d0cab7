// Effective sample sizes, equations 10 to 13 of Vehtari et al. 2021, as diagnose/ess.ts: of numbers by sums of
// products, of indicators by counting bits.
import {
  bits, centred, chainMeans, chains, correlations, get, half, index, lanes, MOST_LAGS, n, ones, pair, set, setPair,
} from './memory';
import { mean, variance } from './moments';

/** Autocovariance at the lag that was asked for, and at the next. */
let first: f64 = 0;
let second: f64 = 0;

/** NaN where more lags are needed than are looked at. */
export const TOO_SLOW: f64 = NaN;

/** Of the mean of `x`. */
export function ofNumbers(x: usize): f64 {
  for (let chain = 0; chain < chains; chain++) {
    const from = chain * half, to = from + half;
    const centre = mean(x, from, to);
    set(chainMeans, chain, centre);
    const both = f64x2.splat(centre);
    let i = from;
    for (; i + 1 < to; i += 2) setPair(centred, i, f64x2.sub(pair(x, i), both));
    if (i < to) set(centred, i, get(x, i) - centre);
  }
  return effectiveSize(false);
}

/** Of the share of the `count` first draws in the order of `ranked`. */
export function ofShareOfFirst(ranked: usize, count: i32): f64 {
  // The rarer kind is marked draw by draw.
  if (count <= n >> 1) {
    markAll(false);
    for (let i = 0; i < count; i++) flip(index(ranked, i));
  } else {
    markAll(true);
    for (let i = count; i < n; i++) flip(index(ranked, i));
  }
  const words = wordsOfChain();
  for (let chain = 0; chain < chains; chain++) {
    const marked = onesBefore(bits + (<usize>(chain * words) << 3), half);
    store<i64>(ones + (<usize>chain << 3), marked);
    set(chainMeans, chain, <f64>marked / <f64>half);
  }
  return effectiveSize(true);
}

/** One more word for each half chain is zero, which shifts of the words before read. */
function markAll(isMarked: bool): void {
  const words = wordsOfChain();
  memory.fill(bits, 0, <usize>(chains * words) << 3);
  if (!isMarked) return;
  const rest = <u64>(half & 63);
  for (let chain = 0; chain < chains; chain++) {
    const start = bits + (<usize>(chain * words) << 3);
    memory.fill(start, 255, <usize>(half >> 6) << 3);
    if (rest > 0) store<u64>(start + (<usize>(half >> 6) << 3), (<u64>1 << rest) - 1);
  }
}

// @ts-expect-error: decorator
@inline function flip(draw: i32): void {
  const chain = <u32>draw / <u32>half;
  const at = <u32>draw - chain * <u32>half;
  const word = bits + (<usize>(chain * <u32>wordsOfChain() + (at >> 6)) << 3);
  store<u64>(word, load<u64>(word) ^ (<u64>1 << <u64>(at & 63)));
}

// @ts-expect-error: decorator
@inline function wordsOfChain(): i32 { return ((half + 63) >> 6) + 1; }

/** Mean autocovariance over the half chains at `lag` and the next. */
function lookAt(isShare: bool, lag: i32): void {
  if (isShare) {
    first = ofBits(lag);
    second = ofBits(lag + 1);
    return;
  }
  let a = f64x2.splat(0), b = a, p = a, q = a;
  let firstRest = 0.0, secondRest = 0.0;
  for (let chain = 0; chain < chains; chain++) {
    const end = (chain + 1) * half - lag - 1;
    let i = chain * half;
    for (; i + 3 < end; i += 4) {
      const x = pair(centred, i), y = pair(centred, i + 2);
      a = f64x2.add(a, f64x2.mul(x, pair(centred, i + lag)));
      p = f64x2.add(p, f64x2.mul(x, pair(centred, i + lag + 1)));
      b = f64x2.add(b, f64x2.mul(y, pair(centred, i + lag + 2)));
      q = f64x2.add(q, f64x2.mul(y, pair(centred, i + lag + 3)));
    }
    for (; i < end; i++) {
      firstRest += get(centred, i) * get(centred, i + lag);
      secondRest += get(centred, i) * get(centred, i + lag + 1);
    }
    firstRest += get(centred, i) * get(centred, i + lag);
  }
  first = (lanes(f64x2.add(a, b)) + firstRest) / <f64>n;
  second = (lanes(f64x2.add(p, q)) + secondRest) / <f64>n;
}

/** Σ (bᵢ − m)(bᵢ₊ₜ − m) = Σ bᵢ bᵢ₊ₜ − m (Σ bᵢ + Σ bᵢ₊ₜ) + (half − t) m². */
function ofBits(lag: i32): f64 {
  const words = wordsOfChain();
  const skipped = lag >> 6;
  const shift = <u64>(lag & 63);
  let total = 0.0;
  for (let chain = 0; chain < chains; chain++) {
    const start = bits + (<usize>(chain * words) << 3);
    const used = words - 1;
    let together: i64 = 0;
    for (let k = 0; k + skipped < used; k++) {
      const at = start + (<usize>(k + skipped) << 3);
      let later = load<u64>(at) >> shift;
      // A shift by 64 is one by 0.
      if (shift > 0) later |= load<u64>(at, 8) << (64 - shift);
      together += popcnt<i64>(load<u64>(start + (<usize>k << 3)) & later);
    }
    const all = load<i64>(ones + (<usize>chain << 3));
    const early = all - onesFrom(start, half - lag);
    const late = all - onesBefore(start, lag);
    const m = get(chainMeans, chain);
    total += <f64>together - m * <f64>(early + late) + <f64>(half - lag) * m * m;
  }
  return total / <f64>n;
}

/** Bits among the first `count`. */
function onesBefore(start: usize, count: i32): i64 {
  let sum: i64 = 0;
  const whole = count >> 6;
  for (let k = 0; k < whole; k++) sum += popcnt<i64>(load<u64>(start + (<usize>k << 3)));
  const rest = count & 63;
  if (rest > 0) sum += popcnt<i64>(load<u64>(start + (<usize>whole << 3)) & ((<u64>1 << <u64>rest) - 1));
  return sum;
}

/** Bits from `at` on. */
function onesFrom(start: usize, at: i32): i64 {
  const words = wordsOfChain() - 1;
  let k = at >> 6;
  if (k >= words) return 0;
  let sum: i64 = popcnt<i64>(load<u64>(start + (<usize>k << 3)) >> <u64>(at & 63));
  for (k++; k < words; k++) sum += popcnt<i64>(load<u64>(start + (<usize>k << 3)));
  return sum;
}

function effectiveSize(isShare: bool): f64 {
  const length = <f64>half;
  const draws = <f64>n;
  lookAt(isShare, 0);
  const within = (first * length) / (length - 1.0);
  const total = (within * (length - 1.0)) / length + (chains > 1 ? variance(chainMeans, 0, chains) : 0.0);
  if (total == 0) return draws;

  // Geyer's initial positive sequence: pairs of lags while their sum is positive.
  let even = 1.0;
  let odd = 1.0 - (within - second) / total;
  set(correlations, 0, even);
  set(correlations, 1, odd);
  let lag = 0;
  while (lag < half - 5 && even + odd > 0) {
    lag += 2;
    if (lag + 1 >= MOST_LAGS) return TOO_SLOW;
    lookAt(isShare, lag);
    even = 1.0 - (within - first) / total;
    odd = 1.0 - (within - second) / total;
    const isPositive = even + odd >= 0;
    set(correlations, lag, isPositive ? even : 0);
    set(correlations, lag + 1, isPositive ? odd : 0);
  }
  if (even > 0) set(correlations, lag, even);

  // Initial monotone sequence: no pair above the one before.
  for (let t = 2; t <= lag - 2; t += 2) {
    const before = get(correlations, t - 2) + get(correlations, t - 1);
    if (get(correlations, t) + get(correlations, t + 1) > before) {
      set(correlations, t, before / 2);
      set(correlations, t + 1, before / 2);
    }
  }
  let sum = 0.0;
  for (let t = 0; t < max(lag, 1); t++) sum += get(correlations, t);
  const time = -1.0 + 2.0 * sum + get(correlations, lag);
  return draws / max(time, 1.0 / Math.log10(draws));
}
