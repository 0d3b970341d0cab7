/** K-fold cross-validation of a kept run: the model is fitted again without each fold, and predicts its points. */
import type { Diagnostic } from '../../../grammar/diagnostic.ts';
import type { Place } from '../../data/raw-array.ts';
import { createRandom, type Random } from '../../random.ts';
import { mean, variance } from '../../stats/moments.ts';
import { isProvisional } from '../is-provisional.ts';
import { mapAllDraws, type PosteriorModel } from '../posterior-model.ts';
import { type ExplainedVariance, explainedVariance } from './explained-variance.ts';
import { groupsBy } from './groups.ts';
import { observedValues } from './log-likelihood.ts';
import { countText, notesOnPoints, refitsFail } from './notes.ts';
import { observedForward } from './observed-forward.ts';
import { placesInFiles } from './places-in-files.ts';
import { type Point, pointsOf } from './points.ts';
import { type HeldOut, type Refits, refitEach } from './refit.ts';
import { type HeldOutScores, scoreHeldOut } from './score-held-out.ts';
import { brierOf, meanOf } from './scores.ts';

export interface KFold extends ExplainedVariance {
  readonly elpd: number;
  readonly se: number;
  readonly mcse: number;
  readonly points: readonly Point[];
  /** Of each point: its elpd, and its fold from 0. */
  readonly pointwise: readonly number[];
  readonly foldOf: readonly number[];
  /** Of each fold. */
  readonly folds: readonly { readonly points: number; readonly elpd: number; readonly pass: boolean }[];
  readonly draws: number;
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
  readonly provisional: boolean;
  readonly brier: number | null;
  readonly crps: number | null;
  place(point: Point): Place;
}

type KFoldResult =
  | { readonly kind: 'ok'; readonly result: KFold }
  | { readonly kind: 'problem'; readonly message: string }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] };

interface KFoldOptions {
  readonly folds: number;
  /** Puts the points of each label of this dimension into the same fold. */
  readonly by?: string;
  /** Of the assignment to folds. */
  readonly seed: number;
  readonly refits: Refits;
}

/** @param run name given by the user, for messages. */
export async function kFoldOfRun(
  model: PosteriorModel,
  run: string,
  { folds, by, seed, refits }: KFoldOptions,
): Promise<KFoldResult> {
  const { info, program, data, draws } = model;
  const opened = await observedForward(model, run);
  if (opened.kind !== 'ok') return opened;
  const { forward } = opened;
  const mapped = mapAllDraws(forward, draws);
  if (mapped.kind === 'invalid') return mapped;
  const found = pointsOf(forward, data, observedValues(forward, draws, mapped.map));
  const { points } = found;
  const grouped = by === undefined ? null : groupsBy(points, data, by);
  if (grouped?.kind === 'problem') return grouped;
  const units = grouped?.groups.map((group) => group.points) ?? points.map((point) => [point]);
  if (folds > units.length) {
    const what = countText(units.length, by === undefined ? 'point' : 'group');
    return { kind: 'problem', message: `${run} has ${what}: expected at most as many folds, found ${folds}` };
  }
  const assigned = assignFolds(units.length, folds, createRandom(seed));
  const foldOfPoint = new Map(units.flatMap((own, u) => own.map((point) => [point, assigned[u]] as const)));
  const sets = Array.from({ length: folds }, (_, fold): HeldOut => {
    const own = points.filter((point) => foldOfPoint.get(point) === fold);
    return { name: `fold ${fold + 1}`, points: own, index: fold };
  });
  const refitted = await refitEach(model, sets, refits, (set, refit) =>
    scoreHeldOut(forward, set.points, refit, createRandom(info.seed, 1 + set.index)),
  );
  if (refitted.kind === 'problem') return refitted;
  const scored = new Map<Point, HeldOutScores['points'][number]>();
  const summary: KFold['folds'][number][] = [];
  for (const [fold, one] of refitted.scores.entries()) {
    if (typeof one === 'string')
      return { kind: 'problem', message: `in the refit without ${sets[fold].name}, ${one}` };
    for (const [k, point] of sets[fold].points.entries()) scored.set(point, one.points[k]);
    const elpd = one.points.reduce((sum, point) => sum + point.elpd, 0);
    summary.push({ points: one.points.length, elpd, pass: one.pass });
  }
  const scores = points.flatMap((point) => scored.get(point) ?? []);
  const elpd = Float64Array.from(scores, (score) => score.elpd);
  const errors = explainedVariance(
    points,
    scores.map((score) => score.mean),
    data,
  );
  const failed = sets.filter((_, fold) => !summary[fold].pass);
  return {
    kind: 'ok',
    result: {
      elpd: mean(elpd) * elpd.length,
      se: elpd.length > 1 ? Math.sqrt(elpd.length * variance(elpd)) : Number.NaN,
      mcse: Math.sqrt(scores.reduce((sum, { mcse }) => sum + mcse * mcse, 0)),
      points,
      pointwise: [...elpd],
      foldOf: points.map((point) => foldOfPoint.get(point) ?? 0),
      folds: summary,
      ...errors,
      brier: brierOf(forward, points, errors),
      crps: meanOf(scores.map((score) => score.crps)),
      draws: draws.chains * draws.drawsPerChain,
      notes: notesOnPoints(found, program, info.modelText, by === undefined ? 'fold' : 'groups of a fold'),
      warnings: failed.length === 0 ? [] : [refitsFail(failed, folds)],
      provisional: isProvisional(model) || failed.length > 0,
      place: placesInFiles(model),
    },
  };
}

/** A fold for each unit, at random; sizes differ by at most one. */
export function assignFolds(units: number, folds: number, random: Random): readonly number[] {
  const assigned = Array.from({ length: units }, (_, unit) => unit % folds);
  for (let last = units - 1; last > 0; last--) {
    const other = Math.floor(random.next() * (last + 1));
    [assigned[last], assigned[other]] = [assigned[other], assigned[last]];
  }
  return assigned;
}
