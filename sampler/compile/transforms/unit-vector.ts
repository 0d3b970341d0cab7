/**
 * Unit vector: x = u / |u|, with a standard normal term on u that makes x uniform where the model states no other density.
 * Stan reference manual, "Unit vector".
 */
import { defineArray, emitTerm } from '../lower/emit-statements.ts';
import { freeElement, sizes, type Transform } from './transform.ts';

export const unitVector: Transform = {
  suffix: 'unit',
  eventDims: 1,
  freeShape: (event) => event,
  constrain(target) {
    const { ctx, name, batch, event } = target;
    const { pool } = ctx;
    const lead = sizes(batch);
    const size = event[0].size;
    const norm = ctx.declare(`${name} norm`, lead);
    const n = ctx.freshLoop(lead);
    const k = pool.freshIndex(0, size);
    const squares = pool.reduce(
      'sum',
      k,
      pool.unary('square', freeElement(target, [...n.at, pool.index(k)])),
    );
    defineArray(ctx, norm, n.indices, pool.unary('sqrt', squares));

    const array = ctx.declare(name, [...lead, size]);
    const x = ctx.freshLoop([...lead, size]);
    const length = ctx.load(norm, x.at.slice(0, -1));
    defineArray(ctx, array, x.indices, pool.binary('div', freeElement(target, x.at), length));

    const t = ctx.freshLoop([...lead, size]);
    const half = pool.binary('mul', pool.constant(-0.5), pool.unary('square', freeElement(target, t.at)));
    emitTerm(ctx, 'jacobian', t.indices, half);
    return array;
  },
  unconstrain: (event) => event.slice(),
};
