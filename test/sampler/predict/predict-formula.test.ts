/** Predictions of a formula at new rows and new groups: the model written out by hand, with made-up draws. */
import { describe, expect, test } from 'vitest';
import { expectMean, folderWith, rowOf, runWith } from './models.ts';
import { file, N, ok, run } from './new-rows.ts';

const text = `dim row, treat, site
data from "old.csv" {
  y : real[row]
  x : real[row]
  t : treat[row] = column("treat")
  s : site[row] = column("site")
}
formula "y ~ x + t + (1 + x | s)"
`;
/** x has mean 3; half the rows are "b". */
const folder = folderWith({ 'old.csv': 'x,y,treat,site\n1,2,a,A\n2,3,b,B\n3,5,b,A\n6,4,a,B\n' });
const draws = {
  Intercept_centred: 10,
  'b[x]': 2,
  'b[t[b]]': 4,
  'sd_s[Intercept]': 0.5,
  'sd_s[x]': 0.3,
  'L_s[Intercept,Intercept]': 1,
  'L_s[Intercept,x]': 0,
  'L_s[x,Intercept]': 0.6,
  'L_s[x,x]': 0.8,
  'z_s[A,Intercept]': 1,
  'z_s[A,x]': 0,
  'z_s[B,Intercept]': 0,
  'z_s[B,x]': 1,
  sigma: 0.1,
};
const fitted = runWith(
  text,
  Object.fromEntries(Object.entries(draws).map(([name, value]) => [name, Array<number>(N).fill(value)])),
  folder,
);

describe('predictions of a formula', () => {
  test('one new row of a group of the fit, centred as the fit was', async () => {
    const { quantities } = await ok(fitted, file(folder, 'x,treat,site\n5,b,A\n'));
    const row = rowOf(quantities, 'y[1]');
    expectMean(row.mean, 10 + 2 * (5 - 3) + 4 * (1 - 0.5) + 0.5 + 0.3 * 0.6 * 5, 0.1, N);
    expect(row.sd).toBeCloseTo(0.1, 2);
  });

  test('a new group, with both effects of it and their correlation', async () => {
    const { quantities } = await ok(fitted, file(folder, 'x,treat,site\n5,b,Z\n5,a,B\n'));
    const variance = 0.1 ** 2 + 0.5 ** 2 + (5 * 0.3) ** 2 + 2 * 5 * 0.6 * 0.5 * 0.3;
    const row = rowOf(quantities, 'y[1]');
    expectMean(row.mean, 10 + 4 + 2, Math.sqrt(variance), N);
    expect(row.sd / Math.sqrt(variance)).toBeCloseTo(1, 1);
    expectMean(rowOf(quantities, 'y[2]').mean, 10 + 4 - 2 + 0.3 * 0.8 * 5, 0.1, N);
  });

  test('a new level of a factor has no effect, and is refused with its row', async () => {
    const result = await run(fitted, file(folder, 'x,treat,site\n5,b,A\n5,c,A\n'));
    const start = text.indexOf('+ t +') + 2;
    expect(result).toMatchObject({
      kind: 'invalid',
      diagnostics: [
        {
          code: 'predict-label',
          message: expect.stringMatching(
            /^no prediction for "c", a label of `treat` that the fit has not seen: `t` is a factor of the formula/,
          ),
          span: { start, end: start + 1 },
          related: [expect.objectContaining({ message: '`t` in row 2 is "c"' })],
        },
      ],
    });
  });
});

