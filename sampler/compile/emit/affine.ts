/** Integer positions as `constant + sum of coefficient * index + sum of factor * (expression of data)`. */
import type { IndexId, ScalarExpr } from '../../../grammar/ir.ts';

export interface AffinePosition {
  readonly constant: number;
  readonly coefficients: ReadonlyMap<IndexId, number>;
  readonly rest: readonly { readonly times: number; readonly expr: ScalarExpr }[];
}

export function affinePosition(e: ScalarExpr): AffinePosition {
  const coefficients = new Map<IndexId, number>();
  const rest: { times: number; expr: ScalarExpr }[] = [];
  let constant = 0;
  const visit = (x: ScalarExpr, times: number): void => {
    if (x.op === 'const') constant += times * x.value;
    else if (x.op === 'index') coefficients.set(x.index, (coefficients.get(x.index) ?? 0) + times);
    else if (x.op === 'unary' && x.fn === 'neg') visit(x.x, -times);
    else if (x.op === 'binary' && x.fn === 'add') [x.x, x.y].forEach((y) => visit(y, times));
    else if (x.op === 'binary' && x.fn === 'sub') {
      visit(x.x, times);
      visit(x.y, -times);
    } else if (x.op === 'binary' && x.fn === 'mul' && x.x.op === 'const') visit(x.y, times * x.x.value);
    else if (x.op === 'binary' && x.fn === 'mul' && x.y.op === 'const') visit(x.x, times * x.y.value);
    else rest.push({ times, expr: x });
  };
  visit(e, 1);
  return { constant, coefficients, rest };
}
