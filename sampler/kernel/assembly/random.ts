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

/** Uniform in [0, 1), a multiple of 2^-53. */
export function nextUniform(): f64 {
  const high = nextWord() >>> 5;
  const low = nextWord() >>> 6;
  return (<f64>high * 67108864.0 + <f64>low) * 1.1102230246251565e-16;
}

/** Standard normal, by Marsaglia's polar method. */
export function nextNormal(): f64 {
  const spare = load<f64>(SPARE_NORMAL);
  if (spare == spare) {
    store<f64>(SPARE_NORMAL, NaN);
    return spare;
  }
  while (true) {
    const x = 2.0 * nextUniform() - 1.0;
    const y = 2.0 * nextUniform() - 1.0;
    const r = x * x + y * y;
    if (r >= 1.0 || r == 0.0) continue;
    const scale = sqrt((-2.0 * log(r)) / r);
    store<f64>(SPARE_NORMAL, y * scale);
    return x * scale;
  }
}
