/**
 * The log density and its gradient against Stan's own, on the unconstrained scale: transforms, Jacobians and
 * densities at once. `test/golden/stan/zoo.R` made the values.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { lower } from '../../../sampler/compile/lower/lower.ts';
import { checkModel, hasErrors } from '../../../sampler/model/check-model.ts';
import { compiled, gradientAt } from './compiled.ts';

interface Golden {
  readonly points: readonly {
    readonly at: readonly number[];
    readonly logDensity: number;
    readonly gradient: readonly number[];
  }[];
}

const file = (name: string) => fileURLToPath(new URL(`../../golden/stan/${name}`, import.meta.url));
const { points } = JSON.parse(readFileSync(file('zoo.json'), 'utf8')) as Golden;
const { program, data, diagnostics } = checkModel(readFileSync(file('zoo.bayes'), 'utf8'), file('zoo.bayes'));
const { ir } = lower(program, data);
const instance = await compiled(ir);

const TOLERANCE = 1e-10;
const distance = (a: number, b: number) => Math.abs(a - b) / Math.max(1, Math.abs(b));

describe('one of everything', () => {
  it('is a model without errors, of as many unknowns as Stan counts', () => {
    expect(hasErrors(diagnostics)).toBe(false);
    expect(points.length).toBeGreaterThanOrEqual(8);
    for (const { at } of points) expect(at.length).toBe(ir.dimension);
  });

  it.each(points)(
    'has the log density and gradient that Stan has at point %#',
    ({ at, logDensity, gradient }) => {
      const found = gradientAt(instance, at);
      expect(distance(found.logDensity, logDensity)).toBeLessThan(TOLERANCE);
      const wrong = gradient.flatMap((wanted, i) =>
        distance(found.gradient[i], wanted) <= TOLERANCE
          ? []
          : [`${ir.unconstrainedNames[i]}: ${found.gradient[i]}, Stan ${wanted}`],
      );
      expect(wrong).toEqual([]);
    },
  );
});
