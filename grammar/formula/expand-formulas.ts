/**
 * Replaces each `formula` of a program by the statements that it stands for. They are statements like any other,
 * at the formula's place in the text: what is typed, compiled and drawn is the model written out.
 */
import { formulaProblem } from '../checks/formula-term.ts';
import type { LoadedData } from '../data.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { Span } from '../span.ts';
import type { CallExpr, DataEntry, FormulaStatement, Program, Statement } from '../syntax/ast.ts';
import { parse } from '../syntax/parse.ts';
import { type Column, columnsOf, nameOf } from './design.ts';
import { families, links } from './families.ts';
import { type GroupTerm, parseFormula, type Term } from './formula-text.ts';
import { placed } from './place-in-text.ts';
import { type GroupDesign, type PriorLine, statementsOf } from './statements.ts';

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
  const checkDatum = (term: { readonly at: number }, factor: string) => {
    const own = nameOf(factor);
    if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(own) || entries.has(own)) return;
    const names = [...entries.keys()].map((name) => `\`${name}\``).join(', ');
    report(
      inText(term.at, own.length),
      names === ''
        ? `\`${own}\` is no datum: declare the columns in a \`data\` block before the formula`
        : `\`${own}\` is no datum declared before the formula: expected one of ${names}`,
    );
  };
  const columnOf = (name: string): Column => {
    const entry = entries.get(name);
    if (entry === undefined || isNumber(entry)) return { kind: 'number' };
    return { kind: 'factor', levels: data?.dims.get(entry.type.name)?.labels ?? [] };
  };
  const columns = (terms: readonly Term[], intercept: boolean) => {
    for (const term of terms) for (const factor of term.factors) checkDatum(term, factor);
    return columnsOf(terms, intercept, columnOf);
  };
  checkDatum(formula.response, formula.response.name);
  if (formula.response.trials !== undefined) checkDatum(formula.response, formula.response.trials);
  if ((familyName === 'Binomial') !== (formula.response.trials !== undefined))
    report(
      inText(formula.response.at, formula.response.name.length),
      familyName === 'Binomial'
        ? 'expected the outcome as `p(y, n)`: y successes of n trials'
        : '`p(y, n)` is the outcome of `Binomial` alone',
    );
  const population = columns(formula.terms, formula.intercept);
  const groups = formula.groups.flatMap((term): readonly GroupDesign[] => {
    const datum = groupDatum(term, entries);
    if (datum === null) {
      report(
        inText(term.at, statement.text.value.indexOf(')', term.at) - term.at + 1),
        `\`${term.group}\` are no groups: expected a datum of labels, or a dimension that one datum has the labels of`,
      );
      return [];
    }
    return [
      {
        name: term.group,
        datum: datum.name.name,
        dim: datum.type.name,
        intercept: term.intercept,
        columns: columns(term.terms, term.intercept),
        correlated: term.correlated,
      },
    ];
  });
  const twice = groups.find((group, i) => groups.findIndex(({ name }) => name === group.name) < i);
  if (twice !== undefined)
    report(
      statement.text.span,
      `the groups of \`${twice.name}\` have two terms: write one, such as \`(1 + x | ${twice.name})\`, or \`||\` for independent effects`,
    );
  const unknowns = [
    ...(formula.intercept ? ['Intercept'] : []),
    ...(population.length > 0 ? ['b'] : []),
    ...groups.flatMap(({ name, correlated, intercept, columns: slopes }) => [
      `sd_${name}`,
      ...(correlated && slopes.length + Number(intercept) > 1 ? [`cor_${name}`] : []),
    ]),
    ...(family?.parameters.map(({ name }) => name) ?? []),
  ];
  const effects = population.map(({ name }) => name);
  const priors = priorLines(program, statement, { unknowns, effects }, report);
  if (family === undefined || diagnostics.length > 0) return { kind: 'error', diagnostics };
  const { name: outcome, trials } = formula.response;
  const text = statementsOf({
    family,
    link,
    outcome,
    ...(trials === undefined ? {} : { trials }),
    intercept: formula.intercept,
    columns: population,
    groups,
    offsets: formula.offsets,
    priors,
    extreme: isExtreme(data, outcome, trials, link),
  });
  return { kind: 'ok', text };
}

function isNumber({ type }: DataEntry): boolean {
  return ['real', 'int', 'bool'].includes(type.name);
}

function dataBefore(program: Program, statement: FormulaStatement): ReadonlyMap<string, DataEntry> {
  const before = program.statements.slice(0, program.statements.indexOf(statement));
  return new Map(
    before.flatMap((s) =>
      s.kind === 'data' ? s.entries.map((entry) => [entry.name.name, entry] as const) : [],
    ),
  );
}

/** The groups are named by the datum that has them, or by their dimension. */
function groupDatum({ group }: GroupTerm, entries: ReadonlyMap<string, DataEntry>): DataEntry | null {
  const own = entries.get(group);
  if (own !== undefined) return isNumber(own) ? null : own;
  const ofDim = [...entries.values()].filter(({ type }) => type.name === group);
  return ofDim.length === 1 ? ofDim[0] : null;
}

/** The mean has no finite link: no success, or no failure. */
function isExtreme(data: LoadedData | undefined, y: string, n: string | undefined, link: string): boolean {
  const values = data?.arrays.get(y)?.values;
  if (values === undefined || link === 'identity') return false;
  const trials = n === undefined ? undefined : data?.arrays.get(n)?.values;
  const none = values.every((value) => value === 0);
  return none || (link !== 'log' && values.every((value, i) => value === (trials?.[i] ?? 1)));
}

function priorLines(
  program: Program,
  statement: FormulaStatement,
  { unknowns, effects }: { readonly unknowns: readonly string[]; readonly effects: readonly string[] },
  report: (span: Span, message: string) => void,
): readonly PriorLine[] {
  return (statement.priors ?? []).map((line) => {
    const source = (span: Span) => (program.text ?? '').slice(span.start, span.end);
    const normal = normalOf(line.value.kind === 'call' ? line.value : null, source);
    const { element } = line;
    if (!unknowns.includes(line.name.name))
      report(
        line.span,
        `the formula has no unknown \`${line.name.name}\`: expected ${unknowns.map((name) => `\`${name}\``).join(', ')}`,
      );
    if (element !== undefined) {
      if (line.name.name !== 'b')
        report(
          line.span,
          `\`prior\` of one element is there for \`b\` alone: write \`prior ${line.name.name} ~ …\``,
        );
      else if (!effects.includes(element.value))
        report(
          element.span,
          `\`b\` has no effect \`${element.value}\`: expected ${effects.map((name) => `\`${name}\``).join(', ')}`,
        );
      else if (normal === null)
        report(
          line.value.span,
          'the prior of one effect is a `Normal`; `prior b ~ …` takes any distribution, for all of them',
        );
    }
    return {
      name: line.name.name,
      text: source(line.value.span),
      ...(element === undefined ? {} : { element: element.value }),
      ...(normal === null ? {} : { normal }),
    };
  });
}

function normalOf(call: CallExpr | null, source: (span: Span) => string): PriorLine['normal'] | null {
  if (call?.callee.name !== 'Normal') return null;
  const argument = (name: string, at: number) =>
    call.args.find((arg, i) => (arg.name === undefined ? i === at : arg.name.name === name))?.value.span;
  const mu = argument('mu', 0);
  const sigma = argument('sigma', 1);
  return { mu: mu === undefined ? '0' : source(mu), sigma: sigma === undefined ? '1' : source(sigma) };
}
