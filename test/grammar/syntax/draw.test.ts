/** `draw` begins a statement where a name follows; elsewhere it is a name, as in models with a dimension of draws. */
import { expect, it } from 'vitest';
import { formatProgram } from '../../../grammar/format/format.ts';
import { parse } from '../../../grammar/syntax/parse.ts';

const statementsOf = (text: string) => {
  const { program, diagnostics } = parse(text);
  expect(diagnostics).toEqual([]);
  return program.statements;
};

it('is read without dims, with dims and with indices', () => {
  const [plain, vector, indexed] = statementsOf(
    'draw z ~ Normal(0, 1)\ndraw f[a, 2] ~ Normal(0, 1)\ndraw g[i in a, j in 1..2] ~ Normal(0, 1)',
  );
  expect(plain).toMatchObject({ kind: 'draw', name: { name: 'z' }, dims: [], indices: [] });
  expect(vector).toMatchObject({ kind: 'draw', dims: [{ name: 'a' }, { size: 2 }], indices: [] });
  expect(indexed).toMatchObject({
    kind: 'draw',
    dims: [],
    indices: [{ name: { name: 'i' } }, { name: { name: 'j' } }],
  });
});

it('is a name where no statement can begin', () => {
  const text =
    'dim draw\ndata from "f.csv" { y : real[draw] }\nparam m[draw] ~ Normal(0, 1)\nlet s = sum(m over draw)\nlet t[i in draw] = m[i]\n';
  expect(statementsOf(text).map(({ kind }) => kind)).toEqual(['dim', 'data', 'param', 'let', 'let']);
});

it('may follow another statement on its line', () => {
  expect(statementsOf('param m ~ Normal(0, 1) draw z ~ Normal(m, 1)').map(({ kind }) => kind)).toEqual([
    'param',
    'draw',
  ]);
});

it('is formatted as the other statements', () => {
  expect(formatProgram('draw   g[ i in a ]~Normal( 0,1 )\ndraw f[a,2]~Normal(0,1)\n').text).toBe(
    'draw g[i in a] ~ Normal(0, 1)\ndraw f[a, 2] ~ Normal(0, 1)\n',
  );
});
