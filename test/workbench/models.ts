/**
 * Runs until it is stopped: each draw takes long, so that there are few when a slow machine gets to stop it, and
 * they are few numbers, so that their summary takes no time.
 */
export const longModel = `model long

dim row = 20000
param a ~ Normal(0, 1)
param b ~ Normal(0, 1)
let slope[i in row] = a + b * i / 20000
potential work = -sum(log1p(exp(slope)))

sample { draws = 1000000, tune = 100, chains = 2, seed = 1 }
`;
