/**
 * A parameter of a location-scale prior, in between centred and non-centred (Papaspiliopoulos, Roberts and Sköld
 * 2007): with the degree λ of each element, r = (u − λ·location) / scale^λ is standard and
 * y = location + scale·r. λ = 1 is the parameter as written, 0 the standardised one. λ is not a constant: inference
 * writes it to memory.
 */
import type { ArrayId, ScalarExpr } from '../../../../grammar/ir.ts';
import type { Axis } from '../axes.ts';
import type { Context } from '../context.ts';
import type { LocationScalePrior } from '../distribution/location-scale.ts';
import { arrayOf, defineArray, defineValue, emitTerm } from '../emit-statements.ts';
import type { ArrayValue } from '../value.ts';
import { addQuantity, declareFree } from './unknown.ts';

type Positions = readonly ScalarExpr[];

/** The parameter's value. */
export function lowerCentredParam(
  ctx: Context,
  name: string,
  axes: readonly Axis[],
  prior: LocationScalePrior,
): ArrayValue {
  const { pool } = ctx;
  const shape = axes.map((axis) => axis.size);
  const free = declareFree(ctx, name, prior.ofLogarithm ? 'log' : '', axes);
  const location = defineValue(ctx, `${name} location`, prior.location);
  const scale = defineValue(ctx, `${name} scale`, prior.scale);
  // At least rank 1: an array without axes would be treated as a scalar in a local variable.
  const degree = ctx.declareDegrees(`${name} centring`, shape.length === 0 ? [1] : shape);
  ctx.centrings.push({ name, free, degree, location, scale });
  const degreeAt = (at: Positions) => pool.load(degree, at.length === 0 ? [pool.constant(0)] : at);
  const logScale = (at: Positions) => pool.unary('log', ctx.load(scale, at));
  const define = (label: string, element: (at: Positions) => ScalarExpr): ArrayId => {
    const array = ctx.declare(label, shape);
    const { indices, at } = ctx.freshLoop(shape);
    defineArray(ctx, array, indices, element(at));
    return array;
  };

  const r = define(`${name} standardised`, (at) => {
    const shift = pool.binary('mul', degreeAt(at), ctx.load(location, at));
    const moved = pool.binary('sub', ctx.load(free, at), shift);
    const shrink = pool.unary('exp', pool.unary('neg', pool.binary('mul', degreeAt(at), logScale(at))));
    return pool.binary('mul', shrink, moved);
  });
  const y = define(prior.ofLogarithm ? `log ${name}` : name, (at) =>
    pool.binary('add', ctx.load(location, at), pool.binary('mul', ctx.load(scale, at), ctx.load(r, at))),
  );
  const array = prior.ofLogarithm ? define(name, (at) => pool.unary('exp', ctx.load(y, at))) : y;
  addQuantity(ctx, 'param', name, array, axes);

  const jacobian = ctx.freshLoop(shape);
  const rest = pool.binary('sub', pool.constant(1), degreeAt(jacobian.at));
  const ofCentring = pool.binary('mul', rest, logScale(jacobian.at));
  const ofExponential = pool.binary('add', ofCentring, ctx.load(y, jacobian.at));
  emitTerm(ctx, 'jacobian', jacobian.indices, prior.ofLogarithm ? ofExponential : ofCentring);
  const density = prior.density(arrayOf(ctx, r, axes), arrayOf(ctx, y, axes));
  const term = ctx.freshLoop(shape);
  emitTerm(ctx, 'prior', term.indices, density.at(term.at));
  return arrayOf(ctx, array, axes);
}
