/** Two programs of one model: the same density, compiled and interpreted, and gradient. */
import { expect } from 'vitest';
import type { IrProgram } from '../../../grammar/ir.ts';
import { type Datum, type Dims, dataOf, irOf, logDensityAt } from '../lower/model.ts';
import { compiled, gradientAt } from './compiled.ts';

const dimensionOf = ({ arrays }: IrProgram): number =>
  arrays.reduce(
    (sum, { role, shape }) => (role === 'unconstrained' ? sum + shape.reduce((a, b) => a * b, 1) : sum),
    0,
  );

/** To 1e-12, the gradient to 1e-10. */
export async function expectSame(
  text: string,
  unrolled: string,
  dims: Dims,
  arrays: Readonly<Record<string, Datum>>,
) {
  const data = dataOf(dims, arrays);
  const [ir, other] = [irOf(text, data), irOf(unrolled, data)];
  const [one, two] = [await compiled(ir), await compiled(other)];
  const position = Array.from({ length: dimensionOf(ir) }, (_, i) => 0.1 + 0.7 * Math.sin(3 * i + 1));
  const [found, wanted] = [gradientAt(one, position), gradientAt(two, position)];
  const scale = Math.max(1, Math.abs(wanted.logDensity));
  expect(Math.abs(found.logDensity - wanted.logDensity) / scale).toBeLessThanOrEqual(1e-12);
  expect(Math.abs(logDensityAt(ir, position) - wanted.logDensity) / scale).toBeLessThanOrEqual(1e-12);
  found.gradient.forEach((g, i) => {
    const size = Math.max(1, Math.abs(wanted.gradient[i]));
    expect(Math.abs(g - wanted.gradient[i]) / size).toBeLessThanOrEqual(1e-10);
  });
}
