/**
 * Complete, no and partial pooling side by side. On the scale of the outcome, so that a group without successes has an
 * estimate too: the mean of its rows is what a regression with a coefficient for each group expects there.
 */
import type { LoadedData } from '../../../grammar/data.ts';
import { compileForward, type ForwardModel, instantiateForward } from '../../compile/compile-forward.ts';
import { sizeOf } from '../../compile/passes/pass-program.ts';
import { checkModel } from '../../model/check-model.ts';
import type { PooledGroup, Pooling, PoolingReport } from '../../report/pooling-report.ts';
import { mean } from '../../stats/moments.ts';
import type { AnswerAboutRun } from '../answer-about-run.ts';
import type { Pace } from '../fit/pace.ts';
import { isProvisional } from '../is-provisional.ts';
import { groupsBy, type PointGroup } from '../leave-one-out/groups.ts';
import { observedValues } from '../leave-one-out/log-likelihood.ts';
import { type Point, pointsOf } from '../leave-one-out/points.ts';
import { predictiveMean } from '../leave-one-out/predictive-mean.ts';
import { observedModel } from '../leave-one-out/score-points.ts';
import { chosenDraws, mapAllDraws, type PosteriorModel } from '../posterior-model.ts';
import { PREDICT_DRAWS } from '../predict.ts';
import { quantityRow } from '../summarise-columns.ts';
import { completePooling } from './complete-pooling.ts';

/** Larger tables of groups are no picture. */
const MOST_GROUPS = 200;

export async function poolingOfRun(
  model: PosteriorModel,
  pace: Pace,
): Promise<AnswerAboutRun<PoolingReport>> {
  const { program, data, draws, info } = model;
  const observed = observedModel(program, data);
  if (observed.kind === 'invalid') return observed;
  if (observed.kind === 'none') return { kind: 'problem', message: 'the model observes no datum' };
  const forward = compileForward(observed.ir, { logLikelihood: true });
  const mapped = mapAllDraws(forward, draws);
  if (mapped.kind === 'invalid') return mapped;
  const { points } = pointsOf(forward, data, observedValues(forward, draws, mapped.map));
  const single = points.filter((point) => point.observation === 0 && point.observed?.length === 1);
  const grouped = groupings(forward, single, data);
  if (grouped.length === 0)
    return {
      kind: 'problem',
      message: 'no parameter of the model is over groups of the rows of its outcome',
    };
  const instance = instantiateForward(forward);
  const [observation] = forward.observations;
  const expected = predictiveMean(observation.distribution, sizeOf(observation.shape), instance.read);
  if (expected === null)
    return {
      kind: 'problem',
      message: `the distribution of \`${observation.name}\` has no mean in closed form`,
    };
  const chosen = chosenDraws(draws, PREDICT_DRAWS);
  const columns = grouped.map(({ groups }) => groups.map(() => new Float64Array(chosen.length)));
  for (const [i, draw] of chosen.entries()) {
    if (await pace.isStopped()) return { kind: 'stopped' };
    mapped.map.copy(draw, instance.inputs);
    instance.run('rest');
    for (const [k, { groups }] of grouped.entries())
      for (const [g, { points: own }] of groups.entries())
        columns[k][g][i] = mean(own.map(({ position }) => expected(position)));
  }
  const checked = checkModel(info.modelText, info.modelPath);
  const found: Pooling[] = [];
  for (const [k, { by, groups }] of grouped.entries()) {
    const complete = await completePooling(checked, forward, by);
    found.push({
      by,
      outcome: observation.name,
      groups: groups.map((group, g) => pooledGroup(group, columns[k][g], complete)),
    });
  }
  return { kind: 'ok', report: { provisional: isProvisional(model), groupings: found, notes: [] } };
}

interface Grouping {
  readonly by: string;
  readonly groups: readonly PointGroup[];
}

/** By each dimension of a parameter that groups the rows; a dimension whose groups are all of one row is that of the rows. */
function groupings(
  { params }: ForwardModel,
  points: readonly Point[],
  data: LoadedData,
): readonly Grouping[] {
  const names = new Set(
    params.flatMap(({ kind, dims }) => (kind === 'param' ? dims.flatMap(({ name }) => name ?? []) : [])),
  );
  return [...names].flatMap((by) => {
    const found = groupsBy(points, data, by);
    return found.kind === 'ok' && found.groups.length <= MOST_GROUPS ? [{ by, groups: found.groups }] : [];
  });
}

function pooledGroup(
  { label, points }: PointGroup,
  draws: Float64Array,
  complete: ReadonlyMap<number, number> | null,
): PooledGroup {
  const { mean: middle, q3, q50, q97 } = quantityRow('', draws);
  return {
    label,
    rows: points.length,
    none: mean(points.map(({ observed }) => observed?.[0] ?? Number.NaN)),
    complete:
      complete === null ? null : mean(points.map(({ position }) => complete.get(position) ?? Number.NaN)),
    mean: middle,
    q3,
    q50,
    q97,
  };
}
