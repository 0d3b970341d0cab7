/**
 * The state of one lowering: arrays and statements so far, and the loops around the current expression. Statements
 * are appended so that every array is defined before it is loaded.
 */

import type { DimInfo, LoadedData } from '../../../grammar/data.ts';
import type { Diagnostic, Related } from '../../../grammar/diagnostic.ts';
import type {
  ArrayDecl,
  ArrayId,
  Centring,
  Index,
  IndexId,
  IrStatement,
  KernelFn,
  Observation,
  Origin,
  ParameterPrior,
  Quantity,
  ScalarExpr,
  SolverSystem,
  SummedOut,
  ValueCheck,
} from '../../../grammar/ir.ts';
import type { Span } from '../../../grammar/span.ts';
import type { Expr } from '../../../grammar/syntax/ast.ts';
import { childrenOf } from '../children.ts';
import type { Extremes } from './constant-evaluation.ts';
import type { DataSummaries } from './data-summaries.ts';
import type { DiscreteSummary, DiscreteUnknown } from './discrete/discrete-unknown.ts';
import { ExprPool } from './expression-pool.ts';
import { LoweringFailure } from './failure.ts';
import { checkCount, checkStatement } from './limits.ts';
import type { Scope } from './scope.ts';
import type { DrawnCounts } from './statements/imputed-counts.ts';
import type { ObservedStateSpace } from './statements/state-space.ts';
import type { Value } from './value.ts';

type TermRole = Extract<IrStatement, { kind: 'term' }>['role'];

export interface LowerOptions {
  /** Also lower the priors as distributions to draw from. */
  readonly priors?: boolean;
  /** Record or reuse summaries of the data, for predictions at new data. */
  readonly summaries?: DataSummaries;
  /** Observed data that are drawn, not given: they are lowered as unknowns of the same name. */
  readonly drawn?: ReadonlySet<string>;
  /** Also lower the checks that need the values of the unknowns, except for arguments of a known kind. */
  readonly kindsKnown?: ReadonlySet<Expr>;
  /** Give parameters of location-scale families degrees of centring that inference may change. */
  readonly centring?: boolean;
  /** Positions of observations, by their order, whose likelihood is left out. */
  readonly leftOut?: LeftOutPositions;
}

export type LeftOutPositions = ReadonlyMap<number, ReadonlySet<number>>;

/** Evaluates an expression; implemented in `expression.ts`. */
export type Evaluate = (ctx: Context, scope: Scope, expr: Expr) => Value;

export class Context {
  readonly pool = new ExprPool();
  readonly arrays: ArrayDecl[] = [];
  readonly constants = new Map<ArrayId, Float64Array>();
  readonly statements: IrStatement[] = [];
  readonly diagnostics: Diagnostic[] = [];
  /** Statements that could not be lowered. */
  readonly leftOut: Span[] = [];
  readonly quantities: Quantity[] = [];
  readonly observations: Observation[] = [];
  readonly priors: ParameterPrior[] = [];
  readonly draws: ParameterPrior[] = [];
  readonly checks: ValueCheck[] = [];
  readonly centrings: Centring[] = [];
  /** Unknowns that are summed out of the density. */
  readonly discretes: DiscreteUnknown[] = [];
  /** What is told of them beside their draws. */
  readonly discreteSummaries: DiscreteSummary[] = [];
  readonly summedOut: SummedOut[] = [];
  /** Missing values that the `observe` of their datum draws, by its name. */
  readonly drawnCounts = new Map<string, DrawnCounts>();
  /** Those of a series in a linear state space, likewise. */
  readonly gaps = new Map<string, DrawnCounts>();
  /** Series observed in a linear state space, by the datum's name. */
  readonly stateSpaces = new Map<string, ObservedStateSpace>();
  readonly unconstrainedNames: string[] = [];
  readonly dims: ReadonlyMap<string, DimInfo>;
  readonly data: LoadedData;

  /** Loops around the current expression, outer first. */
  readonly loops: Index[] = [];
  /** Conditions of the branches around it, which guard computations hoisted out of the branch. */
  readonly guards: ScalarExpr[] = [];
  /** Calls of the program's functions around the current expression. */
  readonly callers: (Related & { readonly span: Span })[] = [];
  /** Arrays whose comprehension is being lowered: expressions that load them cannot be hoisted. */
  readonly pending = new Set<ArrayId>();
  /** Results of kernels already applied, by function and inputs. */
  readonly kernels = new Map<string, ArrayId>();
  /** Arrays already materialised, by their shape and element. */
  readonly materialised = new Map<string, ArrayId>();
  /** Cached ranges of values; valid since an expression's loops do not change. */
  readonly extremes = new Map<ScalarExpr, Extremes | null>();
  /** Calls of the model's own functions in this statement. */
  readonly calls = { count: 0 };
  /** Texts of the table of distributions, parsed. */
  readonly texts = new Map<string, Expr>();
  /**
   * Names of bound indices, and their values as the language counts: `shift` above the position counted from 1, or
   * `places` in words, `i = 3, v = 2`, where one loop runs over chosen positions.
   */
  readonly indexNames = new Map<
    IndexId,
    {
      readonly name: string;
      readonly value: ScalarExpr;
      readonly shift: number;
      readonly places?: readonly string[];
    }
  >();
  /** Smallest and largest value of arrays of whole numbers. */
  readonly arrayIntervals = new Map<ArrayId, { readonly lo: number; readonly hi: number }>();
  /** Smallest and largest value of any array, derived from its definition. */
  readonly valueIntervals = new Map<ArrayId, { readonly lo: number; readonly hi: number }>();
  /** Body of each defined array. */
  readonly bodies = new Map<ArrayId, ScalarExpr>();
  /** Whether data alone determine an array. */
  readonly knownArrays = new Map<ArrayId, boolean>();
  private readonly placeholderIndices = new Map<string, Index>();

