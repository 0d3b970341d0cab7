import type { IrProgram } from '../../../grammar/ir.ts';

/**
 * The density of the parameters on their own scale, as a function of the unconstrained ones: a change of variables
 * without its Jacobian, whose highest point is the mode on the constrained scale.
 */
export function withoutJacobian(posterior: IrProgram): IrProgram {
  return {
    ...posterior,
    statements: posterior.statements.filter(
      (statement) => statement.kind !== 'term' || statement.role !== 'jacobian',
    ),
  };
}
