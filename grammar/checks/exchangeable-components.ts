/** Mixture components written out: whether two are equal up to a swap of parameters with equal priors. */

import type { Analysis } from '../analysis.ts';
import type { SymbolInfo } from '../scope/symbol.ts';
import type { Span } from '../span.ts';
import type { Expr, ParamStatement, Range } from '../syntax/ast.ts';
import { isSpecial } from '../syntax/special-arguments.ts';
import type { ListedMixture } from './mixtures.ts';
import { areWeightsSymmetric } from './symmetric-weights.ts';
import { reached } from './usage.ts';

/** A scalar parameter, or an element of a vector. */
export interface Role {
  readonly symbol: SymbolInfo;
  readonly statement: ParamStatement;
  /** The element's position, absent for a scalar. */
  readonly at?: string;
}

interface Trade {
  /** Parameters of both components, in the order of the text. */
  readonly pairs: readonly (readonly [Role, Role])[];
  /** The first pair, followed by its counterparts in further exchangeable components. */
  readonly alike: readonly Role[];
}

/** The first two exchangeable components, and others exchangeable with them; null if there are none. */
export function tradingPlaces(analysis: Analysis, mixture: ListedMixture): Trade | null {
  if (!areWeightsSymmetric(analysis, mixture)) return null;
  for (const [i, one] of mixture.components.entries()) {
    const trades = mixture.components
      .slice(i + 1)
      .flatMap((other) => exchangeable(analysis, mixture, one, other) ?? []);
    const [first] = trades;
    if (first === undefined) continue;
    const [[role]] = first;
    return { pairs: first, alike: [role, ...trades.map(([[, other]]) => other)] };
  }
  return null;
}

function exchangeable(
  analysis: Analysis,
  mixture: ListedMixture,
  one: Expr,
  other: Expr,
): readonly [Comparison['pairs']] | null {
  const comparison = compare(analysis, one, other);
  if (comparison === null || comparison.pairs.length === 0) return null;
  const { pairs, through } = comparison;
  const inside = [mixture.span, ...through.map(({ statement }) => statement.span), ...stored(analysis)];
  const scalars = pairs.flat().flatMap(({ symbol, at }) => (at === undefined ? [symbol] : []));
  return [...scalars, ...through].every((symbol) => isUsedInside(symbol, inside)) ? [pairs] : null;
}

/** Stored quantities on which no likelihood depends. */
function stored(analysis: Analysis): readonly Span[] {
  const informed = reached(analysis);
  return analysis.program.statements.flatMap((statement) => {
    if (statement.kind !== 'deterministic') return [];
    const symbol = analysis.references.get(statement.name);
    return symbol === undefined || informed.has(symbol) ? [] : [statement.span];
  });
}

/** Another use of a value may break the symmetry. */
function isUsedInside({ uses }: SymbolInfo, inside: readonly Span[]): boolean {
  return uses.every(({ span }) => inside.some((s) => s.start <= span.start && span.end <= s.end));
}

// ── Components ────────────────────────────────────────────────────────────────────────────────

interface Comparison {
  readonly pairs: readonly (readonly [Role, Role])[];
  /** Definitions that were expanded. */
  readonly through: readonly SymbolInfo[];
}

