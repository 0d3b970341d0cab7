/**
 * Draws of a model's `draw` statements, given a kept draw. The random numbers are a stream whose seed is a hash of the
 * kept draw's position, so that it has the same values wherever it is computed: in a chain, resumed, or an approximation.
 */
import { createRandom } from '../random.ts';
import type { OutputArray, OutputDraw } from './compiled-model.ts';
import { createDrawer } from './draw-distribution.ts';
import { sizeOf } from './passes/pass-program.ts';
import { stepsAlong } from './steps-along.ts';

export function createDrawsAfter(
  levels: readonly (readonly OutputDraw[])[],
  read: (array: OutputArray) => Float64Array,
): { readonly at: (position: Float64Array, computeArguments: () => void) => void } {
  const drawers = levels.map((draws) => draws.map((draw) => drawerOf(draw, read)));
  return {
    at(position, computeArguments) {
      const random = createRandom(seedAt(position));
      for (const level of drawers) {
        const steps = Math.max(1, ...level.map(({ count }) => count));
        for (let step = 0; step < steps; step++) {
          computeArguments();
          for (const { count, draw } of level) if (step < count) draw(random, step);
        }
      }
    },
  };
}

interface LevelDrawer {
  /** Steps, each after its arguments have been computed. */
  readonly count: number;
  /** Draws the elements of a step into memory. */
  draw(random: ReturnType<typeof createRandom>, step: number): void;
}

function drawerOf(
  { name, distribution, shape, values, along }: OutputDraw,
  read: (array: OutputArray) => Float64Array,
): LevelDrawer {
  const out = read(values);
  const count = sizeOf(shape);
  const made = createDrawer(distribution, count, read);
  if (made.kind === 'problem') throw new Error(`\`${name}\` cannot be drawn: ${made.message}`);
  const block = new Float64Array(count === 0 ? 0 : out.length / count);
  const steps = stepsAlong(shape, along);
  return {
    count: steps.count,
    draw(random, step) {
      for (let b = 0; b < count; b++) {
        if (steps.of(b) !== step) continue;
        made.drawer(b, random, block);
        out.set(block, b * block.length);
      }
    },
  };
}

/** A whole number below 2^53 that depends on every bit of the position. */
function seedAt(position: Float64Array): number {
  const words = new Int32Array(Float64Array.from(position).buffer);
  let a = 0x243f6a88;
  let b = 0x13198a2e;
  for (const word of words) {
    a = mixed(a ^ word);
    b = mixed((b + word) | 0) ^ a;
  }
  return (mixed(a ^ b) >>> 0) * 2 ** 21 + (mixed(b) >>> 11);
}

/** A bijection of 32-bit words. */
function mixed(word: number): number {
  let z = (word + 0x9e3779b9) | 0;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return z ^ (z >>> 15);
}
