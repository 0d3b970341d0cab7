/** Rows of counts against their total: both are data, so a row that does not add up is reported with its number. */
import { supportMismatch } from '../../../../grammar/checks/support-mismatch.ts';
import type { Fix } from '../../../../grammar/diagnostic.ts';
import type { Expr } from '../../../../grammar/syntax/ast.ts';
import { createEvaluator } from '../constant-evaluation.ts';
import type { Context } from '../context.ts';
import { binaryValue } from '../elementwise.ts';
import { overAxes, plainReduction } from '../functions/reduction.ts';
import { dependsOnData } from '../index-reads.ts';
import { rowInWords, rowsOfValue } from '../rows-of-value.ts';
import { someRow } from '../some-row.ts';
import type { ArrayValue, DistributionValue } from '../value.ts';

/** Reports the first row of counts whose sum is not the `n` of its distribution. */
export function checkTotals(ctx: Context, dist: DistributionValue, counts: ArrayValue, target: Expr): void {
  if (dist.form !== 'plain' || dist.entry.support.kind !== 'countVector' || counts.dims.length === 0) return;
  const n = dist.args.get('n');
  if (ctx.spanOverride !== null || n?.kind !== 'array') return;
  const total = plainReduction(ctx, 'sum', overAxes(counts, [counts.dims.length - 1]));
  const span = dist.given?.get('n')?.value.span ?? dist.span;
  const both = binaryValue(ctx, 'sub', { value: total, span: target.span }, { value: n, span }, span);
  const at = ctx.placeholders(both.dims.map((dim) => dim.size));
  const difference = both.at(at);
  if (!dependsOnData(ctx, difference) || !ctx.guards.every((guard) => dependsOnData(ctx, guard))) return;
  const rows = rowsOfValue(ctx, both, difference, at);
  const evaluate = createEvaluator(ctx);
  someRow(rows, (env) => {
    if (ctx.guards.some((guard) => evaluate(guard, env) !== 1)) return false;
    const found = evaluate(difference, env);
    // A row with a missing count cannot be checked.
    if (found === null || Number.isNaN(found) || found === 0) return false;
    report(ctx, dist, counts, target, rowInWords(ctx, rows, env, evaluate), found);
    return true;
  });
}

function report(
  ctx: Context,
  dist: Extract<DistributionValue, { form: 'plain' }>,
  counts: ArrayValue,
  target: Expr,
  place: string,
  difference: number,
): void {
  const arg = dist.given?.get('n')?.value;
  const name = target.kind === 'name' ? target.name : 'the counts';
  const last = counts.dims[counts.dims.length - 1];
  const sum =
    counts.dims.length > 1 && last.name !== null ? `sum(${name} over ${last.name})` : `sum(${name})`;
  // Where rows are selected or indexed one by one, `n` would have to be too.
  const canWrite =
    ctx.loops.length === 0 &&
    target.kind === 'name' &&
    arg !== undefined &&
    (counts.dims.length === 1 || last.name !== null);
  const fixes: readonly Fix[] = canWrite
    ? [{ title: `Write \`${sum}\``, edits: [{ span: arg.span, newText: sum }] }]
    : [];
  const size = `${Math.abs(difference)} ${difference > 0 ? 'more' : 'fewer'}`;
  const where = place === '' ? '' : ` at ${place}`;
  const advice = canWrite ? `; correct the data, or write \`${sum}\`` : '; correct the data, or `n`';
  ctx.report(
    supportMismatch.code,
    `\`n\` of ${dist.entry.name} is the sum of the counts, but \`${name}\` sums to ${size} than it${where}${advice}`,
    arg?.span ?? dist.span,
    { fixes, related: [{ message: `the counts are \`${name}\``, span: target.span }] },
  );
}
