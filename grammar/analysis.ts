/** The result of `analyze`: names, types, uses, diagnostics. */
import type { LoadedData } from './data.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { SymbolInfo } from './scope/symbol.ts';
import type { DimTable } from './shapes/dim-table.ts';
import type { Type } from './shapes/type.ts';
import type { Expr, Program, Statement } from './syntax/ast.ts';

export interface Analysis {
  readonly program: Program;
  readonly data: LoadedData | undefined;
  /** The program's own names; indices and function arguments are found through `references`. */
  readonly symbols: ReadonlyMap<string, SymbolInfo>;
  /** Each declaring identifier and each use (names, dims in brackets, types, callees, indices) → its symbol. */
  readonly references: ReadonlyMap<object, SymbolInfo>;
  /** Every expression's type; inside function bodies that of the first call. */
  readonly types: ReadonlyMap<Expr, Type>;
  /** Arguments of distributions whose kind (a simplex, a covariance …) follows from their types. */
  readonly kindsKnown: ReadonlySet<Expr>;
  /** The names that each statement uses directly. */
  readonly uses: ReadonlyMap<Statement, ReadonlySet<SymbolInfo>>;
  readonly dims: DimTable;
  /** Sorted by place. */
  readonly diagnostics: readonly Diagnostic[];
}
