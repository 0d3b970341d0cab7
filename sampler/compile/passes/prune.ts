/** Removes definitions that nothing reads and data that no statement uses. */
import type { ArrayId, IrStatement, ScalarExpr } from '../../../grammar/ir.ts';
import { childrenOf } from '../children.ts';
import type { PassProgram } from './pass-program.ts';

export function prune(w: PassProgram): PassProgram {
  const live = new Set<ArrayId>(w.kept);
  const kept: IrStatement[] = [];
  for (const statement of [...w.statements].reverse()) {
    if (statement.kind === 'define' && !live.has(statement.array)) continue;
    if (statement.kind === 'kernel' && !live.has(statement.output)) continue;
    kept.push(statement);
    for (const id of arraysRead(statement)) live.add(id);
  }
  return {
    ...w,
    statements: kept.reverse(),
    constants: new Map([...w.constants].filter(([id]) => live.has(id))),
  };
}

export function arraysRead(statement: IrStatement): ReadonlySet<ArrayId> {
  if (statement.kind === 'kernel') return new Set(statement.inputs);
  return arraysLoaded(statement.body);
}

export function arraysLoaded(body: ScalarExpr): ReadonlySet<ArrayId> {
  const found = new Set<ArrayId>();
  const seen = new Set<ScalarExpr>();
  const visit = (e: ScalarExpr): void => {
    if (seen.has(e)) return;
    seen.add(e);
    if (e.op === 'load') found.add(e.array);
    childrenOf(e).forEach(visit);
  };
  visit(body);
  return found;
}
