/** Functions that are defined by others: values and gradients of the compiled module against mpmath. */
import { describe, expect, it } from 'vitest';
import type { ScalarExpr } from '../../../grammar/ir.ts';
import { apply, type ScalarAlgebra } from '../../../grammar/scalar-operations/expand.ts';
import { composedOperations } from '../../../grammar/scalar-operations/index.ts';
import golden from '../../golden/scalar-functions.json' with { type: 'json' };
import * as ir from '../interpreter/ir-builder.ts';
import { compiled, gradientAt } from './compiled.ts';

/** Arguments, value, partial derivatives. */
type Row = readonly number[];
const rows: Readonly<Record<string, readonly Row[]>> = golden;

const nodes: ScalarAlgebra<ScalarExpr> = {
  constant: ir.num,
  unary: ir.un,
  binary: ir.bin,
  ternary: (fn, x, y, z) => ({ op: 'ternary', fn, x, y, z }),
  select: ir.when,
};

const documented = [...composedOperations].filter(([, row]) => row.use === 'function');

describe('golden values', () => {
  it('are there for every function of the language that is defined by others', () => {
    expect(Object.keys(rows).sort()).toEqual(documented.map(([name]) => name).sort());
  });

  it.each(documented)('%s', async (name, operation) => {
    const size = operation.arguments.length;
    const args = operation.arguments.map((_, k) => ir.at(k));
    const program = ir.program(
      size,
      operation.arguments.map((argument, k) => ir.unknown(k, argument.name, [], k)),
      {},
      [ir.term([], apply(nodes, name, args))],
    );
    const instance = await compiled(program);
    expect(rows[name].length).toBeGreaterThan(5);
    for (const row of rows[name]) {
      const point = row.slice(0, size);
      const { logDensity, gradient } = gradientAt(instance, point);
      const close = (found: number, wanted: number, what: string): void =>
        expect(Math.abs(found - wanted), `${what} at ${point}: ${found} for ${wanted}`).toBeLessThanOrEqual(
          2e-13 * Math.max(Math.abs(wanted), Number.MIN_VALUE),
        );
      close(logDensity, row[size], name);
      for (const [k, slope] of gradient.entries()) close(slope, row[size + 1 + k], `slope ${k} of ${name}`);
    }
  });
});
