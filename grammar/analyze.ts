/**
 * Analysis of a program: names → types with named-dim shapes → checks. Never throws, even on trees with error nodes,
 * and is pure: the same tree and data give the same analysis.
 *
 *   declarations   every name gets a symbol; duplicates are reported
 *   statements     in the order of the text: types, shapes, supports
 *   checks         over the whole program: unused, unreached, improper, inadvisable
 *   filtering      `disabled` codes and `# bayes: ignore code` comments
 *
 * Diagnostics of the parser and errors of the data loader are not repeated here; its remarks are.
 */
import type { Analysis } from './analysis.ts';
import { withoutEchoes } from './cascading-errors.ts';
import { checks, programChecks } from './checks/codes.ts';
import { nameDeclaredTwice, repeated } from './checks/duplicate-name.ts';
import { withIgnores } from './checks/ignore-comments.ts';
import type { LoadedData } from './data.ts';
import type { Diagnostic } from './diagnostic.ts';
import { type OpenSymbol, openSymbol, type SymbolInfo, type SymbolKind } from './scope/symbol.ts';
import { dimTable, type StaticDim } from './shapes/dim-table.ts';
import type { Type } from './shapes/type.ts';
import type { Span } from './span.ts';
import type { Expr, FunStatement, Ident, Node, Program, Statement } from './syntax/ast.ts';
import { definedTogether, jointOf } from './syntax/recurrence.ts';
import type { CheckedCall, Context } from './types/context.ts';
import { inferExpression } from './types/infer.ts';
import { checkTest } from './types/recovery-test.ts';
import { checkSettings } from './types/settings.ts';
import { checkDataEntry, checkDim, checkJoinKey } from './types/statements/data.ts';
import { checkFun, checkJoint, checkLet, checkPotential } from './types/statements/define.ts';
import { checkDistribution } from './types/statements/distribution.ts';
import { checkDraw, checkJointDraw } from './types/statements/draw.ts';
import { checkObserve, checkPredict } from './types/statements/observe.ts';
import { checkJointParam, checkParam } from './types/statements/param.ts';

interface AnalyzeOptions {
  /** Codes of checks that are switched off. */
  readonly disabled?: ReadonlySet<string>;
}

export function analyze(program: Program, data?: LoadedData, options: AnalyzeOptions = {}): Analysis {
  const diagnostics: Diagnostic[] = [];
  const report = (diagnostic: Diagnostic) => {
    diagnostics.push(diagnostic);
  };
  const references = new Map<object, OpenSymbol>();
  const symbols = declare(program, references, report);
  const uses = new Map<Statement, Set<SymbolInfo>>();
  const stated = new Map<string, StaticDim>();
  const table = dimTable(stated, data);
  const unread = lostNames(program);
  const [first] = program.statements;
  const types = new Map<Expr, Type>();
  const kindsKnown = new Set<Expr>();
  if (first !== undefined) {
    const current = { current: first };
    const ctx: Context = {
      inferExpression,
      text: program.text ?? '',
      data,
      table,
      globals: new Map(),
      all: symbols,
      openNames: { value: false },
      lostNames: unread,
      references,
      types,
      report,
      onUse: (symbol) => {
        uses.get(current.current)?.add(symbol);
      },
      calls: new Map<string, CheckedCall>(),
      open: new Set<FunStatement>(),
      bodyFindings: new Map<FunStatement, ReadonlySet<string>>(),
      statement: current,
      nesting: { depth: 0 },
      kindsKnown,
      stateSpaces: new Map(),
    };
    for (const statement of program.statements) uses.set(statement, new Set());
    for (const statement of program.statements) {
      current.current = statement;
      checkStatement(ctx, program, statement, stated);
    }
    checkRepeatedStatements(program, report);
  }
  const analysis: Analysis = {
    program,
    data,
    symbols,
    references,
    types,
    kindsKnown,
    uses,
    dims: table,
    diagnostics: [],
  };
  const whole =
    unread.size === 0 &&
    (program.faults ?? []).length === 0 &&
    !diagnostics.some((d) => unsettling.has(d.code)) &&
    !hasErrorNode(types);
  for (const check of programChecks) diagnostics.push(...check.find(analysis, whole));
  diagnostics.push(...(data?.remarks ?? []));
  return { ...analysis, diagnostics: finished(analysis, diagnostics, whole, options) };
}

