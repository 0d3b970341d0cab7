/** `data { … }`: constants, and unknowns for the missing values of what is observed. */
import type { DataArray } from '../../../../grammar/data.ts';
import { distributions } from '../../../../grammar/distributions/index.ts';
import type { DataStatement, Program } from '../../../../grammar/syntax/ast.ts';
import { interval, lower, real, type Transform, upper } from '../../transforms/index.ts';
import { type Axis, labelsOfAxis } from '../axes.ts';
import type { Context } from '../context.ts';
import { dimensionAxis } from '../dimension.ts';
import { arrayOf, defineArray } from '../emit-statements.ts';
import { flatToPositions } from '../row-major.ts';
import type { Scope } from '../scope.ts';
import { type ArrayValue, constantValue } from '../value.ts';
import { introduceUnknown } from './unknown.ts';

export function lowerData(ctx: Context, scope: Scope, statement: DataStatement, program: Program): void {
  for (const entry of statement.entries) {
    const datum = ctx.data.arrays.get(entry.name.name);
    if (datum === undefined) {
      // The loader has said why.
      scope.names.set(entry.name.name, { kind: 'poisoned' });
      continue;
    }
    ctx.origin = { span: entry.span, label: `data ${datum.name}` };
    const isDrawn = ctx.options.drawn?.has(datum.name) === true;
    scope.names.set(datum.name, isDrawn ? drawnValue(ctx, datum) : datumValue(ctx, datum, program));
  }
}

/** An unknown on the datum's own scale: integers and labels stay what they are. */
function drawnValue(ctx: Context, datum: DataArray): ArrayValue {
  const dims = axesOf(ctx, datum);
  const { name, element, labelsOf } = datum;
  const array = introduceUnknown(ctx, { name, batch: dims, event: [], transform: real });
  return arrayOf(ctx, array, dims, { element, labelsOf });
}

/**
 * What stands on the left of `observe` where the datum is drawn: values that lie within its support, of
 * which nothing but the density is computed.
 */
export function standInValue(ctx: Context, datum: DataArray): ArrayValue {
  const dims = axesOf(ctx, datum);
  const { name, element, labelsOf, values } = datum;
  const value = values.find((v) => !Number.isNaN(v)) ?? 0;
  const filled = values.map((v) => (Number.isNaN(v) ? value : v));
  const array = ctx.declareConstant(
    name,
    dims.map((dim) => dim.size),
    filled,
  );
  return arrayOf(ctx, array, dims, { element, labelsOf });
}

function axesOf(ctx: Context, datum: DataArray): readonly Axis[] {
  return datum.dims.map((dim): Axis => {
    const axis = dim.name === null ? null : dimensionAxis(ctx, dim.name);
    return axis ?? { name: dim.name, size: dim.size };
  });
}

function datumValue(ctx: Context, datum: DataArray, program: Program): ArrayValue {
  const dims = axesOf(ctx, datum);
  const { element, labelsOf } = datum;
  const shape = dims.map((dim) => dim.size);
  if (datum.values.some(Number.isNaN)) return completed(ctx, datum, dims, program);
  const array = ctx.declareConstant(datum.name, shape, datum.values);
  return arrayOf(ctx, array, dims, { element, labelsOf });
}

/** The datum with an unknown, of its `observe` distribution, for each missing value. */
function completed(ctx: Context, datum: DataArray, dims: readonly Axis[], program: Program): ArrayValue {
  const { pool } = ctx;
  const shape = dims.map((dim) => dim.size);
  const transform = transformOfObserved(ctx, datum, program);
  const missing = [...datum.values.keys()].filter((flat) => Number.isNaN(datum.values[flat]));
  const labels = missing.map((flat) =>
    flatToPositions(flat, shape)
      .map((position, axis) => labelsOfAxis(dims[axis])[position])
      .join(','),
  );
  const unknown = introduceUnknown(ctx, {
    name: `${datum.name}_missing`,
    batch: [{ name: null, size: missing.length, labels }],
    event: [],
    transform,
  });
  const slots = new Float64Array(datum.values.length);
  missing.forEach((flat, i) => {
    slots[flat] = i + 1;
  });
  const slot = ctx.declareConstant(`${datum.name} slots`, shape, slots);
  const known = ctx.declareConstant(
    datum.name,
    shape,
    datum.values.map((value) => (Number.isNaN(value) ? 0 : value)),
  );
  const array = ctx.declare(`${datum.name} completed`, shape);
  const { indices, at } = ctx.freshLoop(shape);
  const here = ctx.load(slot, at);
  const imputed = ctx.load(unknown, [pool.binary('sub', here, pool.constant(1))]);
  const isMissing = pool.binary('gt', here, pool.constant(0));
  defineArray(ctx, array, indices, pool.select(isMissing, imputed, ctx.load(known, at)));
  return arrayOf(ctx, array, dims, { element: datum.element });
}

/** From the distribution's name alone: its arguments may not be defined yet. */
function transformOfObserved(ctx: Context, datum: DataArray, program: Program): Transform {
  const { span } = ctx.origin;
  for (const statement of program.statements) {
    if (statement.kind !== 'observe' || statement.target.kind !== 'name') continue;
    if (statement.target.name !== datum.name || statement.distribution.kind !== 'call') continue;
    const { name } = statement.distribution.callee;
    const entry = distributions.get(name);
    if (
      entry === undefined ||
      entry.eventDims !== 0 ||
      entry.type === 'discrete' ||
      entry.support.kind !== 'interval'
    ) {
      return ctx.unsupported(
        `${datum.name} has missing values, which become unknowns only under a continuous distribution of scalars, and it is observed as ${name}; leave the rows with missing values out`,
        span,
      );
    }
    const bound = (text: string | undefined): number | undefined =>
      text === undefined ? undefined : Number(text);
    const lo = bound(entry.support.lower);
    const hi = bound(entry.support.upper);
    if (Number.isNaN(lo) || Number.isNaN(hi)) {
      return ctx.unsupported(
        `${datum.name} has missing values, and the bounds of ${name} depend on its arguments; leave the rows with missing values out`,
        span,
      );
    }
    if (lo !== undefined && hi !== undefined)
      return interval(constantValue(ctx.pool, lo), constantValue(ctx.pool, hi));
    if (lo !== undefined) return lower(constantValue(ctx.pool, lo));
    return hi === undefined ? real : upper(constantValue(ctx.pool, hi));
  }
  return ctx.fail(
    'data-missing',
    `${datum.name} has missing values, and no observe statement says how they are distributed; observe it or leave those rows out`,
    span,
  );
}
