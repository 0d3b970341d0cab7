/** The data of `formula "y ~ x" from "f.csv"`: which columns it names, and the statements that declare them. */
import { distributions } from '../distributions/index.ts';
import type { Span } from '../span.ts';
import type { FormulaStatement, Program, Statement } from '../syntax/ast.ts';
import { parse, reservedWords } from '../syntax/parse.ts';
import { monotonicDatum, nameOf } from './design.ts';
import { families } from './families.ts';
import { parseFormula, parseTerms, type Term, type Terms } from './formula-text.ts';
import { placed, placesOf } from './place-in-text.ts';
import type { Response } from './response.ts';

/**
 * What a formula needs a column for: `predictor` is a term of its own (a number, or a factor), `number` a part of an
 * expression or the weights, `group` groups or a factor by `C(x)`, `levels` the ordered levels of `mo(x)`, `real` and
 * `int` outcomes, `category` an outcome that is one of several, `censoring` says which outcomes are censored.
 */
type Use = 'predictor' | 'number' | 'group' | 'levels' | 'real' | 'int' | 'category' | 'counts' | 'censoring';

export interface NamedColumn {
  readonly name: string;
  readonly uses: ReadonlySet<Use>;
  /** Where the formula first has it. */
  readonly span: Span;
}

/** In the order of the text; undefined where the formula cannot be read. */
export function namedColumns(
  program: Program,
  statement: FormulaStatement,
): readonly NamedColumn[] | undefined {
  const parsed = parseFormula(statement.text.value);
  if (parsed.kind === 'error') return undefined;
  const uses = new Map<string, Set<Use>>();
  const add = (name: string, use: Use) => {
    uses.set(name, (uses.get(name) ?? new Set()).add(use));
  };
  ofResponse(parsed.formula.response, statement.family?.name ?? 'Normal', add);
  ofTerms(parsed.formula, add);
  for (const { value } of statement.parameters ?? []) {
    const text =
      value.kind === 'string' ? value.value : (program.text ?? '').slice(value.span.start, value.span.end);
    const terms = parseTerms(text);
    if (terms.kind === 'ok') ofTerms(terms.formula, add);
  }
  const { start } = statement.span;
  const text = (program.text ?? '').slice(start, statement.span.end);
  return [...uses].map(([name, of]) => {
    const at = start + (placesOf(text, name)[0] ?? 0);
    return { name, uses: of, span: { start: at, end: at + name.length } };
  });
}

type Add = (name: string, use: Use) => void;

function ofResponse({ name, trials, censoring, weight }: Response, familyName: string, add: Add): void {
  const family = families.get(familyName);
  const discrete = distributions.get(familyName)?.type === 'discrete';
  const isCategory = family?.ordered === true || family?.categories === 'one';
  add(name, family?.categories === 'counts' ? 'counts' : isCategory ? 'category' : discrete ? 'int' : 'real');
  if (trials !== undefined) add(trials, 'int');
  if (censoring !== undefined) add(censoring.name, 'censoring');
  if (weight !== undefined) add(weight.name, 'number');
}

function ofTerms({ terms, groups, offsets, smooths }: Terms, add: Add): void {
  const ofFactors = (of: readonly Term[]) => {
    for (const { factors } of of) for (const factor of factors) ofFactor(factor, add);
  };
  ofFactors(terms);
  for (const { groups: names, terms: varying } of groups) {
    ofFactors(varying);
    for (const name of names) add(name, 'group');
  }
  for (const offset of offsets) ofExpression(offset, add);
  for (const { inputs, by } of smooths) {
    for (const datum of inputs) add(datum, 'number');
    // Text has levels; numbers multiply.
    if (by !== undefined) add(by.datum, 'predictor');
  }
}

function ofFactor(factor: string, add: Add): void {
  const ordered = monotonicDatum(factor);
  if (ordered !== undefined) add(ordered, 'levels');
  else if (isName(factor)) add(factor, 'predictor');
  else if (isName(nameOf(factor))) add(nameOf(factor), 'group');
  else ofExpression(factor, add);
}

