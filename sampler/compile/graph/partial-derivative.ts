/** The partial derivative of an expression by an element that it loads, as an expression (forward mode). */
import type { ScalarExpr } from '../../../grammar/ir.ts';
import { expand } from '../../../grammar/scalar-operations/expand.ts';
import {
  binaryOperations,
  ternaryOperations,
  unaryOperations,
} from '../../../grammar/scalar-operations/index.ts';
import { type Derivative, FLAT, NOT_DIFFERENTIATED } from '../../../grammar/scalar-operations/operation.ts';
import type { Builder } from './builder.ts';

/**
 * Null where it is zero everywhere. The expression has no reduction that reads the element.
 *
 * @param by a load; the same element is the same object.
 */
export function partialDerivative(b: Builder, expr: ScalarExpr, by: ScalarExpr): ScalarExpr | null {
  const known = new Map<ScalarExpr, ScalarExpr | null>();
  const visit = (e: ScalarExpr): ScalarExpr | null => {
    const before = known.get(e);
    if (before !== undefined) return before;
    const made = e === by ? b.constant(1) : step(e);
    known.set(e, made);
    return made;
  };

  function step(e: ScalarExpr): ScalarExpr | null {
    switch (e.op) {
      case 'const':
      case 'index':
      case 'load':
      case 'reduce':
        return null;
      case 'unary': {
        const slope = visit(e.x);
        const { derivative, emission } = unaryOperations[e.fn];
        if (slope === null || derivative === FLAT) return null;
        const names = new Map([['x', e.x], ['value', e as ScalarExpr]]); // biome-ignore format: pairs
        if (emission.kind === 'inline')
          names.set('shared', expand(b, emission.shared, new Map([['x', e.x]])));
        return times(derivative, names, slope);
      }
      case 'binary':
        return ofBinary(e);
      case 'ternary': {
        const { derivative, arguments: declared } = ternaryOperations[e.fn];
        const parts = [e.x, e.y, e.z];
        const names = new Map([
          ['value', e as ScalarExpr],
          ...declared.map(({ name }, k) => [name, parts[k]] as const),
        ]);
        return total(
          parts.map((part, k) => {
            const slope = visit(part);
            if (slope === null) return null;
            return times(derivative === NOT_DIFFERENTIATED ? derivative : derivative[k], names, slope);
          }),
        );
      }
      case 'select': {
        const then = visit(e.then);
        const otherwise = visit(e.else);
        if (then === null && otherwise === null) return null;
        return b.select(e.cond, then ?? b.constant(0), otherwise ?? b.constant(0));
      }
    }
  }

  function ofBinary(e: Extract<ScalarExpr, { op: 'binary' }>): ScalarExpr | null {
    const [x, y] = [visit(e.x), visit(e.y)];
    const { derivative, arguments: declared } = binaryOperations[e.fn];
    if (derivative === FLAT) return null;
    if (e.fn === 'mul' && e.x === e.y && x !== null)
      return b.binary('mul', b.binary('mul', b.constant(2), e.x), x);
    const names = new Map([
      [declared[0].name, e.x],
      [declared[1].name, e.y],
      ['value', e as ScalarExpr],
    ]);
    return total(
      [x, y].map((slope, k) =>
        slope === null
          ? null
          : times(derivative === NOT_DIFFERENTIATED ? derivative : derivative[k], names, slope),
      ),
    );
  }

  /** The text of a derivative with the slope as its adjoint: the product is the same. */
  function times(
    derivative: Derivative | typeof NOT_DIFFERENTIATED,
    names: ReadonlyMap<string, ScalarExpr>,
    slope: ScalarExpr,
  ): ScalarExpr {
    if (derivative === NOT_DIFFERENTIATED)
      throw new Error('an operation that occurs in derivatives only has none');
    const all = new Map(names).set('adjoint', slope);
    if (typeof derivative === 'string') return expand(b, derivative, all);
    for (const [name, text] of Object.entries(derivative.given)) all.set(name, expand(b, text, all));
    return expand(b, derivative.text, all);
  }

  function total(parts: readonly (ScalarExpr | null)[]): ScalarExpr | null {
    return parts.reduce((sum, part) =>
      sum === null ? part : part === null ? sum : b.binary('add', sum, part),
    );
  }

  return visit(b.canonical(expr));
}
