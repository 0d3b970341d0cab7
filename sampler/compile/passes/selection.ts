/** A reduction's body as conditions on data and what is reduced where they hold. */
import type { ReduceFn, ScalarExpr } from '../../../grammar/ir.ts';
import type { Builder } from '../graph/builder.ts';
import { emptyReduction } from '../graph/builder.ts';

export interface Selection {
  /** All of them must hold; some depend on the reduction's index. */
  readonly conditions: readonly ScalarExpr[];
  readonly body: ScalarExpr;
}

/** Null where nothing is selected: elements that do not count are those of an empty reduction. */
export function selectionOf(
  b: Builder,
  { fn, index, body }: { readonly fn: ReduceFn } & Extract<ScalarExpr, { op: 'reduce' }>,
  isData: (e: ScalarExpr) => boolean,
): Selection | null {
  const conditions: ScalarExpr[] = [];
  let inner = body;
  while (inner.op === 'select' && isData(inner.cond)) {
    const { cond } = inner;
    if (isNeutral(fn, inner.else)) {
      conditions.push(...conjuncts(cond));
      inner = inner.then;
    } else if (isNeutral(fn, inner.then)) {
      conditions.push(b.unary('not', cond));
      inner = inner.else;
    } else break;
  }
  return conditions.some((c) => b.freeIndices(c).has(index.id)) ? { conditions, body: inner } : null;
}

function isNeutral(fn: ReduceFn, e: ScalarExpr): boolean {
  return e.op === 'const' && Object.is(e.value, emptyReduction(fn));
}

function conjuncts(e: ScalarExpr): readonly ScalarExpr[] {
  return e.op === 'binary' && e.fn === 'and' ? [...conjuncts(e.x), ...conjuncts(e.y)] : [e];
}
