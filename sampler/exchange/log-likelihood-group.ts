/** The log likelihood of every observed point at every draw, as ArviZ's `loo` reads it. */
import type { LoadedData } from '../../grammar/data.ts';
import { compileForward } from '../compile/compile-forward.ts';
import { drawnUnknowns, namesInCode } from '../predict/drawn-unknowns.ts';
import { observedValues, pointDraws } from '../predict/leave-one-out/log-likelihood.ts';
import { type Point, pointsOf } from '../predict/leave-one-out/points.ts';
import { observedModel } from '../predict/leave-one-out/score-points.ts';
import { mapAllDraws, type PosteriorModel } from '../predict/posterior-model.ts';
import type { Computed } from './computed-group.ts';
import { axesOfDatum } from './data-groups.ts';
import { type ArrayOnAxes, type Axis, axesOf, drawAxes, groupOf } from './inference-data.ts';

export async function logLikelihoodGroup({ program, data, draws }: PosteriorModel): Promise<Computed> {
  const observed = observedModel(program, data);
  if (observed.kind === 'invalid') return observed;
  if (observed.kind === 'none') return { kind: 'ok', group: null };
  const forward = compileForward(observed.ir, { logLikelihood: true });
  const drawn = drawnUnknowns(forward);
  if (drawn.length > 0)
    return {
      kind: 'problem',
      message: `there is no log_likelihood to export: it would be given the draws of discrete unknowns, ${namesInCode(drawn)}, so that leave-one-out weights from it would be wrong; export the other groups, or write the sum out, as with \`Mixture\``,
    };
  const mapped = mapAllDraws(forward, draws);
  if (mapped.kind === 'invalid') return mapped;
  const { points } = pointsOf(forward, data, observedValues(forward, draws, mapped.map));
  const axes = drawAxes(draws.chains, draws.drawsPerChain);
  const count = draws.chains * draws.drawsPerChain;
  const own = new Map<string, Point[]>();
  for (const point of points) own.set(point.datum, [...(own.get(point.datum) ?? []), point]);
  const arrays = new Map<string, ArrayOnAxes & { readonly values: Float64Array }>();
  const column = new Map<Point, number>();
  for (const [name, of] of own) {
    const placed = placedInDatum(of, data);
    for (const [i, point] of of.entries()) column.set(point, placed === null ? i : placed.columns[i]);
    const pointAxes =
      placed?.axes ?? axesOf(name, [{ name: `${name}_point`, labels: of.map((one) => one.name) }]);
    arrays.set(name, {
      name,
      axes: [...axes, ...pointAxes],
      values: new Float64Array(count * of.length),
    });
  }
  for (const { point, logLikelihood } of pointDraws(forward, points, draws, mapped.map)) {
    const values = arrays.get(point.datum)?.values;
    const width = own.get(point.datum)?.length ?? 0;
    const at = column.get(point) ?? 0;
    for (let draw = 0; values !== undefined && draw < count; draw++)
      values[draw * width + at] = logLikelihood[draw];
  }
  return { kind: 'ok', group: groupOf('log_likelihood', [...arrays.values()]) };
}

/** The leading axes of the datum whose positions are its points; null where some have none, or several. */
function placedInDatum(
  points: readonly Point[],
  data: LoadedData,
): { readonly axes: readonly Axis[]; readonly columns: readonly number[] } | null {
  const array = data.arrays.get(points[0].datum);
  if (array === undefined) return null;
  const width = points[0].places.length;
  const columns = points.map(({ places }) => places[0] / width);
  const isWhole =
    points.length * width === array.values.length &&
    new Set(columns).size === points.length &&
    points.every(({ places }) =>
      places.every((place, i) => place === places[0] + i && places[0] % width === 0),
    );
  if (!isWhole) return null;
  const axes = [...axesOfDatum(array, data)];
  for (let size = 1; size < width; size *= axes.pop()?.coordinate.length ?? width);
  const count = axes.reduce((product, { coordinate }) => product * coordinate.length, 1);
  return count === points.length ? { axes, columns } : null;
}
