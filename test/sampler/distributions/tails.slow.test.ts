/**
 * `log_cdf` and `log_ccdf` of every univariate distribution, compiled to WebAssembly, with their derivatives by
 * every continuous argument and by x: against mpmath, down to probabilities of 1e-300.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { distributions } from '../../../grammar/distributions/index.ts';
import { compiled, gradientAt } from '../compile/compiled.ts';
import { type Datum, dataOf, irOf } from '../lower/model.ts';

type Slopes = Readonly<Record<string, number | string>>;
interface Row {
  readonly name: string;
  readonly args: Readonly<Record<string, number | readonly number[]>>;
  readonly x: number;
  readonly logCdf: number | string;
  readonly logCcdf: number | string;
  readonly logCdfSlopes?: Slopes;
  readonly logCcdfSlopes?: Slopes;
}

const rows: readonly Row[] = JSON.parse(
  readFileSync(new URL('../../golden/tails.json', import.meta.url), 'utf8'),
);
const names = [...new Set(rows.map((row) => row.name))];
const improper = ['Flat', 'HalfFlat'];

const number = (v: number | string) => (v === '-inf' ? Number.NEGATIVE_INFINITY : Number(v));
const near = (found: number, wanted: number, tolerance: number) =>
  found === wanted || Math.abs(found - wanted) <= tolerance;

/** What has a golden slope is an unknown, everything else data; `which` of an unknown x where it has one. */
function programOf(row: Row, which: 'log_cdf' | 'log_ccdf', slopes: Slopes) {
  const data: Record<string, Datum> = {};
  const unknowns: [string, number][] = [];
  const lines: string[] = [];
  const declare = (key: string, value: number | readonly number[]) => {
    const list = typeof value === 'number' ? null : value;
    if (typeof value === 'number' && key in slopes) {
      unknowns.push([key, value]);
      lines.push(`param v_${key} ~ Flat()`);
      return;
    }
    const whole = list === null && Number.isInteger(value);
    lines.push(`data { v_${key} : ${whole ? 'int' : 'real'}${list === null ? '' : `[${list.length}]`} }`);
    data[`v_${key}`] = {
      values: list === null ? [Number(value)] : [...list],
      dims: list === null ? [] : [list.length],
      element: whole ? 'int' : 'real',
    };
  };
  const given = Object.entries(row.args).map(([key, value]) => {
    declare(key, value);
    return `${key} = v_${key}`;
  });
  declare('x', row.x);
  lines.push(`potential tail = ${which}(${row.name}(${given.join(', ')}), v_x)`);
  return { text: lines.join('\n'), data, unknowns };
}

describe('tails against mpmath', () => {
  it('has golden values of every univariate distribution', () => {
    const univariate = [...distributions.values()].filter((d) => d.eventDims === 0).map((d) => d.name);
    expect([...names, ...improper].sort()).toEqual(univariate.sort());
  });

  it('goes down to 1e-300', () => {
    const deepest = Math.min(
      ...rows.flatMap((row) => [number(row.logCdf), number(row.logCcdf)]).filter(Number.isFinite),
    );
    expect(deepest).toBeLessThan(-690);
  });

  it.each(names)('%s', async (name) => {
    const wrong: string[] = [];
    const built = new Map<string, Awaited<ReturnType<typeof compiled>>>();
    for (const row of rows.filter((r) => r.name === name))
      for (const [which, key] of [
        ['log_cdf', 'logCdf'],
        ['log_ccdf', 'logCcdf'],
      ] as const) {
        const slopes = row[`${key}Slopes`] ?? {};
        const { text, data, unknowns } = programOf(row, which, slopes);
        const known = JSON.stringify([text, data]);
        const instance = built.get(known) ?? (await compiled(irOf(text, dataOf({}, data))));
        built.set(known, instance);
        const found = gradientAt(
          instance,
          unknowns.map(([, value]) => value),
        );
        const wanted = number(row[key]);
        const where = `${which} ${JSON.stringify(row.args)} at ${row.x}`;
        // An error of the logarithm is the relative error of the probability.
        if (!near(found.logDensity, wanted, 1e-10))
          wrong.push(`${where}: ${found.logDensity}, expected ${wanted}`);
        unknowns.forEach(([unknown], k) => {
          const slope = number(slopes[unknown]);
          if (!near(found.gradient[k], slope, 1e-9 * Math.abs(slope) + 1e-12))
            wrong.push(`${where}: d/d${unknown} ${found.gradient[k]}, expected ${slope}`);
        });
      }
    expect(wrong).toEqual([]);
  });
});
