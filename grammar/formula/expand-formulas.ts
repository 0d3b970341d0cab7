/**
 * Replaces each `formula` of a program by the statements that it stands for. They are statements like any other,
 * at the formula's place in the text: what is typed, compiled and drawn is the model written out.
 */
import { formulaProblem } from '../checks/formula-term.ts';
import type { LoadedData } from '../data.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { Span } from '../span.ts';
import type { DataEntry, FormulaStatement, Program, Statement } from '../syntax/ast.ts';
import { parse } from '../syntax/parse.ts';
import { families, links } from './families.ts';
import { parseFormula } from './formula-text.ts';
import { furtherTerms } from './further-terms.ts';
import { placed } from './place-in-text.ts';
import { priorLines } from './prior-lines.ts';
import { statementsOf, unknownsOf } from './statements.ts';
import { checkDatum, isNumber, termDesign } from './term-design.ts';

interface Expanded {
  readonly program: Program;
  readonly diagnostics: readonly Diagnostic[];
}

export function expandFormulas(program: Program, data: LoadedData | undefined): Expanded {
  if (!program.statements.some(({ kind }) => kind === 'formula')) return { program, diagnostics: [] };
  const diagnostics: Diagnostic[] = [];
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
    const found = formulaStatements(program, statement, data);
    if (found.kind === 'error') {
      diagnostics.push(...found.diagnostics);
      return [statement];
    }
    return parse(found.text.join('\n')).program.statements.map((made) => placed(made, program, statement));
  });
  return { program: { ...program, statements }, diagnostics };
}

type FormulaStatements =
  | { readonly kind: 'ok'; readonly text: readonly string[] }
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
      `\`${familyName}\` is no family of formulas: expected ${[...families.keys()].map((name) => `\`${name}\``).join(', ')}`,
    );
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
  const { name: outcome, trials, weight, at } = formula.response;
  checkDatum(formula.response, outcome, source);
  if (trials !== undefined) checkDatum(formula.response, trials, source);
  if (weight !== undefined) checkDatum(weight, weight.name, source);
  const takesTrials = [...families].filter(([, { trials: has }]) => has).map(([name]) => `\`${name}\``);
  if (family !== undefined && (family.trials === true) !== (trials !== undefined))
    report(
      inText(at, outcome.length),
      family.trials
        ? 'expected the outcome as `p(y, n)`: y successes of n trials'
        : `\`p(y, n)\` is the outcome of ${takesTrials.join(', ')} alone`,
    );
  const ordered = family?.ordered === true;
  // Cutpoints take the place of an intercept: a factor has a column less than levels.
  const terms = termDesign(ordered ? { ...formula, intercept: true } : formula, statement.text.value, source);
  const categories = ordered ? categoriesOf(entries.get(outcome), data) : undefined;
  if (categories !== undefined && categories < 2)
    report(inText(at, outcome.length), `\`${outcome}\` has one category: expected two or more`);
  const further = furtherTerms(program, statement, { familyName, family, termsAt }, report);
  const unknowns = [
    ...unknownsOf(terms, '', ordered),
    ...(family?.parameters ?? []).flatMap(({ name }) => {
      const own = further.get(name);
      return own === undefined ? [name] : unknownsOf(own, `${name}_`);
    }),
  ];
  const effects = new Map(
    [['b', terms] as const, ...[...further].map(([name, own]) => [`${name}_b`, own] as const)].map(
      ([name, { columns }]) => [name, columns.map((column) => column.name)],
    ),
  );
  const priors = priorLines(program, statement, { unknowns, effects }, report);
  if (family === undefined || diagnostics.length > 0) return { kind: 'error', diagnostics };
  const text = statementsOf({
    ...terms,
    family,
    link,
    outcome,
    ...(trials === undefined ? {} : { trials }),
    ...(weight === undefined ? {} : { weight: weight.name }),
    further,
    priors,
    extreme: !ordered && isExtreme(data, outcome, trials, link),
    ...(categories === undefined ? {} : { categories }),
  });
  return { kind: 'ok', text };
}

/** How many categories an ordered outcome has: its labels, or the largest of 1, 2, 3… */
function categoriesOf(entry: DataEntry | undefined, data: LoadedData | undefined): number {
  if (entry !== undefined && !isNumber(entry)) return data?.dims.get(entry.type.name)?.labels?.length ?? 2;
  const values = entry === undefined ? undefined : data?.arrays.get(entry.name.name)?.values;
  return values === undefined ? 2 : values.reduce((a, b) => Math.max(a, b), 1);
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
