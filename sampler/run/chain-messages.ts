/** Messages between the host and its chain workers (structured clone). Owned by the worker's side. */
import type { NameIn } from '../../grammar/methods/index.ts';
import type { CompiledModel } from '../compile/compiled-model.ts';
import type { DrawsBlock } from '../draws/draws-block.ts';
import type { ValueFault } from '../infer/invalid-value.ts';
import type {
  ChainCheckpoint,
  ChainOutcome,
  ChainReport,
  ChainSettings,
} from '../methods/nuts/chain-contract.ts';
import type { DivergentPoint, KeptPoint } from '../report/divergent-point.ts';

/** A chain's state, with what its draws do not say of how they were made. */
export interface KeptCheckpoint extends ChainCheckpoint {
  /** Where some trajectories diverged until then; left out where that is too much to keep. */
  readonly divergent?: readonly KeptPoint[];
}

/** host → worker: run one chain. */
export interface ChainJob {
  readonly kind: 'chain';
  readonly chain: number;
  readonly model: CompiledModel;
  /** Compiled once, from `model.wasm`, and shared; each worker has its own instance and memory. */
  readonly module: WebAssembly.Module;
  readonly seed: number;
  readonly settings: ChainSettings;
  readonly method: NameIn<'chains'>;
  /** Checkpoint to continue from, up to `settings.draws` in total; null for a new chain. */
  readonly resume: KeptCheckpoint | null;
  /** Draws that the host already has: if the checkpoint is older they are computed again, but not sent. */
  readonly kept: number;
  /** Take a checkpoint with each block. */
  readonly checkpoints: boolean;
  /** Shared; the chain stops before its next draw once element 0 is not 0. */
  readonly stop: Int32Array;
  /** Shared; element 0 counts the blocks sent and not yet received by the host. */
  readonly pending: Int32Array;
}

/** A block of draws, with a checkpoint of the chain if requested. */
export interface ChainBlock extends DrawsBlock {
  readonly checkpoint: KeptCheckpoint | null;
  readonly fault: DrawFault | null;
}

/** Kept draws of a block with an invalid value. */
export interface DrawFault {
  /** The worst of them; `draw` counts from 0. */
  readonly worst: ValueFault & { readonly draw: number };
  readonly draws: number;
}

/** worker → host. `end` and `threw` finish the job. */
export type WorkerMessage =
  | ChainBlock
  | { readonly kind: 'progress'; readonly chain: number; readonly report: ChainReport }
  | {
      readonly kind: 'end';
      readonly chain: number;
      readonly outcome: ChainOutcome;
      /** Where some of the kept draws diverged, for advice. */
      readonly divergent: readonly DivergentPoint[];
      /** Unconstrained positions of some of the draws, of the model as written. */
      readonly positions: readonly Float64Array[];
    }
  | { readonly kind: 'threw'; readonly chain: number; readonly message: string; readonly stack: string };
