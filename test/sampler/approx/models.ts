/** Models with posteriors in closed form. */

/** Prior N(0, 10²), eight observations of known sd 2 with mean 3: posterior precision 1/100 + 8/4. */
export const conjugateNormal = `model conjugate
dim row
data { y : real[row] = [1, 2, 2.5, 3, 3, 3.5, 4, 5] }
param mu ~ Normal(0, 10)
observe y ~ Normal(mu, 2)
`;
export const conjugateSd = 1 / Math.sqrt(1 / 100 + 8 / 4);
export const conjugateMean = conjugateSd ** 2 * ((8 * 3) / 4);

/** Two unknowns of mean 1 and −2, sd 1 and 3, correlation 0.9, by conditional distributions. */
export const correlatedGaussian = `model correlated
param a ~ Normal(1, 1)
param b ~ Normal(-2 + 2.7 * (a - 1), ${3 * Math.sqrt(1 - 0.9 ** 2)})
`;
export const correlation = 0.9;
export const marginalSd = { a: 1, b: 3 } as const;
/** sd of each given the other: what mean-field ADVI finds. */
export const conditionalSd = { a: Math.sqrt(1 - 0.9 ** 2), b: 3 * Math.sqrt(1 - 0.9 ** 2) } as const;
