import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { separatingDirection, type Way } from '../../../grammar/checks/separating-plane.ts';

interface Case {
  readonly rows: readonly (readonly number[])[];
  readonly ways: readonly Way[];
  readonly separated: boolean;
}

const cases: readonly Case[] = JSON.parse(
  readFileSync(new URL('../../golden/separation.json', import.meta.url), 'utf8'),
);

describe('separation by a plane, with ties', () => {
  test('is found where linear programming finds it, and nowhere else', () => {
    const found = cases.map(({ rows, ways }) => separatingDirection(columnsOf(rows), ways) !== null);
    expect(found).toEqual(cases.map(({ separated }) => separated));
    expect(found.filter(Boolean).length).toBeGreaterThan(60);
    expect(found.filter((x) => !x).length).toBeGreaterThan(60);
  });

  test('comes with weights of the columns that prove it', () => {
    for (const { rows, ways } of cases) {
      const weights = separatingDirection(columnsOf(rows), ways);
      if (weights === null) continue;
      const etas = rows.map((row) => row.reduce((sum, x, k) => sum + weights[k] * x, 0));
      const most = Math.max(...etas.map(Math.abs));
      const against = etas.map((eta, i) => (ways[i] === 0 ? -Math.abs(eta) : ways[i] * eta));
      expect(Math.min(...against)).toBeGreaterThan(-1e-7 * most);
      expect(Math.max(...against)).toBeGreaterThan(0.01 * most);
    }
  });
});

function columnsOf(rows: readonly (readonly number[])[]): readonly Float64Array[] {
  return rows[0].map((_, k) => Float64Array.from(rows, (row) => row[k]));
}
