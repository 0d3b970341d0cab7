/** State of typing expressions: the program's names, the data, the findings so far. */
import type { LoadedData } from '../data.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { OpenSymbol, Scope } from '../scope/symbol.ts';
import type { DimTable } from '../shapes/dim-table.ts';
import type { DistributionType, Type } from '../shapes/type.ts';
import type { Span } from '../span.ts';
import type { Expr, FunStatement, Node, Statement } from '../syntax/ast.ts';
import type { RecurrenceOrder } from '../syntax/recurrence.ts';

/** The outcome of checking a function's body for one list of argument types. */
export interface CheckedCall {
  readonly type: Type;
  readonly findings: readonly Diagnostic[];
}

/** Type of the function that types an expression and its parts; implemented in `infer.ts`. */
export type InferExpression = (ctx: Context, env: Env, expr: Expr) => Type;

export interface Context {
  readonly inferExpression: InferExpression;
  /** The source text; empty where the tree does not carry it. */
  readonly text: string;
  readonly data: LoadedData | undefined;
  readonly table: DimTable;
  /** Names declared so far. */
  readonly globals: Map<string, OpenSymbol>;
  /** All names of the program, also those declared later. */
  readonly all: ReadonlyMap<string, OpenSymbol>;
  /** Whether a formula declares names that appear only in its expansion. */
  readonly openNames: { value: boolean };
  /** Words in text that the parser skipped, which may contain declarations. */
  readonly lostNames: ReadonlySet<string>;
  readonly references: Map<object, OpenSymbol>;
  readonly types: Map<Expr, Type>;
  readonly report: (diagnostic: Diagnostic) => void;
  /** Called for each use of a name of the program, for reachability. */
  readonly onUse: (symbol: OpenSymbol) => void;
  /** Types of function bodies already checked, by function and argument types. */
  readonly calls: Map<string, CheckedCall>;
  /** Functions whose bodies are being typed: calling one of them is recursion, reported at its declaration. */
  readonly open: ReadonlySet<FunStatement>;
  /** Findings in a function's body at its declaration, so that calls do not repeat them. */
  readonly bodyFindings: Map<FunStatement, ReadonlySet<string>>;
  /** The statement being checked. */
  readonly statement: { current: Statement };
  /** Arguments of distributions whose kind is certainly right, whatever the values. */
  readonly kindsKnown: Set<Expr>;
  /** Distribution of the states of each series that is observed as a linear state space, by the datum's name; null where that was an error. */
  readonly stateSpaces: Map<string, DistributionType | null>;
  /** Nesting depth of the current expression. */
  readonly nesting: { depth: number };
}

/** The position of an expression in the program. */
export interface Env {
  readonly scope: Scope;
  /** Inside a branch of an `if`, which may guard against values out of range. */
  readonly guarded: boolean;
  /** The array whose elements are being defined, in `let x[t in d] = …` and `param x[t in d] ~ …`. */
  readonly self: Self | null;
  /** In `draw =` of a distribution, where `uniform()` and `normal()` are random numbers. */
  readonly drawing?: true;
}

export interface Self {
  readonly symbol: OpenSymbol;
  readonly binders: readonly OpenSymbol[];
  /** Of elements that are computed: the order. */
  readonly order?: RecurrenceOrder;
  /** The others of the same `let { … }`. */
  readonly others?: readonly Self[];
  /** Whether something in that block depends on unknowns. */
  readonly depends?: 'data' | 'param';
  /** Of elements that are drawn; absent for those that are computed. */
  readonly drawn?: {
    readonly element: 'int' | 'real';
    readonly order: OrderOfDraws;
  };
}

/** What the uses seen so far leave of the orders in which elements can be drawn. */
export interface OrderOfDraws {
  /** Null before the first use. */
  possible: readonly RecurrenceOrder[] | null;
  /** Those uses, as written. */
  readonly uses: {
    readonly text: string;
    readonly span: Span;
    readonly orders: readonly RecurrenceOrder[];
  }[];
}

export function record(ctx: Context, expr: Expr, type: Type): Type {
  ctx.types.set(expr, type);
  return type;
}

export function noteUse(ctx: Context, symbol: OpenSymbol, node: Node): void {
  if (!ctx.references.has(node)) {
    ctx.references.set(node, symbol);
    symbol.uses.push(node);
  }
  ctx.onUse(symbol);
}

/** The expression's text without spaces; empty where the tree does not carry its text. */
export function textOf(ctx: Context, { span }: Expr): string {
  return ctx.text.slice(span.start, span.end).replace(/\s+/g, '');
}

/** The text of a range on one line, cut to a readable length. */
export function excerpt(ctx: Context, span: Span): string {
  const text = ctx.text.slice(span.start, span.end).replace(/\s+/g, ' ').trim();
  return text.length > 40 ? `${text.slice(0, 37)}…` : text;
}

/** `` `b * x` `` where the text is known, else the words given. */
export function quoted(ctx: Context, span: Span, otherwise: string): string {
  const text = excerpt(ctx, span);
  return text === '' ? otherwise : `\`${text}\``;
}
