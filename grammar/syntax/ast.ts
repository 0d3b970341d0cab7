/**
 * The syntax tree of a `.bayes` program: plain data, every node with the exact range of its text.
 * The parser always returns a complete tree; unreadable parts are `error` nodes.
 */
import type { Span } from '../span.ts';

export interface Node {
  readonly span: Span;
  /** On statements that a formula stands for: they have no text of their own. */
  readonly expanded?: true;
}

export interface Ident extends Node {
  readonly name: string;
}

export interface StringLiteral extends Node {
  readonly kind: 'string';
  readonly value: string;
}

export interface Comment extends Node {
  /** The text from `#` to the end of the line, `#` included. */
  readonly text: string;
}

export interface Program extends Node {
  /** The source text, set by the parser: line positions and the wording of fixes come from it. */
  readonly text?: string;
  /** Places of syntax errors: a statement repaired there is not checked further. */
  readonly faults?: readonly Span[];
  readonly statements: readonly Statement[];
  readonly comments: readonly Comment[];
  /** Present where approximate processes have been written out. */
  readonly approximations?: readonly Approximation[];
}

/** An approximate process of the program, by the names of the definitions that it was written out to. */
export interface Approximation {
  readonly name: string;
  readonly kernel: 'exp_quad' | 'matern12' | 'matern32' | 'matern52';
  /** Number of functions. */
  readonly functions: number;
  /** The length scale, a number, or the element at this position. */
  readonly length: string;
  readonly element?: number;
  /** Which of several: `along \`x\``. */
  readonly about?: string;
  /** A number of data that is `halves` times half the range of the points. */
  readonly extent: string;
  readonly halves: number;
  /** Where the functions vanish, from the middle. */
  readonly bound: string;
  readonly span: Span;
}

// ── Statements ────────────────────────────────────────────────────────────────────────────────

export type Statement =
  | ModelStatement
  | DimStatement
  | DataStatement
  | ParamStatement
  | LetStatement
  | DrawStatement
  | ObserveStatement
  | PotentialStatement
  | FunStatement
  | DistributionStatement
  | PredictStatement
  | FormulaStatement
  | SettingsStatement
  | TestStatement;

interface ModelStatement extends Node {
  readonly kind: 'model';
  readonly name: Ident;
}

/** `dim home, county` · `dim coef = ["intercept", "slope"]` · `dim k = 3` · `dim t = T` */
interface DimStatement extends Node {
  readonly kind: 'dim';
  readonly entries: readonly DimEntry[];
}
export interface DimEntry extends Node {
  readonly name: Ident;
  readonly value?: Expr;
}

/** `data from "file" by DIM = column("key") where CONDITION { … }` or `data { … }` */
export interface DataStatement extends Node {
  readonly kind: 'data';
  readonly source?: StringLiteral;
  readonly by?: JoinKey;
  /** Over the file's columns, not the model's names. */
  readonly where?: Expr;
  readonly entries: readonly DataEntry[];
}
/** `by county = column("key")`: each row belongs to the label in its key; without `=` the column of the dimension's name. */
export interface JoinKey extends Node {
  readonly name: Ident;
  readonly value?: Expr;
}
/** `NAME : TYPE[DIMS] (in LO..HI)? (= SOURCE)? (at (DIM, …))?`; `type` is `real`, `int`, `bool` or a dimension's name. */
export interface DataEntry extends Node {
  readonly name: Ident;
  readonly type: Ident;
  /** `real?` and `int?` allow missing values. */
  readonly optional: boolean;
  readonly dims: readonly DimArg[];
  readonly range?: Range;
  /** A literal, `column("…")` or `columns("…", …)` (both `call` expressions). */
  readonly value?: Expr;
  /** The columns that say which cell each row is, one for each dimension: a long file as a table. */
  readonly at?: readonly JoinKey[];
}

/** A dimension in brackets: a name (of a `dim` or of a scalar integer datum) or an integer literal. */
export type DimArg = DimName | DimSize;
interface DimName extends Node {
  readonly kind: 'dimName';
  readonly name: string;
}
interface DimSize extends Node {
  readonly kind: 'dimSize';
  readonly size: number;
}

/** `LO..HI`, either bound may be absent where the context allows. */
export interface Range extends Node {
  readonly kind: 'range';
  readonly lo?: Expr;
  readonly hi?: Expr;
}

