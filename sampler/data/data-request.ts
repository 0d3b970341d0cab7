/** What a datum reads: a literal, a column, several columns, or a part of the dates of a column. */
import type { Span } from '../../grammar/span.ts';
import type { CallExpr, DataEntry, Expr } from '../../grammar/syntax/ast.ts';
import { type DatePart, dateAdvice, dateParts, dayNumber } from './dates.ts';

export interface DateRequest {
  readonly part: DatePart;
  /** The day that is 0, in days since 1970-01-01. */
  readonly since: number;
}

/** What an entry reads from its source. */
export type DataRequest =
  | { readonly kind: 'literal'; readonly expr: Expr }
  | {
      readonly kind: 'column';
      readonly name: string;
      readonly span: Span;
      readonly isDefault: boolean;
      readonly date?: DateRequest;
    }
  | { readonly kind: 'columns'; readonly names: readonly { readonly name: string; readonly span: Span }[] }
  | { readonly kind: 'invalid'; readonly message: string; readonly span: Span }
  /** The parser has reported it. */
  | { readonly kind: 'unread' };

export function requestOf(entry: DataEntry): DataRequest {
  const { value } = entry;
  if (value === undefined)
    return { kind: 'column', name: entry.name.name, span: entry.name.span, isDefault: true };
  if (value.kind === 'error') return { kind: 'unread' };
  if (value.kind !== 'call') return { kind: 'literal', expr: value };
  const { callee, args } = value;
  const invalid = (message: string) => ({ kind: 'invalid', message, span: value.span }) as const;
  const part = dateParts.find((name) => name === callee.name);
  if (part !== undefined) return dateRequest(part, value);
  if (callee.name !== 'column' && callee.name !== 'columns') {
    return invalid(
      `expected a literal, \`column("…")\` or \`columns("…", "…")\`, found \`${callee.name}(…)\``,
    );
  }
  const names = args.flatMap(({ value: arg }) =>
    arg.kind === 'string' ? [{ name: arg.value, span: arg.span }] : [],
  );
  if (names.length !== args.length || names.length === 0) {
    return invalid(`\`${callee.name}\` takes the names of columns as text: \`${callee.name}("x1")\``);
  }
  if (callee.name === 'columns') return { kind: 'columns', names };
  if (names.length > 1) return invalid('`column` takes one name; `columns` makes a matrix of several');
  return { kind: 'column', ...names[0], isDefault: false };
}

/** `days("when", since = "2020-01-01")` */
function dateRequest(part: DatePart, { args, span }: CallExpr): DataRequest {
  const invalid = (message: string, at = span) => ({ kind: 'invalid', message, span: at }) as const;
  const [column, since, ...more] = args;
  if (column?.value.kind !== 'string' || column.name !== undefined)
    return invalid(`\`${part}\` takes the name of a column as text: \`${part}("date")\``);
  const { value: name, span: at } = column.value;
  if (since === undefined)
    return { kind: 'column', name, span: at, isDefault: false, date: { part, since: 0 } };
  if (part !== 'days' || more.length > 0 || since.name?.name !== 'since')
    return invalid(`\`${part}\` takes one column${part === 'days' ? ', and `since = "2020-01-01"`' : ''}`);
  const text = since.value.kind === 'string' ? since.value.value : '';
  const day = dayNumber(text);
  if (Number.isNaN(day))
    return invalid(
      `expected a date such as "2020-01-01" after \`since =\`${dateAdvice(text)}`,
      since.value.span,
    );
  return { kind: 'column', name, span: at, isDefault: false, date: { part, since: day } };
}
