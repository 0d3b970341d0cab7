/**
 * The data of `formula "y ~ x" from "f.csv"`: declares the columns that the formula names, with types by all of their
 * cells and by what they are used for, before the formula. Rows that lack one of them are left out.
 */
import { formulaProblem } from '../../grammar/checks/formula-term.ts';
import type { Diagnostic, Fix } from '../../grammar/diagnostic.ts';
import {
  dataStatements,
  declaredNames,
  isName,
  type NamedColumn,
  namedColumns,
  type OwnColumn,
  withOwnData,
} from '../../grammar/formula/own-data.ts';
import type { FormulaStatement, Program } from '../../grammar/syntax/ast.ts';
import { reservedWords } from '../../grammar/syntax/parse.ts';
import { convert } from './convert-cells.ts';
import { dayNumber } from './dates.ts';
import { placeInWords } from './load-diagnostics.ts';
import type { LoadOptions } from './load-options.ts';
import { isMissing, quoteCell, type RawArray } from './raw-array.ts';
import { fetchRaw, type OpenFile, openFile } from './sources.ts';
import { listNames, suggest, unseen } from './suggest.ts';

interface FormulaData {
  readonly program: Program;
  readonly diagnostics: readonly Diagnostic[];
  /** What was put before the formula, as text: one statement per entry. */
  readonly statements: readonly string[];
}

export function withFormulaData(program: Program, options: LoadOptions): FormulaData {
  const formula = program.statements.find((s) => s.kind === 'formula');
  const unchanged = { program, diagnostics: [], statements: [] };
  if (formula?.kind !== 'formula' || formula.source === undefined) return unchanged;
  // The parser has said that the name is missing.
  if (formula.source.span.start === formula.source.span.end) return unchanged;
  const diagnostics: Diagnostic[] = [];
  const report = (diagnostic: Diagnostic) => void diagnostics.push(diagnostic);
  const quoted = formula.text.value.indexOf('column(');
  if (quoted >= 0) {
    const start = formula.text.span.start + 1 + quoted;
    const message =
      'a formula names columns as they are, with `_` for what a name cannot have: `Dose_mg` for the column `Dose (mg)`';
    return { ...unchanged, diagnostics: [formulaProblem({ start, end: start + 'column'.length }, message)] };
  }
  const named = namedColumns(program, formula);
  if (named === undefined) return unchanged;
  const { source } = formula;
  const file = openFile({ kind: 'data', source, entries: [], span: formula.span }, options, report);
  if (file === null) return { ...unchanged, diagnostics };
  const declared = new Set(declaredNames(program));
  const columns = named
    .filter(({ name }) => !declared.has(name))
    .map((column) => ownColumn(column, { formula, file, report }));
  const known = columns.filter((column) => column !== null);
  if (known.length < columns.length || known.length === 0) {
    if (columns.length === 0)
      report(formulaProblem(source.span, 'all columns of the formula are declared: leave `from` out'));
    return { ...unchanged, diagnostics };
  }
  const statements = dataStatements(program, source.value, known);
  // Loading tells of comments in the file.
  return { program: withOwnData(program, formula, statements), diagnostics: [], statements };
}

interface Place {
  readonly formula: FormulaStatement;
  readonly file: OpenFile;
  readonly report: (diagnostic: Diagnostic) => void;
}

/** Null where the file has no such column, or one that a formula cannot use; it is reported. */
function ownColumn(named: NamedColumn, { formula, file, report }: Place): OwnColumn | null {
  const { name, span } = named;
  const { content } = file;
  const fileName = formula.source?.value ?? '';
  const refuse = (message: string, fixes: readonly Fix[] = []): null => {
    report({ ...formulaProblem(span, message), ...(fixes.length === 0 ? {} : { fixes }) });
    return null;
  };
  const available = content.kind === 'table' ? content.header : [...content.keys.keys()];
  const exact = available.filter((column) => column === name);
  const alike = exact.length > 0 ? exact : available.filter((column) => asName(column) === name);
  if (alike.length > 1)
    return refuse(
      exact.length > 1
        ? `column \`${name}\` is in \`${fileName}\` twice; rename one`
        : `\`${name}\` may be each of the columns ${listNames(alike)} of \`${fileName}\`: declare it in a \`data\` block, \`${name} : real[row] = column(${JSON.stringify(alike[0])})\``,
    );
  const [column] = alike;
  if (column === undefined) {
    const names = available.map((one) => (isName(one) ? one : asName(one)));
    const similar = suggest(name, names);
    const hint = similar === undefined ? '' : `; did you mean \`${similar}\`${unseen(name, similar)}?`;
    return refuse(
      `no column \`${name}\` in \`${fileName}\`${hint} (columns: ${listNames(names)})`,
      similar === undefined
        ? []
        : [{ title: `Use column "${similar}"`, edits: [{ span, newText: similar }] }],
    );
  }
  const block = { kind: 'data', source: formula.source, entries: [], span: formula.span } as const;
  const ident = { name, span };
  const value = {
    kind: 'call',
    callee: { name: 'column', span },
    args: [{ value: { kind: 'string', value: column, span }, span }],
    span,
  } as const;
  const entry = { name: ident, type: { name: 'real', span }, optional: false, dims: [], value, span };
  const read = fetchRaw(entry, block, file, report);
  if (read === null) return null;
  if (read.raw.shape.length !== 1)
    return refuse(`\`${name}\` is no column with one value for each row: declare it in a \`data\` block`);
  const type = typeFor(named, read.raw);
  if (type.kind === 'refused') return refuse(type.message);
  return { name, column, type: type.type, hasGaps: type.hasGaps };
}

