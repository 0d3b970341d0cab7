/**
 * The reach of approximate processes, against hand-computed bounds of Riutort-Mayol et al. (2023): with S half the range
 * of the points, c >= 4.1 ell / S (3.2 for `exp_quad`), at least 1.2, and m >= 2.65 c S / ell (1.75).
 */
import { expect, it } from 'vitest';
import { expandFormulas } from '../../../grammar/formula/expand-formulas.ts';
import { kernels } from '../../../grammar/formula/spectrum.ts';
import { parse } from '../../../grammar/syntax/parse.ts';
import { elementNames } from '../../../sampler/compile/element-names.ts';
import { lower } from '../../../sampler/compile/lower/lower.ts';
import { loadData } from '../../../sampler/data/load.ts';
import { processReasons } from '../../../sampler/diagnose/process-reach.ts';

/** Eleven points from 0 to 10: S = 5. */
const data = `dim row
data { x : real[row] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]  y : real[row] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10] }
`;

function told(model: string, draws: Readonly<Record<string, readonly number[]>>) {
  const written = parse(data + model).program;
  const loaded = loadData(written, {
    modelPath: 'model.bayes',
    readFile: () => ({ error: 'no files here' }),
  });
  const { program, diagnostics } = expandFormulas(written, loaded);
  expect(diagnostics).toEqual([]);
  const { ir, diagnostics: lowered } = lower(
    program,
    loadData(program, { modelPath: 'model.bayes', readFile: () => ({ error: 'no files here' }) }),
  );
  expect(lowered).toEqual([]);
  const names = ir.quantities.flatMap((quantity) =>
    quantity.kind === 'param' ? elementNames(quantity) : [],
  );
  const drawsPerChain = Object.values(draws)[0].length;
  const values = Float64Array.from({ length: drawsPerChain * names.length }, (_, i) => {
    const name = names[i % names.length];
    return draws[name]?.[Math.floor(i / names.length)] ?? 1;
  });
  return processReasons(program, ir, { names, chains: 1, drawsPerChain, values }, () => 4);
}

const process = (settings: string, ell = 'ell') => `param ell ~ InverseGamma(3, 3)
param f[row] ~ HSGP(x, 1, ${ell}${settings})
observe y ~ Normal(f, 1)`;
const around = (middle: number) => ({ ell: [0.98, 0.99, 1, 1.01, 1.02].map((one) => one * middle) });

it('says that functions are too few for short length scales', () => {
  // ell / S = 0.1: m = 2.65 * 1.5 / 0.1 = 39.75.
  const [reason, ...others] = told(process(''), around(0.5));
  expect(others).toEqual([]);
  expect(reason).toMatchObject({ code: 'process', line: 4, nextStep: 'Write `m = 40, c = 1.5` there' });
  expect(reason.message).toContain('`f` is not the process that it stands for: 20 functions are too few');
  expect(told(process(', m = 40'), around(0.5))).toEqual([]);
});

it('says that the boundary is too near for long ones', () => {
  // ell / S = 0.8: c = 3.28 and m = 2.65 * 3.3 / 0.8 = 10.9.
  const [reason] = told(process(', m = 8'), around(4));
  expect(reason.nextStep).toBe('Write `m = 11, c = 3.3` there');
  expect(reason.message).toContain('the boundary `c = 1.5` is too near');
  expect(told(process(', m = 11, c = 3.3'), around(4))).toEqual([]);
});

it('needs a boundary of 1.2 for any, and keeps more functions than are needed', () => {
  const [reason] = told(process(', m = 90, c = 1.1'), around(0.5));
  expect(reason.nextStep).toBe('Write `m = 90, c = 1.2` there');
});

it('knows the kernel, and length scales that are computed or stated', () => {
  // ell / S = 0.1 by exp_quad: m = 1.75 * 1.5 / 0.1 = 26.25.
  const own = (m: number) => process(`, kernel = exp_quad, m = ${m}, c = 3 / 2`, '2 * ell');
  expect(told(own(20), around(0.25))[0].nextStep).toBe('Write `m = 27, c = 1.5` there');
  expect(told(own(27), around(0.25))).toEqual([]);
  expect(told(process('', '0.5'), around(1))[0].nextStep).toBe('Write `m = 40, c = 1.5` there');
});

