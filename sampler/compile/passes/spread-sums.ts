/**
 * Writes out the sum of a row's products, `X[n, j] * b[j]`, where a term has many rows: in four partial sums, which do
 * not wait for each other, with the coefficients and their adjoints in locals. Programs of fewer rows keep the order
 * of their sums.
 */
import type { ScalarExpr } from '../../../grammar/ir.ts';
import { type Builder, rebuild, substituteIndices } from '../graph/builder.ts';
import { costOf } from './inline.ts';
import { MANY_ROWS } from './many-rows.ts';
import { type PassProgram, tripCount } from './pass-program.ts';

const MOST_STEPS = 64;
const MOST_COST = 3;
const PARTIAL_SUMS = 4;

export function spreadSums(w: PassProgram): PassProgram {
  const visit = spreader(w.builder);
  return {
    ...w,
    statements: w.statements.map((s) =>
      s.kind === 'term' && tripCount(s.indices) >= MANY_ROWS ? { ...s, body: visit(s.body) } : s,
    ),
  };
}

function spreader(b: Builder): (e: ScalarExpr) => ScalarExpr {
  const memo = new Map<ScalarExpr, ScalarExpr>();
  const visit = (e: ScalarExpr): ScalarExpr => {
    const known = memo.get(e);
    if (known !== undefined) return known;
    const made = e.op === 'reduce' && isRow(e) ? spread(b, e) : rebuild(b, e, visit);
    memo.set(e, made);
    return made;
  };
  return (e) => visit(b.canonical(e));
}

type Reduce = Extract<ScalarExpr, { op: 'reduce' }>;

function isRow({ fn, index, body }: Reduce): boolean {
  const isShort = index.segment === undefined && index.to - index.from <= MOST_STEPS;
  return fn === 'sum' && isShort && costOf(body) <= MOST_COST;
}

function spread(b: Builder, { index, body }: Reduce): ScalarExpr {
  const sums: ScalarExpr[] = Array.from({ length: PARTIAL_SUMS }, () => b.constant(0));
  for (let k = index.from; k < index.to; k++) {
    const lane = (k - index.from) % PARTIAL_SUMS;
    const item = substituteIndices(b, body, new Map([[index.id, b.constant(k)]]));
    sums[lane] = b.binary('add', sums[lane], item);
  }
  return sums.reduce((x, y) => b.binary('add', x, y));
}
