/**
 * The log likelihood of all data at a point, as a quantity of its own: it has power against errors that leave the
 * marginal ranks of parameters uniform, such as data that are ignored (Modrák et al. 2023).
 */
import { compileForward, instantiateForward } from '../compile/compile-forward.ts';
import type { LowerOptions } from '../compile/lower/context.ts';
import { lower } from '../compile/lower/lower.ts';
import type { Draws } from '../draws/draws.ts';
import type { CheckedModel } from '../model/check-model.ts';
import { mapAllDraws } from '../predict/posterior-model.ts';

interface JointLogLikelihood {
  /** At each of the draws, chain by chain. */
  readonly draws: Float64Array;
  readonly truth: number;
}

/** Null where the draws lack an unknown that the likelihood depends on. */
export async function jointLogLikelihood(
  { program, data }: Pick<CheckedModel, 'program' | 'data'>,
  options: LowerOptions,
  draws: Draws,
  truth: ReadonlyMap<string, number>,
): Promise<JointLogLikelihood | null> {
  const { ir, diagnostics } = lower(program, data, options);
  if (diagnostics.some(({ severity }) => severity === 'error')) return null;
  const model = compileForward(ir, { logLikelihood: true });
  const instance = instantiateForward(model);
  // What `draw` statements draw is in no density.
  const drawn = new Map(
    model.params.flatMap(({ name, kind }) => (kind === 'drawn' ? [[name, kind] as const] : [])),
  );
  const at = (from: Draws): ((draw: number) => number) | null => {
    const mapped = mapAllDraws(model, from, drawn);
    if (mapped.kind === 'invalid') return null;
    return (draw) => {
      mapped.map.copy(draw, instance.inputs);
      instance.run('rest');
      let sum = 0;
      for (const { logLikelihood } of model.observations)
        if (logLikelihood !== null) for (const value of instance.read(logLikelihood)) sum += value;
      return sum;
    };
  };
  const names = [...truth.keys()];
  const ofTruth = at({ names, chains: 1, drawsPerChain: 1, values: Float64Array.from(truth.values()) });
  const ofDraws = at(draws);
  if (ofTruth === null || ofDraws === null) return null;
  return {
    truth: ofTruth(0),
    draws: Float64Array.from({ length: draws.chains * draws.drawsPerChain }, (_, draw) => ofDraws(draw)),
  };
}
