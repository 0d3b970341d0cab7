/** Positions must be data when the module is laid out: everything they are computed from must have been folded. */
import type { ArrayDecl, ScalarExpr } from '../../../grammar/ir.ts';
import { childrenOf } from '../children.ts';
import { arrayOf, type PassProgram } from './pass-program.ts';
import { arraysLoaded } from './prune.ts';

/** An array of unknown values that some position depends on; null if there is none. */
export function unknownPosition(program: PassProgram): ArrayDecl | null {
  for (const statement of program.statements) {
    if (statement.kind === 'kernel') continue;
    for (const at of positionsIn(statement.body))
      for (const id of arraysLoaded(at)) if (!program.constants.has(id)) return arrayOf(program, id);
  }
  return null;
}

function positionsIn(body: ScalarExpr): readonly ScalarExpr[] {
  const found: ScalarExpr[] = [];
  const seen = new Set<ScalarExpr>();
  const visit = (e: ScalarExpr): void => {
    if (seen.has(e)) return;
    seen.add(e);
    if (e.op === 'load') found.push(...e.at);
    childrenOf(e).forEach(visit);
  };
  visit(body);
  return found;
}
