/** `events = (time, state, amount)`: the doses of a differential equation, one after another, as scalar expressions. */
import type { ScalarExpr } from '../../../../grammar/ir.ts';
import { axisText, labelsOfAxis } from '../axes.ts';
import type { Context } from '../context.ts';
import { dependsOnData } from '../index-reads.ts';
import type { ArrayValue } from '../value.ts';
import { forAllPositions } from './all-positions.ts';
import type { Doses, OdeArguments } from './ode-arguments.ts';

interface DoseList {
  readonly times: readonly ScalarExpr[];
  /** Elements of the state, from 0. */
  readonly places: readonly ScalarExpr[];
  readonly amounts: readonly ScalarExpr[];
}

/** Many doses are many amounts, and each that depends on unknowns may be one more column of sensitivities. */
const MOST_DOSES = 1000;

export function doseList(ctx: Context, { y0, t0, doses }: OdeArguments): DoseList | null {
  if (doses === null) return null;
  const { pool } = ctx;
  if (y0.dims.length > 1)
    ctx.fail(
      'shape-mismatch',
      'expected a number or a vector as the state of an `ode` with `events`',
      doses.expr.span,
    );
  const size = y0.dims.length === 0 ? 1 : y0.dims[0].size;
  const count = countOf(ctx, doses);
  const elements = (of: ArrayValue): ScalarExpr[] =>
    Array.from({ length: count }, (_, k) => of.at(of.dims.length === 0 ? [] : [pool.constant(k)]));
  const times = elements(doses.times);
  const places =
    typeof doses.places === 'string'
      ? times.map(() => pool.constant(positionOf(ctx, y0, doses)))
      : elements(doses.places).map((e) => pool.binary('sub', e, pool.constant(1)));
  for (const [k, part] of [times, places].entries())
    if (part.some((e) => !dependsOnData(ctx, e)))
      ctx.fail(
        'needs-data',
        `expected ${k === 0 ? 'times' : 'elements of the state'} of events that data alone determine`,
        doses.expr.elements[k].span,
      );
  checkDoses(ctx, { times, places, start: t0.at([]), size }, doses);
  return { times, places, amounts: elements(doses.amounts) };
}

function countOf(ctx: Context, { times, places, amounts, expr }: Doses): number {
  const sizes = [times, places, amounts].map((value) =>
    typeof value === 'string' || value.dims.length === 0 ? null : value.dims[0].size,
  );
  const known = sizes.filter((size) => size !== null);
  const count = known.length === 0 ? 1 : known[0];
  if (known.some((size) => size !== count))
    ctx.fail(
      'shape-mismatch',
      `expected as many times as elements of the state and amounts in \`events\`, found ${sizes.map((size) => (size === null ? 'one for all' : size)).join(', ')}`,
      expr.span,
    );
  if (count > MOST_DOSES)
    ctx.fail('too-large', `expected at most ${MOST_DOSES} events, found ${count}`, expr.span);
  return count;
}

function positionOf(ctx: Context, { dims }: ArrayValue, { places, expr }: Doses): number {
  const position = dims.length === 0 ? -1 : labelsOfAxis(dims[0]).indexOf(String(places));
  if (position >= 0) return position;
  return ctx.fail(
    'unknown-label',
    `"${String(places)}" is not a label of ${dims.length === 0 ? 'the state, a number' : axisText(dims[0])}`,
    expr.elements[1].span,
  );
}

function checkDoses(
  ctx: Context,
  {
    times,
    places,
    start,
    size,
  }: {
    readonly times: readonly ScalarExpr[];
    readonly places: readonly ScalarExpr[];
    readonly start: ScalarExpr;
    readonly size: number;
  },
  { expr }: Doses,
): void {
  const [timeExpr, placeExpr] = expr.elements;
  forAllPositions(ctx, [start, ...times, ...places], (values) => {
    const [at, when, where] = [values[0], values.slice(1, 1 + times.length), values.slice(1 + times.length)];
    for (const [k, time] of when.entries()) {
      const before = k === 0 ? at : when[k - 1];
      if (time >= before) continue;
      ctx.fail(
        'ode-times',
        `expected times of events that ascend from the start, found ${time} at event ${k + 1} where ${k === 0 ? `the start is at ${at}` : `event ${k} is at ${before}`}: sort the events by time, or let the start be at the first`,
        timeExpr.span,
      );
    }
    const outside = where.findIndex((place) => !(Number.isInteger(place) && place >= 0 && place < size));
    if (outside >= 0)
      ctx.fail(
        'index-range',
        `expected an element of the state from 1 to ${size}, found ${where[outside] + 1} at event ${outside + 1}`,
        placeExpr.span,
      );
  });
}
