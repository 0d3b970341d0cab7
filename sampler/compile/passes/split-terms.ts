/**
 * Splits each term of the log density into its addends and sums each only over the indices that it uses:
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

/**
 * Sums of more addends are not split: in sums with shared parts (functions of functions) the number of addends is
 * that of paths through them, which grows exponentially.
 */
const MOST_ADDENDS = 2000;

function split(b: Builder, term: Term): Term[] {
  if (tripCount(term.indices) === 0) return [];
  const groups = new Map<string, { indices: Index[]; body: ScalarExpr }>();
  for (const addend of addendsOf(b, b.canonical(term.body), 1, addendCounter())) {
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

/** Counts the addends of an expression, with shared parts once per path to them. */
function addendCounter(): (e: ScalarExpr) => number {
  const known = new Map<ScalarExpr, number>();
  const count = (e: ScalarExpr): number => {
    const before = known.get(e);
    if (before !== undefined) return before;
    const found =
      e.op === 'binary' && (e.fn === 'add' || e.fn === 'sub')
        ? count(e.x) + count(e.y)
        : e.op === 'unary' && e.fn === 'neg'
          ? count(e.x)
          : e.op === 'binary' && e.fn === 'mul' && e.x.op === 'const'
            ? count(e.y)
            : 1;
    known.set(e, found);
    return found;
  };
  return count;
}

/** The addends of `factor * e`, constants multiplied through. */
function addendsOf(
  b: Builder,
  e: ScalarExpr,
  factor: number,
  count: (e: ScalarExpr) => number,
): ScalarExpr[] {
  if (count(e) <= MOST_ADDENDS) {
    if (e.op === 'binary' && e.fn === 'add')
      return [...addendsOf(b, e.x, factor, count), ...addendsOf(b, e.y, factor, count)];
    if (e.op === 'binary' && e.fn === 'sub')
      return [...addendsOf(b, e.x, factor, count), ...addendsOf(b, e.y, -factor, count)];
    if (e.op === 'unary' && e.fn === 'neg') return addendsOf(b, e.x, -factor, count);
    if (e.op === 'binary' && e.fn === 'mul' && e.x.op === 'const')
      return addendsOf(b, e.y, factor * e.x.value, count);
  }
  return [b.binary('mul', b.constant(factor), e)];
}
