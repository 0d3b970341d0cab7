/** The columns of formulas against those of formulaic, the Python package with R's notation. */
import { describe, expect, it } from 'vitest';
import { columnsOf } from '../../../grammar/formula/design.ts';
import { parseFormula } from '../../../grammar/formula/formula-text.ts';
import golden from '../../golden/design.json' with { type: 'json' };
import { dataOf, irOf, quantitiesAt } from '../../sampler/lower/model.ts';

const { rows, cases } = golden;
const levels: Readonly<Record<string, readonly string[]>> = { site: ['A', 'B', 'C'], arm: ['u', 'v'] };
const positions = (name: 'site' | 'arm') => rows[name].map((label) => levels[name].indexOf(label) + 1);
const data = dataOf(
  { row: rows.x.length, sites: levels.site, arms: levels.arm },
  {
    x: { values: rows.x, dims: ['row'] },
    z: { values: rows.z, dims: ['row'] },
    site: { values: positions('site'), dims: ['row'], labelsOf: 'sites' },
    arm: { values: positions('arm'), dims: ['row'], labelsOf: 'arms' },
  },
);
const declared =
  'dim row, sites, arms\ndata { x : real[row]  z : int[row]  site : sites[row]  arm : arms[row] }';

/** What the expressions are in each row, in the language itself. */
function valuesOf(expressions: readonly string[]): number[][] {
  const lines = expressions.map((expression, k) => `deterministic column_${k} = 0.0 + ${expression}`);
  const found = quantitiesAt(irOf([declared, ...lines].join('\n'), data), []);
  return expressions.map((_, k) => found[`column_${k}`]);
}

/** The order of columns within a matrix is a matter of taste: lexicographic here. */
const sorted = (matrix: readonly (readonly number[])[]) =>
  matrix.map((column) => column.map((v) => Number(v.toPrecision(12)).toString()).join(' ')).sort();

describe('design matrices', () => {
  it.each(cases.map((c) => [c.formula, c] as const))('%s', (formula, wanted) => {
    const parsed = parseFormula(`y ~ ${formula}`);
    if (parsed.kind === 'error') throw new Error(parsed.error.message);
    const { terms, intercept } = parsed.formula;
    expect(intercept).toBe(wanted.intercept);
    const columns = columnsOf(terms, intercept, (name) =>
      name in levels ? { kind: 'factor', levels: levels[name] } : { kind: 'number' },
    );
    expect(sorted(valuesOf(columns.map(({ expression }) => expression)))).toEqual(sorted(wanted.columns));
    expect(new Set(columns.map(({ name }) => name)).size).toBe(columns.length);
  });

  it('names columns by term and level', () => {
    const parsed = parseFormula('y ~ x * site');
    if (parsed.kind === 'error') throw new Error(parsed.error.message);
    const columns = columnsOf(parsed.formula.terms, true, (name) =>
      name === 'site' ? { kind: 'factor', levels: levels.site } : { kind: 'number' },
    );
    expect(columns.map(({ name }) => name)).toEqual(['x', 'site[B]', 'site[C]', 'x:site[B]', 'x:site[C]']);
  });
});