/** `param x[d]: TYPE ~ D(…) in LO..HI`, `param x[t in d]: TYPE ~ D(…)` */
export interface ParamStatement extends Node {
  readonly kind: 'param';
  readonly name: Ident;
  /** Of `x[t in d]` those that the indices run over. */
  readonly dims: readonly DimArg[];
  /** Bound in the prior; empty for `x[d]`. */
  readonly indices: readonly Binder[];
  readonly type?: Ident;
  readonly prior: Expr;
  readonly range?: Range;
  /** Of `param { x[t in d] ~ D  y[t in d] ~ D }`, whose lines are statements of their own: the whole block. */
  readonly joint?: Span;
}

/** `let x = E`, `let x[i in d] = E`, and the same with `deterministic`. */
export interface LetStatement extends Node {
  readonly kind: 'let' | 'deterministic';
  readonly name: Ident;
  readonly indices: readonly Binder[];
  readonly value: Expr;
  /** Of `let { a[t in d] = …  b[t in d] = … }`, whose definitions are statements of their own: the whole block. */
  readonly joint?: Span;
}

/** `draw z ~ D`, `draw z[d] ~ D`, `draw z[i in d] ~ D`: either `dims` or `indices` is empty. */
export interface DrawStatement extends Node {
  readonly kind: 'draw';
  readonly name: Ident;
  readonly dims: readonly DimArg[];
  readonly indices: readonly Binder[];
  readonly distribution: Expr;
  /** Of `draw { y[h in d] ~ D  v[h in d] ~ D }`, whose lines are statements of their own: the whole block. */
  readonly joint?: Span;
}

/** An index with its domain: `i in obs`, `t in 6..T`. */
export interface Binder extends Node {
  readonly name: Ident;
  /** A `name` expression that names a dimension, or a range. */
  readonly domain: Expr | Range;
}

/** `observe y ~ D`, `observe y[t in 6..T where C] ~ D`, `observe interval(LO, HI) ~ D`, `observe (E) ~ D`; each may end in `weight E`. */
export interface ObserveStatement extends Node {
  readonly kind: 'observe';
  /** A `name` expression for the first two forms, the call `interval(lo, hi)`, else any expression. */
  readonly target: Expr;
  readonly indices: readonly Binder[];
  /** Of `observe y[i in row where C] ~ D`: the rows that are observed. */
  readonly where?: Expr;
  readonly distribution: Expr;
  /** Multiplies the log density of each row. */
  readonly weight?: Expr;
}

export interface PotentialStatement extends Node {
  readonly kind: 'potential';
  readonly name: Ident;
  readonly value: Expr;
}

export interface FunStatement extends Node {
  readonly kind: 'fun';
  readonly name: Ident;
  readonly params: readonly FunParam[];
  readonly body: Expr;
}
/** `a` or `a: real[d]` */
export interface FunParam extends Node {
  readonly name: Ident;
  readonly type?: Ident;
  readonly dims: readonly DimArg[];
}

/** `distribution NAME(a, b) in LO..HI discrete { logpdf(x) = E  draw = E }` */
export interface DistributionStatement extends Node {
  readonly kind: 'distribution';
  readonly name: Ident;
  readonly params: readonly Ident[];
  /** The values that it can take; any number without it. */
  readonly support?: Range;
  /** The word `discrete`: the values are integers. */
  readonly discrete?: Ident;
  readonly entries: readonly DistributionEntry[];
}
/** `logpdf(x) = E` or `draw = E` */
export interface DistributionEntry extends Node {
  readonly name: Ident;
  /** The name of the value in `logpdf(x)`. */
  readonly argument?: Ident;
  readonly value: Expr;
}

/** `predict NAME from "file"` · `predict NAME { x = [ … ] }` */
export interface PredictStatement extends Node {
  readonly kind: 'predict';
  readonly name: Ident;
  readonly source?: StringLiteral;
  readonly assignments: readonly Assignment[];
}

/** `formula "y ~ 1 + x" family F(link = l) from "f.csv"`, and lines `sigma ~ z` and `prior b["x"] ~ D` behind it. */
export interface FormulaStatement extends Node {
  readonly kind: 'formula';
  readonly text: StringLiteral;
  readonly family?: Ident;
  readonly link?: Ident;
  /** The file whose columns it names; without it the data stand in blocks before. */
  readonly source?: StringLiteral;
  readonly parameters?: readonly FormulaParameter[];
  readonly priors?: readonly FormulaPrior[];
}
/** `NAME ~ TERMS` or `NAME ~ "TERMS"`: the terms of another parameter of the family. */
export interface FormulaParameter extends Node {
  readonly name: Ident;
  readonly value: Expr;
}
/** `prior NAME ~ D` · `prior NAME["element"] ~ D` */
export interface FormulaPrior extends Node {
  readonly name: Ident;
  readonly element?: StringLiteral;
  readonly value: Expr;
}

