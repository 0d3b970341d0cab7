/** `inf` is a number where the type of a datum says so, for bounds of censoring and truncation. */
import { describe, expect, test } from 'vitest';
import { lower } from '../../../sampler/compile/lower/lower.ts';
import { checkModel } from '../../../sampler/model/check-model.ts';
import { compiled, gradientAt } from '../compile/compiled.ts';
import { expectGradients } from '../compile/expect-gradients.ts';

function lowered(text: string) {
  const { program, data, diagnostics } = checkModel(text, 'model.bayes');
  const made = lower(program, data);
  return { ir: made.ir, found: [...diagnostics, ...made.diagnostics].filter((d) => d.severity === 'error') };
}

async function at(text: string, position: readonly number[]) {
  const { ir, found } = lowered(text);
  expect(found).toEqual([]);
  return gradientAt(await compiled(ir), position);
}

const data = (range: string, values = '[inf, 2, inf, -inf]') =>
  `dim row\ndata { y : real[row] = [0.1, 2, 3, -1]  hi : real[row] ${range} = ${values} }\n`;

describe('infinite values', () => {
  test('are data where the range ends with them, on that side', () => {
    const errors = (text: string) => lowered(text).found.map(({ code }) => code);
    expect(errors(data('in -inf..inf'))).toEqual([]);
    expect(errors(data('in 0..inf', '[inf, 2, 1, 0]'))).toEqual([]);
    for (const [range, values] of [
      ['', '[inf, 2, 1, 0]'],
      ['in 0..', '[inf, 2, 1, 0]'],
      ['in -inf..', '[inf, 2, 1, 0]'],
      ['in ..inf', '[-inf, 2, 1, 0]'],
      ['in 0..inf', '[-inf, 2, 1, 0]'],
    ])
      expect(errors(data(range, values))).not.toEqual([]);
  });

  test('are bounds of censoring that no value reaches', async () => {
    const head = 'param m ~ Normal(0, 1)\n';
    const own = `${data('in ..inf', '[inf, 2, inf, inf]')}${head}observe y ~ Censored(Normal(m, 1), upper = hi)\n`;
    const hand = `data { y : real[3] = [0.1, 3, -1] }\n${head}observe y ~ Normal(m, 1)\npotential tail = log_ccdf(Normal(m, 1), 2)\n`;
    for (const position of [[0.3], [-2.5]]) {
      const [a, b] = [await at(own, position), await at(hand, position)];
      expect(Math.abs(a.logDensity - b.logDensity)).toBeLessThanOrEqual(1e-12 * Math.abs(b.logDensity));
      expect(Math.abs(a.gradient[0] - b.gradient[0])).toBeLessThanOrEqual(1e-12 * Math.abs(b.gradient[0]));
    }
    await expectGradients(own);
  });

  test('are ends of ranges and of truncation that leave the distribution as it is', async () => {
    const plain = 'param m ~ Normal(0, 1)\nparam s ~ HalfNormal(1)\nparam a ~ Normal(m, s)\n';
    const open = `${plain.replace('Normal(m, s)', 'Truncated(Normal(m, s), -inf, inf)')}param b ~ Normal(m, 2) in -inf..inf\n`;
    const a = await at(open, [0.2, -0.4, 1.1, 0.7]);
    const b = await at(`${plain}param b ~ Normal(m, 2)\n`, [0.2, -0.4, 1.1, 0.7]);
    expect(a.logDensity).toBeCloseTo(b.logDensity, 12);
    expect([...a.gradient]).toEqual([...b.gradient].map((g) => expect.closeTo(g, 12)));
    await expectGradients(open);
  });

  test('a declaration of that name hides the constant', async () => {
    expect((await at('param inf ~ Normal(0, 1)\n', [0.5])).logDensity).toBeCloseTo(
      -0.5 * 0.25 - 0.5 * Math.log(2 * Math.PI),
      12,
    );
  });
});
