/** `observe y[i in row where C]`: the rows that are left out might as well not be in the data. */
import { describe, expect, test } from 'vitest';
import { lower } from '../../../sampler/compile/lower/lower.ts';
import { valueFault } from '../../../sampler/compile/value-checks.ts';
import { checkModel } from '../../../sampler/model/check-model.ts';
import { compiled, gradientAt } from './compiled.ts';
import { expectGradients } from './expect-gradients.ts';

function lowered(text: string, options = {}) {
  const { program, data, diagnostics } = checkModel(text, 'model.bayes');
  const made = lower(program, data, options);
  const found = [...diagnostics, ...made.diagnostics].filter(({ code }) => !code.startsWith('unused'));
  return { ir: made.ir, found };
}

const problems = (text: string) =>
  lowered(text).found.map(({ code, severity, message }) => [severity, code, message]);

async function densityOf(text: string, position: readonly number[]) {
  const { ir, found } = lowered(text);
  expect(found.filter(({ severity }) => severity === 'error')).toEqual([]);
  return gradientAt(await compiled(ir), position);
}

const model = (condition: string, data = 'y : real[row] = [1.5, -0.2, 3.1, 7]') => `dim row
data { ${data}  x : real[row] = [1, 2, 4, 5]  post : bool[row] = [false, true, false, true] }
param a ~ Normal(0, 1)
param s ~ HalfNormal(1)
observe y[i in row${condition}] ~ Normal(a * x[i], s)`;

