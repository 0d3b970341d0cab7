/** Predictions of `HSGP` at new points: the sum of sines by hand, with made-up draws. */
import { expect, test } from 'vitest';
import { expectMean, folderWith, rowOf, runWith } from './models.ts';
import { file, N, ok } from './new-rows.ts';

/** Points from 1 to 6, so that the middle is 3.5, half the range 2.5, and the boundary at 5. */
const folder = folderWith({ 'old.csv': 'x,y\n1,2\n2,3\n3,5\n6,4\n' });
const text = `dim row
data from "old.csv" { y : real[row]  x : real[row] }
param eta ~ HalfNormal(2)
param ell ~ InverseGamma(3, 5)
param f[row] ~ HSGP(x, eta, ell, kernel = matern32, m = 2, c = 2)
observe y ~ Normal(f, 0.1)
`;
const draws = { eta: 1.5, ell: 2, 'f_weights[1]': 2, 'f_weights[2]': -1 };

test('an approximate process has the middle and the boundary of the fit', async () => {
  const run = runWith(
    text,
    Object.fromEntries(Object.entries(draws).map(([name, value]) => [name, Array<number>(N).fill(value)])),
    folder,
  );
  const { quantities } = await ok(run, file(folder, 'x\n3\n7.5\n'));
  for (const [i, at] of [3, 7.5].entries()) {
    const f = [2, -1].map((weight, j) => {
      const frequency = ((j + 1) * Math.PI) / 10;
      // Matérn 3/2: 4 (3 / ell^2)^(3/2) / (3 / ell^2 + w^2)^2.
      const density = (1.5 ** 2 * 4 * (3 / 4) ** 1.5) / (3 / 4 + frequency ** 2) ** 2;
      return (weight * Math.sqrt(density) * Math.sin(frequency * (at - 3.5 + 5))) / Math.sqrt(5);
    });
    const row = rowOf(quantities, `y[${i + 1}]`);
    expectMean(row.mean, f[0] + f[1], 0.1, N);
    expect(row.sd).toBeCloseTo(0.1, 2);
  }
});
