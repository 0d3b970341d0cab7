/**
 * The intermediate representation: a model after its data are known, in index notation.
 *
 * Every array is defined element by element, `A[i, j] = body(i, j)`, so broadcasting by name, gathers,
 * contractions and recurrences are all the same thing: loads at index expressions. All sizes are known
 * numbers. Positions are 0-based here (the language's are 1-based; lowering shifts them).
 */
import type { Distribution } from './distributions/distribution.ts';
import type { BinaryFn, TernaryFn, UnaryFn } from './scalar-operations/index.ts';
import type { Need } from './shapes/vector-matrix-kind.ts';
import type { Span } from './span.ts';

export type { BinaryFn, TernaryFn, UnaryFn };

/** Names an array of the program; unique and stable. */
export type ArrayId = number;
/** Names a loop index; unique in a program. */
export type IndexId = number;

export type ReduceFn = 'sum' | 'prod' | 'min' | 'max' | 'log_sum_exp';

export interface Index {
  readonly id: IndexId;
  /** First position, 0-based. */
  readonly from: number;
  /** One past the last position. */
  readonly to: number;
  /** Made by passes, of a reduction only: it runs over part of the range, which depends on the loops around it. */
  readonly segment?: Segment;
}

/** From `start` to before `end`, two elements of data; the segments of all surrounding positions fill the range. */
interface Segment {
  readonly start: ScalarExpr;
  readonly end: ScalarExpr;
  /** Positions in a segment, on average. */
  readonly mean: number;
}

/** A scalar expression inside a loop nest. */
export type ScalarExpr =
  | { readonly op: 'const'; readonly value: number }
  /** The value of a loop index, 0-based. */
  | { readonly op: 'index'; readonly index: IndexId }
  /** An element; one index expression per axis. Out-of-range positions only occur in a branch not taken. */
  | { readonly op: 'load'; readonly array: ArrayId; readonly at: readonly ScalarExpr[] }
  | { readonly op: 'unary'; readonly fn: UnaryFn; readonly x: ScalarExpr }
  | { readonly op: 'binary'; readonly fn: BinaryFn; readonly x: ScalarExpr; readonly y: ScalarExpr }
  | {
      readonly op: 'ternary';
      readonly fn: TernaryFn;
      readonly x: ScalarExpr;
      readonly y: ScalarExpr;
      readonly z: ScalarExpr;
    }
  /** Lazy: the branch not taken is not evaluated (it may load out of range). */
  | { readonly op: 'select'; readonly cond: ScalarExpr; readonly then: ScalarExpr; readonly else: ScalarExpr }
  | { readonly op: 'reduce'; readonly fn: ReduceFn; readonly index: Index; readonly body: ScalarExpr };

/** Array-level operations with hand-written adjoints. Inputs and outputs are dense, row-major. */
export type KernelFn =
  /** A[n,n] -> L[n,n], lower; NaN where not positive definite. */
  | 'cholesky'
  /** L[n,n], b[n] or B[n,m] -> L^-1 b. */
  | 'solve_lower'
  /** L[n,n], b -> L^-T b. */
  | 'solve_lower_transpose'
  /** A[n,n], b[n] or B[n,m] -> A^-1 b, by elimination with pivots. */
  | 'solve'
  /** A[n,n] -> eigenvalues[n], ascending. */
  | 'eigenvalues_sym'
  /** The Kalman filter of a linear state space, as `sampler/compile/kalman-layout.ts` says. */
  | 'kalman';

/**
 * An equation that an iterative method solves, asking for values of a function of the model: an initial value problem
 * `dy/dt = slopes(t, y, args)`, a root `slopes(y, args) = 0`, or an integral of `slopes(t, args)` over `t`. Its
 * sensitivities are by forward differentiation.
 */
