/** Shared by OrderedLogistic and OrderedProbit: a latent variable cut at thresholds. */

/** The category (from 1) into which the latent value falls. */
export function categoryOf(latent: number, cutpoints: Float64Array): number {
  if (Number.isNaN(latent)) return Number.NaN;
  let category = 1;
  for (const cut of cutpoints) if (latent > cut) category++;
  return category;
}

/** Differences of the cdf at the thresholds, taken in the lower tail: `cdf` is symmetric around 0. */
export function categoryProbabilities(
  cutpoints: Float64Array,
  standardise: (cut: number) => number,
  cdf: (z: number) => number,
): Float64Array {
  const edges = [Number.NEGATIVE_INFINITY, ...Array.from(cutpoints, standardise), Number.POSITIVE_INFINITY];
  return Float64Array.from(edges.slice(1), (b, i) =>
    edges[i] > 0 ? cdf(-edges[i]) - cdf(-b) : cdf(b) - cdf(edges[i]),
  );
}
