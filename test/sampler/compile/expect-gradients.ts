/** Checks the gradient of a program: compiled module, interpreter and finite differences must agree. */
import { expect } from 'vitest';
import { expandFormulas } from '../../../grammar/formula/expand-formulas.ts';
import type { IrProgram } from '../../../grammar/ir.ts';
import { parse } from '../../../grammar/syntax/parse.ts';
import { interpret } from '../../../sampler/compile/interpreter/index.ts';
import { lower } from '../../../sampler/compile/lower/lower.ts';
import { loadData } from '../../../sampler/data/load.ts';
import { compiled, gradientAt } from './compiled.ts';

function lowered(text: string): IrProgram {
  const written = parse(text);
  const { program, diagnostics: expanded } = expandFormulas(written.program, undefined);
  const diagnostics = [...written.diagnostics, ...expanded];
  const data = loadData(program, { modelPath: 'model.bayes', readFile: () => ({ error: 'no files here' }) });
  const result = lower(program, data);
  const all = [...diagnostics, ...data.diagnostics, ...result.diagnostics];
  expect(
    all.map((d) => `${d.code} ${d.message} at «${text.slice(d.span.start, d.span.end)}»\n${text}`),
  ).toEqual([]);
  return result.ir;
}

/** Positions on the unconstrained scale that a fixed generator gives: the same on every run. */
function points(dimension: number, count: number): number[][] {
  let seed = 12345;
  const next = (): number => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed / 2147483648;
  };
  return Array.from({ length: count }, () => Array.from({ length: dimension }, () => 2.4 * next() - 1.2));
}

export async function expectGradients(text: string): Promise<void> {
  const ir = lowered(text);
  const instance = await compiled(ir);
  const value = (x: readonly number[]): number => gradientAt(instance, x).logDensity;
  let moved = false;
  for (const x of points(ir.dimension, 3)) {
    const { logDensity, gradient } = gradientAt(instance, x);
    expect(Number.isFinite(logDensity), `log density ${logDensity} at ${x}\n${text}`).toBe(true);
    const reference = interpret(ir, Float64Array.from(x));
    const near = (a: number, b: number, tolerance: number, what: string): void =>
      expect(Math.abs(a - b), `${what}: ${a} for ${b} at ${x}\n${text}`).toBeLessThanOrEqual(
        tolerance * Math.max(1, Math.abs(b)),
      );
    near(logDensity, reference.logDensity, 1e-12, 'log density');
    for (let i = 0; i < x.length; i++) {
      near(gradient[i], reference.gradient[i], 1e-12, `gradient ${i} by the interpreter`);
      // Fourth-order central differences: the truncation error stays well below the tolerance.
      const h = 2e-4;
      const at = (d: number): number => value(x.map((v, j) => (j === i ? v + d : v)));
      const difference = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
      near(gradient[i], difference, 1e-6, `gradient ${i} by differences`);
      if (gradient[i] !== 0) moved = true;
    }
  }
  expect(moved).toBe(true);
}
