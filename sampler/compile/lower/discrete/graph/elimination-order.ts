/**
 * The order in which the variables of a graph are summed out, one after another: each together with its neighbours, which
 * are linked by that. Greedy, by fewest new links and by smallest table; the cheaper of both orders is taken.
 */

interface Elimination {
  /** Each variable with its neighbours when it is summed out, those that are summed out earlier first. */
  readonly cliques: readonly (readonly number[])[];
  /** Combinations of values over all cliques. */
  readonly cost: number;
  /** The clique with the most combinations. */
  readonly widest: readonly number[];
}

/** No order is sought on above so many combinations. */
const HOPELESS = 1e15;

type Score = (links: Links, variable: number) => readonly [number, number];
type Links = readonly Set<number>[];

/**
 * @param counts the number of values of each variable
 * @param scopes variables that meet in a factor
 */
export function eliminationOrder(
  counts: readonly number[],
  scopes: readonly (readonly number[])[],
): Elimination {
  const size: Score = (links, variable) => [combinations(counts, [variable, ...links[variable]]), 0];
  const fill: Score = (links, variable) => [newLinks(links, variable), size(links, variable)[0]];
  const [a, b] = [fill, size].map((score) => eliminate(counts, scopes, score));
  return b.cost < a.cost ? b : a;
}

export function combinations(counts: readonly number[], variables: readonly number[]): number {
  return variables.reduce((product, variable) => product * counts[variable], 1);
}

function eliminate(
  counts: readonly number[],
  scopes: readonly (readonly number[])[],
  score: Score,
): Elimination {
  const links = counts.map(() => new Set<number>());
  for (const scope of scopes) link(links, scope);
  const cliques: number[][] = [];
  let cost = 0;
  let widest: readonly number[] = [];
  for (const part of components(links)) {
    const remaining = new Set(part);
    const scores = new Map(part.map((variable) => [variable, score(links, variable)]));
    while (remaining.size > 0) {
      const next = least(remaining, scores);
      const neighbours = [...links[next]];
      const clique = [next, ...neighbours];
      cliques.push(clique);
      const own = combinations(counts, clique);
      cost += own;
      if (own > combinations(counts, widest) || widest.length === 0) widest = clique;
      if (cost > HOPELESS) return { cliques, cost, widest };
      remaining.delete(next);
      for (const other of neighbours) links[other].delete(next);
      link(links, neighbours);
      for (const other of neighbours) scores.set(other, score(links, other));
    }
  }
  const place = new Map(cliques.map(([own], i) => [own, i]));
  const inOrder = (a: number, b: number): number => (place.get(a) ?? 0) - (place.get(b) ?? 0);
  return {
    cliques: cliques.map(([own, ...others]) => [own, ...others.toSorted(inOrder)]),
    cost,
    widest,
  };
}

function least(
  remaining: ReadonlySet<number>,
  scores: ReadonlyMap<number, readonly [number, number]>,
): number {
  let [best] = remaining;
  let [first, second] = scores.get(best) ?? [0, 0];
  for (const variable of remaining) {
    const [a, b] = scores.get(variable) ?? [0, 0];
    if (a < first || (a === first && b < second)) [best, first, second] = [variable, a, b];
  }
  return best;
}

function link(links: Links, variables: readonly number[]): void {
  for (const a of variables) for (const b of variables) if (a !== b) links[a].add(b);
}

/** Pairs of neighbours that are not linked yet. */
function newLinks(links: Links, variable: number): number {
  const neighbours = [...links[variable]];
  let count = 0;
  for (const [i, a] of neighbours.entries())
    for (let j = i + 1; j < neighbours.length; j++) if (!links[a].has(neighbours[j])) count++;
  return count;
}

/** Variables that are linked, directly or by others, in order of the first. */
function components(links: Links): number[][] {
  const seen = new Set<number>();
  const found: number[][] = [];
  for (const start of links.keys()) {
    if (seen.has(start)) continue;
    const part: number[] = [];
    const open = [start];
    seen.add(start);
    for (let variable = open.pop(); variable !== undefined; variable = open.pop()) {
      part.push(variable);
      for (const other of links[variable])
        if (!seen.has(other)) {
          seen.add(other);
          open.push(other);
        }
    }
    found.push(part.sort((a, b) => a - b));
  }
  return found;
}