export interface SolverSystem {
  readonly method: SolverMethod;
  /** The function of the model, for messages. */
  readonly function: string;
  /** dy/dt by element (of the integrand one), of loads at constant positions from `time`, `args` and the first row of `state` alone. */
  readonly slopes: readonly ScalarExpr[];
  /**
   * Working memory that no statement reads: `time[1]`, `args[p]`; `state` and `slope` over `[1 + k, n]`, the solution
   * and its derivatives by what unknowns determine; `scale[1 + k]`; `work`, the solver's own.
   */
  readonly time: ArrayId;
  readonly args: ArrayId;
  readonly state: ArrayId;
  readonly slope: ArrayId;
  readonly scale: ArrayId;
  readonly work: ArrayId;
  /**
   * Elements of the start (of an integral's limits; of a root's guess none), then of the arguments, that depend on unknowns:
   * the k directions in order.
   */
  readonly unknownStart: readonly number[];
  readonly unknownArgs: readonly number[];
  /**
   * Doses: `amounts` of loads from `args` alone, added to the elements `places` of the state at times that ascend; these
   * two are the inputs after the arguments. `jumps[1 + k, doses]` is working memory: the amounts and their derivatives.
   */
  readonly doses: { readonly amounts: readonly ScalarExpr[]; readonly jumps: ArrayId } | null;
  /** Of a root that of its last step. */
  readonly rtol: number;
  readonly atol: number;
  readonly maxSteps: number;
}

/** With the working memory of its own: what it asks for, `jacobian[n, n]`, and `direction[n + 1]`. */
export type SolverMethod =
  | { readonly kind: 'ode' }
  | {
      readonly kind: 'ode_stiff';
      readonly ask: ArrayId;
      readonly jacobian: ArrayId;
      readonly direction: ArrayId;
    }
  | { readonly kind: 'solve_newton'; readonly ask: ArrayId; readonly jacobian: ArrayId }
  | { readonly kind: 'integrate' };

export interface ArrayDecl {
  readonly id: ArrayId;
  /** The model's name, or a made-up one for intermediates (for printing and error messages). */
  readonly name: string;
  readonly shape: readonly number[];
  readonly role: /** Values known now, in `Program.constants`. */
    | 'data'
    /** A slice of the unconstrained vector, from `offset`. */
    | 'unconstrained'
    /** Degrees of centring: from `offset`, a slice of the vector that inference may change; 1 at first. */
    | 'centring'
    /** From `offset`, a slice of the quantities drawn after each kept draw; written before what depends on them. */
    | 'drawn'
    | 'intermediate';
  readonly offset?: number;
}

/** Where a statement came from, for errors that point back to the model. */
export interface Origin {
  readonly span: Span;
  /** Description in terms of the model: `observe log_radon`, `param sigma`. */
  readonly label: string;
}

export type IrStatement =
  /** `array[indices…] = body`. In a recurrence the body loads earlier elements of `array` itself. */
  | {
      readonly kind: 'define';
      readonly array: ArrayId;
      readonly indices: readonly Index[];
      readonly body: ScalarExpr;
      readonly recurrent: boolean;
      readonly origin: Origin;
    }
  /** `outputs = kernel(inputs)`, applied for each position of the leading `batch` axes. */
  | {
      readonly kind: 'kernel';
      readonly fn: KernelFn;
      readonly inputs: readonly ArrayId[];
      readonly output: ArrayId;
      /** Sizes of the leading axes; an input without them is shared by all. */
      readonly batch: readonly number[];
      readonly origin: Origin;
    }
  /**
   * The same for what is solved: inputs are the start `y0[n]`, its time `t0[1]`, `times[T]` and `args[p]`, with doses
   * also their times and places; of a root the guess is the start, of an integral the limits `[2]` are, and there is one time. The output
   * `[T, 1 + k, n]` has the solution in its first row, which alone is read, and its sensitivities in the others.
   */
  | {
      readonly kind: 'kernel';
      readonly fn: 'solver';
      readonly system: SolverSystem;
      readonly inputs: readonly ArrayId[];
      readonly output: ArrayId;
      readonly batch: readonly number[];
      readonly origin: Origin;
    }
  /** `log density += sum over indices of body`. */
  | {
      readonly kind: 'term';
      readonly role: 'prior' | 'likelihood' | 'jacobian' | 'potential';
      readonly indices: readonly Index[];
      readonly body: ScalarExpr;
      readonly origin: Origin;
    };

