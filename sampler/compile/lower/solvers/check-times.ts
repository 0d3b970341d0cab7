/** The times of an `ode`: data, ascending, and none before the start. */
import type { Span } from '../../../../grammar/span.ts';
import type { Context } from '../context.ts';
import { dependsOnData } from '../index-reads.ts';
import { forAllPositions } from './all-positions.ts';
import type { OdeArguments } from './ode-arguments.ts';

export function checkTimes(ctx: Context, given: OdeArguments, span: Span): void {
  const { pool } = ctx;
  const { t0, times, timesExpr } = given;
  if (t0.dims.length > 0) ctx.fail('shape-mismatch', 'expected a number as the time of the start', span);
  if (times.dims.length > 1) ctx.fail('shape-mismatch', 'expected a vector of times', timesExpr.span);
  const count = times.dims.length === 0 ? 1 : times.dims[0].size;
  if (count === 0) ctx.fail('shape-mismatch', 'expected at least one time, found none', timesExpr.span);
  const elements = Array.from({ length: count }, (_, k) =>
    times.at(times.dims.length === 0 ? [] : [pool.constant(k)]),
  );
  const start = t0.at([]);
  const unknown = [start, ...elements].findIndex((e) => !dependsOnData(ctx, e));
  if (unknown >= 0)
    ctx.fail(
      'needs-data',
      `expected times that data alone determine, found ${unknown === 0 ? 'a start' : 'times'} that depends on unknowns: shift the time inside \`${given.fn.statement.name.name}\` instead, \`if t < lag then … else …\``,
      unknown === 0 ? span : timesExpr.span,
    );
  const name = (k: number) => (times.dims.length === 0 ? 'the time' : `times[${k + 1}]`);
  forAllPositions(ctx, [start, ...elements], (values) => {
    for (let k = 1; k < values.length; k++) {
      if (values[k] >= values[k - 1]) continue;
      const before = k === 1 ? `the start is at ${values[0]}` : `${name(k - 2)} is ${values[k - 1]}`;
      ctx.fail(
        'ode-times',
        `expected times that ascend from the start, found ${name(k - 1)} = ${values[k]} where ${before}: sort the rows by time, or let the start be at the first`,
        timesExpr.span,
      );
    }
  });
}
