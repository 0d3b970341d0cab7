/**
 * Covariance matrices S = L L', L lower-triangular with diagonal exp(u); the rows of L below and on the
 * diagonal are the unconstrained elements, in order. Jacobian 2^K times the product of L[k, k]^(K - k + 2),
 * k from 1. Stan reference manual, "Covariance matrices".
 */
import { defineArray, emitTerm } from '../lower/emit-statements.ts';
import { choleskyFactor, product } from './correlation.ts';
import { freeElement, sizes, type Transform } from './transform.ts';

function triangle(size: number): number {
  return (size * (size + 1)) / 2;
}

export const covariance: Transform = {
  suffix: 'cov',
  eventDims: 2,
  freeShape: ([size]) => [triangle(size)],
  constrain(target) {
    const { ctx, name, batch, event } = target;
    const { pool } = ctx;
    const lead = sizes(batch);
    const size = event[0].size;
    const place = new Float64Array(size * size);
    for (let i = 0; i < size; i++) for (let j = 0; j <= i; j++) place[i * size + j] = triangle(i) + j;
    const placeOf = ctx.declareConstant(`${name} places`, [size, size], place);

    const lower = ctx.declare(`${name} factor`, [...lead, size, size]);
    const x = ctx.freshLoop([...lead, size, size]);
    const [i, j] = x.at.slice(-2);
    const u = freeElement(target, [...x.at.slice(0, -2), ctx.load(placeOf, [i, j])]);
    const isDiagonal = pool.binary('eq', i, j);
    const isAbove = pool.binary('gt', j, i);
    const element = pool.select(isDiagonal, pool.unary('exp', u), pool.select(isAbove, pool.constant(0), u));
    defineArray(ctx, lower, x.indices, element);

    const t = ctx.freshLoop([...lead, size]);
    const k = t.at[t.at.length - 1];
    const diagonal = freeElement(target, [...t.at.slice(0, -1), ctx.load(placeOf, [k, k])]);
    const power = pool.binary('sub', pool.constant(size + 1), k);
    const slope = pool.binary('add', pool.constant(Math.LN2), pool.binary('mul', power, diagonal));
    emitTerm(ctx, 'jacobian', t.indices, slope);
    return product(target, lower);
  },
  unconstrain(event, [size]) {
    const lower = choleskyFactor(event, size);
    const free = new Float64Array(triangle(size));
    for (let i = 0; i < size; i++) {
      for (let j = 0; j <= i; j++) {
        const element = lower[i * size + j];
        free[triangle(i) + j] = i === j ? Math.log(element) : element;
      }
    }
    return free;
  },
};
