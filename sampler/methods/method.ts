/** The interfaces of methods as workers run them; names, settings and words are in `grammar/methods`. */
import type { IrProgram } from '../../grammar/ir.ts';
import type { MethodName, NameIn } from '../../grammar/methods/index.ts';
import type { SettingValues } from '../../grammar/methods/method.ts';
import type { ApproximationOutcome, ApproximationWatch, PriorStarts } from '../infer/approximation.ts';
import type { Density } from '../infer/density.ts';
import type { ValueFault } from '../infer/invalid-value.ts';
import type { Random } from '../random.ts';
import type { ApproximationName, ApproximationSettingsOf } from '../report/approximation-report.ts';
import type { EstimateRow, EstimateVerdict } from '../report/estimate-report.ts';
import type {
  ChainCheckpoint,
  ChainOutcome,
  ChainSettings,
  ChainSink,
  Clock,
} from './nuts/chain-contract.ts';

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
  /** Continues from a checkpoint, as if uninterrupted; null if unsupported. */
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

/** Independent draws of an approximate posterior. */
export interface ApproximationMethod<N extends ApproximationName> {
  readonly family: 'approximation';
  approximate(
    density: Density,
    settings: ApproximationSettingsOf<N>,
    random: Random,
    watch: ApproximationWatch,
    priors: PriorStarts,
  ): ApproximationOutcome;
}

/** The model as an estimate sees it. */
export interface EstimateModel {
  readonly density: Density;
  /** One name per element of the quantities, in order. */
  readonly names: readonly string[];
  readonly unconstrainedNames: readonly string[];
  /** All quantities at an unconstrained position, flat in the order of `names`. */
  constrain(position: Float64Array, out: Float64Array): void;
}

/** Plain data, sent from the worker. */
export interface Estimate extends Omit<EstimateVerdict, 'pass'> {
  readonly summary: readonly EstimateRow[];
  readonly logDensity: number | null;
  readonly converged: boolean;
  readonly unbounded: boolean;
  /** An invalid value of the model at the estimate. */
  readonly fault: ValueFault | null;
  /** It was cancelled. */
  readonly stopped: boolean;
  readonly gradients: number;
}

export type EstimateOutcome =
  | { readonly kind: 'done'; readonly estimate: Estimate }
  | Extract<ApproximationOutcome, { readonly kind: 'bad-start' }>;

/** A point estimate of the posterior. */
export interface EstimateMethod {
  readonly family: 'estimate';
  /** The program whose density it is of, from that of the posterior on the unconstrained scale. */
  program(posterior: IrProgram, settings: SettingValues): IrProgram;
  estimate(
    model: EstimateModel,
    settings: SettingValues,
    random: Random,
    watch: ApproximationWatch,
  ): EstimateOutcome;
}

export type MethodOf<N extends MethodName> =
  N extends NameIn<'chains'>
    ? ChainMethod
    : N extends ApproximationName
      ? ApproximationMethod<N>
      : EstimateMethod;