it('knows the processes of formulas', () => {
  const at = (text: string, ell: number) => told(`formula "y ~ ${text}"`, { ell_hsgp_x: around(ell).ell });
  const [reason] = at('hsgp(x, c = 1.5, m = 20)', 0.5);
  expect(reason).toMatchObject({ line: 4, nextStep: 'Write `m = 27, c = 1.5` there' });
  expect(reason.message).toContain('`hsgp(x)`');
  expect(at('hsgp(x, m = 27, c = 1.5)', 0.5)).toEqual([]);
  // ell / S = 0.6: c = 1.92.
  expect(at('hsgp(x, c = 1.5)', 3)[0].nextStep).toBe('Write `m = 20, c = 2` there');
  expect(at('hsgp(x, c = 2)', 3)).toEqual([]);
});

it('is content with what formulas have unless stated, from short length scales to data without a bend', () => {
  // The range is 10, so the prior is InverseGamma(3, 10). Without a bend it is cut off below 0.8 half ranges: quartiles of the rest.
  const withoutBend = [4, 4.83, 6.08, 8.55, 25];
  for (const kernel of kernels) {
    const at = (text: string, ell: readonly number[]) =>
      told(`formula "y ~ ${text}"`, { ell_hsgp_x: ell }).map(({ nextStep }) => nextStep);
    const short = kernel === 'exp_quad' ? 0.67 : 1.3;
    expect(at(`hsgp(x, kernel = ${kernel})`, withoutBend)).toEqual([]);
    expect(at(`hsgp(x, kernel = ${kernel})`, around(short).ell)).toEqual([]);
    expect(at(`hsgp(x, kernel = ${kernel}, c = 1.5)`, withoutBend)).toHaveLength(1);
    expect(at(`hsgp(x, kernel = ${kernel}, m = 8)`, around(5 * 0.25).ell)).toHaveLength(1);
  }
});

it('judges each level that has a length scale of its own, and each input', () => {
  const levels = `dim g
data { at : g[row] = ["A", "B", "A", "B", "A", "B", "A", "B", "A", "B", "A"] }
`;
  const [own, ...others] = told(
    `${levels}formula "y ~ hsgp(x, by = at, share_cov = False, m = 27, c = 1.5)"`,
    {
      'ell_hsgp_x_at[A]': around(2).ell,
      'ell_hsgp_x_at[B]': around(0.3).ell,
    },
  );
  expect(others).toEqual([]);
  expect(own.message).toContain('`hsgp(x, by = at)`');
  expect(own.nextStep).toBe('Write `m = 44, c = 1.5` there, of "B"');
  const two = `data { z : real[row] = [0, 9, 1, 8, 2, 7, 3, 6, 4, 5, 10] }
`;
  const [along, ...rest] = told(`${two}formula "y ~ hsgp(x, z, m = 20, c = 1.5)"`, {
    'ell_hsgp_x_z[x]': around(2).ell,
    'ell_hsgp_x_z[z]': around(0.5).ell,
  });
  expect(rest).toEqual([]);
  expect(along.nextStep).toBe('Write `m = 27, c = 1.5` there, along `z`');
  const table = `dim input = ["lon", "lat"]
data { X : real[row, input] = [[0, 0], [1, 9], [2, 1], [3, 8], [4, 2], [5, 7], [6, 3], [7, 6], [8, 4], [9, 5], [10, 10]] }
param ell[input] ~ InverseGamma(3, 3)
param f[row] ~ HSGP(X, 1, ell, kernel = exp_quad)
observe y ~ Normal(f, 1)`;
  const [second, ...none] = told(table, { 'ell[lon]': around(2).ell, 'ell[lat]': around(0.5).ell });
  expect(none).toEqual([]);
  expect(second.nextStep).toBe('Write `m = 27, c = 1.5` there, along input 2');
});

it('says nothing where a quarter of the draws or more is within reach, or without draws', () => {
  expect(told(process(''), { ell: [0.5, 0.5, 0.5, 0.5, 1.5, 1.5, 1.5] })).toEqual([]);
  expect(told(process(''), { ell: [] })).toEqual([]);
  expect(told('param ell ~ HalfNormal(1)', around(0.5))).toEqual([]);
});