/** A reported array: an unknown or a deterministic quantity, with the names of its elements. */
export interface Quantity {
  readonly name: string;
  /**
   * `discrete`: an unknown that is summed out of the density; its array holds a draw of it given the others. `drawn`: by
   * a `draw` statement, given the unknowns.
   */
  readonly kind: 'param' | 'deterministic' | 'discrete' | 'drawn';
  readonly array: ArrayId;
  readonly shape: readonly number[];
  readonly dims: readonly { readonly name: string | null; readonly labels: readonly string[] }[];
  readonly origin: Origin;
  /** The dimension whose labels its values are. */
  readonly labelsOf?: string;
  /** Of `prob(z)`, the discrete unknown; its last axis are the values. */
  readonly probabilityOf?: string;
}

/**
 * One `observe` statement, for posterior-predictive draws and pointwise log-likelihoods.
 * `args` are arrays over `shape` plus each argument's own trailing event dims, broadcast already.
 */
export interface Observation {
  /** The datum's name, or `residual@line` for `observe (E)`. */
  readonly name: string;
  readonly distribution: ObservedDistribution;
  /** The observed values, over `shape` plus the event dims. */
  readonly datum: ArrayId;
  /** Batch shape: one log-likelihood and one predictive draw per position. */
  readonly shape: readonly number[];
  /** Where on the leading axes of the datum this part of it begins; present for `observe y[t in 6..T]`. */
  readonly from?: readonly number[];
  /** Present for `observe y[i in row where C]`: the places that the first axis has, flat on so many axes of the datum. */
  readonly kept?: KeptRows;
  readonly dims: readonly { readonly name: string | null; readonly labels: readonly string[] }[];
  /** Present where missing values are in no log-likelihood: that of a vector is of its known values. */
  readonly isMarginal?: true;
  /** Log-likelihood per position, defined in `generated`. */
  readonly logLikelihood: ArrayId;
  readonly origin: Origin;
}
interface KeptRows {
  readonly axes: number;
  readonly places: readonly number[];
}

/** A distribution with its canonical arguments computed (`Bernoulli(logit_p)` arrives as `p`). */
export type ObservedDistribution =
  | {
      readonly kind: 'plain';
      readonly name: string;
      /** Present where the program itself defines it. */
      readonly own?: Distribution;
      readonly args: Readonly<Record<string, ArrayId>>;
      /** Arguments that are distributions themselves, such as the start of a random walk. */
      readonly inner?: Readonly<Record<string, ObservedDistribution>>;
    }
  | {
      readonly kind: 'truncated' | 'censored';
      readonly base: ObservedDistribution;
      readonly lower?: ArrayId;
      readonly upper?: ArrayId;
    }
  /** `weights` has the components as its last axis. */
  | {
      readonly kind: 'mixture';
      readonly weights: ArrayId;
      readonly components: readonly ObservedDistribution[];
    };

/**
 * Values that depend on unknowns and must be of a kind, or positions that must exist. `array` is over the surrounding
 * loops and then the axes of the vector or matrix; NaN where a branch was not taken.
 */
export type ValueCheck = {
  readonly array: ArrayId;
  readonly shape: readonly number[];
  /** Names of the leading axes, and the label of their first position; or each position in words. */
  readonly loops: readonly (
    | { readonly name: string; readonly first: number }
    | { readonly places: readonly string[] }
  )[];
  /** The argument or the index. */
  readonly span: Span;
  readonly origin: Origin;
} & (
  | {
      readonly kind: 'vector';
      readonly need: Need;
      /** The argument's name, and its requirement in words. */
      readonly argument: string;
      readonly takes: string;
      /** Name of the elements. */
      readonly name: string;
    }
  | { readonly kind: 'index'; readonly size: number; readonly what: string; readonly range: string }
);

