/** Running moments of draws and of their gradients, and the diagonal metric from them. */
import { numbersOfMoments } from '../../../kernel/tuning-layout.ts';
import { Welford } from './welford.ts';

const LOWEST = 1e-20;
const HIGHEST = 1e20;

export class DrawsAndGradients {
  readonly dimension: number;
  readonly draws: Welford;
  readonly gradients: Welford;

  /** Where both are: the beginning of `kernel/tuning-layout.ts`'s window. */
  readonly memory: Float64Array;

  constructor(dimension: number, memory: Float64Array = new Float64Array(2 * numbersOfMoments(dimension))) {
    const each = numbersOfMoments(dimension);
    this.dimension = dimension;
    this.memory = memory;
    this.draws = new Welford(dimension, memory.subarray(0, each));
    this.gradients = new Welford(dimension, memory.subarray(each, 2 * each));
  }

  get count(): number {
    return this.draws.count;
  }

  add(position: Float64Array, gradient: Float64Array): void {
    this.draws.add(position);
    this.gradients.add(gradient);
  }

  reset(): void {
    this.draws.reset();
    this.gradients.reset();
  }

  /** sqrt(var(draw) / var(gradient)); NaN, 0 or ∞ where the coordinate has not moved or the density is flat. */
  inverseMass(i: number): number {
    return Math.sqrt(this.draws.variance(i) / this.gradients.variance(i));
  }

  /** Writes the estimate; below three draws writes nothing and returns false. */
  writeInto(inverseMass: Float64Array): boolean {
    if (this.count < 3) return false;
    for (let i = 0; i < inverseMass.length; i++) {
      const estimate = this.inverseMass(i);
      // A coordinate without an estimate keeps its scale.
      if (Number.isFinite(estimate) && estimate > 0) inverseMass[i] = clamp(estimate);
    }
    return true;
  }
}

export function clamp(value: number): number {
  return Math.min(Math.max(value, LOWEST), HIGHEST);
}