/** Findings that may be misspelt uses of a name that seems unused. */
const unsettling: ReadonlySet<string> = new Set(['unknown-name', 'use-before-declaration', 'duplicate-name']);

function hasErrorNode(types: ReadonlyMap<Expr, Type>): boolean {
  for (const expr of types.keys()) if (expr.kind === 'error') return true;
  return false;
}

/** A symbol for every declaration; the first one of a name counts. */
function declare(
  program: Program,
  references: Map<object, OpenSymbol>,
  report: (diagnostic: Diagnostic) => void,
): ReadonlyMap<string, OpenSymbol> {
  const symbols = new Map<string, OpenSymbol>();
  const add = (ident: Ident, kind: SymbolKind, statement: Statement, node: Node) => {
    const symbol = openSymbol(ident.name, kind, ident.span, statement, node);
    references.set(ident, symbol);
    if (ident.name === '') return;
    const first = symbols.get(ident.name);
    if (first === undefined) symbols.set(ident.name, symbol);
    else report(nameDeclaredTwice(symbol, first));
  };
  for (const statement of program.statements) {
    switch (statement.kind) {
      case 'dim':
        for (const entry of statement.entries) add(entry.name, 'dim', statement, entry);
        break;
      case 'data':
        for (const entry of statement.entries) add(entry.name, 'data', statement, entry);
        break;
      case 'param':
      case 'let':
      case 'deterministic':
      case 'draw':
      case 'potential':
      case 'fun':
      case 'distribution':
        add(statement.name, statement.kind, statement, statement);
        break;
      case 'model':
      case 'predict':
        references.set(
          statement.name,
          openSymbol(statement.name.name, statement.kind, statement.name.span, statement, statement),
        );
        break;
      default:
        break;
    }
  }
  return symbols;
}

function checkStatement(
  ctx: Context,
  program: Program,
  statement: Statement,
  stated: Map<string, StaticDim>,
): void {
  /** The statement's symbol; a second declaration of a name is typed too, but not visible to later lines. */
  const own = (ident: Ident, check: (symbol: OpenSymbol) => void) => {
    const symbol = ctx.references.get(ident);
    if (symbol === undefined) return;
    check(symbol);
    if (ctx.all.get(ident.name) === symbol) (ctx.globals as Map<string, OpenSymbol>).set(ident.name, symbol);
  };
  switch (statement.kind) {
    case 'dim':
      for (const entry of statement.entries) own(entry.name, (s) => checkDim(ctx, entry, s, stated));
      return;
    case 'data':
      if (statement.by !== undefined) checkJoinKey(ctx, statement.by);
      for (const entry of statement.entries) {
        for (const key of entry.at ?? []) checkJoinKey(ctx, key);
        own(entry.name, (s) => checkDataEntry(ctx, entry, s, stated));
      }
      return;
    case 'param': {
      if (statement.joint === undefined) {
        own(statement.name, (s) => checkParam(ctx, statement, s));
        return;
      }
      const unknowns = definedTogether(program.statements, statement);
      if (unknowns[0] !== statement) return;
      checkJointParam(ctx, unknowns);
      for (const one of unknowns) own(one.name, () => {});
      return;
    }
    case 'let':
    case 'deterministic': {
      const members = definedTogether(program.statements, statement);
      // A block is checked as a whole at its first line.
      if (members[0] !== statement) return;
      if (statement.joint === undefined) own(statement.name, (s) => checkLet(ctx, statement, s));
      else checkJoint(ctx, members);
      for (const member of members) own(member.name, () => {});
      return;
    }
    case 'draw': {
      if (statement.joint === undefined) {
        own(statement.name, (s) => checkDraw(ctx, statement, s));
        return;
      }
      const lines = definedTogether(program.statements, statement);
      if (lines[0] !== statement) return;
      checkJointDraw(ctx, lines);
      for (const line of lines) own(line.name, () => {});
      return;
    }
    case 'potential':
      own(statement.name, (s) => checkPotential(ctx, statement, s));
      return;
    case 'fun':
      own(statement.name, (s) => checkFun(ctx, statement, s));
      return;
    case 'distribution':
      own(statement.name, (s) => checkDistribution(ctx, statement, s));
      return;
    case 'observe':
      checkObserve(ctx, statement);
      return;
    case 'predict':
      checkPredict(ctx, statement);
      return;
    case 'formula':
      // What is left here could not be expanded, which has been reported.
      ctx.openNames.value = true;
      return;
    case 'settings':
      checkSettings(ctx, statement);
      return;
    case 'test':
      checkTest(ctx, statement);
      return;
    case 'model':
      return;
  }
}

