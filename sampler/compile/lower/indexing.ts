/** `a[i]`, `a[county_of]`, `a["Anoka"]`, `x[2..5]`, `C[.., 1]`. */
import type { ScalarExpr } from '../../../grammar/ir.ts';
import type { Span } from '../../../grammar/span.ts';
import type { Expr, IndexExpr, Range } from '../../../grammar/syntax/ast.ts';
import { type Axis, align, axisText, labelsOfAxis, shapeText } from './axes.ts';
import { knownElements, knownScalar } from './constant-evaluation.ts';
import type { Context } from './context.ts';
import { evaluate, evaluateArray } from './evaluate.ts';
import { type IndexRead, outsideInWords, type ReadPlace, readElement } from './index-reads.ts';
import type { Scope } from './scope.ts';
import { type ArrayValue, arrayValue, scalarValue } from './value.ts';
import { shiftInteger, zeroBased } from './zero-based.ts';

/** Effect of one bracketed argument on its axis. */
type Selection =
  /** Element or gather; 1-based positions. */
  | { readonly kind: 'at'; readonly positions: ArrayValue; readonly span: Span }
  /** Positions `from`, `from + 1`, …, 0-based. */
  | { readonly kind: 'keep'; readonly axis: Axis; readonly from: number; readonly span: Span }
  /** The elements for which a condition holds; `positions` has one 0-based position for each. */
  | {
      readonly kind: 'chosen';
      readonly axis: Axis;
      readonly positions: readonly number[];
      readonly span: Span;
    };

export function indexValue(ctx: Context, scope: Scope, expr: IndexExpr): ArrayValue {
  const target = evaluateArray(ctx, scope, expr.target);
  if (expr.args.length > target.dims.length) {
    ctx.fail(
      'shape-mismatch',
      `${expr.args.length} positions given, but this has shape ${shapeText(target.dims)}`,
      expr.span,
    );
  }
  const selections = target.dims.map((axis, i) => selectionOf(ctx, scope, axis, expr, i));
  return applySelections(ctx, target, selections, expr);
}

function selectionOf(ctx: Context, scope: Scope, axis: Axis, expr: IndexExpr, at: number): Selection {
  const arg = expr.args[at];
  if (arg === undefined) return { kind: 'keep', axis, from: 0, span: expr.span };
  if (arg.kind === 'range') return slice(ctx, scope, axis, arg);
  const value = evaluate(ctx, scope, arg);
  if (value.kind === 'string') {
    const position = labelsOfAxis(axis).indexOf(value.value);
    if (position < 0) {
      ctx.fail('unknown-label', `"${value.value}" is not a label of ${axisText(axis)}`, arg.span);
    }
    return {
      kind: 'at',
      positions: scalarValue(ctx.pool, ctx.pool.constant(position + 1), 'int'),
      span: arg.span,
    };
  }
  if (value.kind === 'dimension' && value.axis.name === axis.name)
    return { kind: 'keep', axis, from: 0, span: arg.span };
  if (value.kind !== 'array') {
    return ctx.fail('type-mismatch', 'expected a position, a label or an array of positions', arg.span);
  }
  if (value.element === 'bool' && value.dims.length === 1) return chosen(ctx, axis, value, arg.span);
  checkRange(ctx, axis, value, placeOf(ctx, expr, axis, at, arg.span));
  return { kind: 'at', positions: value, span: arg.span };
}

/** `y[site_of == "a"]`. */
function chosen(ctx: Context, axis: Axis, condition: ArrayValue, span: Span): Selection {
  if (condition.dims[0].size !== axis.size)
    ctx.fail(
      'shape-mismatch',
      `a condition on the ${axis.size} elements of ${axisText(axis)} cannot have ${condition.dims[0].size}`,
      span,
    );
  const holds = knownElements(ctx, condition);
  if (holds === null)
    return ctx.fail(
      'needs-data',
      'which elements are chosen must be known from data; where it may differ, reduce those chosen, as in `mean(y[y > 0])`',
      span,
    );
  const positions = [...holds.keys()].filter((position) => holds[position] !== 0);
  const labels = axis.labels === undefined ? {} : { labels: positions.map((at) => axis.labels?.[at] ?? '') };
  return { kind: 'chosen', axis: { name: null, size: positions.length, ...labels }, positions, span };
}

function checkRange(ctx: Context, axis: Axis, value: ArrayValue, place: ReadPlace): void {
  if (value.dims.length > 0) return;
  const position = value.at([]);
  if (position.op !== 'const') return;
  if (Number.isInteger(position.value) && position.value >= 1 && position.value <= axis.size) return;
  ctx.fail('index-range', outsideInWords(place, position.value - 1, []), place.span);
}

