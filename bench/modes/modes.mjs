// The modes of the models in this folder: boundaries between them on the quantity `of`, and their shares of the mass.
import { readFileSync } from 'node:fs';

const between = (count, at) => Array.from({ length: count - 1 }, (_, k) => at(k));

/** cos x under Normal(0, 20): a mode at every 2πk, in proportion to the prior's density there. */
const COSINE = 41;
const turns = Array.from({ length: COSINE }, (_, k) => 2 * Math.PI * (k - (COSINE - 1) / 2));
const heights = turns.map((x) => Math.exp(-(x * x) / 800));
const total = heights.reduce((sum, height) => sum + height, 0);

/** Numbers of a column in a model's text. */
const column = (text, name) =>
  JSON.parse(new RegExp(`\\b${name} : real\\[row\\] = (\\[.*\\])`).exec(text)?.[1] ?? 'null');

/**
 * The modes of the frequency of a wave a sin + b cos in noise of sd 1 with a, b ~ Normal(0, 1): these integrated out,
 * its density is that of y ~ Normal(0, I + H H') on a fine grid, cut where it is lowest.
 */
function waves(from, to) {
  const text = readFileSync(new URL('sinusoid.bayes', import.meta.url), 'utf8');
  const t = column(text, 't');
  const y = column(text, 'y');
  const sum = (of) => t.reduce((total, at, i) => total + of(at, y[i]), 0);
  const logDensity = (x) => {
    const sin = (at) => Math.sin(2 * Math.PI * x * at);
    const cos = (at) => Math.cos(2 * Math.PI * x * at);
    const [ss, sc, cc] = [
      sum((at) => sin(at) ** 2),
      sum((at) => sin(at) * cos(at)),
      sum((at) => cos(at) ** 2),
    ];
    const [sy, cy] = [sum((at, value) => value * sin(at)), sum((at, value) => value * cos(at))];
    const determinant = (1 + ss) * (1 + cc) - sc * sc;
    const explained = ((1 + cc) * sy * sy - 2 * sc * sy * cy + (1 + ss) * cy * cy) / determinant;
    return 0.5 * (explained - Math.log(determinant));
  };
  const STEPS = 8000;
  const grid = Array.from({ length: STEPS }, (_, k) => from + ((k + 0.5) * (to - from)) / STEPS);
  const logDensities = grid.map(logDensity);
  const top = Math.max(...logDensities);
  const densities = logDensities.map((value) => Math.exp(value - top));
  const all = densities.reduce((total, density) => total + density, 0);
  const boundaries = [];
  const shares = [0];
  for (const [k, density] of densities.entries()) {
    if (k > 0 && k + 1 < STEPS && density < densities[k - 1] && density <= densities[k + 1]) {
      boundaries.push(grid[k]);
      shares.push(0);
    }
    shares[shares.length - 1] += density / all;
  }
  return { boundaries, shares };
}

export const modes = [
  { model: 'far', boundaries: [15], shares: [0.5, 0.5] },
  {
    model: 'cosine',
    boundaries: between(COSINE, (k) => turns[k] + Math.PI),
    shares: heights.map((height) => height / total),
  },
  { model: 'tenth', boundaries: [Math.log(1 / 9) / 10], shares: [0.1, 0.9] },
  { model: 'square', boundaries: [0], shares: [0.5, 0.5] },
  { model: 'half', boundaries: [0], shares: [0.5, 0.5] },
  { model: 'twenty', of: 'x[1]', boundaries: [5], shares: [0.5, 0.5] },
  { model: 'sign', of: 'x[1]', boundaries: [0], shares: [0.5, 0.5] },
  { model: 'sinusoid', ...waves(0.2, 4) },
];

/** Least share of the draws in a visited mode. */
const VISITED = 0.01;

/** Total mass of the modes that the draws visited. */
export function massVisited({ boundaries, shares }, draws) {
  const counts = shares.map(() => 0);
  for (const x of draws) {
    const mode = boundaries.findIndex((boundary) => x < boundary);
    counts[mode < 0 ? shares.length - 1 : mode] += 1;
  }
  return shares.reduce((sum, share, k) => sum + (counts[k] >= VISITED * draws.length ? share : 0), 0);
}
