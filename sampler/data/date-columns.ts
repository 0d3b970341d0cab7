/** Columns of dates as numbers or labels: `days("when", since = "2020-01-01")`, `month("when")`. */
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import type { Span } from '../../grammar/span.ts';
import type { DataEntry } from '../../grammar/syntax/ast.ts';
import { listCells } from './cells.ts';
import { FaultList } from './convert-cells.ts';
import type { DateRequest } from './data-request.ts';
import { type DatePart, dateAdvice, datePart } from './dates.ts';
import { countOf, dataError, placeInWords, relatedCells } from './load-diagnostics.ts';
import { type Cell, isMissing, quoteCell, type RawArray } from './raw-array.ts';

const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const weekdayNames = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

const namesOfPart: Readonly<Partial<Record<DatePart, readonly string[]>>> = {
  month: monthNames,
  weekday: weekdayNames,
};

/** The part of each date, by name where the datum holds labels; null, after a report, if a cell is no date. */
export function datesOf<Datum extends { readonly raw: RawArray }>(
  datum: Datum,
  { part, since }: DateRequest,
  entry: DataEntry,
  at: { readonly span: Span; readonly report: (diagnostic: Diagnostic) => void },
): Datum | null {
  const { raw } = datum;
  const { cells, codes } = raw.cells.distinct();
  const isNumber = ['real', 'int', 'bool'].includes(entry.type.name);
  const names = isNumber ? undefined : namesOfPart[part];
  const wrong = new FaultList();
  const parts = cells.map((cell): Cell | undefined => {
    if (isMissing(cell)) return null;
    const value = datePart(String(cell), part, since);
    if (Number.isNaN(value)) return undefined;
    return names === undefined ? value : names[value - 1];
  });
  for (const [index, code] of codes.entries()) if (parts[code] === undefined) wrong.add(index);
  if (wrong.count === 0) {
    const found = listCells(Array.from(codes, (code) => parts[code] ?? null));
    const order = names === undefined ? {} : { order: names };
    return { ...datum, raw: { ...raw, cells: found, textual: false, ...order } };
  }
  const [first] = wrong.first;
  const cell = raw.cells.at(first);
  const message =
    `\`${entry.name.name}\`: expected a date such as 2020-02-29, found ${quoteCell(cell)}${placeInWords(raw, first)}` +
    `${wrong.count > 1 ? ` (${countOf(wrong, raw.cells.length)} no dates)` : ''}${dateAdvice(String(cell))}`;
  const related = relatedCells(raw, wrong, (index) => `found ${quoteCell(raw.cells.at(index))}`);
  at.report(dataError('data-value', at.span, message, { related }));
  return null;
}
