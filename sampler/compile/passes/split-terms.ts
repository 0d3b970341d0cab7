/**
 * Splits each term of the log density into its addends and sums each over no more indices than it has:
 * `sum over n of (f(n) - log(sigma))` becomes `sum over n of f(n)` and `-N * log(sigma)`.
 */
import type { Index, IrStatement, ScalarExpr } from '../../../grammar/ir.ts';
import type { Builder } from '../graph/builder.ts';
import { type PassProgram, type Term, tripCount } from './pass-program.ts';

export function splitTerms(w: PassProgram): PassProgram {
  return {
    ...w,
    statements: w.statements.flatMap((s): IrStatement[] => (s.kind === 'term' ? split(w.builder, s) : [s])),
  };
}

function split(b: Builder, term: Term): Term[] {
  if (tripCount(term.indices) === 0) return [];
  const groups = new Map<string, { indices: Index[]; body: ScalarExpr }>();
  for (const addend of addendsOf(b, b.canonical(term.body), 1)) {
    const free = b.freeIndices(addend);
    const used = term.indices.filter((i) => free.has(i.id));
    const repeats = tripCount(term.indices) / tripCount(used);
    const scaled = b.binary('mul', b.constant(repeats), addend);
    const key = used.map((i) => i.id).join(',');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { indices: used, body: scaled });
    else group.body = b.binary('add', group.body, scaled);
  }
  return [...groups.values()].map(({ indices, body }) => ({ ...term, indices, body }));
}

/** The addends of `factor * e`, constants multiplied through. */
function addendsOf(b: Builder, e: ScalarExpr, factor: number): ScalarExpr[] {
  if (e.op === 'binary' && e.fn === 'add')
    return [...addendsOf(b, e.x, factor), ...addendsOf(b, e.y, factor)];
  if (e.op === 'binary' && e.fn === 'sub')
    return [...addendsOf(b, e.x, factor), ...addendsOf(b, e.y, -factor)];
  if (e.op === 'unary' && e.fn === 'neg') return addendsOf(b, e.x, -factor);
  if (e.op === 'binary' && e.fn === 'mul' && e.x.op === 'const') return addendsOf(b, e.y, factor * e.x.value);
  return [b.binary('mul', b.constant(factor), e)];
}
