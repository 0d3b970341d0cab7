// The stream of sampler/random.ts, over the same cells of memory.
import { log } from '../../math/assembly/log';
import { SPARE_NORMAL, WORDS } from '../record';

/** The lower half of xoroshiro128+'s sum. */
// @ts-ignore: decorator
@inline function nextWord(): u32 {
  const s0 = load<u64>(WORDS), s1 = load<u64>(WORDS, 8);
  const a = s0 ^ s1;
  store<u64>(WORDS, rotl(s0, 24) ^ a ^ (a << 16));
  store<u64>(WORDS, rotl(a, 37), 8);
  return <u32>(s0 + s1);
}

// @ts-ignore: decorator
@inline function uniform(high: u32, low: u32): f64 {
  return (<f64>high * 67108864.0 + <f64>low) * 1.1102230246251565e-16;
}

/** Uniform in [0, 1), a multiple of 2^-53. */
export function nextUniform(): f64 {
  const high = nextWord() >>> 5;
  const low = nextWord() >>> 6;
  return uniform(high, low);
}

/** Standard normal numbers, by Marsaglia's polar method. The state stays in registers meanwhile. */
export function fillNormals(to: usize, count: i32): void {
  let k = 0;
  const spare = load<f64>(SPARE_NORMAL);
  if (spare == spare && count > 0) {
    store<f64>(to, spare);
    store<f64>(SPARE_NORMAL, NaN);
    k = 1;
  }
  let s0 = load<u64>(WORDS), s1 = load<u64>(WORDS, 8);
  for (; k < count; k += 2) {
    let x = 0.0, y = 0.0, r = 0.0;
    do {
      let a = s0 ^ s1;
      const high0 = <u32>(s0 + s1) >>> 5;
      s0 = rotl(s0, 24) ^ a ^ (a << 16);
      s1 = rotl(a, 37);
      a = s0 ^ s1;
      const low0 = <u32>(s0 + s1) >>> 6;
      s0 = rotl(s0, 24) ^ a ^ (a << 16);
      s1 = rotl(a, 37);
      a = s0 ^ s1;
      const high1 = <u32>(s0 + s1) >>> 5;
      s0 = rotl(s0, 24) ^ a ^ (a << 16);
      s1 = rotl(a, 37);
      a = s0 ^ s1;
      const low1 = <u32>(s0 + s1) >>> 6;
      s0 = rotl(s0, 24) ^ a ^ (a << 16);
      s1 = rotl(a, 37);
      x = 2.0 * uniform(high0, low0) - 1.0;
      y = 2.0 * uniform(high1, low1) - 1.0;
      r = x * x + y * y;
    } while (r >= 1.0 || r == 0.0);
    const scale = sqrt((-2.0 * log(r)) / r);
    const at = to + (<usize>k << 3);
    store<f64>(at, x * scale);
    if (k + 1 < count) store<f64>(at, y * scale, 8);
    else store<f64>(SPARE_NORMAL, y * scale);
  }
  store<u64>(WORDS, s0);
  store<u64>(WORDS, s1, 8);
}

const cell: usize = memory.data(8);

/** The next one alone. */
export function nextNormal(): f64 {
  fillNormals(cell, 1);
  return load<f64>(cell);
}
