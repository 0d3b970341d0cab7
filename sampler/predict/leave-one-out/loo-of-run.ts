/** Leave-one-out cross-validation of a kept run from its draws, without a refit. */
import { resolve } from 'node:path';
import type { Diagnostic } from '../../../grammar/diagnostic.ts';
import { madeBy } from '../../../grammar/methods/index.ts';
import { compileForward } from '../../compile/compile-forward.ts';
import { placesOfData } from '../../data/load.ts';
import { readDataFile } from '../../data/node-reader.ts';
import type { Place } from '../../data/raw-array.ts';
import { type Loo, looOfPoints } from '../../diagnose/loo.ts';
import { isProvisional } from '../is-provisional.ts';
import type { PosteriorModel } from '../posterior-model.ts';
import { type ExplainedVariance, explainedVariance } from './explained-variance.ts';
import { listed, notesOnPoints } from './notes.ts';
import type { Point } from './points.ts';
import { observedModel, scorePoints } from './score-points.ts';

export interface LooOfRun extends ExplainedVariance {
  readonly loo: Loo;
  readonly points: readonly Point[];
  readonly draws: number;
  /** Describes the points. */
  readonly notes: readonly string[];
  /** Why the estimate may be wrong, in words. */
  readonly warnings: readonly string[];
  readonly provisional: boolean;
  /** Place of a point's first value in its file. */
  place(point: Point): Place;
}

type LooOfRunResult =
  | { readonly kind: 'ok'; readonly result: LooOfRun }
  /** The run is not a sample of a posterior, or has nothing to leave out. */
  | { readonly kind: 'problem'; readonly message: string }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] };

/** @param run name given by the user, for messages. */
export async function looOfRun(model: PosteriorModel, run: string): Promise<LooOfRunResult> {
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
  const scored = scorePoints(await compileForward(observed.ir, { logLikelihood: true }), data, draws, run);
  if (scored.kind !== 'ok') return scored;
  const { found, scores, means } = scored;
  const { points } = found;
  const loo = looOfPoints(scores, draws.chains * draws.drawsPerChain);
  const modelPath = resolve(info.modelPath);
  const place = placesOfData(program, { modelPath, readFile: readDataFile });
  return {
    kind: 'ok',
    result: {
      loo,
      points,
      ...explainedVariance(points, means, data),
      draws: draws.chains * draws.drawsPerChain,
      notes: notesOnPoints(found, program, info.modelText),
      warnings: warningsOf(loo, points),
      provisional: isProvisional(model),
      place: ({ datum, places }) => place(datum, places[0]),
    },
  };
}

function warningsOf({ unreliable, kThreshold, pointwise }: Loo, points: readonly Point[]): readonly string[] {
  if (unreliable.length === 0) return [];
  const bad = unreliable.map((i) => points[i]);
  const beyond = unreliable.filter((i) => !(pointwise.kHat[i] < 1)).length;
  const worst = beyond === 0 ? '' : ` (1 or more at ${beyond} of them: the weights have no finite mean)`;
  return [
    `Pareto k is above ${kThreshold.toFixed(2)} at ${bad.length} of ${points.length} points${worst}: ${listed(bad)}. The model without such a point differs so much that these draws cannot stand in for it, and elpd_loo, its se and p_loo may be far off. Look at these rows; a likelihood with heavier tails or more draws may help.`,
  ];
}
