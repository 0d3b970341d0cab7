/** `data { … }`: constants, and unknowns for the missing values of what is observed. */
import type { DataArray } from '../../../../grammar/data.ts';
import type { CallExpr, DataStatement, Program } from '../../../../grammar/syntax/ast.ts';
import { real, type Transform } from '../../transforms/index.ts';
import { type Axis, labelsOfAxis } from '../axes.ts';
import type { Context } from '../context.ts';
import { axesOfDatum } from '../dimension.ts';
import { arrayOf } from '../emit-statements.ts';
import { flatToPositions } from '../row-major.ts';
import type { Scope } from '../scope.ts';
import type { ArrayValue, PoisonedValue } from '../value.ts';
import { type CompletedDatum, defineCompleted } from './completed-datum.ts';
import { imputedTransform, missingPositions, observedAs } from './imputed.ts';
import { countsSummedOut, isCountDistribution } from './imputed-counts.ts';
import { leftOutPlaces } from './left-out-places.ts';
import { missingPredictor } from './missing-predictor.ts';
import { checkGaps } from './series-gaps.ts';
import { isLinearGaussian } from './state-space.ts';
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
      if (isLinearGaussian(distribution)) return withGaps(ctx, { datum, missing }, dims, program);
      if (isCountDistribution(distribution, program))
        return withCounts(ctx, { scope, datum, missing, program }, dims, distribution);
      const transform = imputedTransform(ctx, { scope, datum, missing, program }, distribution);
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
  { datum, missing }: Missing,
  dims: readonly Axis[],
  transform: Transform,
): ArrayValue {
  const unknown = introduceUnknown(ctx, {
    name: `${datum.name}_missing`,
    batch: [missingAxis(missing, dims)],
    event: [],
    transform,
  });
  const parts = partsOf(ctx, { datum, missing }, dims);
  defineCompleted(ctx, parts, unknown);
  return arrayOf(ctx, parts.completed, dims, { element: datum.element });
}

/** A series with gaps, which its `observe` sums out and draws. */
function withGaps(
  ctx: Context,
  { datum, missing }: Missing,
  dims: readonly Axis[],
  program: Program,
): ArrayValue {
  checkGaps(ctx, datum, program);
  const parts = partsOf(ctx, { datum, missing }, dims);
  ctx.gaps.set(datum.name, { missing, axis: missingAxis(missing, dims), parts });
  return arrayOf(ctx, parts.completed, dims, { element: datum.element });
}

interface Missing {
  readonly datum: DataArray;
  readonly missing: readonly number[];
}

function missingAxis(missing: readonly number[], dims: readonly Axis[]): Axis {
  const shape = dims.map((dim) => dim.size);
  const labels = missing.map((flat) =>
    flatToPositions(flat, shape)
      .map((position, axis) => labelsOfAxis(dims[axis])[position])
      .join(','),
  );
  return { name: null, size: missing.length, labels };
}

function partsOf(ctx: Context, { datum, missing }: Missing, dims: readonly Axis[]): CompletedDatum {
  const shape = dims.map((dim) => dim.size);
  const slots = new Float64Array(datum.values.length);
  missing.forEach((flat, i) => {
    slots[flat] = i + 1;
  });
  return {
    slots: ctx.declareConstant(`${datum.name} slots`, shape, slots),
    known: ctx.declareConstant(
      datum.name,
      shape,
      datum.values.map((value) => (Number.isNaN(value) ? 0 : value)),
    ),
    completed: ctx.declare(`${datum.name} completed`, shape),
  };
}

/** The datum with discrete unknowns for its missing values, or with draws that its `observe` makes. */
function withCounts(
  ctx: Context,
  { scope, datum, missing, program }: Missing & { readonly scope: Scope; readonly program: Program },
  dims: readonly Axis[],
  distribution: CallExpr,
): ArrayValue {
  const axis = missingAxis(missing, dims);
  const unknown = countsSummedOut(ctx, { scope, datum, missing, program, axis }, distribution);
  const parts = partsOf(ctx, { datum, missing }, dims);
  const values = datum.values.filter((value) => !Number.isNaN(value));
  const given = unknown === null ? undefined : ctx.arrayIntervals.get(unknown);
  if (unknown === null) ctx.drawnCounts.set(datum.name, { missing, axis, parts });
  else defineCompleted(ctx, parts, unknown);
  if (given !== undefined)
    ctx.arrayIntervals.set(parts.completed, {
      lo: Math.min(given.lo, ...values),
      hi: Math.max(given.hi, ...values),
    });
  const { element, labelsOf } = datum;
  return arrayOf(ctx, parts.completed, dims, { element, labelsOf });
}