  origin: Origin = { span: { start: 0, end: 0 }, label: '' };
  /** Set while text that is not in the model (a distribution's density) is evaluated. */
  spanOverride: Span | null = null;

  readonly evaluateExpression: Evaluate;
  readonly options: LowerOptions;

  constructor(data: LoadedData, evaluateExpression: Evaluate, options: LowerOptions = {}) {
    this.data = data;
    this.evaluateExpression = evaluateExpression;
    this.dims = data.dims;
    this.options = options;
  }

  get dimension(): number {
    return this.unconstrainedNames.length;
  }

  declare(name: string, shape: readonly number[]): ArrayId {
    checkCount(
      this,
      product(shape),
      `\`${name}\``,
      this.origin.span,
      shape.map((size) => ({ name: null, size })),
    );
    const id = this.arrays.length;
    this.arrays.push({ id, name, shape, role: 'intermediate' });
    return id;
  }

  /** Values known now, row-major. */
  declareConstant(name: string, shape: readonly number[], values: Float64Array): ArrayId {
    const id = this.arrays.length;
    this.arrays.push({ id, name, shape, role: 'data' });
    this.constants.set(id, values);
    return id;
  }

  /** A slice of the unconstrained vector, one element name per position. */
  declareUnconstrained(name: string, shape: readonly number[], elementNames: readonly string[]): ArrayId {
    const id = this.arrays.length;
    this.arrays.push({ id, name, shape, role: 'unconstrained', offset: this.dimension });
    for (const element of elementNames) this.unconstrainedNames.push(element);
    return id;
  }

  /** A slice of the degrees of centring. */
  declareDegrees(name: string, shape: readonly number[]): ArrayId {
    const id = this.arrays.length;
    const offset = this.centrings.reduce((sum, { degree }) => sum + product(this.shapeOf(degree)), 0);
    this.arrays.push({ id, name, shape, role: 'centring', offset });
    return id;
  }

  /** A slice of the quantities drawn after each kept draw. */
  declareDrawn(name: string, shape: readonly number[]): ArrayId {
    const id = this.arrays.length;
    const drawn = this.arrays.filter(({ role }) => role === 'drawn');
    const offset = drawn.reduce((sum, array) => sum + product(array.shape), 0);
    this.arrays.push({ id, name, shape, role: 'drawn', offset });
    return id;
  }

  shapeOf(array: ArrayId): readonly number[] {
    return this.arrays[array].shape;
  }

  /** An element; that of a constant array at known positions is a constant. */
  load(array: ArrayId, at: readonly ScalarExpr[]): ScalarExpr {
    const values = this.constants.get(array);
    if (values !== undefined && at.every((position) => position.op === 'const')) {
      const offset = this.offsetOf(array, at);
      if (offset !== null) return this.pool.constant(values[offset]);
    }
    return this.pool.load(array, at);
  }

  define(array: ArrayId, indices: readonly Index[], body: ScalarExpr, recurrent = false): void {
    checkStatement(this, indices, body);
    this.pool.setDepth(array, this.pool.depthOf(body));
    this.bodies.set(array, body);
    this.statements.push({ kind: 'define', array, indices, body, recurrent, origin: this.origin });
  }

  kernel(fn: KernelFn, inputs: readonly ArrayId[], output: ArrayId, batch: readonly number[]): void {
    this.pool.setDepth(output, Math.max(0, ...inputs.map((input) => this.pool.depthOfArray(input))));
    this.statements.push({ kind: 'kernel', fn, inputs, output, batch, origin: this.origin });
  }

  solver(system: SolverSystem, inputs: readonly ArrayId[], output: ArrayId, batch: readonly number[]): void {
    this.pool.setDepth(output, 1 + Math.max(0, ...inputs.map((input) => this.pool.depthOfArray(input))));
    this.statements.push({
      kind: 'kernel',
      fn: 'solver',
      system,
      inputs,
      output,
      batch,
      origin: this.origin,
    });
  }

