/** The evidence of the model of a kept run: the probability of its data before they were seen, from its draws. */
import type { Diagnostic } from '../../../grammar/diagnostic.ts';
import type { IrProgram } from '../../../grammar/ir.ts';
import { madeBy } from '../../../grammar/methods/index.ts';
import { compile } from '../../compile/compile.ts';
import { compileForward } from '../../compile/compile-forward.ts';
import { instantiate } from '../../compile/instantiate.ts';
import { lower } from '../../compile/lower/lower.ts';
import { logEvidence } from '../../diagnose/evidence.ts';
import type { Draws } from '../../draws/draws.ts';
import { createLineIndex } from '../../model/line-index.ts';
import { unconstrainedDraws } from '../../model/unconstrained-draws.ts';
import { createRandom } from '../../random.ts';
import type { BridgeEstimate } from '../../stats/bridge-sampling.ts';
import { createPace, type Pace } from '../fit/pace.ts';
import { isProvisional } from '../is-provisional.ts';
import { observedValues } from '../leave-one-out/log-likelihood.ts';
import { byDatum } from '../leave-one-out/notes.ts';
import { pointsOf } from '../leave-one-out/points.ts';
import type { ObservedByRun } from '../leave-one-out/same-data.ts';
import { mapAllDraws, type PosteriorModel } from '../posterior-model.ts';
import { unnormalisedPrior } from './normalised-priors.ts';

export interface EvidenceOfRun extends BridgeEstimate, ObservedByRun {
  readonly model: string;
  readonly draws: number;
  /** Unconstrained coordinates. */
  readonly dimension: number;
  readonly provisional: boolean;
  /** Why the estimate may be wrong, or of something else, in words. */
  readonly warnings: readonly string[];
}

type EvidenceResult =
  | { readonly kind: 'ok'; readonly evidence: EvidenceOfRun }
  /** The draws or the priors allow no estimate. */
  | { readonly kind: 'problem'; readonly message: string }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] };

/** Above this the estimate is too coarse. */
const LARGE_ERROR = 0.1;

/** @param run name given by the user. */
export async function evidenceOfRun(
  model: PosteriorModel,
  run: string,
  pace: Pace = createPace(() => false),
): Promise<EvidenceResult> {
  const { info, program, data, draws } = model;
  const refuse = (message: string): EvidenceResult => ({ kind: 'problem', message });
  if (info.method !== undefined)
    return refuse(
      `${run} holds draws of ${madeBy(info.method)}: the evidence needs draws of the posterior itself; fit the model with \`bayes sample\``,
    );
  const { ir, diagnostics } = lower(program, data);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return { kind: 'invalid', diagnostics: errors };
  if (ir.observations.length === 0)
    return refuse(`the model of ${run} has no \`observe\` statement, so there are no data to be probable`);
  const discrete = ir.quantities.find(({ kind }) => kind === 'discrete');
  if (discrete !== undefined)
    return refuse(
      `the model of ${run} has the discrete unknown \`${discrete.name}\`: expected continuous unknowns alone; write its distribution as a Mixture`,
    );
  const prior = unnormalisedPrior(program, data, info.modelText);
  if (prior !== null) return refuse(`${run} has no evidence: ${prior}`);

  const estimated = await estimate(ir, draws, info.seed, pace);
  if (estimated.kind === 'problem') return refuse(`${run}: ${estimated.message}`);
  const { found } = estimated;
  const forward = compileForward(ir, { logLikelihood: true });
  const mapped = mapAllDraws(forward, draws);
  if (mapped.kind === 'invalid') return mapped;
  const { points } = pointsOf(forward, data, observedValues(forward, draws, mapped.map));
  return {
    kind: 'ok',
    evidence: {
      ...found,
      run,
      model: info.model,
      points,
      data,
      draws: draws.chains * draws.drawsPerChain,
      dimension: ir.dimension,
      provisional: isProvisional(model),
      warnings: [...errorWarnings(found), ...scaleWarnings(model, points)],
    },
  };
}

type Estimated =
  | { readonly kind: 'ok'; readonly found: BridgeEstimate }
  | { readonly kind: 'problem'; readonly message: string };

async function estimate(ir: IrProgram, draws: Draws, seed: number, { pause }: Pace): Promise<Estimated> {
  const model = compile(ir);
  const instance = instantiate(model, new WebAssembly.Module(Uint8Array.from(model.wasm)));
  const placed = unconstrainedDraws(ir, model, instance, draws);
  if (placed.kind === 'problem') return placed;
  const { positions } = placed;
  const { density } = instance;
  const state = density.newState();
  const logDensity = (position: Float64Array): number => {
    state.position.set(position);
    density.evaluate(state);
    return state.logDensity;
  };
  const found = await logEvidence({ positions, chains: draws.chains, logDensity, pause }, createRandom(seed));
  if (found === null) {
    const least = 6 * model.dimension + 20;
    return {
      kind: 'problem',
      message: `expected at least ${least} draws, 6 for each of ${model.dimension} coordinates and 20, that vary in every direction, found ${positions.length}; sample more draws`,
    };
  }
  return Number.isFinite(found.logIntegral)
    ? { kind: 'ok', found }
    : {
        kind: 'problem',
        message:
          'the draws and the normal that is fitted to them do not overlap, so there is no bridge between them; sample more draws, or write the model with parameters that are closer to normal',
      };
}

function errorWarnings({ relativeError }: BridgeEstimate): readonly string[] {
  if (relativeError <= LARGE_ERROR) return [];
  const found = Number.isFinite(relativeError) ? `${Math.round(100 * relativeError)} %` : 'unbounded';
  return [
    `the relative error of the evidence is ${found}, above ${100 * LARGE_ERROR} %: the posterior is far from a normal, or the draws are few; sample more draws`,
  ];
}

function scaleWarnings(
  { program, info }: PosteriorModel,
  points: EvidenceOfRun['points'],
): readonly string[] {
  const locate = createLineIndex(info.modelText);
  const lines = program.statements.flatMap(({ kind, span }) =>
    kind === 'potential' ? [locate(span.start).line + 1] : [],
  );
  const expressions = [...byDatum(points)].filter(([, own]) => own.some(({ observed }) => observed === null));
  return [
    ...(lines.length === 0
      ? []
      : [
          `\`potential\` (line ${lines.join(', ')}) counts as written: the evidence is a probability only where it is a normalised log density`,
        ]),
    ...expressions.map(
      ([datum]) => `\`${datum}\` is an expression, not a datum: the evidence is on its scale`,
    ),
  ];
}
