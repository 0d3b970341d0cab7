/** Sums all terms over equal ranges in one loop, after everything they read is defined. */
import type { IrStatement, ScalarExpr } from '../../../grammar/ir.ts';
import { substituteIndices } from '../graph/builder.ts';
import type { PassProgram, Term } from './pass-program.ts';

export function fuseTerms(w: PassProgram): PassProgram {
  const b = w.builder;
  const others: IrStatement[] = [];
  const fused = new Map<string, Term>();
  for (const s of w.statements) {
    if (s.kind !== 'term') {
      others.push(s);
      continue;
    }
    const key = s.indices.map((i) => `${i.from}..${i.to}`).join(',');
    const into = fused.get(key);
    if (into === undefined) {
      fused.set(key, { ...s, body: b.canonical(s.body) });
      continue;
    }
    const rename = new Map<number, ScalarExpr>(
      s.indices.map((i, at) => [i.id, b.index(into.indices[at].id)]),
    );
    fused.set(key, { ...into, body: b.binary('add', into.body, substituteIndices(b, s.body, rename)) });
  }
  return { ...w, statements: [...others, ...fused.values()] };
}
