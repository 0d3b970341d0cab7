/** `data { … }`: constants, and unknowns for the missing values of what is observed. */
import type { DataArray } from '../../../../grammar/data.ts';
import type { DataStatement, Program } from '../../../../grammar/syntax/ast.ts';
import { real, type Transform } from '../../transforms/index.ts';
import { type Axis, labelsOfAxis } from '../axes.ts';
import type { Context } from '../context.ts';
import { axesOfDatum } from '../dimension.ts';
import { arrayOf, defineArray } from '../emit-statements.ts';
import { flatToPositions } from '../row-major.ts';
import type { Scope } from '../scope.ts';
import type { ArrayValue, PoisonedValue } from '../value.ts';
import { imputedTransform, missingPositions, observedAs } from './imputed.ts';
import { leftOutPlaces } from './left-out-places.ts';
import { missingPredictor } from './missing-predictor.ts';
import { introduceUnknown } from './unknown.ts';

export function lowerData(ctx: Context, scope: Scope, statement: DataStatement, program: Program): void {
  for (const entry of statement.entries) {
    const datum = ctx.data.arrays.get(entry.name.name);
    if (datum === undefined) {
      // The loader has reported the reason.
      scope.names.set(entry.name.name, { kind: 'poisoned' });
      continue;
    }
    ctx.origin = { span: entry.span, label: `data ${datum.name}` };
    const isDrawn = ctx.options.drawn?.has(datum.name) === true;
    scope.names.set(datum.name, isDrawn ? drawnValue(ctx, datum) : datumValue(ctx, scope, datum, program));
  }
}

/** An unknown on the datum's own scale: integers and labels stay what they are. */
function drawnValue(ctx: Context, datum: DataArray): ArrayValue {
  const dims = axesOfDatum(ctx, datum);
  const { name, element, labelsOf } = datum;
  const array = introduceUnknown(ctx, { name, batch: dims, event: [], transform: real });
  return arrayOf(ctx, array, dims, { element, labelsOf });
}

/**
 * The left side of `observe` where the datum is drawn: values within its support, used only for the density.
 */
export function standInValue(ctx: Context, datum: DataArray): ArrayValue {
  const dims = axesOfDatum(ctx, datum);
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

function datumValue(
  ctx: Context,
  scope: Scope,
  datum: DataArray,
  program: Program,
): ArrayValue | PoisonedValue {
  const dims = axesOfDatum(ctx, datum);
  const { element, labelsOf } = datum;
  const shape = dims.map((dim) => dim.size);
  const isComplete = !datum.values.some(Number.isNaN);
  if (!isComplete) {
    const distribution = observedAs(datum, program);
    // An unused datum with missing values is not an error.
    if (distribution === null)
      return { kind: 'poisoned', why: missingPredictor(datum, program, ctx.origin.span) };
    const leftOut = leftOutPlaces(ctx, datum, program);
    const missing = missingPositions(datum).filter((flat) => !leftOut.has(flat));
    if (missing.length > 0) {
      const transform = imputedTransform(ctx, { scope, datum, missing }, distribution);
      return completed(ctx, { datum, missing }, dims, transform);
    }
  }
  // Missing values of rows that are left out are never read.
  const values = isComplete ? datum.values : datum.values.map((value) => (Number.isNaN(value) ? 0 : value));
  const array = ctx.declareConstant(datum.name, shape, values);
  return arrayOf(ctx, array, dims, { element, labelsOf });
}

/** The datum with an unknown, of its `observe` distribution, for each missing value. */
function completed(
  ctx: Context,
  { datum, missing }: { readonly datum: DataArray; readonly missing: readonly number[] },
  dims: readonly Axis[],
  transform: Transform,
): ArrayValue {
  const { pool } = ctx;
  const shape = dims.map((dim) => dim.size);
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
