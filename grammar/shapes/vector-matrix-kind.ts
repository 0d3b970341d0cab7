/**
 * The kind of a vector or a matrix: the known joint structure of its elements, and whether it is valid for an
 * argument. Kinds are part of the types of expressions; where the kind is unknown, values are checked once there are
 * any.
 */
import type { Domain } from '../distributions/distribution.ts';
import type { ArrayType } from './type.ts';

/** Over the last axis. */
type VectorKind =
  | 'simplex'
  | 'ordered'
  | 'positive_ordered'
  | 'decreasing'
  | 'unit_vector'
  | 'sum_to_zero'
  /** Probabilities after an operation that leaves another sum than one. */
  | 'other_sum'
  /** Sums to one over an axis before the last. */
  | 'other_axis';

/** Over the last two axes. */
type MatrixKind =
  | 'cholesky_corr'
  | 'cholesky_cov'
  | 'corr'
  | 'cov'
  /** Triangular with any diagonal. */
  | 'lower'
  | 'upper'
  /** Diagonal with positive elements: a covariance and its own kind of Cholesky factor. */
  | 'diagonal';

/** Elements that vary independently of each other: over one range for all, or each over its own. */
type IndependentKind = 'independent' | 'independent_ranges';

export interface Structure {
  readonly kind: VectorKind | MatrixKind | IndependentKind;
  /**
   * True where every value of the kind is possible, so that it cannot be of another kind by chance: a parameter takes
   * every value of its kind, while `softmax(x)` may happen to be increasing.
   */
  readonly general: boolean;
}

/** The kind required by an argument of a distribution or of a function of matrices. */
export type Need =
  | 'simplex'
  | 'ordered'
  | 'cov'
  | 'chol'
  /** As a covariance, of which it may also be the inverse. */
  | 'positive_definite'
  /** A covariance of variables that may be exact. */
  | 'semidefinite'
  | 'symmetric';

const needs: Readonly<Partial<Record<Domain, Need>>> = {
  simplex: 'simplex',
  orderedVector: 'ordered',
  covariance: 'cov',
  choleskyFactor: 'chol',
};

/** The kind required of an argument of this domain, beyond its range. */
export function needOf(domain: Domain): Need | null {
  return needs[domain] ?? null;
}

export type Fit = 'fits' | 'differs' | 'unknown';

const fitting: Readonly<Record<Need, readonly Structure['kind'][]>> = {
  simplex: ['simplex'],
  ordered: ['ordered', 'positive_ordered'],
  cov: ['cov', 'corr', 'diagonal'],
  chol: ['cholesky_corr', 'cholesky_cov', 'diagonal'],
  positive_definite: ['cov', 'corr', 'diagonal'],
  semidefinite: ['cov', 'corr', 'diagonal'],
  symmetric: ['cov', 'corr', 'diagonal'],
};

const notSymmetric: readonly Structure['kind'][] = [
  'cholesky_corr',
  'cholesky_cov',
  'lower',
  'upper',
  'independent',
  'independent_ranges',
];

/** Kinds that the need excludes, where they are general and have two elements or more. */
const excluded: Readonly<Record<Need, readonly Structure['kind'][]>> = {
  simplex: [
    'ordered',
    'positive_ordered',
    'unit_vector',
    'sum_to_zero',
    'other_sum',
    'other_axis',
    'independent',
    'independent_ranges',
  ],
  ordered: ['simplex', 'decreasing', 'unit_vector', 'sum_to_zero', 'independent'],
  cov: notSymmetric,
  chol: ['corr', 'cov', 'upper', 'independent', 'independent_ranges'],
  positive_definite: notSymmetric,
  semidefinite: notSymmetric,
  symmetric: notSymmetric,
};

/** @param size elements along the last axis; null if it depends on data. */
export function fitOf(structure: Structure | undefined, need: Need, size: number | null): Fit {
  if (structure === undefined) return 'unknown';
  if (fitting[need].includes(structure.kind)) return 'fits';
  if (!structure.general || (size !== null && size < 2)) return 'unknown';
  return excluded[need].includes(structure.kind) ? 'differs' : 'unknown';
}

const words: Readonly<Record<Structure['kind'], string>> = {
  simplex: 'a vector that sums to one',
  ordered: 'an increasing vector',
  positive_ordered: 'an increasing vector',
  decreasing: 'a decreasing vector',
  unit_vector: 'a vector of length one',
  sum_to_zero: 'a vector that sums to zero',
  other_sum: 'a vector whose sum is not one',
  other_axis: 'normalised over another axis than its last',
  cholesky_corr: 'the Cholesky factor of a correlation matrix',
  cholesky_cov: 'the Cholesky factor of a covariance matrix',
  corr: 'a correlation matrix',
  cov: 'a covariance matrix',
  lower: 'a lower-triangular matrix',
  upper: 'an upper-triangular matrix',
  diagonal: 'a diagonal matrix',
  independent: 'made of elements that vary independently',
  independent_ranges: 'made of elements that vary independently',
};