/** The prior of a parameter, for random draws: lowered on request only. */
export interface ParameterPrior {
  readonly name: string;
  /** The parameter on its own scale: the array of its quantity. */
  readonly array: ArrayId;
  /** A range `in LO..HI` arrives as truncation. Arguments are defined in `generated`. */
  readonly distribution: ObservedDistribution;
  /** Batch shape: one draw per position, over the event axes that follow. */
  readonly shape: readonly number[];
  /** The declared constraint: `ordered`, `simplex`. */
  readonly constraint: string | null;
  /** Axes along which the elements sum to zero: those of `over`. */
  readonly zeroSumAxes?: readonly number[];
  /** Of elements that depend on others of them. */
  readonly along?: DrawnAlong;
  readonly origin: Origin;
}

/** Elements that are drawn one after another along an axis: from its first position on (`step` 1) or from its last (-1). */
export interface DrawnAlong {
  readonly axis: number;
  readonly step: 1 | -1;
  /** Of quantities that are drawn together: all of them, in the order of a step, and which of them this is. */
  readonly together?: { readonly arrays: readonly ArrayId[]; readonly place: number };
}

/**
 * A parameter of a location-scale family whose unconstrained elements are `u = degree · location +
 * (y − location − (1 − degree) · shift) / scale^(1 − degree)`: with degree 1 the parameter as written (y; of a
 * log-normal its logarithm), with 0 the standardised one. All arrays are over the parameter's axes, row-major.
 */
export interface Centring {
  /** The parameter. */
  readonly name: string;
  /** Its unconstrained elements. */
  readonly free: ArrayId;
  readonly degree: ArrayId;
  readonly location: ArrayId;
  readonly scale: ArrayId;
  /** Of vectors in which each element given those before it is of the family; elsewhere the shift is 0. */
  readonly sequence?: {
    /** What those before it add to an element's location. */
    readonly shift: ArrayId;
    /** Elements of a vector, along the last axis. */
    readonly size: number;
  };
}

/** How discrete unknowns are summed out of the density, and what that costs. */
export interface SummedOut {
  readonly names: readonly string[];
  /** One by one, along an axis, or by variable elimination. */
  readonly how: 'independent' | 'chain' | 'graph';
  readonly elements: number;
  /** Of elements whose values are summed together. */
  readonly together: number;
  /** Combinations of values that each evaluation of the density sums. */
  readonly combinations: number;
}

export interface IrProgram {
  /** Length of the unconstrained vector. */
  readonly dimension: number;
  /**
   * Element names of the unconstrained vector, length `dimension`: the parameter's own (`mu`, `a[Anoka]`)
   * where nothing is transformed, else with the transform's name, `sigma__log`, `p__interval[2]`.
   */
  readonly unconstrainedNames: readonly string[];
  readonly arrays: readonly ArrayDecl[];
  readonly constants: ReadonlyMap<ArrayId, Float64Array>;
  /** In an order in which every array is defined before it is loaded. */
  readonly statements: readonly IrStatement[];
  /** Computed once per kept draw, after `statements`: deterministic quantities, arguments of the observations, pointwise log-likelihoods. */
  readonly generated: readonly IrStatement[];
  readonly quantities: readonly Quantity[];
  readonly observations: readonly Observation[];
  /** Present where there are discrete unknowns. */
  readonly summedOut?: readonly SummedOut[];
  /** On request. Their arrays are defined in `statements` or `generated`. */
  readonly checks?: readonly ValueCheck[];
  /** In order of declaration; empty unless requested. Imputed data have none: their distribution is that of their `observe`. */
  readonly priors: readonly ParameterPrior[];
  /** Quantities drawn after each kept draw, in order of declaration; among `priors` too where these are requested. */
  readonly draws?: readonly ParameterPrior[];
  /** On request, in order of declaration. Their locations and scales are defined in `statements` or `generated`. */
  readonly centrings?: readonly Centring[];
}
