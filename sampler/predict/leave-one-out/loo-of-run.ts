/** Leave-one-out cross-validation of a kept run: of its draws alone, without a refit. */
import { resolve } from 'node:path';
import type { Diagnostic } from '../../../grammar/diagnostic.ts';
import { madeBy } from '../../../grammar/methods/index.ts';
import { compileForward, type ForwardModel } from '../../compile/compile-forward.ts';
import { placesOfData } from '../../data/load.ts';
import { readDataFile } from '../../data/node-reader.ts';
import type { Place } from '../../data/raw-array.ts';
import { type Loo, looOfPoints } from '../../diagnose/loo.ts';
import { createRandom } from '../../random.ts';
import { isProvisional } from '../is-provisional.ts';
import type { PosteriorModel } from '../posterior-model.ts';
import { type ExplainedVariance, explainedVariance } from './explained-variance.ts';
import type { PointGroup } from './groups.ts';
import { listed, notesOnPoints } from './notes.ts';
import type { Point } from './points.ts';
import { observedModel, scorePoints } from './score-points.ts';

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

/** @param run name given by the user, for messages. @param by leaves out the points of each of its labels together */
export async function looOfRun(model: PosteriorModel, run: string, by?: string): Promise<LooOfRunResult> {
  const { info, program, data, draws } = model;
  if (info.method !== undefined) {
    return {
      kind: 'problem',
      message: `${run} holds draws of ${madeBy(info.method)}: leave-one-out weights need draws of the posterior itself, and would hide how far these are from it; fit the model with \`bayes sample\``,
    };
  }
  const observed = observedModel(program, data);
  if (observed.kind === 'invalid') return observed;
  if (observed.kind === 'none') {
    return {
      kind: 'problem',
      message: `the model of ${run} has no \`observe\` statement, so there is nothing to leave out`,
    };
  }
  const forward = await compileForward(observed.ir, { logLikelihood: true });
  const scored = scorePoints(forward, data, draws, run, {
    ...(by === undefined ? {} : { by }),
    rng: createRandom(info.seed),
  });
  if (scored.kind !== 'ok') return scored;
  const { found, scores, means, groups } = scored;
  const { points } = found;
  const loo = looOfPoints(scores, draws.chains * draws.drawsPerChain);
  const errors = explainedVariance(points, means, data);
  const modelPath = resolve(info.modelPath);
  const place = placesOfData(program, { modelPath, readFile: readDataFile });
  return {
    kind: 'ok',
    result: {
      loo,
      points,
      ...(groups === undefined ? {} : { groups }),
      ...errors,
      brier: isYesNo(forward, points) && errors.rmse !== null ? errors.rmse ** 2 : null,
      crps: meanOf(scored.crps),
      draws: draws.chains * draws.drawsPerChain,
      notes: notesOnPoints(found, program, info.modelText, groups !== undefined),
      warnings: warningsOf(
        loo,
        groups?.map(({ label }) => ({ name: label })) ?? points,
        groups !== undefined,
      ),
      provisional: isProvisional(model),
      place: ({ datum, places }) => place(datum, places[0]),
    },
  };
}

function isYesNo({ observations }: ForwardModel, points: readonly Point[]): boolean {
  return points.every(({ observation }) => {
    const { distribution } = observations[observation];
    return distribution.kind === 'plain' && distribution.name === 'Bernoulli';
  });
}

/** Null where a value is unknown. */
function meanOf(values: readonly (number | null)[]): number | null {
  let sum = 0;
  for (const value of values) {
    if (value === null) return null;
    sum += value;
  }
  return sum / values.length;
}

function warningsOf(
  { unreliable, kThreshold, pointwise }: Loo,
  points: readonly { readonly name: string }[],
  areGroups: boolean,
): readonly string[] {
  if (unreliable.length === 0) return [];
  const bad = unreliable.map((i) => points[i]);
  const beyond = unreliable.filter((i) => !(pointwise.kHat[i] < 1)).length;
  const worst = beyond === 0 ? '' : ` (1 or more at ${beyond} of them: the weights have no finite mean)`;
  if (areGroups)
    return [
      `Pareto k is above ${kThreshold.toFixed(2)} at ${bad.length} of ${points.length} groups${worst}: ${listed(bad)}. The model without such a group differs so much that these draws cannot stand in for it, and elpd_loo, its se and p_loo may be far off: fit the model without the group to know.`,
    ];
  return [
    `Pareto k is above ${kThreshold.toFixed(2)} at ${bad.length} of ${points.length} points${worst}: ${listed(bad)}. The model without such a point differs so much that these draws cannot stand in for it, and elpd_loo, its se and p_loo may be far off. Look at these rows; a likelihood with heavier tails or more draws may help.`,
  ];
}
