/** Searches for modes that no chain or approximation visited: the job of a worker, independent of threads. */
import type { CompiledModel } from '../compile/compiled-model.ts';
import type { instantiate as instantiateModel } from '../compile/instantiate.ts';
import { writtenPosition } from '../infer/centring.ts';
import { meanOf } from '../infer/gaussian.ts';
import { resumeChain } from '../methods/nuts/chain.ts';
import type { ChainCheckpoint, ChainSettings, ChainSink } from '../methods/nuts/chain-contract.ts';
import { createRandom } from '../random.ts';
import { scout } from '../scout/scout.ts';
import type { SimplexBlock } from '../scout/simplex-coordinates.ts';
import type { Symmetry } from '../scout/symmetry.ts';

export interface ScoutedChain {
  /** Unconstrained positions of kept draws, of the model as written. */
  readonly positions: readonly Float64Array[];
  /** State at its end; null where it cannot be continued, as for an approximation. */
  readonly checkpoint: ChainCheckpoint | null;
}

/** host → worker. */
export interface ScoutJob {
  readonly kind: 'scout';
  /** Distinguishes jobs when a worker dies. */
  readonly chain: number;
  readonly model: CompiledModel;
  readonly module: WebAssembly.Module;
  readonly seed: number;
  readonly chains: readonly ScoutedChain[];
  readonly settings: ChainSettings;
  /** Unconstrained positions from where ascents start, too; NaN where the chains' means stand in. */
  readonly priorDraws: readonly Float64Array[];
  /** Gradients for ascents. */
  readonly budget: number;
  readonly simplexes: readonly SimplexBlock[];
  /** The positions are draws of an approximation. */
  readonly areApproximate: boolean;
  /** Also send the draws of confirmed modes. */
  readonly withDraws?: boolean;
  /** Shared; the search stops once element 0 is not 0. */
  readonly stop: Int32Array;
}

/** All quantities at a mode, in the order of the model's names. */
interface FoundMode {
  readonly values: Float64Array;
}

export interface FoundModes {
  /** Values are means of draws around the mode. */
  readonly unvisited: readonly (FoundMode & {
    readonly share: number;
    /** All quantities draw by draw, where requested. */
    readonly draws?: Float64Array;
  })[];
  /** Values are those at the mode. */
  readonly symmetries: readonly (FoundMode & Symmetry)[];
  readonly gradients: number;
}

/** worker → host; each finishes the job. */
export type ScoutMessage =
  | { readonly kind: 'end'; readonly chain: number; readonly found: FoundModes | null }
  | { readonly kind: 'threw'; readonly chain: number; readonly message: string; readonly stack: string };

/** Draws needed to show where a chain has been… */
const FEWEST = 20;
/** …and draws added by continuing the chain where there are fewer. */
const MORE = 100;

/** Leave-one-out densities of outlying points need more than the mass does. */
const DRAWS_FOR_WEIGHTS = 4000;

/** Random stream beyond those of chains, approximations and estimates. */
const STREAM = 3000;

/** @param instantiate that which the model needs */
export function runScoutJob(
  job: ScoutJob,
  send: (message: ScoutMessage, transfer: readonly ArrayBuffer[]) => void,
  instantiate: typeof instantiateModel,
): void {
  const { chain, model } = job;
  try {
    const { density, constrain } = instantiate(model, job.module);
    const valuesAt = (position: Float64Array): Float64Array => {
      const values = new Float64Array(model.names.length);
      constrain(position, values);
      return values;
    };
    const shouldStop = () => Atomics.load(job.stop, 0) !== 0;
    const chains = job.chains.map((ofChain) => positionsOf(ofChain, job, shouldStop, instantiate));
    const scouting = scout(
      density,
      chains,
      {
        budget: job.budget,
        areApproximate: job.areApproximate,
        simplexes: job.simplexes,
        starts: job.priorDraws,
        ...(job.withDraws === true ? { draws: DRAWS_FOR_WEIGHTS } : {}),
      },
      createRandom(job.seed, STREAM),
      shouldStop,
    );
    const found = scouting && {
      unvisited: scouting.unvisited.map(({ share, draws }) => {
        const all = draws.map(valuesAt);
        const values = meanOf(all, model.names.length);
        return { share, values, ...(job.withDraws === true ? { draws: joined(all) } : {}) };
      }),
      symmetries: scouting.symmetries.map(({ symmetry, position }) => ({
        ...symmetry,
        values: valuesAt(position),
      })),
      gradients: scouting.gradients,
    };
    send({ kind: 'end', chain, found }, []);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    send({ kind: 'threw', chain, message, stack: error instanceof Error ? (error.stack ?? '') : '' }, []);
  }
}

function joined(draws: readonly Float64Array[]): Float64Array {
  const width = draws[0].length;
  const all = new Float64Array(draws.length * width);
  for (const [i, draw] of draws.entries()) all.set(draw, i * width);
  return all;
}

/** A resumed run has no positions of its earlier draws: its chains are continued for a few draws instead. */
function positionsOf(
  { positions, checkpoint }: ScoutedChain,
  { model, module, settings }: ScoutJob,
  shouldStop: () => boolean,
  instantiate: typeof instantiateModel,
): readonly Float64Array[] {
  // A short run that was not interrupted has no more than this.
  if (positions.length >= Math.min(FEWEST, settings.draws) || checkpoint === null) return positions;
  const { density } = instantiate(model, module);
  const made: Float64Array[] = [];
  const sink: ChainSink = {
    draw: (_, { position }) => void made.push(writtenPosition(density.centring, position)),
    shouldStop,
  };
  resumeChain(density, { ...settings, draws: checkpoint.done + MORE }, checkpoint, sink, { now: () => 0 });
  return made;
}
