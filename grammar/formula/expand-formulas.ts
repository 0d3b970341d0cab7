/**
 * Replaces each `formula` of a program by the statements that it stands for. They are statements like any other,
 * at the formula's place in the text: what is typed, compiled and drawn is the model written out.
 */
import { formulaProblem } from '../checks/formula-term.ts';
import type { LoadedData } from '../data.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { Span } from '../span.ts';
import type { Approximation, DataEntry, FormulaStatement, Program, Statement } from '../syntax/ast.ts';
import { parse } from '../syntax/parse.ts';
import { type Categories, orderedCategories, readCategories } from './categories.ts';
import { readCensoring } from './censoring.ts';
import { expandProcesses } from './expand-processes.ts';
import { type Family, families, links } from './families.ts';
import { type FlatColumn, flatColumns, flatOutcome } from './flat-columns.ts';
import { nearFamily } from './foreign-notation.ts';
import { parseFormula } from './formula-text.ts';
import { furtherTerms } from './further-terms.ts';
import { lacksData } from './own-data.ts';
import { placed } from './place-in-text.ts';
import { priorLines } from './prior-lines.ts';
import type { Response } from './response.ts';
import { approximationsOf } from './smooth-statements.ts';
import { statementsOf, type TermDesign, unknownsOf } from './statements.ts';
import { checkDatum, termDesign } from './term-design.ts';

interface Expanded {
  readonly program: Program;
  readonly diagnostics: readonly Diagnostic[];
}

export function expandFormulas(written: Program, data: LoadedData | undefined): Expanded {
  const processes = expandProcesses(written, data);
  const { program } = processes;
  if (!program.statements.some(({ kind }) => kind === 'formula')) return processes;
  const diagnostics: Diagnostic[] = [...processes.diagnostics];
  const approximations: Approximation[] = [...(program.approximations ?? [])];
  let earlier = false;
  const statements = program.statements.flatMap((statement): readonly Statement[] => {
    if (statement.kind !== 'formula') return [statement];
    if (earlier) {
      diagnostics.push(
        formulaProblem(
          statement.span,
          'a model has one formula; write further outcomes with `param`, `let` and `observe`',
        ),
      );
      return [statement];
    }
    earlier = true;
    // Where its file has no data for it, loading has said why.
    if (statement.source !== undefined && lacksData(program, statement)) return [statement];
    const found = formulaStatements(program, statement, data);
    if (found.kind === 'error') {
      diagnostics.push(...found.diagnostics);
      return [statement];
    }
    approximations.push(...found.approximations);
    return parse(found.text.join('\n')).program.statements.map((made) => placed(made, program, statement));
  });
  return { program: { ...program, statements, approximations }, diagnostics };
}

type FormulaStatements =
  | {
      readonly kind: 'ok';
      readonly text: readonly string[];
      readonly approximations: readonly Approximation[];
    }
  | { readonly kind: 'error'; readonly diagnostics: readonly Diagnostic[] };

