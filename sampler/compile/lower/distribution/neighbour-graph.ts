/** Checks the pairs of neighbours of `ICAR` and `CAR` in data: positions, repeated pairs, areas without a neighbour. */
import { neighbourGraph } from '../../../../grammar/checks/neighbour-graph.ts';
import type { Axis } from '../axes.ts';
import { knownElements } from '../constant-evaluation.ts';
import type { Context } from '../context.ts';
import { LoweringFailure } from '../failure.ts';
import type { PlainDistribution } from '../value.ts';

/** Areas listed by name in one message. */
const MOST_NAMED = 5;

export function checkGraph(ctx: Context, dist: PlainDistribution, area: Axis): void {
  const edges = dist.args.get('edges');
  if (ctx.spanOverride !== null || edges?.kind !== 'array' || edges.dims.length !== 2) return;
  const values = knownElements(ctx, edges);
  if (values === null) return;
  const columns = edges.dims[1].size;
  const arg = dist.given?.get('edges');
  const span = arg?.value.span ?? dist.span;
  const name = arg?.value.kind === 'name' ? arg.value.name : 'edges';
  const place = area.name === null ? 'the vector' : `\`${area.name}\``;
  if (columns !== 2)
    ctx.fail(
      'shape-mismatch',
      `\`${name}\` has ${columns} columns: expected pairs, two positions a row`,
      span,
    );
  const outside = values.findIndex((v) => !Number.isInteger(v) || v < 1 || v > area.size);
  if (outside >= 0) {
    const row = Math.floor(outside / 2) + 1;
    ctx.report(
      'index-range',
      `\`${name}\` has ${values[outside]} at row ${row}, positions of ${place} run from 1 to ${area.size}`,
      span,
    );
    throw new LoweringFailure(null);
  }
  const found: string[] = [];
  const rows = new Map<string, number>();
  const joined = new Set<number>();
  const areaName = area.name ?? 'position';
  for (let row = 1; row <= values.length / 2; row++) {
    const [a, b] = [values[2 * row - 2], values[2 * row - 1]];
    if (a === b) {
      found.push(`row ${row} joins ${areaName} ${labelOf(area, a)} with itself`);
      continue;
    }
    joined.add(a).add(b);
    const key = `${Math.min(a, b)} ${Math.max(a, b)}`;
    const first = rows.get(key);
    if (first === undefined) rows.set(key, row);
    else found.push(`row ${row} repeats the pair of row ${first}`);
  }
  const alone = Array.from({ length: area.size }, (_, i) => i + 1).filter((i) => !joined.has(i));
  const listed =
    found.length > MOST_NAMED
      ? [...found.slice(0, MOST_NAMED), `${found.length - MOST_NAMED} rows more are like them`]
      : found;
  if (alone.length > 0) listed.push(withoutNeighbours(area, areaName, alone));
  const groups = connectedGroups(values, area.size);
  // Each group of a proper prior has its own level.
  if (groups.length > 1 && dist.entry.name === 'ICAR') listed.push(inGroups(area, areaName, groups));
  if (listed.length === 0) return;
  ctx.report(neighbourGraph.code, `\`${name}\`: ${listed.join('; ')}`, span, {
    severity: neighbourGraph.severity,
  });
}

/** Positions of areas between which there is a path, in order; areas without a neighbour are left out. */
function connectedGroups(edges: Float64Array, size: number): readonly (readonly number[])[] {
  const parent = Array.from({ length: size + 1 }, (_, i) => i);
  const rootOf = (i: number): number => {
    let root = i;
    while (parent[root] !== root) {
      parent[root] = parent[parent[root]];
      root = parent[root];
    }
    return root;
  };
  for (let k = 0; k + 1 < edges.length; k += 2) parent[rootOf(edges[k])] = rootOf(edges[k + 1]);
  const groups = new Map<number, number[]>();
  for (let i = 1; i <= size; i++) {
    const group = groups.get(rootOf(i));
    if (group === undefined) groups.set(rootOf(i), [i]);
    else group.push(i);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

function inGroups(area: Axis, name: string, groups: readonly (readonly number[])[]): string {
  const shown = groups.slice(0, MOST_NAMED).map((group) => {
    const labels = group.slice(0, MOST_NAMED).map((i) => labelOf(area, i));
    return group.length > MOST_NAMED
      ? `${labels.join(', ')} and ${group.length - MOST_NAMED} more`
      : labels.join(', ');
  });
  const more = groups.length > MOST_NAMED ? ` | and ${groups.length - MOST_NAMED} more` : '';
  return `no path joins its ${groups.length} groups of ${name} (${shown.join(' | ')}${more}): only the sum over all is fixed to zero, so that the levels of the groups have no prior against each other; one sum-to-zero constraint for each group needs an \`ICAR\` for each, or join them by a pair of neighbours`;
}

function withoutNeighbours(area: Axis, name: string, alone: readonly number[]): string {
  const shown = alone.slice(0, MOST_NAMED).map((i) => labelOf(area, i));
  const more = alone.length - shown.length;
  const list = `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  return alone.length === 1
    ? `${name} ${list} has no neighbour, so its effect has no proper prior`
    : `${name} ${list} have no neighbour, so their effects have no proper prior`;
}

function labelOf(area: Axis, position: number): string {
  return area.labels?.[position - 1] ?? String(position);
}