/** `model` and each method's settings may occur once. */
function checkRepeatedStatements(program: Program, report: (diagnostic: Diagnostic) => void): void {
  const seen = new Map<string, Statement>();
  for (const statement of program.statements) {
    if (statement.kind !== 'model' && statement.kind !== 'settings') continue;
    const word = statement.kind === 'model' ? 'model' : statement.method;
    const first = seen.get(word);
    const span = { start: statement.span.start, end: statement.span.start + word.length };
    if (first === undefined) seen.set(word, statement);
    else report(repeated(`\`${word}\``, span, first.span));
  }
}

/** Words outside every statement: text that the parser skipped and has reported. */
function lostNames(program: Program): ReadonlySet<string> {
  const { text } = program;
  if (text === undefined) return new Set();
  const covered = [...program.statements, ...program.comments]
    .map((n) => ('kind' in n ? (jointOf(n) ?? n.span) : n.span))
    .sort((a, b) => a.start - b.start);
  const words = new Set<string>();
  let at = 0;
  for (const span of [...covered, { start: text.length, end: text.length }]) {
    if (span.start > at)
      for (const [word] of text.slice(at, span.start).matchAll(/[\p{L}_][\p{L}\p{N}_]*/gu)) words.add(word);
    at = Math.max(at, span.end);
  }
  return words;
}

/** Statements with a syntax error within or directly after them. */
function repairedStatements({ statements, faults = [] }: Program): readonly Span[] {
  const repaired = new Set<Span>();
  for (const fault of faults) {
    const before = statements.findLast((s) => s.span.start <= fault.start);
    if (before !== undefined) repaired.add(before.span);
  }
  return [...repaired];
}

/**
 * What is found in the statements that a formula stands for is at the formula: without edits, which would replace
 * its text, and without advice, as its priors are on the scale of the data.
 */
function ofFormulas({ statements }: Program, found: readonly Diagnostic[]): readonly Diagnostic[] {
  const formula = statements.find((s) => s.expanded === true)?.span;
  if (formula === undefined) return found;
  return found.flatMap((d) => {
    if (d.span.start < formula.start || d.span.end > formula.end) return [d];
    // Which rows of its file are left out is no advice.
    if (d.severity !== 'error' && d.severity !== 'warning' && d.code !== 'data-where') return [];
    const { fixes: _, ...rest } = d;
    return [rest];
  });
}

const knownCodes: ReadonlySet<string> = new Set(checks.keys());
const compilerCodes: ReadonlySet<string> = new Set(
  [...checks.values()].filter(({ foundBy }) => foundBy === 'compiler').map(({ code }) => code),
);

function finished(
  { program, data }: Analysis,
  found: readonly Diagnostic[],
  whole: boolean,
  options: AnalyzeOptions,
): readonly Diagnostic[] {
  const seen = new Set<string>();
  const repaired = repairedStatements(program);
  const kept = found.filter((d) => {
    // Findings in a statement repaired by the parser may only repeat its syntax error.
    if (d.code !== 'unknown-name' && repaired.some((s) => s.start <= d.span.start && d.span.end <= s.end))
      return false;
    // An undeclared dimension is one mistake, however often it is used, also as the type of labels.
    const isMissingDim = d.code === 'unknown-name' && /^unknown (?:dimension|type) /.test(d.message);
    const name = isMissingDim ? /`([^`]+)`/.exec(d.message)?.[1] : undefined;
    const key =
      name === undefined
        ? `${d.code} ${d.span.start} ${d.span.end} ${d.message}`
        : `unknown dimension ${name}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  const real = withoutEchoes(program, ofFormulas(program, kept));
  const isSound = data?.diagnostics.length === 0 && !real.some(({ severity }) => severity === 'error');
  // Before disabled codes are removed, so that comments that silence them count as used.
  return withIgnores(program, real, { known: knownCodes, whole: whole && isSound, later: compilerCodes })
    .filter((d) => d.severity === 'error' || options.disabled?.has(d.code) !== true)
    .toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}
