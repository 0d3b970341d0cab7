/** `observe … weight w`: rows that count several times are rows written several times. */
import { describe, expect, test } from 'vitest';
import { lower } from '../../../sampler/compile/lower/lower.ts';
import { checkModel } from '../../../sampler/model/check-model.ts';
import { compiled, gradientAt } from './compiled.ts';
import { expectGradients } from './expect-gradients.ts';

function lowered(text: string) {
  const { program, data, diagnostics } = checkModel(text, 'model.bayes');
  const made = lower(program, data);
  return { ir: made.ir, found: [...diagnostics, ...made.diagnostics].filter((d) => d.severity === 'error') };
}

async function densityOf(text: string, position: readonly number[]) {
  const { ir, found } = lowered(text);
  expect(found).toEqual([]);
  return gradientAt(await compiled(ir), position);
}

const weighted = (w: string, end = 'weight w') => `dim row
data { y : real[row] = [1.5, -0.2, 3.1]  x : real[row] = [1, 2, 4]  w : real[row] = ${w} }
param a ~ Normal(0, 1)
param s ~ HalfNormal(1)
observe y ~ Normal(a * x, s) ${end}`;

describe('weights of rows', () => {
  test('are counts: each row as often as its weight says', async () => {
    const written = weighted('[1, 1, 1]', '')
      .replace('[1.5, -0.2, 3.1]', '[1.5, 1.5, 1.5, 3.1, 3.1]')
      .replace('[1, 2, 4]', '[1, 1, 1, 4, 4]')
      .replace('[1, 1, 1]', '[1, 1, 1, 1, 1]');
    const once = await densityOf(written, [0.3, -0.4]);
    const often = await densityOf(weighted('[3, 0, 2]'), [0.3, -0.4]);
    expect(often.logDensity).toBeCloseTo(once.logDensity, 10);
    for (const [i, g] of often.gradient.entries()) expect(g).toBeCloseTo(once.gradient[i], 10);
    const byRow = weighted('[3, 0, 2]').replace(
      /observe.*/,
      'observe y[i in row] ~ Normal(a * x[i], s) weight w[i]',
    );
    expect((await densityOf(byRow, [0.3, -0.4])).logDensity).toBeCloseTo(once.logDensity, 10);
  });

  test('have gradients that agree with differences and with the interpreter', async () => {
    await expectGradients(weighted('[0.5, 2.25, 0]'));
  });

  test('one number weighs all rows alike', async () => {
    const half = await densityOf(weighted('[1, 1, 1]', 'weight 0.5'), [0.3, -0.4]);
    const each = await densityOf(weighted('[0.5, 0.5, 0.5]'), [0.3, -0.4]);
    expect(half.logDensity).toBeCloseTo(each.logDensity, 12);
  });

  test('a row of weight 0 adds nothing where its density is 0', async () => {
    const text = `data { y : real[2] = [0.5, 7]  w : int[2] = [1, 0] }
param a ~ HalfNormal(1)
observe y ~ Uniform(0, 1 + a) weight w`;
    expect((await densityOf(text, [0])).logDensity).toBeGreaterThan(-10);
  });

  test('a weight that is negative or missing is an error with its row', () => {
    expect(lowered(weighted('[1, -2, 1]')).found.map((d) => [d.code, d.message])).toEqual([
      ['support-mismatch', expect.stringContaining('found -2 in row 2')],
    ]);
    const byRow = weighted('[1, 1, -3]').replace(
      /observe.*/,
      'observe y[i in 2..3] ~ Normal(a, s) weight w[i]',
    );
    expect(lowered(byRow).found[0].message).toContain('found -3 in i 3');
  });

  test('a datum with missing values takes no weights', () => {
    const text = weighted('[1, 1, 1]').replace('y : real[row] = [1.5, -0.2', 'y : real?[row] = [1.5, NA');
    const holes = text.replace('NA', '"NA"');
    expect(lowered(holes).found.map(({ code }) => code)).toEqual(['unsupported']);
  });
});
