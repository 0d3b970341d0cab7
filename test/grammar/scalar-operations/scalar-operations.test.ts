/** The table of scalar operations: its texts can be read, and what reads it agrees with itself. */
import { describe, expect, it } from 'vitest';
import { functions } from '../../../grammar/functions/index.ts';
import { apply, expand, type ScalarAlgebra } from '../../../grammar/scalar-operations/expand.ts';
import { operatorFns, scalarOperations } from '../../../grammar/scalar-operations/index.ts';
import type { Derivative, ScalarOperation } from '../../../grammar/scalar-operations/operation.ts';

/** Expressions as they are read, fully bracketed. */
const text: ScalarAlgebra<string> = {
  constant: String,
  unary: (fn, x) => `${fn}(${x})`,
  binary: (fn, x, y) => `${fn}(${x}, ${y})`,
  ternary: (fn, x, y, z) => `${fn}(${x}, ${y}, ${z})`,
  select: (cond, then, otherwise) => `select(${cond}, ${then}, ${otherwise})`,
};
const rows = [...scalarOperations];

function derivativesOf(row: ScalarOperation): readonly Derivative[] {
  if (row.arity === 'composed' || row.derivative === 'flat' || row.derivative === 'not differentiated')
    return [];
  return row.arity === 1 ? [row.derivative] : row.derivative;
}

function readable(source: string, names: readonly string[]): void {
  expect(() => expand(text, source, new Map(names.map((name) => [name, name]))), source).not.toThrow();
}

describe('each row', () => {
  it.each(rows)('%s', (_, row) => {
    expect(row.doc).toMatch(/^[^\n]+\.$/);
    for (const argument of row.arguments) expect(argument.doc).toMatch(/^[^\n]+\.$/);
    const names = row.arguments.map((argument) => argument.name);
    expect(new Set(names).size).toBe(names.length);
    if (row.arity === 'composed') return readable(row.definition, names);
    expect(names.length).toBe(row.arity);
    const inline = row.emission.kind === 'inline' ? row.emission : null;
    if (inline !== null) {
      readable(inline.shared, names);
      readable(inline.value, [...names, 'shared']);
    }
    const known = [...names, 'value', 'adjoint', ...(inline === null ? [] : ['shared'])];
    for (const derivative of derivativesOf(row)) {
      if (typeof derivative === 'string') readable(derivative, known);
      else {
        for (const given of Object.values(derivative.given)) readable(given, known);
        readable(derivative.text, [...known, ...Object.keys(derivative.given)]);
      }
    }
  });
});

describe('expand', () => {
  it('reads operators, calls, branches and definitions', () => {
    const names = new Map([['x', 'x'], ['y', 'y']]); // biome-ignore format: pairs
    expect(expand(text, 'if x >= 0 and not y < 1 then -x ^ 2 else lbeta(x, y)', names)).toBe(
      'select(and(ge(x, 0), not(lt(y, 1))), neg(pow(x, 2)), sub(add(lgamma(x), lgamma(y)), lgamma(add(x, y))))',
    );
    expect(apply(text, 'clip', ['x', 'a', 'b'])).toBe('min(max(x, a), b)');
  });
  it('refuses what the table cannot mean', () => {
    expect(() => expand(text, 'x + z', new Map([['x', 'x']]))).toThrow('`z` has no value in `x + z`');
    expect(() => expand(text, 'x +', new Map([['x', 'x']]))).toThrow('has a mistake');
    expect(() => apply(text, 'exp', ['x', 'y'])).toThrow('no scalar operation exp of 2 arguments');
    expect(() => apply(text, 'gamma', ['x'])).toThrow('no scalar operation gamma of 1 arguments');
  });
});

it('every operator has one operation', () => {
  expect(Object.keys(operatorFns).sort()).toEqual(
    ['!=', '*', '+', '-', '/', '<', '<=', '==', '>', '>=', '^', 'and', 'or'].sort(),
  );
});

it('every documented row is a function that the checker knows, and no other is', () => {
  const known = [...functions.values()].filter(({ group }) => group === 'scalar').map(({ name }) => name);
  expect(known).toEqual(rows.filter(([, row]) => row.use === 'function').map(([name]) => name));
});
