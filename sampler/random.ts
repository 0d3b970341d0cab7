/**
 * The only source of randomness in the sampler: a serialisable stream of uniform and normal numbers, always passed in,
 * never global.
 *
 * xoroshiro128+ (Blackman and Vigna 2021) as in pure-rand, which hands out the lower half of the 64-bit
 * sum, whose lowest bits are nearly linear, so the bits used here are the upper 27 and 26 of two
 * outputs; the lowest five or six are thrown away. The seed is spread over the 128 bits of state with a
 * splitmix hash, and chain k starts k jumps of 2^64 steps further on: its numbers depend on (seed, k)
 * only, and no two chains can meet.
 */
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { log } from './math/elementary.ts';
import { jumpAhead } from './random-jumps.ts';

/** The state that determines all further numbers: plain JSON. */
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
  /** The memory of its state. */
  readonly cells: RandomCells;
  /** Moves the state to these cells, which the kernel of a compiled model may advance too. */
  moveTo(cells: RandomCells): void;
}

/** The state of a stream in memory. */
export interface RandomCells {
  /** Two 64-bit words, the lower half of each first. */
  readonly words: Int32Array;
  /** The spare normal, NaN if there is none. */
  readonly spare: Float64Array;
}

export function newRandomCells(): RandomCells {
  return { words: new Int32Array(4), spare: new Float64Array(1) };
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
  const random = restoreRandom({ words: spread(seed), spareNormal: null });
  jumpAhead(random.cells.words, stream, nextWord);
  return random;
}

/** The stream that continues where `state()` was taken. */
export function restoreRandom(state: RandomState): Random {
  const cells = newRandomCells();
  const [s01, s00, s11, s10] = state.words;
  cells.words.set([s00, s01, s10, s11]);
  cells.spare[0] = state.spareNormal ?? Number.NaN;
  return new Stream(cells);
}

class Stream implements Random {
  cells: RandomCells;

  constructor(cells: RandomCells) {
    this.cells = cells;
  }

  next(): number {
    const { words } = this.cells;
    const high = nextWord(words) >>> 5;
    const low = nextWord(words) >>> 6;
    return (high * 67108864 + low) * 2 ** -53;
  }

  /** Marsaglia's polar method: a square root and a logarithm for each accepted pair. */
  normal(): number {
    const { spare } = this.cells;
    const kept = spare[0];
    if (!Number.isNaN(kept)) {
      spare[0] = Number.NaN;
      return kept;
    }
    for (;;) {
      const x = 2 * this.next() - 1;
      const y = 2 * this.next() - 1;
      const r = x * x + y * y;
      if (r >= 1 || r === 0) continue;
      const scale = Math.sqrt((-2 * log(r)) / r);
      spare[0] = y * scale;
      return x * scale;
    }
  }

  state(): RandomState {
    const { words, spare } = this.cells;
    const [s00, s01, s10, s11] = words;
    return { words: [s01, s00, s11, s10], spareNormal: Number.isNaN(spare[0]) ? null : spare[0] };
  }

  moveTo(cells: RandomCells): void {
    cells.words.set(this.cells.words);
    cells.spare.set(this.cells.spare);
    this.cells = cells;
  }
}

/** One step of xoroshiro128+: the lower half of the sum. Halves as in `RandomCells`. */
function nextWord(words: Int32Array): number {
  const s00 = words[0];
  const s01 = words[1];
  const a0 = words[2] ^ s00;
  const a1 = words[3] ^ s01;
  const sum = (s00 + words[2]) | 0;
  words[0] = (s00 << 24) ^ (s01 >>> 8) ^ a0 ^ (a0 << 16);
  words[1] = (s01 << 24) ^ (s00 >>> 8) ^ a1 ^ ((a1 << 16) | (a0 >>> 16));
  words[2] = (a1 << 5) ^ (a0 >>> 27);
  words[3] = (a0 << 5) ^ (a1 >>> 27);
  return sum;
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
