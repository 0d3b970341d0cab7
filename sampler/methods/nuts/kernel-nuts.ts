/**
 * NUTS inside a compiled model's memory: one WebAssembly call for a transition, or for a block of them, with the same
 * draws as `nuts.ts`.
 */
import type { State } from '../../infer/density.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import {
  ACCEPTANCE,
  DEPTH,
  DIVERGED_FROM,
  DIVERGED_INDEX,
  DIVERGED_TO,
  DIVERGING,
  DRAWS_OF_BLOCK,
  END,
  ENERGY,
  ENERGY_ERROR,
  INDEX,
  LARGEST_ERROR,
  LEAPFROGS,
  LEAPFROGS_OF_BLOCK,
  LOG_STEP,
  MAX_DEPTH,
  STOPPED,
  SYMMETRIC_ACCEPTANCE,
  TURNING,
} from '../../kernel/record.ts';
import { exp } from '../../math/elementary.ts';
import { newRandomCells, type Random } from '../../random.ts';
import type { LinearMetric } from './metric/linear-metric.ts';
import type { MetricDensity } from './metric/metric-density.ts';
import { putMetric } from './metric/metric-memory.ts';
import {
  type Blocks,
  type Divergence,
  type DrawnBlock,
  type Nuts,
  type NutsSettings,
  newTransition,
  type TrajectoryEnd,
  type TunedBlock,
  type TuningBlocks,
  type TuningPlan,
} from './nuts.ts';

const ends: Readonly<Record<number, TrajectoryEnd>> = {
  [TURNING]: 'turning',
  [DIVERGING]: 'diverging',
  [STOPPED]: 'stopped',
  [MAX_DEPTH]: 'max-depth',
};

const never = () => false;

export class KernelNuts implements Nuts {
  readonly last = newTransition();
  gradients = 0;
  treeDepthLimit: number;
  readonly blocks: Blocks | null;
  readonly tuning: TuningBlocks | null;
  readonly #density: MetricDensity;
  readonly #kernel: Kernel;
  readonly #settings: NutsSettings;
  readonly #shouldStop: () => boolean;
  /** JavaScript views of the states, by address. */
  readonly #states = new Map<number, State>();
  /** Address of the chain's point. */
  #current: number;
  /** The metric currently in the kernel's memory. */
  #metric: LinearMetric | null = null;

  constructor(density: MetricDensity, kernel: Kernel, settings: NutsSettings, shouldStop: () => boolean) {
    this.#density = density;
    this.#kernel = kernel;
    this.#settings = settings;
    this.treeDepthLimit = settings.maxTreeDepth;
    this.#shouldStop = shouldStop;
    this.#current = kernel.take();
    putMetric(kernel, density.dimension, null);
    this.blocks =
      kernel.block.room === 0
        ? null
        : { draw: (random, stepSize, most, isDue) => this.#drawBlock(random, stepSize, most, isDue) };
    this.tuning =
      kernel.tuning.room === 0
        ? null
        : {
            memory: kernel.tuning,
            draw: (random, plan, most, isDue) => this.#tuneBlock(random, plan, most, isDue),
          };
  }

  get state(): State {
    return this.#stateAt(this.#current);
  }

  transition(random: Random, stepSize: number): void {
    const kernel = this.#kernel;
    this.#enter(random, never);
    this.#current = kernel.transition(
      this.#current,
      stepSize,
      this.#depthLimit(),
      this.#settings.maxEnergyError,
    );
    this.#readRecord(stepSize);
    this.gradients += this.last.leapfrogs;
  }

