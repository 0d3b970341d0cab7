/** Leapfrog and U-turn criterion inside the module, against the plain ones around the interpreter's gradient. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { interpret } from '../../../sampler/compile/interpreter/index.ts';
import type { Density, State } from '../../../sampler/infer/density.ts';
import { densityFromFunction } from '../../../sampler/infer/density-from-function.ts';
import { at, bin, idx, loop, num, program, term, un, unknown } from '../interpreter/ir-builder.ts';
import { compiled } from './compiled.ts';

const dimension = 3;
/** Three unknowns tied to each other, far from Gaussian. */
const ir = program(dimension, [unknown(0, 'x', [dimension], 0)], {}, [
  term([loop(0, dimension)], bin('mul', num(-0.5), un('square', at(0, idx(0))))),
  term([], bin('mul', num(-0.3), un('exp', bin('sub', at(0, num(0)), at(0, num(2)))))),
]);
const { density: inModule } = (await compiled(ir)) as { density: Density };
const plain = densityFromFunction(dimension, (position, gradient) => {
  const found = interpret(ir, position);
  gradient.set(found.gradient);
  return found.logDensity;
});

const number = fc.double({ min: -2, max: 2, noNaN: true });
const vector = fc.array(number, { minLength: dimension, maxLength: dimension });
const mass = fc.array(fc.double({ min: 0.1, max: 4, noNaN: true }), {
  minLength: dimension,
  maxLength: dimension,
});

/** A density has room for as many states as a trajectory needs; these are used again and again. */
const statesOf = new Map(
  [inModule, plain].map((density) => [density, [0, 1, 2].map(() => density.newState())]),
);
const statesIn = (density: Density): readonly State[] => statesOf.get(density) ?? [];

/** Two steps from one start: the points in the order of time. */
function walk(density: Density, inputs: Inputs): { states: readonly State[]; kinetic: number[] } {
  density.inverseMass.set(inputs.mass);
  const states = statesIn(density);
  states[0].position.set(inputs.position);
  fill(states[0], inputs.momentum, inputs.momentum);
  density.evaluate(states[0]);
  const kinetic = [0, 1].map((k) => density.leapfrog(states[k], states[k + 1], inputs.step));
  return { states: inputs.step > 0 ? states : [...states].reverse(), kinetic };
}

interface Inputs {
  readonly position: number[];
  readonly momentum: number[];
  readonly mass: number[];
  readonly step: number;
}

const close = (a: number, b: number) =>
  expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(b)));

describe('trajectories of the compiled module', () => {
  it('are those of the plain leapfrog, forwards and backwards', () => {
    const step = fc.oneof(
      fc.double({ min: 0.01, max: 0.3, noNaN: true }),
      fc.double({ min: -0.3, max: -0.01, noNaN: true }),
    );
    fc.assert(
      fc.property(vector, vector, mass, step, (position, momentum, mass, step) => {
        const inputs = { position, momentum, mass, step };
        const [found, wanted] = [walk(inModule, inputs), walk(plain, inputs)];
        found.kinetic.forEach((energy, k) => close(energy, wanted.kinetic[k]));
        found.states.forEach((state, k) => {
          for (const key of ['position', 'momentum', 'gradient', 'momentumSum'] as const)
            state[key].forEach((value, i) => close(value, wanted.states[k][key][i]));
          close(state.logDensity, wanted.states[k].logDensity);
        });
      }),
    );
  });

  it('turn where the plain ones do', () => {
    let turned = 0;
    fc.assert(
      fc.property(vector, vector, vector, vector, mass, (p1, sum1, p2, sum2, mass) => {
        const answers = [inModule, plain].map((density) => {
          const [early, late] = statesIn(density);
          density.inverseMass.set(mass);
          return density.turning(fill(early, p1, sum1), fill(late, p2, sum2));
        });
        if (answers[1]) turned++;
        expect(answers[0]).toBe(answers[1]);
      }),
      { seed: 1, numRuns: 500 },
    );
    expect(turned).toBeGreaterThan(50);
    expect(turned).toBeLessThan(450);
  });

  it('turn where the velocity at an end points against the sum of momenta', () => {
    for (const density of [inModule, plain]) {
      density.inverseMass.fill(1);
      const [early, late] = statesIn(density);
      fill(early, [1, 0, 0], [1, 0, 0]);
      expect(density.turning(early, fill(late, [1, 0, 0], [2, 0, 0]))).toBe(false);
      expect(density.turning(early, fill(late, [-1, 0, 0], [2, 0, 0]))).toBe(true);
      expect(density.turning(early, fill(late, [0, 1, 0], [0.5, -3, 0]))).toBe(true);
      expect(density.turning(early, fill(late, [Number.NaN, 0, 0], [2, 0, 0]))).toBe(true);
    }
  });
});

function fill(state: State, momentum: number[], sum: number[]): State {
  state.momentum.set(momentum);
  state.momentumSum.set(sum);
  return state;
}