type Typed =
  | { readonly kind: 'ok'; readonly type: OwnColumn['type']; readonly hasGaps: boolean }
  | { readonly kind: 'refused'; readonly message: string };

function typeFor({ name, uses }: NamedColumn, raw: RawArray): Typed {
  if (uses.has('counts'))
    return {
      kind: 'refused',
      message: `counts of categories are several columns: declare them in a \`data\` block, \`${name} : int[row, kind] = columns("a", "b", "c")\``,
    };
  if (reservedWords.has(name))
    return {
      kind: 'refused',
      message: `\`${name}\` is a word of the language: declare the column by another name in a \`data\` block, \`x : real[row] = column("${name}")\``,
    };
  const { type, hasGaps } = cellsType(raw);
  const isNumber = type === 'int' || type === 'real';
  const asNumber = ['predictor', 'number', 'real', 'int'] as const;
  if (uses.has('group')) {
    const other = asNumber.find((use) => uses.has(use));
    if (isNumber && other !== undefined)
      return {
        kind: 'refused',
        message: `\`${name}\` is a number here and groups there: declare it twice in a \`data\` block, \`${name} : real[row]\` and \`${name}_group : group[row] = column("${name}")\``,
      };
    return { kind: 'ok', type: 'label', hasGaps };
  }
  // Terms compare the levels of what is true or false, as in R.
  if (type === 'bool') {
    const isNumeric = uses.has('int') || uses.has('number') || uses.has('censoring');
    return { kind: 'ok', type: isNumeric ? 'bool' : 'label', hasGaps };
  }
  const number = (['number', 'real', 'int'] as const).find((use) => uses.has(use));
  if (type === 'label' && number !== undefined)
    return {
      kind: 'refused',
      message: `\`${name}\` holds text${firstText(raw)}: expected a column of ${number === 'int' ? 'whole numbers' : 'numbers'}`,
    };
  return { kind: 'ok', type: uses.has('real') && type === 'int' ? 'real' : type, hasGaps };
}

/** A cell that is no number, quoted with its place. */
function firstText(raw: RawArray): string {
  const [at] = convert(raw, 'real', true).wrong.first;
  return at === undefined ? '' : `, such as ${quoteCell(raw.cells.at(at))}${placeInWords(raw, at)}`;
}

/** What all of the cells are. */
function cellsType(raw: RawArray): Pick<OwnColumn, 'type' | 'hasGaps'> {
  const hasGaps = convert(raw, 'real', false).missing.count > 0;
  if (convert(raw, 'int', true).wrong.count === 0) return { type: 'int', hasGaps };
  if (convert(raw, 'real', true).wrong.count === 0) return { type: 'real', hasGaps };
  const cells = raw.cells.distinct().cells.filter((cell) => !isMissing(cell));
  if (cells.every((cell) => /^(?:true|false)$/i.test(String(cell)))) return { type: 'bool', hasGaps };
  const isDay = cells.every((cell) => !Number.isNaN(dayNumber(String(cell))));
  return { type: isDay ? 'date' : 'label', hasGaps };
}

/** How a formula names a column whose header is no name: `Dose_mg` is `Dose (mg)`. */
export function asName(column: string): string {
  const plain = column.replace(/[^\p{L}\p{N}_]+/gu, '_').replace(/^_+|_+$/g, '');
  return plain.replace(/^(?=\p{N})/u, '_');
}