/** The parameters in which two expressions differ, where nothing else does and each pair has one prior. */
function compare(analysis: Analysis, one: Expr, other: Expr): Comparison | null {
  const pairs: (readonly [Role, Role])[] = [];
  const through: SymbolInfo[] = [];
  const text = analysis.program.text ?? '';
  const roleOf = (expr: Expr): Role | null => {
    if (expr.kind === 'index') {
      const statement = analysis.references.get(expr.target)?.statement;
      const symbol = analysis.references.get(expr.target);
      const [arg, ...more] = expr.args;
      if (symbol === undefined || statement?.kind !== 'param' || more.length > 0) return null;
      const isFixed = arg?.kind === 'number' || arg?.kind === 'string';
      return isFixed ? { symbol, statement, at: text.slice(arg.span.start, arg.span.end) } : null;
    }
    const symbol = analysis.references.get(expr);
    if (expr.kind !== 'name' || symbol?.statement.kind !== 'param') return null;
    return { symbol, statement: symbol.statement };
  };
  const match = (a: Role, b: Role): boolean => {
    const isSame = (x: Role, y: Role) => x.symbol === y.symbol && x.at === y.at;
    if (isSame(a, b)) return true;
    if (!havePrior(analysis, a, b)) return false;
    const known = pairs.find(([x, y]) => [x, y].some((role) => isSame(role, a) || isSame(role, b)));
    if (known !== undefined) return isSame(known[0], a) && isSame(known[1], b);
    pairs.push([a, b]);
    return true;
  };
  const same = (a: Expr | Range, b: Expr | Range): boolean => {
    if (a.kind === 'range' || b.kind === 'range') return false;
    const roles = [roleOf(a), roleOf(b)];
    if (roles[0] !== null && roles[1] !== null) return match(roles[0], roles[1]);
    if (a.kind === 'name' && b.kind === 'name') {
      const [x, y] = [analysis.references.get(a), analysis.references.get(b)];
      if (x === undefined || x === y) return x === y && a.name === b.name;
      if (y === undefined) return false;
      const [left, right] = [x.statement, y.statement];
      if (left.kind !== 'let' || right.kind !== 'let' || left.indices.length + right.indices.length > 0)
        return false;
      through.push(x, y);
      return same(left.value, right.value);
    }
    if (a.kind !== b.kind) return false;
    const parts = [partsOf(a), partsOf(b)];
    if (parts[0] === null || parts[1] === null || parts[0].head !== parts[1].head) return false;
    const [left, right] = [parts[0].below, parts[1].below];
    return left.length === right.length && left.every((part, i) => same(part, right[i]));
  };
  return same(one, other) ? { pairs, through } : null;
}

/** The form of an expression and its operands; null for kinds that are not analysed. */
function partsOf(expr: Expr): { readonly head: string; readonly below: readonly (Expr | Range)[] } | null {
  switch (expr.kind) {
    case 'number':
    case 'bool':
    case 'string':
      return { head: String(expr.value), below: [] };
    case 'unary':
      return { head: expr.op, below: [expr.operand] };
    case 'binary':
      return { head: expr.op, below: [expr.left, expr.right] };
    case 'list':
      return { head: '[]', below: expr.elements };
    case 'index':
      return { head: '[', below: [expr.target, ...expr.args] };
    case 'if':
      return { head: 'if', below: [expr.condition, expr.then, expr.else] };
    case 'call': {
      if (expr.args.some(isSpecial)) return null;
      const names = expr.args.map((arg) => arg.name?.name ?? '').join();
      return { head: `${expr.callee.name}(${names})`, below: expr.args.map((arg) => arg.value) };
    }
    default:
      return null;
  }
}

/** Whether two parameters have the same prior; elements of a vector do unless something orders or distinguishes them. */
function havePrior(analysis: Analysis, a: Role, b: Role): boolean {
  if ((a.at === undefined) !== (b.at === undefined)) return false;
  const text = analysis.program.text ?? '';
  const words = ({ statement }: Role) =>
    [statement.type, statement.prior, statement.range, ...statement.dims]
      .map((node) => (node === undefined ? '' : text.slice(node.span.start, node.span.end)))
      .join(' ')
      .replace(/\s+/g, '');
  if (a.at === undefined) return words(a) === words(b);
  if (a.symbol !== b.symbol || a.statement.type !== undefined) return false;
  const { prior } = a.statement;
  if (prior.kind !== 'call') return false;
  return prior.args.every(({ value }) => {
    const type = analysis.types.get(value);
    return type?.kind === 'array' && type.dims.length === 0;
  });
}