/** `sample { … }` · `advi { … }` · `pathfinder { … }` */
export interface SettingsStatement extends Node {
  readonly kind: 'settings';
  readonly method: 'sample' | 'advi' | 'pathfinder';
  readonly settings: readonly SettingEntry[];
}
/** `seed = 1` · `init = { mu = 50 }` */
export interface SettingEntry extends Node {
  readonly name: Ident;
  readonly value: Expr | RecordValue;
}
/** `{ mu = 50, a = { north = 1, "Far East" = 2 } }`: the keys are names, or labels. */
export interface RecordValue extends Node {
  readonly kind: 'record';
  readonly entries: readonly SettingEntry[];
}
/** `test recovers { beta = 1, n = 200 }`: values of parameters, and sizes of the simulated data. */
export interface TestStatement extends Node {
  readonly kind: 'test';
  readonly what: Ident;
  readonly values: RecordValue;
}
/** The number of rows of a simulated data set, in a model without a parameter or a dimension of that name. */
export const ROWS_OF_TEST = 'n';
export interface Assignment extends Node {
  readonly name: Ident;
  readonly value: Expr;
}

// ── Expressions ───────────────────────────────────────────────────────────────────────────────

export type Expr =
  | NumberExpr
  | StringLiteral
  | BoolExpr
  | NameExpr
  | ListExpr
  | UnaryExpr
  | BinaryExpr
  | IfExpr
  | IndexExpr
  | CallExpr
  | ErrorExpr;

interface NumberExpr extends Node {
  readonly kind: 'number';
  readonly value: number;
  /** Written without a point or an exponent. */
  readonly isInteger: boolean;
  /** As written, where only rounding makes it whole: `1e-999`, `0.99999999999999999999`. */
  readonly text?: string;
}
interface BoolExpr extends Node {
  readonly kind: 'bool';
  readonly value: boolean;
}
export interface NameExpr extends Node {
  readonly kind: 'name';
  readonly name: string;
}
export interface ListExpr extends Node {
  readonly kind: 'list';
  readonly elements: readonly Expr[];
  /** In parentheses, as in `events = (time, state, amount)`: values of different shapes. */
  readonly isTuple?: true;
}
export interface UnaryExpr extends Node {
  readonly kind: 'unary';
  readonly op: '-' | 'not';
  readonly operand: Expr;
}
export type BinaryOp =
  | 'or'
  | 'and'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '+'
  | '-'
  | '*'
  | '/'
  | '@'
  | '^';
export interface BinaryExpr extends Node {
  readonly kind: 'binary';
  readonly op: BinaryOp;
  readonly opSpan: Span;
  readonly left: Expr;
  readonly right: Expr;
}
export interface IfExpr extends Node {
  readonly kind: 'if';
  readonly condition: Expr;
  readonly then: Expr;
  readonly else: Expr;
}
/** `a[i]`, `a["Anoka"]`, `x[2..5]`, `C[.., 1]`: a `range` without bounds keeps the axis whole. */
export interface IndexExpr extends Node {
  readonly kind: 'index';
  readonly target: Expr;
  readonly args: readonly (Expr | Range)[];
}
/** A function, a reduction or a distribution: `f(a, b)`, `sum(x over d)`, `sum(x by g)`, `sum(f(k) for k in d)`. */
export interface CallExpr extends Node {
  readonly kind: 'call';
  readonly callee: Ident;
  readonly args: readonly Arg[];
}
export interface Arg extends Node {
  /** Present in `Normal(mu = 0)`. */
  readonly name?: Ident;
  readonly value: Expr;
  /** Present in `sum(x over home)` and `Mixture(w over k, …)`: the dims reduced, or the index bound. */
  readonly over?: readonly Ident[];
  /** Present in `sum(x by site_of)`: the labels that say which elements belong together. */
  readonly by?: Expr;
  /** Present in `sum(f(k) for k in state)`: the indices bound in `value`. */
  readonly binders?: readonly Binder[];
}
/** Text that could not be read as an expression; a diagnostic has already been given for it. */
interface ErrorExpr extends Node {
  readonly kind: 'error';
}
