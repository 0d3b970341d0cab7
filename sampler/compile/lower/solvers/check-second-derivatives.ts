/** A stiff method takes derivatives of derivatives of the slopes: a few functions have none. */
import type { ScalarExpr, SolverSystem } from '../../../../grammar/ir.ts';
import {
  binaryOperations,
  ternaryOperations,
  unaryOperations,
} from '../../../../grammar/scalar-operations/index.ts';
import { NOT_DIFFERENTIATED } from '../../../../grammar/scalar-operations/operation.ts';
import type { Span } from '../../../../grammar/span.ts';
import { childrenOf } from '../../children.ts';
import { createBuilder } from '../../graph/builder.ts';
import { slopeDerivatives } from '../../graph/slope-derivatives.ts';
import type { Context } from '../context.ts';

export function checkSecondDerivatives(ctx: Context, system: SolverSystem, span: Span): void {
  const { byState, byArgument, byTime } = slopeDerivatives(createBuilder(), system);
  const seen = new Set<ScalarExpr>();
  const visit = (e: ScalarExpr): void => {
    if (seen.has(e)) return;
    seen.add(e);
    if (hasNone(e))
      ctx.unsupported(
        '`ode_stiff` takes second derivatives of the slope, and that of a function in it is not in this version: write the slope without incomplete gamma or beta functions, or use `ode`',
        span,
      );
    childrenOf(e).forEach(visit);
  };
  for (const { value } of [...byState.flat(), ...byArgument.flat(), ...byTime()]) visit(value);
}

function hasNone(e: ScalarExpr): boolean {
  switch (e.op) {
    case 'unary':
      return unaryOperations[e.fn].derivative === NOT_DIFFERENTIATED;
    case 'binary':
      return binaryOperations[e.fn].derivative === NOT_DIFFERENTIATED;
    case 'ternary':
      return ternaryOperations[e.fn].derivative === NOT_DIFFERENTIATED;
    default:
      return false;
  }
}
