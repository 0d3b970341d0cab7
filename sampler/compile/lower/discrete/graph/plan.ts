/**
 * How a graph is summed out, as plain data. Steps of one form are one group, whose sums are computed in one loop: the
 * same numbers of values, and the same tables and sums of earlier groups, at places of their own.
 *
 * `clique[place, own, ...others] = sum of what the variable is in;  sum[place, ...others] = log_sum_exp over own`
 */

interface Source {
  readonly kind: 'table' | 'sum';
  /** Of the table, or of the group that it is the sum of. */
  readonly index: number;
  /** For each axis behind the first, its place in the clique: 0 the variable itself. */
  readonly axes: readonly number[];
}

interface Member {
  /** The variable that is summed out, then its neighbours. */
  readonly clique: readonly number[];
  /** For each source, the places in it. */
  readonly places: readonly (readonly number[])[];
}

interface Group {
  /** Numbers of values over the clique. */
  readonly counts: readonly number[];
  readonly sources: readonly Source[];
  readonly members: readonly Member[];
}

interface Step {
  readonly group: number;
  readonly place: number;
  readonly clique: readonly number[];
}

export interface Plan {
  /** Each after those that it reads. */
  readonly groups: readonly Group[];
  /** In order of elimination. */
  readonly steps: readonly Step[];
}

interface Item {
  readonly kind: Source['kind'];
  readonly index: number;
  readonly place: number;
  readonly scope: readonly number[];
}

/**
 * @param cliques in order of elimination
 * @param tables the sets of variables of each table
 */
export function planOf(
  counts: readonly number[],
  cliques: readonly (readonly number[])[],
  tables: readonly (readonly (readonly number[])[])[],
): Plan {
  const order = new Map(cliques.map(([own], i) => [own, i]));
  const buckets = counts.map((): Item[] => []);
  const put = (item: Item): void => {
    if (item.scope.length === 0) return;
    const first = item.scope.reduce((a, b) => ((order.get(b) ?? 0) < (order.get(a) ?? 0) ? b : a));
    buckets[first].push(item);
  };
  for (const [index, scopes] of tables.entries())
    for (const [place, scope] of scopes.entries()) put({ kind: 'table', index, place, scope });
  const groups: { counts: number[]; sources: Source[]; members: Member[] }[] = [];
  const known = new Map<string, number>();
  const steps = cliques.map((clique): Step => {
    const [own, ...others] = clique;
    const found = new Map<string, { source: Source; places: number[] }>();
    for (const { kind, index, place, scope } of buckets[own]) {
      const axes = scope.map((variable) => clique.indexOf(variable));
      const key = `${kind} ${index}:${axes}`;
      const entry = found.get(key) ?? { source: { kind, index, axes }, places: [] };
      found.set(key, entry);
      entry.places.push(place);
    }
    const sources = [...found].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    const sizes = clique.map((variable) => counts[variable]);
    const key = `${sizes}|${sources.map(([name]) => name).join('|')}`;
    const group = known.get(key) ?? groups.length;
    if (group === groups.length) {
      known.set(key, group);
      groups.push({ counts: sizes, sources: sources.map(([, { source }]) => source), members: [] });
    }
    const { members } = groups[group];
    const place = members.length;
    members.push({ clique, places: sources.map(([, { places }]) => places) });
    put({ kind: 'sum', index: group, place, scope: others });
    return { group, place, clique };
  });
  return { groups, steps };
}

/** Steps backwards: of a variable once those it was summed out given are known. */
interface BackMember {
  readonly variable: number;
  /** In the group of its sums. */
  readonly place: number;
  /** Of its neighbours, each in its own group. */
  readonly others: readonly number[];
}

export interface BackGroup {
  readonly group: number;
  /** Groups of the neighbours; the first is that whose clique has the others as well. */
  readonly others: readonly number[];
  /** The place of each neighbour in the clique of the first. */
  readonly within: readonly number[];
  readonly members: readonly BackMember[];
}

/** @param kinds variables of different kinds are in different groups */
export function backwardsOf(plan: Plan, kinds: readonly number[]): readonly BackGroup[] {
  const groups: { group: number; others: number[]; within: number[]; members: BackMember[] }[] = [];
  const known = new Map<string, number>();
  const placed = new Map<number, { readonly group: number; readonly place: number }>();
  const cliques = new Map(plan.steps.map(({ clique }) => [clique[0], clique]));
  for (const { group, place, clique } of plan.steps.toReversed()) {
    const [variable, ...others] = clique;
    const at = others.map((other) => placed.get(other) ?? { group: 0, place: 0 });
    const parent = cliques.get(others[0]) ?? [];
    const within = others.map((other) => parent.indexOf(other));
    const key = [kinds[variable], group, at.map((one) => one.group), within].join('|');
    const own = known.get(key) ?? groups.length;
    if (own === groups.length) {
      known.set(key, own);
      groups.push({ group, others: at.map((one) => one.group), within, members: [] });
    }
    const { members } = groups[own];
    placed.set(variable, { group: own, place: members.length });
    members.push({ variable, place, others: at.map((one) => one.place) });
  }
  return groups;
}
