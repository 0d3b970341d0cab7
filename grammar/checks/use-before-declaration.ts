import type { Diagnostic } from '../diagnostic.ts';
import type { SymbolInfo } from '../scope/symbol.ts';
import type { Span } from '../span.ts';
import type { Statement } from '../syntax/ast.ts';
import { walk } from '../syntax/walk.ts';
import { type Check, diagnose } from './check.ts';

export const useBeforeDeclaration: Check = {
  code: 'use-before-declaration',
  severity: 'error',
  title: 'Name used before it is declared',
  doc: 'Names are declared before use. Move the declaration above the line that uses it. A prior cannot mention its own parameter, and a `let` its own name, except for earlier elements in `let x[t in d] = …`, `param x[t in d] ~ …` and `draw x[t in d] ~ …`. Series that depend on earlier elements of each other stand in one block, `param { x[t in d] ~ …  y[t in d] ~ … }`, and likewise `let { … }` and `draw { … }`.',
};

interface Place {
  /** The statement with the use. */
  readonly current: Statement;
  /** All names of the program. */
  readonly all: ReadonlyMap<string, SymbolInfo>;
}

export function usedBeforeDeclaration(symbol: SymbolInfo, span: Span, place: Place): Diagnostic {
  return diagnose(useBeforeDeclaration, span, messageFor(symbol, span, place), {
    related: [{ message: `\`${symbol.name}\` is declared here`, span: symbol.span }],
  });
}

function messageFor(symbol: SymbolInfo, span: Span, { current, all }: Place): string {
  const { name } = symbol;
  const within = symbol.kind === 'data' ? symbol.node.span : symbol.statement.span;
  if (span.start >= within.start && span.end <= within.end)
    return `\`${name}\` is used in its own definition; only where its elements have an index of their own, as in ${withIndex(current, name)}, may these use earlier ones`;
  const circle = declarationsBack(symbol, current, all);
  if (circle === null)
    return `\`${name}\` is used before it is declared; move its declaration above this line`;
  return `\`${name}\` is used before it is declared, and depends on \`${nameOf(current)}\` itself, so that neither can stand first; ${circleAdvice([current, ...circle])}`;
}

/** How elements of a statement get an index. */
function withIndex({ kind }: Statement, name: string): string {
  return kind === 'param' || kind === 'draw'
    ? `\`${kind} ${name}[t in d] ~ …\``
    : `\`let ${kind === 'let' || kind === 'deterministic' ? name : 'x'}[t in d] = …\``;
}

/** What series that depend on each other are written as. */
function circleAdvice(lines: readonly Statement[]): string {
  const kinds = lines.map(({ kind }) => kind);
  const block = kinds.includes('param') ? 'param' : kinds.includes('draw') ? 'draw' : 'let';
  const isMember = ({ kind }: Statement): boolean => block === 'let' || kind === block;
  const elements = lines
    .filter(isMember)
    .map((line) => `${nameOf(line)}[t in d] ${block === 'let' ? '=' : '~'} …`);
  const rest = lines.filter((line) => !isMember(line)).map((line) => `\`${nameOf(line)}\``);
  const advice =
    elements.length === 1
      ? `a series that depends on earlier elements of itself is written \`${block} ${elements[0]}\``
      : `series that depend on earlier elements of each other stand in one block, \`${block} { ${elements.join('  ')} }\``;
  return rest.length === 0 ? advice : `${advice}, with ${rest.join(' and ')} written out within it`;
}

/** The statements by which what is declared later comes back to this one; null where it does not. */
function declarationsBack(
  symbol: SymbolInfo,
  current: Statement,
  all: ReadonlyMap<string, SymbolInfo>,
): readonly Statement[] | null {
  if (!isDefinition(symbol.statement) || !isDefinition(current)) return null;
  // Each with the one that uses it.
  const usedBy = new Map<Statement, Statement | null>([[symbol.statement, null]]);
  for (const statement of usedBy.keys())
    for (const next of statementsUsed(statement, all)) {
      if (next === current) return pathTo(statement, usedBy);
      if (!usedBy.has(next)) usedBy.set(next, statement);
    }
  return null;
}

function pathTo(last: Statement, usedBy: ReadonlyMap<Statement, Statement | null>): readonly Statement[] {
  const path: Statement[] = [];
  for (let one: Statement | null = last; one !== null; one = usedBy.get(one) ?? null) path.unshift(one);
  return path;
}

function statementsUsed(statement: Statement, all: ReadonlyMap<string, SymbolInfo>): readonly Statement[] {
  const used = new Set<Statement>();
  walk(statement, (node) => {
    if (!('kind' in node) || node.kind !== 'name') return;
    const found = all.get(node.name)?.statement;
    if (found !== undefined && found !== statement && isDefinition(found)) used.add(found);
  });
  return [...used];
}

type Definition = Extract<Statement, { kind: 'param' | 'let' | 'deterministic' | 'draw' }>;

function isDefinition({ kind }: Statement): boolean {
  return kind === 'param' || kind === 'let' || kind === 'deterministic' || kind === 'draw';
}

function nameOf(statement: Statement): string {
  return (statement as Definition).name.name;
}
