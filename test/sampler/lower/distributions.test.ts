/** Every distribution of the table, lowered with its arguments as data, against the golden log densities. */
import { describe, expect, it } from 'vitest';
import { interpretGenerated } from '../../../sampler/compile/interpreter/index.ts';
import type { Value } from '../../../sampler/distributions/evaluate-expression.ts';
import { type GoldenArgs, golden, isNear, show } from '../../grammar/distributions/golden.ts';
import { type Datum, dataOf, irOf } from './model.ts';

const tolerance = 1e-9;

function shapeOf(value: Value): number[] {
  return Array.isArray(value) ? [value.length, ...(value.length > 0 ? shapeOf(value[0]) : [])] : [];
}

function flatten(value: Value): number[] {
  if (Array.isArray(value)) return value.flatMap(flatten);
  return [typeof value === 'number' ? value : Number(String(value).replace('inf', 'Infinity'))];
}

/** Log-likelihoods of all x at once: one loop over `obs`. */
function densities(name: string, args: GoldenArgs, xs: readonly Value[]): Float64Array {
  const arrays: Record<string, Datum> = {};
  const texts = Object.entries(args).map(([key, value]) => {
    if (typeof value === 'object' && !Array.isArray(value) && value !== null && 'name' in value) {
      const inner = value as unknown as { name: string; args: number[] };
      return `${key} = ${inner.name}(${inner.args.join(', ')})`;
    }
    arrays[`arg_${key}`] = { values: flatten(value), dims: shapeOf(value) };
    return `${key} = arg_${key}`;
  });
  arrays.x = { values: xs.flatMap(flatten), dims: ['obs', ...shapeOf(xs[0])] };
  const declared = Object.entries(arrays).map(
    ([key, datum]) => `${key} : real${(datum.dims ?? []).length > 0 ? `[${datum.dims?.join(', ')}]` : ''}`,
  );
  const text = `dim obs  data { ${declared.join('  ')} }  observe (x) ~ ${name}(${texts.join(', ')})`;
  const ir = irOf(text, dataOf({ obs: xs.length }, arrays));
  const [observation] = ir.observations;
  expect(observation.shape).toEqual([xs.length]);
  return interpretGenerated(ir, new Float64Array()).get(observation.logLikelihood) ?? new Float64Array();
}

function check(
  name: string,
  args: GoldenArgs,
  xs: readonly Value[],
  expected: readonly (number | string)[],
): void {
  const found = densities(name, args, xs);
  expected.forEach((value, i) => {
    const golden = value as Parameters<typeof isNear>[1];
    expect(isNear(found[i], golden, tolerance), `${show(args, xs[i])}: ${found[i]}, expected ${value}`).toBe(
      true,
    );
  });
}

describe('scalar distributions', () => {
  it.each(Object.entries(golden.scalar))('%s', (name, { cases }) => {
    for (const c of cases) check(name, c.args, c.x, c.logDensity);
  });
});

describe('other forms of the arguments', () => {
  it.each(golden.alternatives.map((c) => [c.name, show(c.args), c] as const))('%s with %s', (name, _, c) => {
    check(name, c.args, c.x, c.logDensity);
  });
});

describe('vectors and matrices', () => {
  it.each(Object.entries(golden.multivariate))('%s', (name, cases) => {
    for (const { args, x, logDensity } of cases) {
      // Counts that do not add up have no density, and as data they are refused.
      const isRefused = (i: number) => name.endsWith('Multinomial') && logDensity[i] === '-inf';
      const accepted = [...x.keys()].filter((i) => !isRefused(i));
      check(
        name,
        args,
        accepted.map((i) => x[i]),
        accepted.map((i) => logDensity[i]),
      );
      for (const value of x.filter((_, i) => isRefused(i)))
        expect(() => densities(name, args, [value])).toThrow(/is the sum of the counts/);
    }
  });
});
