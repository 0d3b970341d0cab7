/** Observed points in the order of time: what is past and what is future at each step. */
import type { DataArray, LoadedData } from '../../../grammar/data.ts';
import type { Program } from '../../../grammar/syntax/ast.ts';
import { walk } from '../../../grammar/syntax/walk.ts';
import { groupsBy } from '../leave-one-out/groups.ts';
import { byDatum } from '../leave-one-out/notes.ts';
import type { Point } from '../leave-one-out/points.ts';
import { positionsIn } from '../positions-in-datum.ts';
import { increasing, timesOf } from './times.ts';

export interface TimeStep {
  readonly name: string;
  /** Observed at once. */
  readonly points: readonly Point[];
}

type TimeSteps =
  | { readonly kind: 'ok'; readonly steps: readonly TimeStep[] }
  /** Why there is no order. */
  | { readonly kind: 'problem'; readonly message: string };

/** @param by a dimension, label datum or number of every outcome that says when; otherwise the model or its labels do */
export function timeSteps(
  points: readonly Point[],
  program: Program,
  data: LoadedData,
  by: string | undefined,
): TimeSteps {
  const expression = points.find(({ observed }) => observed === null);
  if (expression !== undefined)
    return problem(
      `\`${expression.datum}\` is an expression of unknowns: expected observed data, whose past and future can be told apart`,
    );
  return by === undefined ? inOrderOfIndex(points, program, data) : inOrderOf(points, data, by);
}

function inOrderOfIndex(points: readonly Point[], program: Program, data: LoadedData): TimeSteps {
  const names = [...byDatum(points).keys()];
  const statements = new Set(points.map(({ observation }) => observation));
  if (statements.size > 1)
    return problem(
      `the model observes ${names.map((name) => `\`${name}\``).join(', ')} by ${statements.size} statements: say by \`--by NAME\` which dimension, or which number of their rows, is time`,
    );
  const [name] = names;
  const array = data.arrays.get(name);
  const [width] = points.map(({ places }) => places.length);
  const axes = (array?.dims.length ?? 0) - (width > 1 ? 1 : 0);
  if (axes > 1)
    return problem(
      `\`${name}\` has ${axes} dimensions (${array?.dims.map((dim) => dim.name ?? 'unnamed').join(', ')}): say by \`--by DIM\` which one is time`,
    );
  const [axis] = array?.dims ?? [];
  const dim = data.dims.get(axis?.name ?? '');
  const labels = dim?.labelled === true ? timesOf(dim.labels) : null;
  if (!usesNeighbours(program) && (labels === null || !increasing(labels)))
    return problem(
      `the points of \`${name}\` have no order that the model or the data state: expected an element that follows from an earlier one (\`x[t - 1]\`, GaussianRandomWalk), labels that are increasing numbers or dates, or \`--by NAME\`, the number or dimension of its rows that is time`,
    );
  return { kind: 'ok', steps: points.map((point) => ({ name: point.name, points: [point] })) };
}

/** Whether any element depends on an earlier one: `x[t - 1]`, or a distribution of series. */
function usesNeighbours(program: Program): boolean {
  let found = false;
  for (const statement of program.statements) {
    walk(statement, (node) => {
      if (!('kind' in node)) return true;
      if (node.kind === 'call' && SERIES.has(node.callee.name)) found = true;
      if (node.kind === 'index' && node.args.some((arg) => arg.kind === 'binary' && arg.op === '-'))
        found = true;
      return !found;
    });
  }
  return found;
}

const SERIES: ReadonlySet<string> = new Set(['GaussianRandomWalk', 'AR', 'LinearGaussian']);

function inOrderOf(points: readonly Point[], data: LoadedData, by: string): TimeSteps {
  const number = data.arrays.get(by);
  if (number !== undefined && number.labelsOf === null) return inOrderOfNumber(points, data, number);
  const grouped = groupsBy(points, data, by);
  if (grouped.kind === 'problem') return grouped;
  const { groups } = grouped;
  const times = timesOf(groups.map(({ label }) => label));
  if (times === null)
    return problem(
      `the labels of \`${by}\` (${groups
        .slice(0, 3)
        .map(({ label }) => label)
        .join(', ')}${groups.length > 3 ? ', …' : ''}) say no time: expected numbers or dates (2024-05-01)`,
    );
  const order = [...groups.keys()].sort((a, b) => times[a] - times[b]);
  return {
    kind: 'ok',
    steps: order.map((g) => ({ name: groups[g].label, points: groups[g].points })),
  };
}

function inOrderOfNumber(points: readonly Point[], data: LoadedData, number: DataArray): TimeSteps {
  const at = new Map<number, Point[]>();
  for (const [name, own] of byDatum(points)) {
    const array = data.arrays.get(name);
    const position = array === undefined ? null : positionsIn(number, array);
    if (position === null)
      return problem(
        `\`${number.name}\` is no number of the rows of \`${name}\`: expected one over its dimensions, or the name of a dimension`,
      );
    for (const point of own) {
      const time = number.values[position(point.places[0])];
      if (Number.isNaN(time)) return problem(`\`${number.name}\` is missing at ${point.name}`);
      const others = at.get(time);
      if (others === undefined) at.set(time, [point]);
      else others.push(point);
    }
  }
  const times = [...at.keys()].sort((a, b) => a - b);
  return {
    kind: 'ok',
    steps: times.map((time) => ({ name: `${number.name} = ${time}`, points: at.get(time) ?? [] })),
  };
}

export function pointsFrom(steps: readonly TimeStep[], first: number): readonly Point[] {
  return steps.slice(first).flatMap(({ points }) => points);
}

function problem(message: string): Extract<TimeSteps, { readonly kind: 'problem' }> {
  return { kind: 'problem', message };
}