const needWords: Readonly<Record<Need, string>> = {
  simplex: 'probabilities that sum to one',
  ordered: 'an increasing vector',
  cov: 'a covariance matrix',
  chol: 'a lower-triangular Cholesky factor',
  positive_definite: 'a symmetric positive definite matrix',
  semidefinite: 'a covariance matrix, whose variances may be 0',
  symmetric: 'a symmetric matrix',
};

/** `takes …`. */
export function needInWords(need: Need): string {
  return needWords[need];
}

export function structureInWords({ kind }: Structure): string {
  return words[kind];
}

export function general(kind: Structure['kind']): Structure {
  return { kind, general: true };
}

export function computed(kind: Structure['kind']): Structure {
  return { kind, general: false };
}

/** The type with the known kind of its elements, if any. */
export function withStructure(
  type: ArrayType,
  structure: Structure | null | undefined,
  positive = false,
): ArrayType {
  return {
    ...type,
    ...(structure === null || structure === undefined ? {} : { structure }),
    ...(positive ? { positive: true as const } : {}),
  };
}

export function withoutStructure({ structure: _structure, ...type }: ArrayType): ArrayType {
  return type;
}

const matrixKinds: ReadonlySet<string> = new Set<MatrixKind>([
  'cholesky_corr',
  'cholesky_cov',
  'corr',
  'cov',
  'lower',
  'upper',
  'diagonal',
]);

/** Number of trailing axes of the kind; 0 for kinds of single elements. */
export function axesOfStructure({ kind }: Structure): 0 | 1 | 2 {
  if (kind === 'independent' || kind === 'independent_ranges') return 0;
  return matrixKinds.has(kind) ? 2 : 1;
}

const isLower = (kind: string): boolean =>
  kind === 'cholesky_corr' || kind === 'cholesky_cov' || kind === 'lower' || kind === 'diagonal';
const isCholesky = (kind: string): boolean =>
  kind === 'cholesky_corr' || kind === 'cholesky_cov' || kind === 'diagonal';
const isSymmetric = (kind: string): boolean => kind === 'cov' || kind === 'corr' || kind === 'diagonal';

/** `-x`, and `a - x` for a number `a`. */
export function negated({ structure }: ArrayType): Structure | null {
  switch (structure?.kind) {
    case 'ordered':
    case 'positive_ordered':
      return general('decreasing');
    case 'decreasing':
      return computed('ordered');
    case 'simplex':
      return general('other_sum');
    case 'sum_to_zero':
    case 'unit_vector':
      return structure;
    default:
      return null;
  }
}

/** `transpose(A)`. */
export function transposed({ structure }: ArrayType): Structure | null {
  if (structure === undefined) return null;
  // Rows of a parameter or of a softmax are not columns that sum to one as well.
  if (structure.kind === 'simplex') return general('other_axis');
  if (axesOfStructure(structure) === 0 || isSymmetric(structure.kind)) return structure;
  if (isLower(structure.kind)) return { kind: 'upper', general: structure.general };
  return structure.kind === 'upper' ? { kind: 'lower', general: structure.general } : null;
}

/** `c * A` for a number `c`. */
export function scaled(factor: ArrayType, { structure }: ArrayType): Structure | null {
  if (structure === undefined || factor.dims.length > 0) return null;
  const positive = factor.positive === true;
  const { kind } = structure;
  if (isLower(kind)) {
    if (kind === 'diagonal') return positive ? structure : null;
    return { kind: positive && isCholesky(kind) ? 'cholesky_cov' : 'lower', general: structure.general };
  }
  if (kind === 'upper') return structure;
  if (!positive) return null;
  if (isSymmetric(kind)) return { kind: 'cov', general: structure.general };
  return kind === 'ordered' || kind === 'positive_ordered' ? { kind, general: false } : null;
}

/** `A + B`, elementwise, of arrays over the same axes. */
export function added(left: ArrayType, right: ArrayType): Structure | null {
  const [a, b] = [left.structure, right.structure];
  if (a !== undefined && b !== undefined && isSymmetric(a.kind) && isSymmetric(b.kind)) {
    const diagonal = a.kind === 'diagonal' && b.kind === 'diagonal';
    return { kind: diagonal ? 'diagonal' : 'cov', general: !diagonal && (a.general || b.general) };
  }
  // A number added to every element keeps the order.
  const [vector, other] = a === undefined ? [b, left] : [a, right];
  if (vector === undefined || other.dims.length > 0) return null;
  return vector.kind === 'ordered' || vector.kind === 'positive_ordered' ? computed('ordered') : null;
}

/** `A @ B` of square matrices. */
export function multiplied(left: ArrayType, right: ArrayType): Structure | null {
  const [a, b] = [left.structure, right.structure];
  if (a === undefined || b === undefined) return null;
  if (a.kind === 'diagonal' && b.kind === 'diagonal') return a;
  if (isLower(a.kind) && isLower(b.kind)) {
    const kind = isCholesky(a.kind) && isCholesky(b.kind) ? 'cholesky_cov' : 'lower';
    return { kind, general: a.general || b.general };
  }
  return null;
}
