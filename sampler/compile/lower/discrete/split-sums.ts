/** A term whose body is a sum, as terms of its parts: `w * sum(f(z[i]) for i)` depends on one element in each row. */
import type { ScalarExpr } from '../../../../grammar/ir.ts';
import { type Context, someNode } from '../context.ts';
import type { Term } from './factors.ts';

/** @param isOpen whether the part depends on a discrete unknown */
export function splitSums(ctx: Context, term: Term, isOpen: (part: ScalarExpr) => boolean): readonly Term[] {
  const { pool } = ctx;
  const { body, indices } = term;
  if (!someNode(body, isOpen)) return [term];
  const of = (part: ScalarExpr): Term => ({ ...term, body: part });
  const each = (one: Term): readonly Term[] => splitSums(ctx, one, isOpen);
  switch (body.op) {
    case 'reduce': {
      if (body.fn !== 'sum') return [term];
      const fresh = pool.freshIndex(body.index.from, body.index.to);
      const inner = pool.substitute(body.body, new Map([[body.index.id, pool.index(fresh)]]));
      return each({ ...term, indices: [...indices, fresh], body: inner });
    }
    case 'unary':
      return body.fn === 'neg'
        ? each(of(body.x)).map((one) => ({ ...one, body: pool.unary('neg', one.body) }))
        : [term];
    case 'binary': {
      const { fn, x, y } = body;
      if (fn === 'add') return [...each(of(x)), ...each(of(y))];
      if (fn === 'sub') return [...each(of(x)), ...each(of(pool.unary('neg', y)))];
      if (fn === 'mul' && !someNode(x, isOpen))
        return each(of(y)).map((one) => ({ ...one, body: pool.binary('mul', x, one.body) }));
      if ((fn === 'mul' || fn === 'div') && !someNode(y, isOpen))
        return each(of(x)).map((one) => ({ ...one, body: pool.binary(fn, one.body, y) }));
      return [term];
    }
    default:
      return [term];
  }
}
