/** The log prior density of each `param` statement as a quantity of the forward model. */
import type { ArrayDecl, ArrayId, IrProgram, IrStatement, Origin, ScalarExpr } from '../../../grammar/ir.ts';
import { createDependsOn } from '../../compile/compile-forward.ts';

export interface PriorStatement {
  /** The parameter. */
  readonly name: string;
  readonly origin: Origin;
  /** Other parameters that its arguments are computed from. */
  readonly dependsOn: readonly string[];
}

interface WithPriorDensities {
  /** Its deterministic quantities are the log densities alone, in the order of `priors`. */
  readonly ir: IrProgram;
  /** In order of declaration; flat priors, whose density is constant, are not among them. */
  readonly priors: readonly PriorStatement[];
}

type Term = Extract<IrStatement, { readonly kind: 'term' }>;

/** Jacobians and potentials belong to no statement. */
export function withPriorDensities(ir: IrProgram): WithPriorDensities {
  const params = ir.quantities.filter(({ kind }) => kind === 'param');
  const first = 1 + Math.max(-1, ...ir.arrays.map(({ id }) => id));
  const found: { readonly name: string; readonly array: ArrayId; readonly terms: readonly Term[] }[] = [];
  const terms = ir.statements.filter((s): s is Term => s.kind === 'term' && s.role === 'prior');
  for (const { name } of params) {
    const own = terms.filter(({ origin }) => origin.label === `param ${name}`);
    if (own.length > 0) found.push({ name, array: first + found.length, terms: own });
  }
  const extended: IrProgram = {
    ...ir,
    arrays: [
      ...ir.arrays,
      ...found.map(
        ({ name, array }): ArrayDecl => ({ id: array, name: logOf(name), shape: [], role: 'intermediate' }),
      ),
    ],
    generated: [
      ...ir.generated,
      ...found.map(
        ({ array, terms }): IrStatement => ({
          kind: 'define',
          array,
          indices: [],
          body: terms.map(sumOf).reduce((x, y) => ({ op: 'binary', fn: 'add', x, y })),
          recurrent: false,
          origin: terms[0].origin,
        }),
      ),
    ],
    quantities: [
      ...params,
      ...found.map(({ name, array, terms }) => ({
        name: logOf(name),
        kind: 'deterministic' as const,
        array,
        shape: [],
        dims: [],
        origin: terms[0].origin,
      })),
    ],
  };
  const dependsOn = createDependsOn(extended);
  const priors = found.map(({ name, array, terms }) => ({
    name,
    origin: terms[0].origin,
    dependsOn: [...dependsOn(array)].filter((other) => other !== name),
  }));
  return { ir: extended, priors };
}

function logOf(name: string): string {
  return `log prior of ${name}`;
}

function sumOf({ indices, body }: Term): ScalarExpr {
  return indices.reduceRight<ScalarExpr>(
    (inner, index) => ({ op: 'reduce', fn: 'sum', index, body: inner }),
    body,
  );
}
