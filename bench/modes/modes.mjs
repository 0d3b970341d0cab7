// The modes of the models in this folder: where on x one ends and the next begins, and their shares of the mass.
const between = (count, at) => Array.from({ length: count - 1 }, (_, k) => at(k));

/** cos x under Normal(0, 20): a mode at every 2πk, in proportion to the prior's density there. */
const COSINE = 41;
const turns = Array.from({ length: COSINE }, (_, k) => 2 * Math.PI * (k - (COSINE - 1) / 2));
const heights = turns.map((x) => Math.exp(-(x * x) / 800));
const total = heights.reduce((sum, height) => sum + height, 0);

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
];

/** The least share of the draws that makes a mode one that was visited. */
const VISITED = 0.01;

/** Together the mass of the modes that the draws visited. */
export function massVisited({ boundaries, shares }, draws) {
  const counts = shares.map(() => 0);
  for (const x of draws) {
    const mode = boundaries.findIndex((boundary) => x < boundary);
    counts[mode < 0 ? shares.length - 1 : mode] += 1;
  }
  return shares.reduce((sum, share, k) => sum + (counts[k] >= VISITED * draws.length ? share : 0), 0);
}
