/** Leave-one-out cross-validation of a kept run: of its draws alone, and by refits where they cannot tell. */
import type { Diagnostic } from '../../../grammar/diagnostic.ts';
import type { Place } from '../../data/raw-array.ts';
import { type Loo, looOfPoints } from '../../diagnose/loo.ts';
import { createRandom } from '../../random.ts';
import { createPace, type Pace } from '../fit/pace.ts';
import { isProvisional } from '../is-provisional.ts';
import type { PosteriorModel } from '../posterior-model.ts';
import { type ExplainedVariance, explainedVariance } from './explained-variance.ts';
import type { PointGroup } from './groups.ts';
import { type MatchedScore, matchUnreliable } from './match-unreliable.ts';
import { listed, notesOnPoints, refitsFail } from './notes.ts';
import { observedForward } from './observed-forward.ts';
import { placesInFiles } from './places-in-files.ts';
import type { Point } from './points.ts';
import type { Refits } from './refit.ts';
import { type Refitted, type RefittedScore, refitUnreliable } from './refit-unreliable.ts';
import { scorePoints } from './score-points.ts';
import { brierOf, meanOf } from './scores.ts';

export interface LooOfRun extends ExplainedVariance {
  readonly loo: Loo;
  readonly points: readonly Point[];
  readonly draws: number;
  /** What the points are, in words. */
  readonly notes: readonly string[];
  /** Why the estimate may be wrong, in words. */
  readonly warnings: readonly string[];
  readonly provisional: boolean;
  /** Points left out together; absent if each point is left out alone. */
  readonly groups?: readonly PointGroup[];
  /** Points, or groups, whose draws were moved; none unless requested. */
  readonly matched: readonly MatchedScore[];
  /** Points, or groups, whose scores are of refits; none unless requested. */
  readonly refitted: readonly RefittedScore[];
  /** Mean Brier score of binary outcomes: the squared error of the probability. */
  readonly brier: number | null;
  /** Mean continuous ranked probability score; null for vectors and labels. */
  readonly crps: number | null;
  /** Place of a point's first value in its file. */
  place(point: Point): Place;
}

type LooOfRunResult =
  | { readonly kind: 'ok'; readonly result: LooOfRun }
  /** The run is no sample of a posterior, or has nothing to leave out. */
  | { readonly kind: 'problem'; readonly message: string }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] };

interface LooOptions {
  /** Leaves out the points of each label of this dimension together. */
  readonly by?: string;
  /** Moves the draws of each point whose weights cannot be relied on. */
  readonly momentMatch?: boolean;
  /** Fits the model again without each point whose weights cannot be relied on, also after moment matching. */
  readonly refits?: Refits;
  /** Paused at each point. */
  readonly pace?: Pace;
}

/** @param run name given by the user, for messages. */
export async function looOfRun(
  model: PosteriorModel,
  run: string,
  { by, momentMatch = false, refits, pace = createPace(() => false) }: LooOptions = {},
): Promise<LooOfRunResult> {
  const { info, program, data, draws } = model;
  const opened = await observedForward(model, run);
  if (opened.kind !== 'ok') return opened;
  const { forward, ir } = opened;
  const scored = await scorePoints(forward, data, draws, run, {
    ...(by === undefined ? {} : { by }),
    rng: createRandom(info.seed),
    pace,
  });
  if (scored.kind !== 'ok') return scored;
  const { found, groups } = scored;
  const { points } = found;
  const sets =
    groups?.map(({ label, points: own }) => ({ name: label, points: own })) ??
    points.map((point) => ({ name: point.name, points: [point] }));
  const moved = momentMatch
    ? await matchUnreliable(model, forward, ir, { ...scored, sets, points }, pace)
    : { kind: 'ok' as const, scored, matched: [] };
  if (moved.kind === 'problem') return { kind: 'problem', message: `${run}: ${moved.message}` };
  const exact: Refitted =
    refits === undefined
      ? { kind: 'ok', scored: moved.scored, refitted: [] }
      : await refitUnreliable(model, forward, { ...moved.scored, sets, points }, refits);
  if (exact.kind === 'problem') return exact;
  const { refitted } = exact;
  const { scores, means, crps } = exact.scored;
  const loo = looOfPoints(scores, draws.chains * draws.drawsPerChain);
  const errors = explainedVariance(points, means, data);
  return {
    kind: 'ok',
    result: {
      loo,
      points,
      ...(groups === undefined ? {} : { groups }),
      ...errors,
      matched: moved.matched,
      refitted,
      brier: brierOf(forward, points, errors),
      crps: meanOf(crps),
      draws: draws.chains * draws.drawsPerChain,
      notes: notesOnPoints(found, program, info.modelText, groups === undefined ? 'point' : 'group'),
      warnings: [
        ...warningsOf(loo, sets, groups !== undefined, momentMatch),
        ...failedRefits(refitted, sets),
      ],
      provisional: isProvisional(model) || refitted.some(({ reasons }) => reasons.length > 0),
      place: placesInFiles(model),
    },
  };
}

function failedRefits(
  refitted: readonly RefittedScore[],
  sets: readonly { readonly name: string }[],
): readonly string[] {
  const failed = refitted.flatMap(({ index, reasons }) =>
    reasons.length === 0 ? [] : [{ name: sets[index].name, reasons }],
  );
  return failed.length === 0 ? [] : [refitsFail(failed, refitted.length)];
}

function warningsOf(
  { unreliable, kThreshold, pointwise }: Loo,
  points: readonly { readonly name: string }[],
  areGroups: boolean,
  isMatched: boolean,
): readonly string[] {
  if (unreliable.length === 0) return [];
  const bad = unreliable.map((i) => points[i]);
  const beyond = unreliable.filter((i) => !(pointwise.kHat[i] < 1)).length;
  const worst = beyond === 0 ? '' : ` (1 or more at ${beyond} of them: the weights have no finite mean)`;
  const after = isMatched ? ', also after moment matching,' : '';
  const move = isMatched
    ? ''
    : `\`--moment-match\` moves the draws to where the model without such a ${areGroups ? 'group' : 'point'} has them, and `;
  if (areGroups)
    return [
      `Pareto k is above ${kThreshold.toFixed(2)}${after} at ${bad.length} of ${points.length} groups${worst}: ${listed(bad)}. The model without such a group differs so much that these draws cannot stand in for it, and elpd_loo, its se and p_loo may be far off: ${move}\`--reloo\` fits the model without each of them.`,
    ];
  return [
    `Pareto k is above ${kThreshold.toFixed(2)}${after} at ${bad.length} of ${points.length} points${worst}: ${listed(bad)}. The model without such a point differs so much that these draws cannot stand in for it, and elpd_loo, its se and p_loo may be far off. Look at these rows; a likelihood with heavier tails or more draws may help; ${move}\`--reloo\` fits the model without each of them.`,
  ];
}