function slice(ctx: Context, scope: Scope, axis: Axis, range: Range): Selection {
  const { span } = range;
  if (range.lo === undefined && range.hi === undefined) return { kind: 'keep', axis, from: 0, span };
  const bound = (expr: Expr | undefined, otherwise: number): number => {
    if (expr === undefined) return otherwise;
    const value = evaluateArray(ctx, scope, expr);
    const known = value.dims.length === 0 ? knownScalar(ctx, value.at([])) : null;
    if (known !== null && Number.isInteger(known)) return known;
    return ctx.unsupported(
      'the ends of a slice must be known from data and numbers; for a moving window use sum(x[t - k] for k in 1..K)',
      expr.span,
    );
  };
  const lo = bound(range.lo, 1);
  const hi = bound(range.hi, axis.size);
  if (lo < 1 || hi > axis.size || hi < lo) {
    ctx.fail(
      'index-range',
      hi < lo
        ? `slice ${lo}..${hi} runs backwards and has no elements`
        : `slice ${lo}..${hi} lies outside axis ${axisText(axis)}, 1..${axis.size}`,
      range.span,
    );
  }
  if (lo === 1 && hi === axis.size) return { kind: 'keep', axis, from: 0, span };
  const labels = axis.labels?.slice(lo - 1, hi);
  return {
    kind: 'keep',
    axis: { name: null, size: hi - lo + 1, ...(labels === undefined ? {} : { labels }) },
    from: lo - 1,
    span,
  };
}

/** The axes of gathers are aligned and replace the first gathered axis; other axes are kept. */
function applySelections(
  ctx: Context,
  target: ArrayValue,
  selections: readonly Selection[],
  expr: IndexExpr,
): ArrayValue {
  const gathers = selections.flatMap((s) => (s.kind === 'at' ? [s.positions.dims] : []));
  const aligned = align(gathers);
  if ('kind' in aligned) {
    const { left, right } = aligned;
    ctx.fail(
      'shape-mismatch',
      `positions of shapes ${gathers.map((dims) => shapeText(dims)).join(' and ')} do not agree: ${axisText(left)} has ${left.size} elements, ${axisText(right)} has ${right.size}`,
      expr.span,
    );
  }
  const dims: Axis[] = [];
  const placeOfGathered = aligned.dims.map(() => -1);
  const place = (gathered: number): void => {
    if (placeOfGathered[gathered] >= 0) return;
    placeOfGathered[gathered] = dims.length;
    dims.push(aligned.dims[gathered]);
  };
  let gather = 0;
  const readers = selections.map((selection): ((at: readonly ScalarExpr[]) => ScalarExpr) => {
    if (selection.kind === 'at') {
      const map = aligned.maps[gather++];
      aligned.dims.forEach((_, gathered) => {
        place(gathered);
      });
      return (at) =>
        zeroBased(ctx.pool, selection.positions.at(map.map((gathered) => at[placeOfGathered[gathered]])));
    }
    const position = dims.length;
    dims.push(selection.axis);
    if (selection.kind === 'chosen') {
      const table = chosenPositions(ctx, selection.positions);
      return (at) => table(at[position]);
    }
    return (at) => shiftInteger(ctx.pool, at[position], selection.from);
  });
  const places = selections.map((selection, axis) =>
    placeOf(ctx, expr, target.dims[axis], axis, selection.span),
  );
  const element = (at: readonly ScalarExpr[]): ScalarExpr => {
    const positions = readers.map((read) => read(at));
    const reads = positions.map((position, axis): IndexRead | null => {
      if (selections[axis].kind !== 'at') return null;
      const around = aligned.dims.map((dim, gathered) => ({
        name: dim.name ?? 'position',
        value: shiftInteger(ctx.pool, at[placeOfGathered[gathered]], 1),
      }));
      const variables = [...boundIndices(ctx, position), ...around];
      return { position, size: target.dims[axis].size, place: places[axis], variables };
    });
    return readElement(ctx, (chosen) => target.at(chosen), positions, reads);
  };
  return arrayValue(ctx.pool, dims, element, { element: target.element, labelsOf: target.labelsOf });
}

function chosenPositions(ctx: Context, positions: readonly number[]): (at: ScalarExpr) => ScalarExpr {
  // Of none, the array is never read.
  const values = Float64Array.from(positions.length === 0 ? [0] : positions);
  const array = ctx.declareConstant('chosen positions', [values.length], values);
  return (at) => ctx.load(array, [at]);
}

/** The indices with names that the position depends on, outer first. */
function boundIndices(ctx: Context, position: ScalarExpr): IndexRead['variables'] {
  const free = ctx.pool.freeIndices(position);
  return [...ctx.indexNames].flatMap(([id, variable]) => (free.has(id) ? [variable] : []));
}

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth'];

function placeOf(ctx: Context, expr: IndexExpr, axis: Axis, at: number, span: Span): ReadPlace {
  const which = expr.args.length === 1 ? 'index' : `${ordinals[at] ?? `${at + 1}th`} index`;
  const of = expr.target.kind === 'name' ? ` of \`${expr.target.name}\`` : '';
  const runs =
    axis.name === null
      ? `its positions run from 1 to ${axis.size}`
      : `\`${axis.name}\` runs from 1 to ${axis.size}`;
  const related = [...ctx.callers];
  return { span: ctx.spanOverride ?? span, what: `the ${which}${of}`, range: runs, related };
}
