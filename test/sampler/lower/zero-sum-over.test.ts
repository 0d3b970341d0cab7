/** `ZeroSumNormal(sigma, over = …)`: density, transform and gradient against numpy, the interpreter and differences. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from '../../../grammar/syntax/parse.ts';
import { interpret } from '../../../sampler/compile/interpreter/index.ts';
import { lower } from '../../../sampler/compile/lower/lower.ts';
import { transformOfSuffix } from '../../../sampler/compile/transforms/inverse.ts';
import { loadData } from '../../../sampler/data/load.ts';
import { compiled, gradientAt } from '../compile/compiled.ts';
import { priorOf, rowOf } from '../predict/models.ts';
import { quantitiesAt } from './model.ts';

interface Golden {
  readonly shape: readonly number[];
  readonly over: readonly number[];
  readonly sigma_axis: number | null;
  readonly sigma: readonly number[];
  readonly free: number;
  readonly x: readonly number[];
  readonly log_density: number;
  readonly sd: readonly number[];
}

const cases: readonly Golden[] = JSON.parse(
  readFileSync(new URL('../../golden/zero-sum.json', import.meta.url), 'utf8'),
);

const DIMS = ['g', 'f', 'h'];

function modelOf({ shape, over, sigma_axis, sigma }: Golden, order: 'as written' | 'reversed'): string {
  const axes = shape.map((size, k) => `dim ${DIMS[k]} = ${size}`);
  const named = over.map((axis) => DIMS[axis]);
  const listed = order === 'reversed' ? [...named].reverse() : named;
  const written = listed.length === 1 ? listed[0] : `(${listed.join(', ')})`;
  const s =
    sigma_axis === null
      ? `data { s : real = ${sigma[0]} }`
      : `data { s : real[${DIMS[sigma_axis]}] = [${sigma.join(', ')}] }`;
  const dims = shape.map((_, k) => DIMS[k]);
  return [...axes, s, `param x[${dims.join(', ')}] ~ ZeroSumNormal(s, over = ${written})`].join('\n');
}

function lowered(text: string) {
  const { program, diagnostics } = parse(text);
  const data = loadData(program, { modelPath: 'model.bayes', readFile: () => ({ error: 'no files here' }) });
  const { ir, diagnostics: more } = lower(program, data);
  expect([...diagnostics, ...data.diagnostics, ...more].map(({ message }) => message)).toEqual([]);
  return ir;
}

const named = cases.flatMap((one) =>
  (['as written', 'reversed'] as const).map(
    (order) => [`[${one.shape}] over ${one.over}, ${order}`, one, order] as const,
  ),
);

describe.each(named)('%s', (_, golden, order) => {
  const ir = () => lowered(modelOf(golden, order));

  it('has the density of normals in the subspace, and is an isometry onto it', async () => {
    const program = ir();
    expect(program.dimension).toBe(golden.free);
    const prefix = program.unconstrainedNames[0].replace(/^x__|\[.*$/g, '');
    const transform = transformOfSuffix(prefix);
    const lead = golden.shape.length - transform.eventDims;
    const event = golden.shape.slice(lead);
    const size = event.reduce((a, b) => a * b, 1);
    const position = golden.x.flatMap((__, i) =>
      i % size === 0 ? [...transform.unconstrain(Float64Array.from(golden.x.slice(i, i + size)), event)] : [],
    );
    const { x } = quantitiesAt(program, position);
    expect(x).toEqual(golden.x.map((v) => expect.closeTo(v, 12)));
    const square = (of: readonly number[]) => of.reduce((sum, v) => sum + v * v, 0);
    expect(square(position)).toBeCloseTo(square(golden.x), 12);
    const { logDensity, gradient } = gradientAt(await compiled(program), position);
    expect(logDensity).toBeCloseTo(golden.log_density, 10);
    const reference = interpret(program, Float64Array.from(position));
    expect(reference.logDensity).toBeCloseTo(golden.log_density, 10);
    expect([...gradient]).toEqual([...reference.gradient].map((v) => expect.closeTo(v, 10)));
  });

  it('has the standard deviations of the projection when drawn, and sums of zero', async () => {
    const count = 4000;
    const { quantities } = await priorOf(`${modelOf(golden, order)}\n`, count);
    golden.sd.forEach((sd, i) => {
      const at = golden.shape.map((size, k) => {
        const inner = golden.shape.slice(k + 1).reduce((a, b) => a * b, 1);
        return 1 + (Math.floor(i / inner) % size);
      });
      const row = rowOf(quantities, `x[${at.join(',')}]`);
      expect(Math.abs(row.mean)).toBeLessThan((5 * sd) / Math.sqrt(count));
      expect(Math.abs(row.sd / sd - 1)).toBeLessThan(5 / Math.sqrt(2 * count));
    });
  });
});