describe('predictions of terms of another parameter and of pairs of groups', () => {
  const pairs = `dim row, treat, site
data from "old.csv" {
  y : real[row]
  x : real[row]
  t : treat[row] = column("treat")
  s : site[row] = column("site")
}
formula "y ~ 1 + (1 | t:s)" family Normal sigma ~ x
`;
  const own = runWith(
    pairs,
    Object.fromEntries(
      Object.entries({
        Intercept: 10,
        'sd_t_s[Intercept]': 2,
        'r_t_s[a,A,Intercept]': 3,
        'r_t_s[a,B,Intercept]': 0,
        'r_t_s[b,A,Intercept]': 0,
        'r_t_s[b,B,Intercept]': 1,
        sigma_Intercept_centred: -1,
        'sigma_b[x]': 0.5,
      }).map(([name, value]) => [name, Array<number>(N).fill(value)]),
    ),
    folder,
  );

  test('a known pair, with the spread at the new row centred as the fit was', async () => {
    const { quantities } = await ok(own, file(folder, 'x,treat,site\n5,a,A\n'));
    const row = rowOf(quantities, 'y[1]');
    const sd = Math.exp(-1 + 0.5 * (5 - 3));
    expectMean(row.mean, 13, sd, N);
    expect(row.sd / sd).toBeCloseTo(1, 1);
  });

  test('a pair with a new group is drawn', async () => {
    const { quantities } = await ok(own, file(folder, 'x,treat,site\n5,a,Z\n5,new,A\n'));
    for (const name of ['y[1]', 'y[2]']) {
      const row = rowOf(quantities, name);
      expectMean(row.mean, 10, Math.sqrt(5), N);
      expect(row.sd / Math.sqrt(5)).toBeCloseTo(1, 1);
    }
  });
});

describe('predictions of a monotonic effect', () => {
  const ordered = `dim row, grade = ["low", "mid", "high"]
data from "old.csv" {
  y : real[row]
  n : int[row]
  g : grade[row] = column("grade")
}
formula "y ~ mo(g) + mo(n)"
`;
  /** The mean of g is 1 step, that of n 1.5 steps above 2. */
  const own = folderWith({ 'old.csv': 'n,y,grade\n2,2,low\n3,3,mid\n4,5,high\n5,4,mid\n' });
  const monotonic = runWith(
    ordered,
    Object.fromEntries(
      Object.entries({
        Intercept_centred: 10,
        'b[mo(g)]': 3,
        'b[mo(n)]': -1,
        'simo_g[mid]': 0.9,
        'simo_g[high]': 0.1,
        'simo_n[3]': 0.5,
        'simo_n[4]': 0.2,
        'simo_n[5]': 0.3,
        sigma: 0.1,
      }).map(([name, value]) => [name, Array<number>(N).fill(value)]),
    ),
    own,
  );
  const least = 10 - 3 * 1 + 1.5;

  test('the steps are those of the fit, whichever levels the new rows have', async () => {
    const { quantities } = await ok(monotonic, file(own, 'n,grade\n4,mid\n5,high\n4,high\n3,low\n'));
    const means = [
      least + 3 * 2 * 0.9 - 3 * 0.7,
      least + 3 * 2 - 3,
      least + 3 * 2 - 3 * 0.7,
      least - 3 * 0.5,
    ];
    means.forEach((mean, i) => {
      expectMean(rowOf(quantities, `y[${i + 1}]`).mean, mean, 0.1, N);
    });
  });

  test('a new level is refused; a number beyond those of the fit has the effect of the nearest', async () => {
    expect(await run(monotonic, file(own, 'n,grade\n4,top\n'))).toMatchObject({
      kind: 'invalid',
      diagnostics: [{ code: 'predict-label', message: expect.stringMatching(/^no prediction for "top"/) }],
    });
    const { quantities } = await ok(monotonic, file(own, 'n,grade\n9,low\n0,low\n'));
    expectMean(rowOf(quantities, 'y[1]').mean, least - 3, 0.1, N);
    expectMean(rowOf(quantities, 'y[2]').mean, least, 0.1, N);
  });
});

test('the spread of one new row is not asked for where that of the fit is used', async () => {
  const scaled = `dim row
data from "old.csv" { y : real[row]  x : real[row] }
param b ~ Normal(0, 2.5 * sd(y) / sd(x))
observe y ~ Normal(b * (x - mean(x)) / sd(x), 1)
`;
  const own = folderWith({ 'old.csv': 'x,y\n1,2\n2,3\n3,5\n' });
  const { quantities } = await ok(runWith(scaled, { b: Array(N).fill(3) }, own), file(own, 'x\n4\n'));
  // Mean 2 and sd 1 of 1, 2, 3.
  expectMean(rowOf(quantities, 'y[1]').mean, 6, 1, N);
});
