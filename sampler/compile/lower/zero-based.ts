/** Positions in the language count from 1, in the IR from 0. */
import type { ScalarExpr } from '../../../grammar/ir.ts';
import type { ExprPool } from './expression-pool.ts';

/** `p - 1` for an integer `p`, with constants combined: `(t + 1) - 1` is `t`. */
export function zeroBased(pool: ExprPool, p: ScalarExpr): ScalarExpr {
  return shiftInteger(pool, p, -1);
}

export function shiftInteger(pool: ExprPool, p: ScalarExpr, by: number): ScalarExpr {
  if (p.op === 'const') return pool.constant(p.value + by);
  if (p.op === 'binary' && p.y.op === 'const' && Number.isInteger(p.y.value)) {
    if (p.fn === 'add') return shiftInteger(pool, p.x, by + p.y.value);
    if (p.fn === 'sub') return shiftInteger(pool, p.x, by - p.y.value);
  }
  if (by === 0) return p;
  return by > 0 ? pool.binary('add', p, pool.constant(by)) : pool.binary('sub', p, pool.constant(-by));
}
