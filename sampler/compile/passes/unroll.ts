/** Unrolls short reductions (two states, three components) into straight-line code, where more is shared. */
import type { ReduceFn, ScalarExpr } from '../../../grammar/ir.ts';
import { type Builder, rebuild, substituteIndices } from '../graph/builder.ts';
import { logSumExpOf } from '../graph/log-sum-exp.ts';
import type { PassProgram } from './pass-program.ts';

const MOST_STEPS = 8;

export function unroll(w: PassProgram): PassProgram {
  const b = w.builder;
  const memo = new Map<ScalarExpr, ScalarExpr>();
  const visit = (e: ScalarExpr): ScalarExpr => {
    const known = memo.get(e);
    if (known !== undefined) return known;
    let made = rebuild(b, e, visit);
    if (made.op === 'reduce' && !made.index.segment && made.index.to - made.index.from <= MOST_STEPS) {
      const { fn, index, body } = made;
      const items: ScalarExpr[] = [];
      for (let k = index.from; k < index.to; k++)
        items.push(visit(substituteIndices(b, body, new Map([[index.id, b.constant(k)]]))));
      made = combine(b, fn, items);
    }
    memo.set(e, made);
    return made;
  };
  return {
    ...w,
    statements: w.statements.map((s) =>
      s.kind === 'kernel' ? s : { ...s, body: visit(b.canonical(s.body)) },
    ),
  };
}

function combine(b: Builder, fn: ReduceFn, items: readonly ScalarExpr[]): ScalarExpr {
  const fold = (op: 'add' | 'mul' | 'min' | 'max'): ScalarExpr => items.reduce((x, y) => b.binary(op, x, y));
  switch (fn) {
    case 'sum':
      return fold('add');
    case 'prod':
      return fold('mul');
    case 'min':
      return fold('min');
    case 'max':
      return fold('max');
    case 'log_sum_exp':
      return logSumExpOf(b, items);
  }
}
