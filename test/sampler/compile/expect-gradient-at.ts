/** A gradient at one position: compiled module, interpreter and finite differences must agree. */
import { expect } from 'vitest';
import type { IrProgram } from '../../../grammar/ir.ts';
import { interpret } from '../../../sampler/compile/interpreter/index.ts';
import { type compiled, gradientAt } from './compiled.ts';

/** Positions on the unconstrained scale from a fixed generator: the same on every run. */
export function points(dimension: number, count: number): number[][] {
  let seed = 4711;
  const next = (): number => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed / 2147483648;
  };
  return Array.from({ length: count }, () => Array.from({ length: dimension }, () => next() - 0.5));
}

export function near(a: number, b: number, tolerance: number, what: string): void {
  expect(Math.abs(a - b), `${what}: ${a} for ${b}`).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(b)));
}

/** @param tolerance between the module and the interpreter, whose solvers are others */
export function expectGradientAt(
  ir: IrProgram,
  instance: Awaited<ReturnType<typeof compiled>>,
  x: readonly number[],
  tolerance: number,
): void {
  const { logDensity, gradient } = gradientAt(instance, x);
  const reference = interpret(ir, Float64Array.from(x));
  near(logDensity, reference.logDensity, tolerance, 'log density');
  for (let i = 0; i < x.length; i++) {
    near(gradient[i], reference.gradient[i], tolerance, `gradient ${i} by the interpreter`);
    const h = 1e-3;
    const at = (d: number) =>
      gradientAt(
        instance,
        x.map((v, j) => (j === i ? v + d : v)),
      ).logDensity;
    const difference = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
    near(gradient[i], difference, 1e-6, `gradient ${i} by differences`);
  }
}
