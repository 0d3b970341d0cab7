/**
 * What an argument of a distribution of vectors is one number for: each vector, or each element of a vector. It is
 * told by the axes of what the distribution is of, so by dimension, and for axes without a name by size.
 */

/** `axis` is the argument's axis that runs along the vector. */
export type Reading =
  | { readonly kind: 'vectors' }
  | { readonly kind: 'elements'; readonly axis: number }
  | { readonly kind: 'both' }
  | { readonly kind: 'neither' };

interface Axes<A> {
  readonly argument: readonly A[];
  /** Those of the vectors, then that of their elements. */
  readonly vectors: readonly A[];
  readonly elements: A;
}

export function readingOf<A>(
  { argument, vectors, elements }: Axes<A>,
  fits: (from: readonly A[], to: readonly A[]) => boolean,
): Reading {
  const isOfVectors = fits(argument, vectors);
  if (argument.length === 0) return { kind: 'vectors' };
  const axis = argument.findLastIndex(
    (own, i) =>
      fits([own], [elements]) &&
      fits(
        argument.filter((_, at) => at !== i),
        vectors,
      ),
  );
  if (axis < 0) return { kind: isOfVectors ? 'vectors' : 'neither' };
  return isOfVectors ? { kind: 'both' } : { kind: 'elements', axis };
}