/** The text of the statements that a formula stands for, one statement per entry. */
export function formulaStatements(
  program: Program,
  statement: FormulaStatement,
  data: LoadedData | undefined,
): FormulaStatements {
  const diagnostics: Diagnostic[] = [];
  const report = (span: Span, message: string) => void diagnostics.push(formulaProblem(span, message));
  const inText = (at: number, length: number): Span => {
    const start = statement.text.span.start + 1 + at;
    return { start, end: start + length };
  };
  const parsed = parseFormula(statement.text.value);
  if (parsed.kind === 'error') {
    report(inText(parsed.error.at, parsed.error.length), parsed.error.message);
    return { kind: 'error', diagnostics };
  }
  const { formula } = parsed;
  const familyName = statement.family?.name ?? 'Normal';
  const family = families.get(familyName);
  const link = statement.link?.name ?? family?.links[0] ?? 'identity';
  if (family === undefined)
    report(
      statement.family?.span ?? statement.span,
      `\`${familyName}\` is no family of formulas: ${nearFamily(familyName) === undefined ? '' : `did you mean \`${nearFamily(familyName)}\`? `}expected ${[...families.keys()].map((name) => `\`${name}\``).join(', ')}`,
    );
  else if (program.statements.some((s) => s.kind === 'distribution' && s.name.name === familyName))
    report(
      statement.family?.span ?? statement.span,
      `\`${familyName}\` is a distribution of this program, and formulas take the families that are built in: give the distribution another name, or write the model with \`param\`, \`let\` and \`observe\``,
    );
  else if (statement.link?.name === '')
    // The parser has said that the name is missing.
    report(statement.link.span, `expected the link as \`link = ${family.links[0]}\``);
  else if (!family.links.includes(link) || !Object.hasOwn(links, link))
    report(
      statement.link?.span ?? statement.span,
      `\`${familyName}\` has no link \`${link}\`: expected ${family.links.map((name) => `\`${name}\``).join(' or ')}`,
    );

  const entries = dataBefore(program, statement);
  const termsAt = (start: number) => ({
    entries,
    data,
    report: (at: number, length: number, message: string) =>
      report({ start: start + at, end: start + at + length }, message),
  });
  const source = termsAt(statement.text.span.start + 1);
  const { name: outcome, trials, censoring, weight, at } = formula.response;
  checkDatum(formula.response, outcome, source);
  if (trials !== undefined) checkDatum(formula.response, trials, source);
  if (weight !== undefined) checkDatum(weight, weight.name, source);
  if (censoring !== undefined) checkDatum(censoring, censoring.name, source);
  const takesTrials = [...families].filter(([, { trials: has }]) => has).map(([name]) => `\`${name}\``);
  if (
    family !== undefined &&
    family.trials !== 'optional' &&
    (family.trials === true) !== (trials !== undefined)
  )
    report(
      inText(at, outcome.length),
      family.trials
        ? 'expected the outcome as `p(y, n)`: y successes of n trials'
        : `\`p(y, n)\` is the outcome of ${takesTrials.join(', ')} alone`,
    );
  const ordered = family?.ordered === true;
  // Cutpoints take the place of an intercept: a factor has a column less than levels.
  const terms = termDesign(ordered ? { ...formula, intercept: true } : formula, statement.text.value, source);
  const levels = ordered ? orderedCategories(entries.get(outcome), data) : undefined;
  if (levels !== undefined && levels < 2)
    report(inText(at, outcome.length), `\`${outcome}\` has one category: expected two or more`);
  const categories = categoriesOf(family, formula.response, termsAt(statement.text.span.start + 1));
  const bounds =
    censoring === undefined || !entries.has(censoring.name)
      ? undefined
      : readCensoring(outcome, censoring.name, entries.get(censoring.name), data);
  if (bounds?.kind === 'error' && censoring !== undefined)
    report(inText(censoring.at, censoring.name.length), bounds.message);
  if (censoring !== undefined && (ordered || family?.categories !== undefined))
    report(
      inText(at, statement.text.value.indexOf(')', at) - at + 1),
      `\`${familyName}\` has categories, which are not censored: join those that cannot be told apart`,
    );
  const means = categories?.others.map(({ name }) => name) ?? [];
  const own = [...(family?.parameters.map(({ name }) => name) ?? []), ...means];
  const further = furtherTerms(program, statement, { familyName, family, parameters: own, termsAt }, report);
  const predictors: readonly (readonly [string, TermDesign])[] =
    categories === undefined ? [['', terms]] : means.map((name) => [`${name}_`, further.get(name) ?? terms]);
  const unknowns = [
    ...predictors.flatMap(([prefix, of]) => unknownsOf(of, prefix, ordered)),
    ...(family?.parameters ?? []).flatMap(({ name }) => {
      const of = further.get(name);
      return of === undefined ? [name] : unknownsOf(of, `${name}_`);
    }),
  ];
  const effects = new Map(
    [...predictors, ...[...further].map(([name, of]) => [`${name}_`, of] as const)].map(
      ([prefix, { columns }]) => [`${prefix}b`, columns.map((column) => column.name)],
    ),
  );
  const priors = priorLines(program, statement, { unknowns, effects }, report);
  if (family === undefined || diagnostics.length > 0) return { kind: 'error', diagnostics };
  const lines = [...further].map(([name, of]) => [`${name}_`, of] as const);
  const told = new Set<string>();
  for (const [prefix, of] of [...predictors, ...lines])
    for (const flat of flatColumns(of, prefix, priors, data)) {
      const span = spanOfColumn(program, statement, prefix, flat);
      // Predictors of categories share their terms.
      const key = `${span.start} ${flat.name}`;
      if (!told.has(key)) report(span, flat.message);
      told.add(key);
    }
  const text = statementsOf({
    ...terms,
    family,
    link,
    outcome,
    ...(trials === undefined ? {} : { trials }),
    ...(weight === undefined ? {} : { weight: weight.name }),
    further,
    priors,
    extreme: !ordered && categories === undefined && isExtreme(data, outcome, trials, link),
    ...(levels === undefined ? {} : { ordered: levels }),
    ...(categories === undefined ? {} : { categories }),
    ...(bounds?.kind === 'ok' ? { censoring: bounds.censoring } : {}),
  });
  const scale = `sd(${family.outcome?.(outcome) ?? outcome})`;
  const flat = text.some((one) => one.includes(scale))
    ? flatOutcome(outcome, family.outcome === undefined ? Number.NEGATIVE_INFINITY : 0, data)
    : undefined;
  if (flat !== undefined) report(inText(at, outcome.length), flat);
  if (diagnostics.length > 0) return { kind: 'error', diagnostics };
  const approximations = [...predictors, ...lines].flatMap(([prefix, { smooths }]) =>
    smooths.flatMap((smooth) => approximationsOf(smooth, prefix, statement.text.span)),
  );
  return { kind: 'ok', text, approximations };
}