describe('rows that a condition chooses', () => {
  test('have the density of the data that have these rows alone', async () => {
    const filtered = `dim row
data { y : real[row] = [1.5, 3.1]  x : real[row] = [1, 4] }
param a ~ Normal(0, 1)
param s ~ HalfNormal(1)
observe y ~ Normal(a * x, s)`;
    const wanted = await densityOf(filtered, [0.3, -0.4]);
    for (const condition of [
      ' where not post[i]',
      ' where x[i] == 1 or x[i] == 4',
      ' where i == 1 or i == 3',
    ]) {
      const found = await densityOf(model(condition), [0.3, -0.4]);
      expect(found.logDensity).toBeCloseTo(wanted.logDensity, 12);
      for (const [i, g] of found.gradient.entries()) expect(g).toBeCloseTo(wanted.gradient[i], 12);
    }
  });

  test('may be chosen by an integer, of which 0 is false', async () => {
    const marked = (condition: string) =>
      model(condition).replace(
        'post : bool[row] = [false, true, false, true]',
        'post : int[row] = [0, 1, 0, 2]',
      );
    for (const condition of [
      'post[i]',
      'not post[i]',
      'not not post[i]',
      'post[i] and true',
      'post[i] or false',
      'i > 1 and post[i - 1]',
      'if post[i] then 1 else 0',
    ]) {
      const found = await densityOf(marked(` where ${condition}`), [0.3, -0.4]);
      const wanted = await densityOf(model(` where ${condition}`), [0.3, -0.4]);
      expect(found.logDensity).toBe(wanted.logDensity);
    }
    const counted = (values: string, text: string) =>
      `dim row\ndata { g : int[row] = ${values} }\nparam m ~ Normal(0, 1)\nobserve (m) ~ Normal(${text}, 1)`;
    for (const text of [
      'sum(i > 1 and g[i - 1] for i in row)',
      'sum(i == 1 or g[i - 1] for i in row)',
      'sum(not g)',
      'sum(g and g)',
      'sum(if g[i] then 1 else 0 for i in row)',
    ]) {
      const found = await densityOf(counted('[2, 0, -1, 0]', text), [0.3]);
      expect(found.logDensity).toBe((await densityOf(counted('[1, 0, 1, 0]', text), [0.3])).logDensity);
    }
  });

  test('all of them are the statement without the condition', async () => {
    const all = await densityOf(model(''), [0.3, -0.4]);
    expect((await densityOf(model(' where x[i] > 0'), [0.3, -0.4])).logDensity).toBe(all.logDensity);
  });

  test('have gradients that agree with differences and with the interpreter', async () => {
    await expectGradients(model(' where not post[i]'));
    await expectGradients(
      `${model(' where post[i]')}\nobserve y[i in row where not post[i]] ~ StudentT(4, a, s)`,
    );
  });

  test('are chosen over several indices, ranges and vectors', async () => {
    const table = `dim site = 2
dim visit = 3
data { n : int[site, visit] = [[1, 2, 3], [4, 5, 6]] }
param r[site] ~ Gamma(2, 1)
observe n[i in site, v in 2..3 where i == 1 or v == 3] ~ Poisson(r[i] * v)`;
    const { ir } = lowered(table);
    expect(ir.observations.map(({ shape, kept, dims }) => [shape, kept, dims[0].labels])).toEqual([
      [[3], { axes: 2, places: [1, 2, 5] }, ['1,2', '1,3', '2,3']],
    ]);
    const byHand = table.replace(
      /observe.*/,
      'observe n[i in site, v in 2..3] ~ Poisson(r[i] * v) weight (if i == 1 or v == 3 then 1 else 0)',
    );
    const [found, wanted] = [await densityOf(table, [0.2, 0.1]), await densityOf(byHand, [0.2, 0.1])];
    expect(found.logDensity).toBeCloseTo(wanted.logDensity, 12);
    await expectGradients(`dim row = 3
data { y : real[row, 2] = [[1, 2], [0, 1], [-1, 3]] }
param m[2] ~ Normal(0, 1)
observe y[i in row where i != 2] ~ MvNormal(m, cov = [[1, 0.3], [0.3, 2]])`);
  });

  test('a missing value of a row that is left out is no unknown', async () => {
    const holes = model(' where not post[i]', 'y : real?[row] = [1.5, "NA", 3.1, "NA"]');
    const { ir, found } = lowered(holes);
    expect(found).toEqual([]);
    expect(ir.quantities.map(({ name }) => name)).toEqual(['a', 's']);
    const full = await densityOf(model(' where not post[i]'), [0.3, -0.4]);
    expect((await densityOf(holes, [0.3, -0.4])).logDensity).toBe(full.logDensity);
  });

  test('a missing value of a row that is kept is one, and so is one that is used elsewhere', () => {
    const kept = lowered(model(' where x[i] < 3', 'y : real?[row] = [1.5, "NA", 3.1, "NA"]'));
    expect(kept.ir.quantities.find(({ name }) => name === 'y_missing')?.dims[0].labels).toEqual(['2']);
    const used = model(' where not post[i]', 'y : real?[row] = [1.5, "NA", 3.1, 7]');
    const { ir } = lowered(`${used}\ndeterministic last = y[2]`);
    expect(ir.quantities.find(({ name }) => name === 'y_missing')?.dims[0].labels).toEqual(['2']);
  });

  test('a value under two conditions is a warning with its element', () => {
    const again = (condition: string) =>
      `${model(' where x[i] < 5')}\nobserve y[i in row where ${condition}] ~ Normal(a, s)`;
    expect(problems(again('x[i] >= 5'))).toEqual([]);
    expect(problems(again('x[i] >= 4'))).toEqual([
      ['warning', 'observed-twice', expect.stringContaining('`y[3]` is observed twice')],
    ]);
    expect(problems(again('x[i] >= 2'))[0][2]).toContain('`y[2]` and 1 more are observed twice');
    expect(problems(`${model(' where post[i]')}\nobserve y ~ Normal(a, s)`)[0][1]).toBe('observed-twice');
  });

  test('a condition that holds for no row is a warning', () => {
    const { program, data } = checkModel(model(' where x[i] < 0'), 'model.bayes');
    expect(lower(program, data).diagnostics).toEqual([
      expect.objectContaining({
        code: 'unused-data',
        severity: 'warning',
        message: expect.stringContaining('none of 4 rows is observed'),
      }),
    ]);
  });

  test('a condition on unknowns, of no truth value or that reads outside is an error', () => {
    expect(problems(model(' where a > 0'))[0]).toEqual([
      'error',
      'needs-data',
      expect.stringContaining('`a > 0` depends on a parameter'),
    ]);
    expect(problems(model(' where post'))[0][2]).toContain('take the element at the index');
    expect(problems(model(' where x[i]'))[0][2]).toContain('compare it with a number');
    expect(problems(model(' where post[i + 1]'))[0].slice(0, 2)).toEqual(['error', 'index-range']);
    const missing = model(' where y[i] > 0', 'y : real?[row] = [1.5, "NA", 3.1, 7]');
    expect(problems(missing)[0].slice(0, 2)).toEqual(['error', 'needs-data']);
  });

  test('rows that are left out may lie outside the support', async () => {
    const text = model(' where y[i] > 0').replace('Normal(a * x[i], s)', 'LogNormal(a, s)');
    expect(Number.isFinite((await densityOf(text, [0.3, -0.4])).logDensity)).toBe(true);
  });

  test('are named by their place in the data where a value is not of its kind, or a weight is not from 0 on', () => {
    const weights = model(' where x[i] >= 4').replace(', s)', ', s) weight x[i] - 4.5');
    expect(problems(weights)[0][2]).toContain('expected weights from 0 on, found -0.5 in i 3');
    const text = `dim row, v = 2
data { n : int[row, v] = [[1, 2], [3, 4], [2, 0]]  post : bool[row] = [false, true, true] }
param p[row] ~ Beta(1, 1)
param q[row] ~ Beta(1, 1)
observe n[i in row where post[i]] ~ Multinomial(sum(n[i]), [p[i], q[i]])`;
    const { ir, found } = lowered(text, { kindsKnown: new Set() });
    expect(found.filter(({ severity }) => severity === 'error')).toEqual([]);
    const [check] = ir.checks ?? [];
    const fault = valueFault(check, 0, [0.5, 0.5, 0.5, 0.6]);
    expect(fault?.words).toContain('(i = 3)');
  });
});
