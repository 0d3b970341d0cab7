/** Predictions of a formula at new rows and new groups: the model written out by hand, with made-up draws. */
import { describe, expect, test } from 'vitest';
import { splineBasis } from '../../../grammar/formula/spline-basis.ts';
import polynomials from '../../golden/smooths.json' with { type: 'json' };
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

describe('predictions of curves', () => {
  const x = [1, 2, 4, 5, 7];
  const curves = folderWith({
    'old.csv': `x,y\n${x.map((at, i) => `${at},${[2, 3, 5, 4, 1][i]}`).join('\n')}\n`,
  });
  const made = (terms: string, draws: Readonly<Record<string, number>>) =>
    runWith(
      `dim row\ndata from "old.csv" { y : real[row]  x : real[row] }\nformula "y ~ ${terms}"\n`,
      Object.fromEntries(
        Object.entries({ sigma: 0.1, ...draws }).map(([name, value]) => [name, Array<number>(N).fill(value)]),
      ),
      curves,
    );
  const rows = file(curves, 'x\n3\n9\n');

  test('a spline has the knots of the fit, and goes on straight beyond them', async () => {
    const { knots, cubes, lines, centre } = splineBasis(x, 4);
    const run = made('s(x, k = 4)', {
      Intercept_centred: 10,
      'b[s(x)]': 2,
      sds_x: 1,
      's_x[1]': 3,
      's_x[2]': -2,
    });
    const { quantities } = await ok(run, rows);
    for (const [i, at] of [3, 9].entries()) {
      const bend = [3, -2].map((s, j) => {
        const { level, slope } = lines[j];
        const curve = knots.reduce((sum, knot, k) => sum + cubes[j][k] * Math.max(at - knot, 0) ** 3, 0);
        return s * (level + slope * (at - centre) + curve);
      });
      expectMean(rowOf(quantities, `y[${i + 1}]`).mean, 10 + 2 * (at - 3.8) + bend[0] + bend[1], 0.1, N);
    }
  });

  test('an approximate process has the middle and the boundary of the fit', async () => {
    const run = made('hsgp(x, m = 2, c = 2)', {
      Intercept: 10,
      sd_hsgp_x: 1.5,
      ell_hsgp_x: 2,
      'z_hsgp_x[1]': 2,
      'z_hsgp_x[2]': -1,
    });
    const { quantities } = await ok(run, rows);
    for (const [i, at] of [3, 9].entries()) {
      const f = [2, -1].map((z, j) => {
        const frequency = ((j + 1) * Math.PI) / 12;
        const density = 1.5 ** 2 * Math.sqrt(2 * Math.PI) * 2 * Math.exp(-((frequency * 2) ** 2) / 2);
        return (z * Math.sqrt(density) * Math.sin(frequency * (at - 4 + 6))) / Math.sqrt(6);
      });
      expectMean(rowOf(quantities, `y[${i + 1}]`).mean, 10 + f[0] + f[1], 0.1, N);
    }
  });

  test('an approximate process has no value beyond its boundary, where sines would repeat it', async () => {
    const run = made('hsgp(x, m = 2, c = 2)', {
      Intercept: 10,
      sd_hsgp_x: 1.5,
      ell_hsgp_x: 2,
      'z_hsgp_x[1]': 2,
      'z_hsgp_x[2]': -1,
    });
    const { quantities } = await ok(run, file(curves, 'x\n3\n40\n-20\n'));
    expect(['y[1]', 'y[2]', 'y[3]'].map((name) => Number.isNaN(rowOf(quantities, name).mean))).toEqual([
      false,
      true,
      true,
    ]);
  });

  test('the curve of a level is that of the fit, and that of a new level is drawn', async () => {
    const own = folderWith({ 'old.csv': 'x,y,g\n1,2,A\n2,3,B\n4,5,A\n5,4,B\n7,1,A\n' });
    const run = runWith(
      'dim row, g\ndata from "old.csv" { y : real[row]  x : real[row]  at : g[row] = column("g") }\nformula "y ~ hsgp(x, by = at, m = 2, c = 2)"\n',
      Object.fromEntries(
        Object.entries({
          Intercept: 10,
          sd_hsgp_x_at: 1.5,
          ell_hsgp_x_at: 2,
          'z_hsgp_x_at[A,1]': 2,
          'z_hsgp_x_at[A,2]': -1,
          'z_hsgp_x_at[B,1]': 0.5,
          'z_hsgp_x_at[B,2]': 1,
          sigma: 0.1,
        }).map(([name, value]) => [name, Array<number>(N).fill(value)]),
      ),
      own,
    );
    const parts = [1, 2].map((j) => {
      const frequency = (j * Math.PI) / 12;
      const density = 1.5 ** 2 * Math.sqrt(2 * Math.PI) * 2 * Math.exp(-((frequency * 2) ** 2) / 2);
      return (Math.sqrt(density) * Math.sin(frequency * (3 - 4 + 6))) / Math.sqrt(6);
    });
    const { quantities } = await ok(run, file(own, 'x,g\n3,A\n3,B\n3,Z\n'));
    expectMean(rowOf(quantities, 'y[1]').mean, 10 + 2 * parts[0] - parts[1], 0.1, N);
    expectMean(rowOf(quantities, 'y[2]').mean, 10 + 0.5 * parts[0] + parts[1], 0.1, N);
    const sd = Math.hypot(...parts, 0.1);
    expectMean(rowOf(quantities, 'y[3]').mean, 10, sd, N);
    expect(rowOf(quantities, 'y[3]').sd / sd).toBeCloseTo(1, 1);
  });

  test('polynomials are those of the fit, as R predicts', async () => {
    const own = folderWith({ 'old.csv': `x,y\n${polynomials.x.map((at) => `${at},${at}`).join('\n')}\n` });
    const run = runWith(
      'dim row\ndata from "old.csv" { y : real[row]  x : real[row] }\nformula "y ~ 0 + poly(x, 3)"\n',
      Object.fromEntries(
        Object.entries({
          'b[poly(x, 3)[1]]': 3,
          'b[poly(x, 3)[2]]': -2,
          'b[poly(x, 3)[3]]': 1,
          sigma: 1e-12,
        }).map(([name, value]) => [name, Array<number>(N).fill(value)]),
      ),
      own,
    );
    const { quantities } = await ok(run, file(own, `x\n${polynomials.new.join('\n')}\n`));
    polynomials.polynomials_new.forEach(([p1, p2, p3], i) => {
      const wanted = 3 * p1 - 2 * p2 + p3;
      const { mean } = rowOf(quantities, `y[${i + 1}]`);
      expect(Math.abs(mean - wanted)).toBeLessThan(1e-10 * Math.max(1, Math.abs(wanted)));
    });
  });
});

