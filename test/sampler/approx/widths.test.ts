import { describe, expect, test } from 'vitest';
import { widthSentences } from '../../../sampler/diagnose/approximation/width-sentences.ts';
import { widthRows } from '../../../sampler/diagnose/approximation/widths.ts';
import type { Draws } from '../../../sampler/draws/draws.ts';
import { createRandom } from '../../../sampler/random.ts';
import type { WidthRow } from '../../../sampler/report/widths-report.ts';

const N = 20_000;

/** Draws of quantities that are linear in independent standard normals. */
function draws(
  names: readonly string[],
  of: (z: readonly number[]) => readonly number[],
  seed: number,
): Draws {
  const random = createRandom(seed);
  const values = Array.from({ length: N }, () =>
    of([random.normal(), random.normal(), random.normal()]),
  ).flat();
  return { names, chains: 1, drawsPerChain: N, values: Float64Array.from(values) };
}

// a and b have correlation −0.8; c stands alone; total = a + b is no parameter; k does not vary.
const names = ['a', 'b', 'c', 'total', 'k'];
const mcmc = draws(
  names,
  ([x, y, z]) => {
    const a = 2 * x;
    const b = -0.8 * x + 0.6 * y;
    return [a, b, 5 + z, a + b, 7];
  },
  1,
);
const advi = draws(
  names,
  ([x, y, z]) => {
    const a = 1.2 * x;
    const b = 0.3 * y;
    return [a, b, 5 + 1.3 * z, a + b, 7];
  },
  2,
);
const isParameter = (name: string) => ['a', 'b', 'c'].includes(name);
const rows = widthRows(mcmc, advi, isParameter);

describe('rows of widths', () => {
  test('come worst understatement first, without what does not vary', () => {
    expect(rows.map(({ name }) => name)).toEqual(['b', 'a', 'total', 'c']);
    expect(rows.map(({ ratio }) => ratio)).toEqual([
      expect.closeTo(0.3, 1),
      expect.closeTo(0.6, 1),
      expect.closeTo(Math.sqrt(1.53) / Math.sqrt(1.8), 1),
      expect.closeTo(1.3, 1),
    ]);
  });

  test('have the moments and intervals of both', () => {
    const c = rows[3];
    expect(c.mean_mcmc).toBeCloseTo(5, 1);
    expect(c.sd_mcmc).toBeCloseTo(1, 1);
    expect(c.sd_advi).toBeCloseTo(1.3, 1);
    expect(c.ratio).toBe(c.sd_advi / c.sd_mcmc);
    // The 94 % interval of a normal: 1.881 sds to either side; its ends are less precise than its width.
    expect(c.interval_mcmc[1] - c.interval_mcmc[0]).toBeCloseTo(2 * 1.881, 0);
    expect(c.interval_advi[1] - c.interval_advi[0]).toBeCloseTo(2 * 1.881 * 1.3, 0);
    expect(Math.abs(c.interval_mcmc[0] + c.interval_mcmc[1] - 10)).toBeLessThan(0.4);
  });

  test('name the parameter that each goes with, where one is seen', () => {
    const causes = Object.fromEntries(rows.map(({ name, correlation }) => [name, correlation]));
    expect(causes.a).toEqual({ with: 'b', value: expect.closeTo(-0.8, 1) });
    expect(causes.b).toEqual({ with: 'a', value: expect.closeTo(-0.8, 1) });
    expect(causes.c).toBeNull();
    expect(causes.total).toBeNull();
  });
});