/** Names that are no functions, no names of arguments and no constants. */
function ofExpression(text: string, add: Add): void {
  for (const [name] of text.matchAll(
    /(?<![\p{L}\p{N}_."])[\p{L}_][\p{L}\p{N}_]*(?![\p{L}\p{N}_"]|\s*\(|\s*=(?!=))/gu,
  ))
    if (name !== 'pi' && name !== 'inf' && !reservedWords.has(name)) add(name, 'number');
}

export function isName(text: string): boolean {
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(text);
}

/** A column as the statements declare it. */
export interface OwnColumn {
  readonly name: string;
  /** In the file. */
  readonly column: string;
  readonly type: 'real' | 'int' | 'bool' | 'date' | 'label';
  /** Whether rows lack it: they are left out. */
  readonly hasGaps: boolean;
}

/** One statement per entry: the dimensions, and the block of data. */
export function dataStatements(
  program: Program,
  file: string,
  columns: readonly OwnColumn[],
): readonly string[] {
  const taken = new Set([
    ...reservedWords,
    ...distributions.keys(),
    ...declaredNames(program),
    ...columns.map(({ name }) => name),
  ]);
  const fresh = (wanted: string): string => {
    let name = wanted;
    for (let i = 2; taken.has(name); i++) name = `${wanted}_${i}`;
    taken.add(name);
    return name;
  };
  const row = fresh('row');
  const made = columns.map((column) => ({
    ...column,
    dim: column.type === 'label' ? fresh(`${column.name}_level`) : null,
  }));
  const gaps = columns.filter(({ hasGaps }) => hasGaps).map(({ column }) => `known(${inFile(column)})`);
  const where = gaps.length === 0 ? '' : ` where ${gaps.join(' and ')}`;
  const width = Math.max(...columns.map(({ name }) => name.length));
  return [
    `dim ${[row, ...made.flatMap(({ dim }) => dim ?? [])].join(', ')}`,
    [
      `data from ${JSON.stringify(file)}${where} {`,
      ...made.map(({ name, column, type, dim }) => {
        const quoted = JSON.stringify(column);
        const source = type === 'date' ? ` = days(${quoted})` : name === column ? '' : ` = column(${quoted})`;
        return `  ${name.padEnd(width)} : ${dim ?? (type === 'date' ? 'real' : type)}[${row}]${source}`;
      }),
      '}',
    ].join('\n'),
  ];
}

/** A column in a condition on rows: its own name where the language can read it. */
export function inFile(column: string): string {
  return isName(column) && !reservedWords.has(column) ? column : `column(${JSON.stringify(column)})`;
}

export function declaredNames({ statements }: Program): readonly string[] {
  return statements.flatMap((s) => {
    if (s.kind === 'dim' || s.kind === 'data') return s.entries.map(({ name }) => name.name);
    return 'name' in s && s.kind !== 'model' ? [s.name.name] : [];
  });
}

/** The program with the statements before the formula that they are of. */
export function withOwnData(
  program: Program,
  formula: FormulaStatement,
  statements: readonly string[],
): Program {
  const made = parse(statements.join('\n')).program.statements.map((statement): Statement => {
    const at = placed(statement, program, formula);
    if (at.kind !== 'data' || formula.source === undefined) return at;
    const { source } = formula;
    // The rows that are left out are told at the file.
    return {
      ...at,
      source,
      ...(at.where === undefined ? {} : { where: { ...at.where, span: source.span } }),
    };
  });
  const all = program.statements.flatMap((statement) =>
    statement === formula ? [...made, statement] : [statement],
  );
  return { ...program, statements: all };
}

/** Whether the data of a formula's file are not in the program: it, or its file, has mistakes. */
export function lacksData(program: Program, formula: FormulaStatement): boolean {
  const before = program.statements[program.statements.indexOf(formula) - 1];
  const isThere = before?.kind === 'data' && before.expanded === true && before.source === formula.source;
  return !isThere && parseFormula(formula.text.value).kind === 'ok';
}
