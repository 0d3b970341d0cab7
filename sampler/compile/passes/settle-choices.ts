/**
 * A choice that data make the same way for all rows is that side: whether a count is in the support of its binomial, in
 * a term of many rows, which then runs two rows at a time. Programs of fewer rows keep the order of their sums.
 */
import type { ScalarExpr } from '../../../grammar/ir.ts';
import { rebuild } from '../graph/builder.ts';
import { MANY_ROWS } from './many-rows.ts';
import { type PassProgram, tripCount } from './pass-program.ts';

export function settleChoices(w: PassProgram): PassProgram {
  const b = w.builder;
  const memo = new Map<ScalarExpr, ScalarExpr>();
  const visit = (e: ScalarExpr): ScalarExpr => {
    const known = memo.get(e);
    if (known !== undefined) return known;
    const side = e.op === 'select' ? settled(e) : null;
    const made = side === null ? rebuild(b, e, visit) : visit(side);
    memo.set(e, made);
    return made;
  };
  const settled = ({ cond, then, else: otherwise }: Choice): ScalarExpr | null => {
    const values = cond.op === 'load' ? w.constants.get(cond.array) : undefined;
    if (values === undefined) return null;
    if (values.every((value) => value === 0)) return otherwise;
    return values.every((value) => value !== 0) ? then : null;
  };
  return {
    ...w,
    statements: w.statements.map((s) =>
      s.kind === 'term' && tripCount(s.indices) >= MANY_ROWS ? { ...s, body: visit(b.canonical(s.body)) } : s,
    ),
  };
}

type Choice = Extract<ScalarExpr, { op: 'select' }>;