/** The first datum of a column where its terms stand, or all of them. */
function spanOfColumn(
  program: Program,
  statement: FormulaStatement,
  prefix: string,
  { name, byGroup }: FlatColumn,
): Span {
  const own = statement.parameters?.find((line) => `${line.name.name}_` === prefix)?.value.span;
  const { start, end } = own ?? statement.text.span;
  const text = (program.text ?? '').slice(start, end);
  const [, datum = ''] = /([\p{L}_][\p{L}\p{N}_]*)(?![\p{L}\p{N}_]*\()/u.exec(name) ?? [];
  const at = byGroup ? text.lastIndexOf(datum) : text.indexOf(datum, text.indexOf('~') + 1);
  return datum === '' || at < 0 ? { start, end } : { start: start + at, end: start + at + datum.length };
}

/** Of a family over several categories; undefined also where the outcome has been reported as wrong. */
function categoriesOf(
  family: Family | undefined,
  { name, trials, at }: Response,
  { entries, data, report }: Parameters<typeof termDesign>[2],
): Categories | undefined {
  const entry = entries.get(name);
  if (family?.categories === undefined || entry === undefined) return undefined;
  const counts = family.categories === 'counts';
  const read = readCategories(entry, data, { counts, ...(trials === undefined ? {} : { trials }) });
  if (read.kind === 'ok') return read.categories;
  report(at, name.length, read.message);
  return undefined;
}

function dataBefore(program: Program, statement: FormulaStatement): ReadonlyMap<string, DataEntry> {
  const before = program.statements.slice(0, program.statements.indexOf(statement));
  return new Map(
    before.flatMap((s) =>
      s.kind === 'data' ? s.entries.map((entry) => [entry.name.name, entry] as const) : [],
    ),
  );
}

/** The mean has no finite link: no success, or no failure. */
function isExtreme(data: LoadedData | undefined, y: string, n: string | undefined, link: string): boolean {
  const values = data?.arrays.get(y)?.values;
  if (values === undefined || link === 'identity') return false;
  const trials = n === undefined ? undefined : data?.arrays.get(n)?.values;
  const none = values.every((value) => value === 0);
  return none || (link !== 'log' && values.every((value, i) => value === (trials?.[i] ?? 1)));
}
