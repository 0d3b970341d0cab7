/** What each method does in a worker; its names, settings and words are in `grammar/methods`. */
import type { MethodName, NameIn } from '../../grammar/methods/index.ts';
import type { ApproximationOutcome, ApproximationWatch } from '../infer/approximation.ts';
import type { Density } from '../infer/density.ts';
import type { Random } from '../random.ts';
import type { ApproximationName, ApproximationSettingsOf } from '../report/approximation-report.ts';
import type { ChainCheckpoint, ChainOutcome, ChainSettings, ChainSink, Clock } from './nuts/chain.ts';

/** A chain of dependent draws. */
export interface ChainMethod {
  readonly family: 'chains';
  sample(
    density: Density,
    settings: ChainSettings,
    random: Random,
    sink: ChainSink,
    clock: Clock,
  ): ChainOutcome;
  /** Goes on from a checkpoint, as if it had not been interrupted; null where it cannot. */
  readonly resume:
    | ((
        density: Density,
        settings: ChainSettings,
        checkpoint: ChainCheckpoint,
        sink: ChainSink,
        clock: Clock,
      ) => ChainOutcome)
    | null;
}

/** Independent draws of a density that stands for the posterior. */
export interface ApproximationMethod<N extends ApproximationName> {
  readonly family: 'approximation';
  approximate(
    density: Density,
    settings: ApproximationSettingsOf<N>,
    random: Random,
    watch: ApproximationWatch,
  ): ApproximationOutcome;
}

export type MethodOf<N extends MethodName> =
  N extends NameIn<'chains'> ? ChainMethod : N extends ApproximationName ? ApproximationMethod<N> : never;
