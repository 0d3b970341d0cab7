/** Symbols and the scopes in which names are looked up. */

import type { Dim, Type } from '../shapes/type.ts';
import type { Span } from '../span.ts';
import type { Node, Statement } from '../syntax/ast.ts';

export type SymbolKind =
  | 'model'
  | 'dim'
  | 'data'
  | 'param'
  | 'let'
  | 'deterministic'
  | 'draw'
  | 'potential'
  | 'fun'
  | 'distribution'
  /** A parameter of a `fun` or of a `distribution`, or the value in its `logpdf(x)`. */
  | 'argument'
  /** A name bound by `in`: `i in obs`, `t in 6..T`, `k in state`. */
  | 'index'
  | 'predict';

/** An interval that contains the value; null for an unknown bound. */
export interface Bounds {
  readonly lo: number | null;
  readonly hi: number | null;
}

/** The positions that an index runs over. */
export interface IndexDomain {
  /** Null for a range whose length is not known. */
  readonly dim: Dim;
  /** First and last position, 1-based, where they are known. */
  readonly lo: number | null;
  readonly hi: number | null;
  /** False where the bounds change with another index. */
  readonly fixed: boolean;
}

export interface SymbolInfo {
  readonly name: string;
  readonly kind: SymbolKind;
  /** The identifier at its declaration. */
  readonly span: Span;
  /** The whole statement that declares it. */
  readonly statement: Statement;
  /** The declaring node: a `DimEntry`, `DataEntry`, `Binder`, `FunParam` or the statement itself. */
  readonly node: Node;
  readonly type: Type;
  /** Every use, in the order of the text, without the declaration. */
  readonly uses: readonly Node[];
  /** Where a setting names it (its starting value, that it is stored), which does not count as a use. */
  readonly starts: readonly Node[];
  /** The value of a scalar that is known before sampling. */
  readonly constant: number | null;
  /** For unknowns the support of the prior with its truncation; for data the declared range. */
  readonly bounds: Bounds;
  /** For an index: what it runs over. */
  readonly domain: IndexDomain | null;
}

/** A symbol while the analysis fills it in. */
export type OpenSymbol = { -readonly [K in keyof SymbolInfo]: SymbolInfo[K] } & {
  uses: Node[];
  starts: Node[];
};

export function openSymbol(
  name: string,
  kind: SymbolKind,
  span: Span,
  statement: Statement,
  node: Node,
): OpenSymbol {
  return {
    name,
    kind,
    span,
    statement,
    node,
    type: { kind: 'unknown' },
    uses: [],
    starts: [],
    constant: null,
    bounds: { lo: null, hi: null },
    domain: null,
  };
}

/** Local names, inner before outer; the program's own names come after the outermost scope. */
export interface Scope {
  readonly parent: Scope | null;
  readonly names: ReadonlyMap<string, OpenSymbol>;
}

export const emptyScope: Scope = { parent: null, names: new Map() };

export function withNames(parent: Scope, symbols: readonly OpenSymbol[]): Scope {
  if (symbols.length === 0) return parent;
  return { parent, names: new Map(symbols.map((s) => [s.name, s])) };
}

export function lookup(scope: Scope, name: string): OpenSymbol | null {
  for (let s: Scope | null = scope; s !== null; s = s.parent) {
    const found = s.names.get(name);
    if (found !== undefined) return found;
  }
  return null;
}

/** The kind in messages: `data`, `parameter`, `dimension`. */
export function kindInWords(kind: SymbolKind): string {
  switch (kind) {
    case 'dim':
      return 'dimension';
    case 'param':
      return 'parameter';
    case 'fun':
      return 'function';
    case 'argument':
      return 'function argument';
    case 'let':
      return '`let`';
    case 'draw':
      return 'drawn quantity';
    case 'predict':
      return 'prediction';
    default:
      return kind;
  }
}
