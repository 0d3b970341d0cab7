/** Writes an expression in a loop as `constant + sum of coefficient * unknown`, coefficients from data. */
import type { Index, IndexId, ScalarExpr } from '../../../grammar/ir.ts';
import type { Builder } from '../graph/builder.ts';

/** `coefficient` depends on data and the loop's indices; `unknown` does not, unless it is gathered. */
export interface AffineItem {
  readonly coefficient: ScalarExpr;
  readonly unknown: ScalarExpr;
  /** The index that both run over, where the item is a contraction (`X[n, j] * beta[j]`). */
  readonly over: Index | null;
  /** True where `unknown` is an array element at a position from data (`a[county_of[n]]`). */
  readonly gathered: boolean;
}
export interface AffineForm {
  readonly constant: ScalarExpr;
  readonly items: readonly AffineItem[];
}

interface AffineContext {
  readonly builder: Builder;
  readonly loop: ReadonlySet<IndexId>;
  readonly isData: (e: ScalarExpr) => boolean;
}

/** Null where the expression is not affine in values that are constant in the loop. */
export function affineForm(context: AffineContext, e: ScalarExpr): AffineForm | null {
  const { builder: b, loop, isData } = context;
  const one = b.constant(1);
  const scale = (form: AffineForm, by: ScalarExpr): AffineForm => ({
    constant: b.binary('mul', form.constant, by),
    items: form.items.map((i) => ({ ...i, coefficient: b.binary('mul', i.coefficient, by) })),
  });
  const add = (x: AffineForm | null, y: AffineForm | null): AffineForm | null =>
    x === null || y === null
      ? null
      : { constant: b.binary('add', x.constant, y.constant), items: [...x.items, ...y.items] };

  const visit = (x: ScalarExpr, over: Index | null): AffineForm | null => {
    if (isData(x)) return { constant: x, items: [] };
    if (![...b.freeIndices(x)].some((i) => loop.has(i)))
      return { constant: b.constant(0), items: [{ coefficient: one, unknown: x, over, gathered: false }] };
    if (x.op === 'load' && over === null && x.at.every(isData))
      return { constant: b.constant(0), items: [{ coefficient: one, unknown: x, over, gathered: true }] };
    if (x.op === 'unary' && x.fn === 'neg') {
      const inner = visit(x.x, over);
      return inner === null ? null : scale(inner, b.constant(-1));
    }
    if (x.op === 'reduce' && x.fn === 'sum' && over === null && x.index.segment === undefined) {
      const inner = visit(x.body, x.index);
      if (inner === null) return null;
      return { constant: b.reduce('sum', x.index, inner.constant), items: inner.items };
    }
    if (x.op !== 'binary') return null;
    switch (x.fn) {
      case 'add':
        return add(visit(x.x, over), visit(x.y, over));
      case 'sub': {
        const right = visit(x.y, over);
        return add(visit(x.x, over), right === null ? null : scale(right, b.constant(-1)));
      }
      case 'mul': {
        for (const [factor, other] of [
          [x.x, x.y],
          [x.y, x.x],
        ]) {
          if (!isData(factor)) continue;
          const form = visit(other, over);
          return form === null ? null : scale(form, factor);
        }
        return null;
      }
      case 'div': {
        if (!isData(x.y)) return null;
        const form = visit(x.x, over);
        return form === null ? null : scale(form, b.binary('div', one, x.y));
      }
      default:
        return null;
    }
  };
  return visit(e, null);
}
