/**
 * `data from "f.csv" where CONDITION { … }`: selects rows of the file. The condition is over the file's columns;
 * a comparison with a missing value is neither true nor false, and a row is kept where the condition is true.
 */
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import type { DataStatement, Expr } from '../../grammar/syntax/ast.ts';
import { type Cells, MISSING, OTHER } from './cells.ts';
import { booleanOf } from './convert-cells.ts';
import { labelOf } from './labels.ts';
import { dataError, placeInWords } from './load-diagnostics.ts';
import { isMissing, parseNumber, quoteCell, type RawArray } from './raw-array.ts';
import { fetchRaw, type OpenFile } from './sources.ts';
import { suggest, unseen } from './suggest.ts';

export interface KeptRows {
  /** Positions of the rows that are kept, from 0. */
  readonly rows: readonly number[];
  readonly total: number;
}

type Report = (diagnostic: Diagnostic) => void;

/** The value of a part of the condition at a row; null where a missing value leaves it undetermined. */
type Truth = (row: number) => boolean | null;

type Operand =
  | { readonly kind: 'number'; readonly at: (row: number) => number | null; readonly column?: RawArray }
  | { readonly kind: 'text'; readonly at: (row: number) => string | null; readonly column?: RawArray };

class Unreadable extends Error {}

/** Null if the block keeps all rows, `failed` if the condition is invalid (already reported). */
export function keptRows(
  block: DataStatement,
  file: OpenFile | null,
  report: Report,
): KeptRows | null | 'failed' {
  const { where, source } = block;
  if (where === undefined) return null;
  if (file === null || source === undefined || where.kind === 'error') return 'failed';
  const columns = new Map<string, RawArray>();
  const reader = { block, file, report, columns };
  try {
    const holds = truthOf(reader, where);
    const total = file.content.kind === 'table' ? file.content.rows : lengthOf(reader, where);
    const rows = Array.from({ length: total }, (_, row) => row).filter((row) => holds(row) === true);
    if (rows.length > 0) return { rows, total };
    report(
      dataError(
        'data-format',
        where.span,
        `none of the ${total} rows of \`${source.value}\` is kept by this condition`,
      ),
    );
    return 'failed';
  } catch (error) {
    if (error instanceof Unreadable) return 'failed';
    throw error;
  }
}

interface Reader {
  readonly block: DataStatement;
  readonly file: OpenFile;
  readonly report: Report;
  readonly columns: Map<string, RawArray>;
}

function fail({ report }: Reader, expr: Expr, message: string): never {
  report(dataError('data-value', expr.span, message));
  throw new Unreadable();
}

/** Length of the lists in a JSON object, which must all be equal. */
function lengthOf(reader: Reader, where: Expr): number {
  const lengths = new Set([...reader.columns.values()].map(({ shape }) => shape[0]));
  const [length] = lengths;
  if (lengths.size === 1) return length;
  return fail(reader, where, 'the condition needs at least one column of the file, and all of one length');
}

function truthOf(reader: Reader, expr: Expr): Truth {
  switch (expr.kind) {
    case 'bool':
      return () => expr.value;
    case 'unary': {
      if (expr.op !== 'not') break;
      const operand = truthOf(reader, expr.operand);
      return (row) => {
        const value = operand(row);
        return value === null ? null : !value;
      };
    }
    case 'binary':
      if (expr.op === 'and' || expr.op === 'or') {
        const decides = expr.op === 'or';
        const left = truthOf(reader, expr.left);
        const right = truthOf(reader, expr.right);
        return (row) => {
          const a = left(row);
          const b = right(row);
          if (a === decides || b === decides) return decides;
          return a === null || b === null ? null : !decides;
        };
      }
      if (expr.op in comparisons) return comparison(reader, expr);
      break;
    case 'call': {
      if (expr.callee.name !== 'known') break;
      const [arg] = expr.args;
      if (expr.args.length !== 1 || arg === undefined)
        fail(reader, expr, '`known` takes one column, as in `known(age)`');
      const column = columnOf(reader, arg.value);
      if (column === null)
        return fail(reader, arg.value, 'expected a column of the file, as in `known(age)`');
      const isAbsent = absence(column.cells);
      return (row) => !isAbsent(row);
    }
    default:
      break;
  }
  const column = columnOf(reader, expr);
  if (column === null) {
    return fail(
      reader,
      expr,
      'expected a condition on the columns of the file: comparisons, `known(column)`, `and`, `or`, `not`',
    );
  }
  const { cells, codes } = column.cells.distinct();
  const truths = cells.map((cell) => (isMissing(cell) ? null : booleanOf(cell, column.textual)));
  const wrong = codes.findIndex((code) => Number.isNaN(truths[code] ?? 0));
  if (wrong >= 0) {
    fail(
      reader,
      expr,
      `expected a condition: this column holds ${quoteCell(column.cells.at(wrong))}${placeInWords(column, wrong)}, which is neither true nor false; compare it with a value`,
    );
  }
  return (row) => {
    const truth = truths[codes[row]];
    return truth === null ? null : truth === 1;
  };
}

const comparisons: Readonly<Record<string, (a: number | string, b: number | string) => boolean>> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

