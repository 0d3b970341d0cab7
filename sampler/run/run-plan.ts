/** A run to execute, new or resumed, and what its parts share once the model is compiled. */
import type { IrProgram } from '../../grammar/ir.ts';
import type { CompiledModel } from '../compile/compiled-model.ts';
import type { LeftOutPositions } from '../compile/lower/context.ts';
import type { DataSummaries } from '../compile/lower/data-summaries.ts';
import type { DrawsBlock } from '../draws/draws-block.ts';
import type { CheckedModel } from '../model/check-model.ts';
import type { Prepared } from '../model/compile-model.ts';
import type { StartValues } from '../report/sample-report.ts';
import type { RunWriter } from '../store/write-run.ts';
import type { DrawFault, KeptCheckpoint } from './chain-messages.ts';
import type { GuardedWriter } from './guarded-writer.ts';
import type { JudgeFit } from './judge-fit.ts';
import type { RunListener } from './run-chains.ts';
import type { ModelText } from './run-info.ts';
import type { RunMachine } from './run-machine.ts';
import type { RunSettings } from './sample-settings.ts';
import type { ResolvedStart } from './start-values.ts';
import type { WeighModes } from './weigh-modes.ts';

export interface Plan {
  readonly model: ModelText;
  readonly checked: CheckedModel;
  readonly settings: RunSettings;
  /** Draws per chain at the end of each earlier round; the last is for the next round. */
  readonly looks: readonly number[];
  /** Starting values, resolved against the lowered model; null without given values. */
  readonly start: (ir: IrProgram) => Promise<ResolvedStart | null>;
  readonly out: string | null;
  /** Observed positions to leave out of the likelihood, for cross-validation. */
  readonly leftOut?: LeftOutPositions;
  /** Values that summaries of the data keep from other data. */
  readonly summaries?: DataSummaries;
  /** Whether to search for modes that no chain visited; by default yes. */
  readonly isScouted?: boolean;
  /** Weighs the modes of the result; absent unless requested. */
  readonly weigh?: WeighModes;
  /** Judges whether the model reproduces its data; absent unless requested. */
  readonly judgeFit?: JudgeFit;
  /** Opens the run's folder, once the model has compiled. @throws where it cannot be written. */
  readonly open: ((start: StartValues | null) => Promise<OpenedRun>) | null;
}

export type OpenedRun =
  | { readonly kind: 'ok'; readonly writer: RunWriter; readonly kept: readonly KeptChain[] }
  | { readonly kind: 'refused'; readonly message: string };

/** The stored state of a resumed chain. */
export interface KeptChain {
  readonly chain: number;
  /** Draws. */
  readonly rows: number;
  readonly blocks: () => Iterable<DrawsBlock>;
  readonly checkpoint: KeptCheckpoint | null;
  /** Draws with an invalid value. */
  readonly faults: readonly DrawFault[];
}

/** A plan whose model is compiled and whose folder is open. */
export interface Work {
  readonly plan: Plan;
  /** Its model's quantities are those that are kept. */
  readonly prepared: Extract<Prepared, { readonly kind: 'ok' }>;
  /** The model with all its quantities, which values of parameters are placed by. */
  readonly whole: CompiledModel;
  readonly start: Extract<ResolvedStart, { readonly kind: 'ok' }> | null;
  readonly writer: GuardedWriter | null;
  readonly kept: readonly KeptChain[];
  readonly compileMs: number;
  readonly machine: RunMachine;
  readonly listener: RunListener;
  readonly signal: AbortSignal;
}