  term(role: TermRole, indices: readonly Index[], body: ScalarExpr): void {
    checkStatement(this, indices, body);
    this.statements.push({ kind: 'term', role, indices, body, origin: this.origin });
  }

  /** A fresh loop over each size, and the positions it gives. */
  freshLoop(sizes: readonly number[]): { indices: Index[]; at: ScalarExpr[] } {
    const indices = sizes.map((size) => this.pool.freshIndex(0, size));
    return { indices, at: indices.map((index) => this.pool.index(index)) };
  }

  /** Placeholder positions: the same ones for the same sizes, never part of a statement. */
  placeholders(sizes: readonly number[]): ScalarExpr[] {
    return sizes.map((size, axis) => {
      const key = `${axis}:${size}`;
      const known = this.placeholderIndices.get(key);
      const index = known ?? this.pool.freshIndex(0, size);
      this.placeholderIndices.set(key, index);
      return this.pool.index(index);
    });
  }

  /** Runs `body` with more loops around it. */
  within<T>(indices: readonly Index[], body: () => T): T {
    const depth = this.loops.length;
    this.loops.push(...indices);
    try {
      return body();
    } finally {
      this.loops.length = depth;
    }
  }

  /** Runs the body of a function of the program, called at `span`. */
  called<T>(span: Span, name: string, body: () => T): T {
    this.callers.push({ message: `in this call of \`${name}\``, span });
    try {
      return body();
    } finally {
      this.callers.pop();
    }
  }

  guarded<T>(condition: ScalarExpr, body: () => T): T {
    this.guards.push(condition);
    try {
      return body();
    } finally {
      this.guards.pop();
    }
  }

  /** The result of `body`, used only for its shape; its definitions are discarded. Null where it cannot be lowered. */
  tentatively<T>(body: () => T): T | null {
    const count = this.statements.length;
    const found = this.diagnostics.length;
    const checks = this.checks.length;
    const maps = [this.materialised, this.kernels];
    const before = maps.map((map) => new Map(map));
    try {
      return body();
    } catch (error) {
      if (error instanceof LoweringFailure) return null;
      throw error;
    } finally {
      this.statements.length = count;
      this.diagnostics.length = found;
      this.checks.length = checks;
      maps.forEach((map, i) => {
        map.clear();
        for (const [key, array] of before[i]) map.set(key, array);
      });
    }
  }

  /** Resets loops, guards and calls after a failure inside a statement. */
  abandon(): void {
    this.loops.length = 0;
    this.guards.length = 0;
    this.pending.clear();
    this.callers.length = 0;
    this.spanOverride = null;
  }

  fail(code: string, message: string, span: Span, related?: readonly Related[]): never {
    const diagnostic: Diagnostic = {
      code,
      severity: 'error',
      message,
      span: this.spanOverride ?? span,
      ...(related === undefined ? {} : { related }),
    };
    throw new LoweringFailure(diagnostic);
  }

  /** Reports a diagnostic once for each place; lowering continues. */
  report(code: string, message: string, span: Span, extra: Partial<Diagnostic> = {}): void {
    const at = this.spanOverride ?? span;
    const isKnown = (d: Diagnostic) => d.code === code && d.span.start === at.start && d.span.end === at.end;
    if (this.diagnostics.some(isKnown)) return;
    const related = this.callers.length === 0 ? {} : { related: [...this.callers] };
    this.diagnostics.push({ code, severity: 'error', message, span: at, ...related, ...extra });
  }

  unsupported(message: string, span: Span): never {
    return this.fail('unsupported', message, span);
  }

  /** True where the expression loads an array whose comprehension is not finished. */
  loadsPending(expr: ScalarExpr): boolean {
    return (
      this.pending.size > 0 && someNode(expr, (node) => node.op === 'load' && this.pending.has(node.array))
    );
  }

  private offsetOf(array: ArrayId, at: readonly ScalarExpr[]): number | null {
    const shape = this.shapeOf(array);
    let offset = 0;
    for (const [axis, position] of at.entries()) {
      if (position.op !== 'const') return null;
      const inside = Number.isInteger(position.value) && position.value >= 0 && position.value < shape[axis];
      if (!inside) return null;
      offset = offset * shape[axis] + position.value;
    }
    return offset;
  }
}

function product(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}

/** Whether any node of the expression satisfies the test; shared parts are visited once. */
export function someNode(expr: ScalarExpr, test: (node: ScalarExpr) => boolean): boolean {
  const seen = new Set<ScalarExpr>();
  const visit = (node: ScalarExpr): boolean => {
    if (seen.has(node)) return false;
    seen.add(node);
    return test(node) || childrenOf(node).some(visit);
  };
  return visit(expr);
}

export function freeOrdered(free: ReadonlySet<IndexId>, loops: readonly Index[]): Index[] {
  return loops.filter((loop) => free.has(loop.id));
}
