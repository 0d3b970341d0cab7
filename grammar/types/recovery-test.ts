/** `test recovers { beta = 1, sigma = 0.5, n = 200 }`: values of parameters, and sizes of the simulated data. */
import { repeated } from '../checks/duplicate-name.ts';
import { nothingToRecover, wrongTestValue } from '../checks/recovery-test.ts';
import { unknownNameAt } from '../checks/unknown-name.ts';
import type { Span } from '../span.ts';
import type { Expr, RecordValue, SettingEntry, TestStatement } from '../syntax/ast.ts';
import { ROWS_OF_TEST } from '../syntax/ast.ts';
import { constantOf } from './constants.ts';
import { type Context, excerpt } from './context.ts';
import { topLevel } from './statements/top-level.ts';

/** What a model can be tested for. */
const kinds = ['recovers'];

/** Whether shapes and supports of values fit is known with the data. */
export function checkTest(ctx: Context, { what, values }: TestStatement): void {
  if (!kinds.includes(what.name)) {
    ctx.report(unknownNameAt({ name: what.name, span: what.span, expected: 'test', candidates: kinds }));
  }
  const seen = new Map<string, Span>();
  let parameters = 0;
  for (const entry of values.entries) {
    const { name } = entry;
    const first = seen.get(name.name);
    if (first !== undefined) ctx.report(repeated(`\`${name.name}\``, name.span, first));
    else seen.set(name.name, name.span);
    const symbol = ctx.all.get(name.name);
    if (symbol?.kind === 'param') {
      parameters++;
      ctx.references.set(name, symbol);
      symbol.starts.push(name);
      checkNumbers(ctx, name.name, entry.value);
    } else if (symbol?.kind === 'dim' || (symbol === undefined && name.name === ROWS_OF_TEST)) {
      if (symbol !== undefined) {
        ctx.references.set(name, symbol);
        symbol.starts.push(name);
      }
      checkSize(ctx, entry);
    } else {
      // A name that is none of these is no parameter either, and is reported once.
      parameters++;
      const candidates = [...ctx.all.values()].filter(({ kind }) => kind === 'param' || kind === 'dim');
      ctx.report(
        unknownNameAt({
          name: name.name,
          span: name.span,
          expected: 'parameter or dimension',
          candidates: [...candidates.map((one) => one.name), ROWS_OF_TEST],
          advice:
            symbol === undefined
              ? '`n` is the number of rows'
              : 'a test states values of parameters, and sizes of dimensions',
        }),
      );
    }
  }
  if (parameters === 0) ctx.report(nothingToRecover(values.span));
}

/** Numbers that are known without the data. */
function checkNumbers(ctx: Context, name: string, value: Expr | RecordValue): void {
  if (value.kind === 'error') return;
  if (value.kind === 'list') {
    for (const element of value.elements) checkNumbers(ctx, name, element);
    return;
  }
  if (value.kind === 'record') {
    for (const entry of value.entries) checkNumbers(ctx, name, entry.value);
    return;
  }
  if (constantOf(ctx, topLevel, value) !== null) return;
  const found = excerpt(ctx, value.span) || 'something else';
  ctx.report(wrongTestValue(value.span, name, 'a number, a list of numbers or `{ label = number }`', found));
}

function checkSize(ctx: Context, { name, value }: SettingEntry): void {
  if (value.kind === 'error') return;
  const size = value.kind === 'record' ? null : constantOf(ctx, topLevel, value);
  if (size !== null && Number.isInteger(size) && size >= 1) return;
  const found = excerpt(ctx, value.span) || 'something else';
  ctx.report(wrongTestValue(value.span, name.name, 'a whole number from 1', found));
}
