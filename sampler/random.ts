/**
 * The only source of chance in the sampler: a serialisable stream of uniform and normal numbers,
 * always passed in, never global.
 *
 * xoroshiro128+ (Blackman and Vigna 2021) from pure-rand. That library hands out the lower half of the
 * 64-bit sum, whose lowest bits are nearly linear, so the bits used here are the upper 27 and 26 of two
 * outputs; the lowest five or six are thrown away. The seed is spread over the 128 bits of state with a
 * splitmix hash, and chain k starts k jumps of 2^64 steps further on: its numbers depend on (seed, k)
 * only, and no two chains can meet.
 */
import { xoroshiro128plus, xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { JumpableRandomGenerator } from 'pure-rand/types/JumpableRandomGenerator';
import { log } from './math/elementary.ts';

/** Everything that decides the numbers to come: plain JSON. */
export interface RandomState {
  readonly words: readonly number[];
  /** The second number of the last pair of normals, if not yet used. */
  readonly spareNormal: number | null;
}

export interface Random {
  /** Uniform in [0, 1), a multiple of 2^-53. */
  next(): number;
  /** Standard normal. */
  normal(): number;
  state(): RandomState;
}

/**
 * The stream of chain `stream` (0, 1, …) under `seed`, a safe integer of either sign.
 * @throws RangeError where the seed or the stream is not such an integer.
 */
export function createRandom(seed: number, stream = 0): Random {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`a seed is an integer within ±2^53, found ${seed}`);
  if (!Number.isSafeInteger(stream) || stream < 0) {
    throw new RangeError(`a stream is a non-negative integer, found ${stream}`);
  }
  const generator = xoroshiro128plusFromState(spread(seed));
  for (let k = 0; k < stream; k++) generator.jump();
  return new Stream(generator, null);
}

/** The stream that continues where `state()` was taken. */
export function restoreRandom(state: RandomState): Random {
  return new Stream(xoroshiro128plusFromState(state.words), state.spareNormal);
}

class Stream implements Random {
  readonly #generator: JumpableRandomGenerator;
  #spare: number;

  constructor(generator: JumpableRandomGenerator, spare: number | null) {
    this.#generator = generator;
    this.#spare = spare ?? Number.NaN;
  }

  next(): number {
    const high = this.#generator.next() >>> 5;
    const low = this.#generator.next() >>> 6;
    return (high * 67108864 + low) * 2 ** -53;
  }

  /** Marsaglia's polar method: a square root and a logarithm for each accepted pair. */
  normal(): number {
    const spare = this.#spare;
    if (!Number.isNaN(spare)) {
      this.#spare = Number.NaN;
      return spare;
    }
    for (;;) {
      const x = 2 * this.next() - 1;
      const y = 2 * this.next() - 1;
      const r = x * x + y * y;
      if (r >= 1 || r === 0) continue;
      const scale = Math.sqrt((-2 * log(r)) / r);
      this.#spare = y * scale;
      return x * scale;
    }
  }

  state(): RandomState {
    return {
      words: [...this.#generator.getState()],
      spareNormal: Number.isNaN(this.#spare) ? null : this.#spare,
    };
  }
}

/** Four well-mixed words from the two halves of the seed; never all zero. */
function spread(seed: number): number[] {
  let a = seed | 0;
  let b = Math.floor(seed / 2 ** 32) | 0;
  const words: number[] = [];
  for (let i = 0; i < 4; i++) {
    a = (a + 0x9e3779b9) | 0;
    b = mix(b ^ mix(a));
    words.push(b);
  }
  return words.every((word) => word === 0) ? [...xoroshiro128plus(1).getState()] : words;
}

/** A bijection of 32-bit words in which each bit of the input moves each bit of the output. */
function mix(word: number): number {
  let z = word;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return z ^ (z >>> 15);
}