  #drawBlock(random: Random, stepSize: number, most: number, isDue: () => boolean): DrawnBlock {
    const kernel = this.#kernel;
    this.#enter(random, isDue);
    this.#current = kernel.drawBlock(
      this.#current,
      stepSize,
      this.#depthLimit(),
      this.#settings.maxEnergyError,
      Math.min(most, kernel.block.room),
    );
    this.#readRecord(stepSize);
    const leapfrogs = kernel.integers[LEAPFROGS_OF_BLOCK];
    this.gradients += leapfrogs + (this.last.end === 'stopped' ? this.last.leapfrogs : 0);
    return { draws: kernel.block, count: kernel.integers[DRAWS_OF_BLOCK], leapfrogs };
  }

  #tuneBlock(random: Random, plan: TuningPlan, most: number, isDue: () => boolean): TunedBlock {
    const kernel = this.#kernel;
    const { tuning } = kernel;
    this.#enter(random, isDue);
    tuning.step.set(plan.step);
    const log = plan.isLogged ? tuning : null;
    this.#current = kernel.tuneBlock(
      this.#current,
      this.#depthLimit(),
      this.#settings.maxEnergyError,
      Math.min(most, plan.draws + 1, tuning.room),
      plan.mostError,
      plan.longer,
      plan.isSymmetric ? SYMMETRIC_ACCEPTANCE : ACCEPTANCE,
      plan.foreground?.byteOffset ?? 0,
      plan.background?.byteOffset ?? 0,
      plan.renewsMetric,
      plan.all?.byteOffset ?? 0,
      log?.positions.byteOffset ?? 0,
      log?.gradients.byteOffset ?? 0,
      log?.moved.byteOffset ?? 0,
    );
    plan.step.set(tuning.step);
    const stepSize = exp(plan.step[LOG_STEP]);
    this.#readRecord(stepSize);
    const leapfrogs = kernel.integers[LEAPFROGS_OF_BLOCK];
    this.gradients += leapfrogs + (this.last.end === 'stopped' ? this.last.leapfrogs : 0);
    return { count: kernel.integers[DRAWS_OF_BLOCK], leapfrogs, stepSize };
  }

  #depthLimit(): number {
    return Math.min(this.treeDepthLimit, this.#settings.maxTreeDepth);
  }

  #readRecord(stepSize: number): void {
    const { last } = this;
    const { integers, numbers } = this.#kernel;
    last.end = ends[integers[END]];
    last.depth = integers[DEPTH];
    last.leapfrogs = integers[LEAPFROGS];
    last.index = integers[INDEX];
    last.energy = numbers[ENERGY];
    last.acceptance = numbers[ACCEPTANCE];
    last.symmetricAcceptance = numbers[SYMMETRIC_ACCEPTANCE];
    last.largestError = numbers[LARGEST_ERROR];
    last.divergence = last.end === 'diverging' ? this.#divergence(stepSize) : null;
  }

  probe(random: Random, stepSize: number): number {
    this.#enter(random, never);
    this.gradients += 1;
    return this.#kernel.probe(this.#current, stepSize);
  }

  /** Copies the random stream, and a changed metric, into the kernel's memory. */
  #enter(random: Random, isDue: () => boolean): void {
    const kernel = this.#kernel;
    kernel.shouldStop = this.#shouldStop;
    kernel.isDue = isDue;
    if (random.cells !== kernel.cells) {
      if (kernel.random?.cells === kernel.cells) kernel.random.moveTo(newRandomCells());
      random.moveTo(kernel.cells);
      kernel.random = random;
    }
    const { metric } = this.#density;
    if (metric === this.#metric) return;
    putMetric(kernel, this.#density.dimension, metric);
    this.#metric = metric;
  }

  #divergence(stepSize: number): Divergence {
    const { integers, numbers } = this.#kernel;
    const from = this.#stateAt(integers[DIVERGED_FROM]);
    return {
      start: from.position.slice(),
      end: this.#stateAt(integers[DIVERGED_TO]).position.slice(),
      momentum: from.momentum.slice(),
      energyError: numbers[ENERGY_ERROR],
      stepSize,
      index: integers[DIVERGED_INDEX],
    };
  }

  #stateAt(address: number): State {
    const known = this.#states.get(address);
    if (known !== undefined) return known;
    const state = this.#kernel.stateAt(address);
    this.#states.set(address, state);
    return state;
  }
}
