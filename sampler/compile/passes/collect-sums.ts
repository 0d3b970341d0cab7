/**
 * Within reductions, collects what data alone determine and what does not change: `sum(log(p) * y[v] + c[v] for v in
 * visit)` becomes `log(p) * sum(y[v] for v in visit) + sum(c[v] for v in visit)`, whose sums are tables, and in
 * `log_sum_exp(f(n) + g(n) * log(p) + h(n) for n in 0..K)` the parts from data are one table.
 */
import type { ScalarExpr } from '../../../grammar/ir.ts';
import { rebuild } from '../graph/builder.ts';
import { isDataOnly } from './fold-data.ts';
import { linearForms } from './linear-form.ts';
import type { PassProgram } from './pass-program.ts';

export function collectSums(w: PassProgram): PassProgram {
  const b = w.builder;
  const memo = new Map<ScalarExpr, boolean>();
  const isData = (e: ScalarExpr): boolean => isDataOnly(e, (id) => w.constants.has(id), memo);
  const collected = linearForms(b, isData);
  const done = new Map<ScalarExpr, ScalarExpr>();
  const visit = (e: ScalarExpr): ScalarExpr => {
    if (isData(e) || e.op === 'load') return e;
    const known = done.get(e);
    if (known !== undefined) return known;
    const inner = rebuild(b, e, visit);
    const made =
      inner.op !== 'reduce'
        ? inner
        : inner.fn === 'sum'
          ? collected(inner)
          : b.reduce(inner.fn, inner.index, collected(inner.body));
    done.set(e, made);
    return made;
  };
  return {
    ...w,
    statements: w.statements.map((s) =>
      s.kind === 'kernel' ? s : { ...s, body: visit(b.canonical(s.body)) },
    ),
  };
}