describe('the sentences', () => {
  test('say what is too narrow, by how much, why, and what is too wide', () => {
    const sentences = widthSentences(rows, 'meanfield', false);
    expect(sentences).toHaveLength(3);
    expect(sentences[0]).toMatch(
      /^Mean-field ADVI makes 2 of 4 quantities too narrow: b by 70 % \(sd 0\.3 where NUTS finds (1|0\.99)\) and a by (39|40|41) %/,
    );
    expect(sentences[1]).toMatch(/b with a \(−0\.(79|80|81)\)\.$/);
    expect(sentences[2]).toMatch(/^Mean-field ADVI makes 1 of 4 quantities too wide: c by (29|30|31) %\.$/);
  });

  test('say first which means lie elsewhere, farthest first', () => {
    const elsewhere = rows.map(
      (row): WidthRow =>
        row.name === 'c'
          ? { ...row, mean_advi: row.mean_mcmc - 7 * row.sd_mcmc }
          : row.name === 'a'
            ? { ...row, mean_advi: row.mean_mcmc + 0.6 * row.sd_mcmc }
            : { ...row, mean_advi: row.mean_mcmc + 0.4 * row.sd_mcmc },
    );
    const [first, second, ...others] = widthSentences(elsewhere, 'meanfield', false);
    expect(first).toMatch(
      /^Mean-field ADVI puts 2 of 4 quantities elsewhere: c by 7 sds \(mean -[12]\.\d+ where NUTS finds [45]\.\d+\) and a by 0\.6 sds .*; take neither means nor widths from it\.$/,
    );
    // Widths of what lies elsewhere are not compared: a is too narrow and c too wide.
    expect(second).toMatch(/^Mean-field ADVI makes 1 of 4 quantities too narrow: b by 70 % /);
    expect(others.join(' ')).not.toContain('too wide');
    const allButTotal = rows.map(
      (row): WidthRow => (row.name === 'total' ? row : { ...row, mean_advi: row.mean_mcmc + row.sd_mcmc }),
    );
    expect(widthSentences(allButTotal, 'meanfield', false)[1]).toBe(
      'Mean-field ADVI makes no other quantity more than 10 % too narrow.',
    );
    const [all, ...none] = widthSentences(
      rows.map((row): WidthRow => ({ ...row, mean_advi: row.mean_mcmc + row.sd_mcmc })),
      'meanfield',
      false,
    );
    expect(all).toMatch(/^Mean-field ADVI puts all 4 quantities elsewhere: /);
    expect(none).toEqual([]);
  });

  test('do not blame correlation on a method that has it', () => {
    expect(widthSentences(rows, 'fullrank', false).join(' ')).not.toContain('correlation');
  });

  test('blame no single correlation for more than it can do', () => {
    const [row] = rows;
    const weak: WidthRow = { ...row, name: 'scale', ratio: 0.56, correlation: { with: 'b', value: -0.33 } };
    const sentences = widthSentences([row, weak], 'meanfield', false);
    expect(sentences[1]).toContain('b with a');
    expect(sentences[1]).not.toContain('scale');
    expect(sentences[2]).toBe(
      'No single correlation accounts for scale: weaker ones with several parameters add up, or the shape is not Gaussian.',
    );
  });

  test('name the worst four and count the others', () => {
    const many = Array.from(
      { length: 9 },
      (_, k): WidthRow => ({ ...rows[0], name: `a[${k}]`, correlation: null }),
    );
    expect(widthSentences(many, 'meanfield', false)).toEqual([
      expect.stringMatching(
        /^Mean-field ADVI makes all 9 quantities too narrow: a\[0\] .*a\[3\] by 70 % \(.*\) and 5 more\.$/,
      ),
    ]);
  });

  test('a fit without fault, one that ran away, and nothing to compare', () => {
    const same = widthRows(mcmc, mcmc, isParameter);
    expect(widthSentences(same, 'meanfield', false)).toEqual([
      'Mean-field ADVI makes no quantity more than 10 % too narrow.',
    ]);
    expect(widthSentences(rows, 'meanfield', true)).toEqual([
      'Mean-field ADVI diverged, so its widths say nothing; those of NUTS stand alone.',
    ]);
    expect(widthSentences([], 'meanfield', false)).toEqual([
      'There is no quantity that varies under both methods.',
    ]);
  });
});