describe('predictions of outcomes that formulas alone have', () => {
  const text = (dims: string, columns: string, formula: string) =>
    `dim row${dims}\ndata from "old.csv" { x : real[row]  ${columns} }\nformula ${formula}\n`;
  const own = folderWith({
    'old.csv':
      't,c,x,kind,site,a,b,d,n\n1,0,1,u,A,1,2,3,6\n2,1,2,v,A,0,1,1,2\n3,0,3,w,B,2,1,0,3\n4,0,6,u,B,1,1,2,4\n',
  });
  const made = (model: string, draws: Readonly<Record<string, number>>) =>
    runWith(
      model,
      Object.fromEntries(Object.entries(draws).map(([name, value]) => [name, Array<number>(N).fill(value)])),
      own,
    );

  test('rows that are not censored are drawn whole', async () => {
    const run = made(text('', 't : real[row]  c : int[row]', '"cens(t, c) ~ x" family Exponential'), {
      Intercept_centred: 1,
      'b[x]': 0.5,
    });
    const { quantities } = await ok(run, file(own, 'x,c\n5,0\n'));
    const mean = Math.exp(1 + 0.5 * 2);
    expectMean(rowOf(quantities, 't[1]').mean, mean, mean, N);
  });

  test('hurdles have zeros and amounts by terms of their own, centred as the fit was', async () => {
    const amounts = made(text('', 't : real[row]', '"t ~ x" family HurdleLogNormal hu ~ x'), {
      Intercept_centred: 0.2,
      'b[x]': 0.5,
      sigma: 0.4,
      hu_Intercept_centred: -0.5,
      'hu_b[x]': 0.3,
    });
    // x has mean 3.
    const above = 1 - 1 / (1 + Math.exp(0.5 - 0.3 * 2));
    const mean = Math.exp(0.2 + 0.5 * 2 + 0.4 ** 2 / 2);
    const sd = mean * Math.sqrt(above * (Math.exp(0.4 ** 2) - above));
    const { quantities } = await ok(amounts, file(own, 'x\n5\n'));
    expectMean(rowOf(quantities, 't[1]').mean, above * mean, sd, N);
    const counts = made(text('', 'n : int[row]', '"n ~ x" family HurdleNegativeBinomial hu ~ x'), {
      Intercept_centred: 0.2,
      'b[x]': 0.5,
      alpha: 2,
      hu_Intercept_centred: -0.5,
      'hu_b[x]': 0.3,
    });
    const mu = Math.exp(0.2 + 0.5 * 2);
    const positive = mu / (1 - (2 / (2 + mu)) ** 2);
    const square = positive * (1 + mu / 2 + mu);
    const found = (await ok(counts, file(own, 'x\n5\n'))).quantities;
    expectMean(
      rowOf(found, 'n[1]').mean,
      above * positive,
      Math.sqrt(above * square - (above * positive) ** 2),
      N,
    );
  });

  test('each category has its probability, also in a new group', async () => {
    const run = made(
      text(
        ', kind, site',
        'k : kind[row] = column("kind")  s : site[row] = column("site")',
        '"k ~ x + (1 | s)" family Categorical',
      ),
      {
        muv_Intercept_centred: 0.3,
        'muv_b[x]': 0.2,
        'muv_sd_s[Intercept]': 1e-9,
        'muv_r_s[A,Intercept]': 1,
        'muv_r_s[B,Intercept]': 0,
        muw_Intercept_centred: -0.4,
        'muw_b[x]': -0.1,
        'muw_sd_s[Intercept]': 1e-9,
        'muw_r_s[A,Intercept]': 0,
        'muw_r_s[B,Intercept]': 0,
      },
    );
    const { quantities } = await ok(run, file(own, 'x,site\n5,A\n5,new\n'));
    for (const [i, shift] of [1, 0].entries()) {
      const weights = [1, Math.exp(0.3 + 0.2 * 2 + shift), Math.exp(-0.4 - 0.1 * 2)];
      const total = weights.reduce((a, b) => a + b);
      for (const [j, kind] of ['u', 'v', 'w'].entries()) {
        const p = weights[j] / total;
        expectMean(rowOf(quantities, `P(k[${i + 1}] = ${kind})`).mean, p, Math.sqrt(p * (1 - p)), N);
      }
    }
  });

  test('counts of categories are of as many trials as the new rows state', async () => {
    const draws = { mub_Intercept_centred: 0.5, 'mub_b[x]': 0.2, mud_Intercept_centred: 0, 'mud_b[x]': -0.3 };
    const run = made(
      text(
        ', part',
        'seen : int[row, part] = columns("a", "b", "d")  n : int[row]',
        '"p(seen, n) ~ x" family Multinomial',
      ),
      draws,
    );
    const { quantities } = await ok(run, file(own, 'x,n\n4,20\n'));
    const weights = [1, Math.exp(0.5 + 0.2), Math.exp(-0.3)];
    const total = weights.reduce((a, b) => a + b);
    for (const [j, part] of ['a', 'b', 'd'].entries()) {
      const p = weights[j] / total;
      expectMean(rowOf(quantities, `seen[1,${part}]`).mean, 20 * p, Math.sqrt(20 * p * (1 - p)), N);
    }
  });
});