function comparison(reader: Reader, expr: Extract<Expr, { kind: 'binary' }>): Truth {
  const compare = comparisons[expr.op];
  const sides = [operandOf(reader, expr.left), operandOf(reader, expr.right)];
  const [left, right] = sides.some(({ kind }) => kind === 'text')
    ? sides.map((side, i) => asText(reader, side, i === 0 ? expr.left : expr.right))
    : sides;
  if (expr.op === '==' || expr.op === '!=') {
    checkText(reader, expr.left, sides[1].column);
    checkText(reader, expr.right, sides[0].column);
  }
  return (row) => {
    const a = left.at(row);
    const b = right.at(row);
    return a === null || b === null ? null : compare(a, b);
  };
}

/** A text that is in no row of its column is most often misspelt, and the condition without effect. */
function checkText({ block, report }: Reader, expr: Expr, column: RawArray | undefined): void {
  if (expr.kind !== 'string' || column === undefined) return;
  const { cells } = column.cells.distinct();
  const texts = new Set(cells.filter((cell) => !isMissing(cell)).map(labelOf));
  if (texts.has(labelOf(expr.value))) return;
  const near = suggest(expr.value, [...texts]);
  const hint = near === undefined ? '' : `; did you mean "${near}"${unseen(expr.value, near)}?`;
  report({
    code: 'data-where',
    severity: 'hint',
    message: `no row of \`${block.source?.value}\` holds ${quoteCell(expr.value)} there, so that this comparison tells no rows apart${hint}`,
    span: expr.span,
    ...(near === undefined
      ? {}
      : {
          fixes: [{ title: `Write "${near}"`, edits: [{ span: expr.span, newText: JSON.stringify(near) }] }],
        }),
  });
}

/** A numeric column is compared with text by the text of its cells; a number in the model is not compared with text. */
function asText(reader: Reader, operand: Operand, expr: Expr): Operand {
  if (operand.kind === 'text') return operand;
  const { column } = operand;
  if (column === undefined)
    return fail(
      reader,
      expr,
      'a number is compared with text here; put it in quotes if the column holds text',
    );
  return { kind: 'text', column, at: labelsAt(column) };
}

function operandOf(reader: Reader, expr: Expr): Operand {
  if (expr.kind === 'number') return { kind: 'number', at: () => expr.value };
  if (expr.kind === 'unary' && expr.op === '-' && expr.operand.kind === 'number') {
    const { value } = expr.operand;
    return { kind: 'number', at: () => -value };
  }
  if (expr.kind === 'string') return { kind: 'text', at: () => labelOf(expr.value) };
  const column = columnOf(reader, expr);
  if (column === null)
    return fail(
      reader,
      expr,
      'expected a column of the file, a number or text in quotes; name what is computed in the file',
    );
  const numbers = numbersAt(column);
  return numbers === null
    ? { kind: 'text', column, at: labelsAt(column) }
    : { kind: 'number', column, at: numbers };
}

/** Null where a cell is neither a number nor missing. */
function numbersAt({ cells, textual }: RawArray): ((row: number) => number | null) | null {
  const { values, marks } = cells.numbers('decimal');
  if (marks === null) return (row) => values[row];
  for (const [row, mark] of marks.entries()) {
    if (mark !== OTHER) continue;
    const cell = cells.at(row);
    const value =
      typeof cell === 'number' ? cell : typeof cell === 'string' && textual ? parseNumber(cell) : Number.NaN;
    if (Number.isNaN(value) && !isMissing(cell)) return null;
    values[row] = value;
  }
  return (row) => (Number.isNaN(values[row]) ? null : values[row]);
}

function labelsAt({ cells }: RawArray): (row: number) => string | null {
  const { cells: distinct, codes } = cells.distinct();
  const labels = distinct.map((cell) => (isMissing(cell) ? null : labelOf(cell)));
  return (row) => labels[codes[row]];
}

function absence(cells: Cells): (row: number) => boolean {
  const { marks } = cells.numbers('decimal');
  if (marks === null) return () => false;
  return (row) => marks[row] === MISSING || (marks[row] === OTHER && isMissing(cells.at(row)));
}

/** Null if the expression names no column; reports a column that is not in the file. */
function columnOf(reader: Reader, expr: Expr): RawArray | null {
  const { block, file, report, columns } = reader;
  const isCall = expr.kind === 'call' && expr.callee.name === 'column';
  if (expr.kind !== 'name' && !isCall) return null;
  const name = { name: expr.kind === 'name' ? expr.name : '', span: expr.span };
  const entry = {
    name,
    type: name,
    optional: false,
    dims: [],
    ...(isCall ? { value: expr } : {}),
    span: expr.span,
  };
  const key = JSON.stringify(
    isCall ? expr.args.map(({ value }) => (value.kind === 'string' ? value.value : '')) : [name.name],
  );
  const known = columns.get(key);
  if (known !== undefined) return known;
  // A suggested column replaces the whole name.
  const inPlace = (diagnostic: Diagnostic) =>
    report({
      ...diagnostic,
      fixes: diagnostic.fixes?.map((fix) => ({
        ...fix,
        edits: fix.edits.map((edit) =>
          isCall ? edit : { span: expr.span, newText: edit.newText.replace(/^ = /, '') },
        ),
      })),
    });
  const datum = fetchRaw(entry, block, file, inPlace);
  if (datum === null) throw new Unreadable();
  if (datum.raw.shape.length !== 1) fail(reader, expr, 'expected a column with one value for each row');
  columns.set(key, datum.raw);
  return datum.raw;
}
