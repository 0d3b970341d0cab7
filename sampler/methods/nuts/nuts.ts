/**
 * One transition of the No-U-Turn sampler (Hoffman and Gelman 2014) in its multinomial form with the
 * generalised U-turn criterion (Betancourt 2017): the trajectory doubles forwards or backwards in time
 * until it turns; points are drawn uniformly by weight within a doubling and with a bias towards the
 * newer half between doublings. The criterion is checked on every subtree and across each join.
 */

import { methods } from '../../../grammar/methods/index.ts';
import { defaultsOf } from '../../../grammar/methods/setting.ts';
import type { Density, State } from '../../infer/density.ts';
import type { BlockOfDraws, TuningMemory } from '../../kernel/kernel.ts';
import { exp } from '../../math/elementary.ts';
import type { Random } from '../../random.ts';
import { createNodePool, type Node, type NodePool } from './node-pool.ts';
import { align, type Weight, weigh } from './trajectory-weight.ts';

export interface NutsSettings {
  /** Doublings at most; 2^maxTreeDepth − 1 gradients at most. */
  readonly maxTreeDepth: number;
  /** An energy error above this ends the trajectory as a divergence. */
  readonly maxEnergyError: number;
}

export const defaultNutsSettings: NutsSettings = {
  maxTreeDepth: defaultsOf(methods.nuts.settings).max_treedepth,
  maxEnergyError: 1000,
};

/** A leapfrog step whose energy error was too large or whose density failed: data for plots and advice. */
export interface Divergence {
  /** Unconstrained positions before and after the step. `end` may hold NaN or ±∞. */
  readonly start: Float64Array;
  readonly end: Float64Array;
  /** Momentum before the step. */
  readonly momentum: Float64Array;
  /** Energy at `end` minus energy at the trajectory's origin; NaN or ±∞ where the density failed. */
  readonly energyError: number;
  readonly stepSize: number;
  /** Signed number of leapfrog steps from the trajectory's origin to `end`. */
  readonly index: number;
}

/** Why a trajectory ended. */
export type TrajectoryEnd = 'turning' | 'diverging' | 'max-depth' | 'stopped';

/** Outcome of doubling a trajectory, or of building one half of a doubling. */
type Extension = 'complete' | 'turning' | 'diverging' | 'stopped';

/** Description of the last transition. One record, overwritten by the next transition. */
interface Transition {
  end: TrajectoryEnd;
  /** Doublings that were kept. */
  depth: number;
  /** Leapfrog steps, each one gradient. */
  leapfrogs: number;
  /** Energy of the chosen point with the momentum it was reached with. */
  energy: number;
  /** Signed number of leapfrog steps from the origin to the chosen point; 0 where the chain did not move. */
  index: number;
  /** Mean over the trajectory of min(1, r), r = exp(energy at origin − energy): Stan's accept_stat. */
  acceptance: number;
  /** Mean over the trajectory of 2·min(1, r)/(1 + r). */
  symmetricAcceptance: number;
  /** The largest energy error of a step that did not diverge; 0 where energy only fell. */
  largestError: number;
  divergence: Divergence | null;
}

/** A stretch of trajectory; `first` is the end nearer to the origin. Each field holds its node. */
interface Subtree {
  first: Node;
  last: Node;
  chosen: Node;
  readonly weight: Weight;
}

export interface Nuts {
  readonly last: Transition;
  /** Gradients computed by transitions and probes so far. */
  readonly gradients: number;
  /** Limit of doublings for the next transitions; only matters below `maxTreeDepth`. */
  treeDepthLimit: number;
  /** The chain's current point. Its position may be written, followed by `density.evaluate`. */
  readonly state: State;
  /** Moves `state` by one transition with leapfrog steps of `stepSize` and describes it in `last`. */
  transition(random: Random, stepSize: number): void;
  /** Acceptance min(1, r) of a single leapfrog step from `state` under a fresh momentum; 0 on failure. */
  probe(random: Random, stepSize: number): number;
  /** Null where transitions are made one at a time. */
  readonly blocks: Blocks | null;
  /** Null where tuning makes transitions one at a time. */
  readonly tuning: TuningBlocks | null;
}

/** Many transitions in one call, with the draws of as many calls. */
export interface Blocks {
  /**
   * `most` transitions, or fewer: a block ends where the chain is stopped, with a trajectory that diverged, and with
   * the first after which `isDue`. `last` is the last of them.
   */
  draw(random: Random, stepSize: number, most: number, isDue: () => boolean): DrawnBlock;
}

/** Overwritten by the next block. */
export interface DrawnBlock {
  readonly draws: BlockOfDraws;
  readonly count: number;
  /** Leapfrog steps of its draws: those of a trajectory that was stopped are in `last` alone. */
  readonly leapfrogs: number;
}

/** Many transitions of tuning in one call, which learns in between what `adapt/` would. */
export interface TuningBlocks {
  readonly memory: TuningMemory;
  /**
   * Up to `most` transitions, at the step sizes of the plan, which also says what is learned from all but the last; a
   * block ends early where the chain is stopped, with a trajectory that diverged or had too large an energy error, and
   * with the first after which `isDue`. `last` is the last of them.
   */
  draw(random: Random, plan: TuningPlan, most: number, isDue: () => boolean): TunedBlock;
}

/** What is learned from tuning draws that need no decision. One record, overwritten by the next plan. */
export interface TuningPlan {
  /** Draws to learn from like this, at most: the one after them may need a decision. */
  draws: number;
  /** Numbers of the step size's dual averaging, which goes on… */
  readonly step: Float64Array;
  /** …with the symmetric acceptance of a transition, or the plain one. */
  isSymmetric: boolean;
  /** A larger energy error needs a decision, unless the step was more than `longer` times that found so far. */
  readonly mostError: number;
  readonly longer: number;
  /** Windows of the draws that moved; null where nothing is added. */
  foreground: Float64Array | null;
  background: Float64Array | null;
  /** Whether the foreground's diagonal metric is written after each draw. */
  renewsMetric: boolean;
  /** A window of all draws, with their log density and leapfrog steps. */
  all: Float64Array | null;
  /** Whether draws and gradients are wanted afterwards, in the memory's log. */
  isLogged: boolean;
}

/** Learns the step size alone. */
export function newPlan(step: Float64Array, mostError: number, longer: number): TuningPlan {
  return {
    draws: 0,
    step,
    isSymmetric: false,
    mostError,
    longer,
    foreground: null,
    background: null,
    renewsMetric: false,
    all: null,
    isLogged: false,
  };
}

export interface TunedBlock {
  /** Transitions, but for one that was stopped. */
  readonly count: number;
  /** Leapfrog steps of these. */
  readonly leapfrogs: number;
  /** Of the last transition. */
  readonly stepSize: number;
}

export function newTransition(): Transition {
  return {
    end: 'turning',
    depth: 0,
    leapfrogs: 0,
    energy: 0,
    index: 0,
    acceptance: 0,
    symmetricAcceptance: 0,
    largestError: 0,
    divergence: null,
  };
}

/** NUTS for any density; `kernel-nuts.ts` gives the same draws for compiled models. */
export class ReferenceNuts implements Nuts {
  readonly last = newTransition();
  readonly blocks = null;
  readonly tuning = null;
  gradients = 0;
  treeDepthLimit: number;
  readonly #density: Density;
  readonly #settings: NutsSettings;
  readonly #shouldStop: () => boolean;
  readonly #pool: NodePool;
  /** One subtree to write into for each depth of recursion. */
  readonly #scratch: Subtree[];
  #current: Node;
  #originEnergy = 0;
  #signedStep = 0;
  #acceptanceSum = 0;
  #symmetricSum = 0;

  /** @param shouldStop polled before each leapfrog step; true ends the trajectory and leaves the chain at its point. */
  constructor(density: Density, settings: NutsSettings, shouldStop: () => boolean = () => false) {
    this.#density = density;
    this.#settings = settings;
    this.#shouldStop = shouldStop;
    this.treeDepthLimit = settings.maxTreeDepth;
    this.#pool = createNodePool(density);
    this.#current = this.#pool.take();
    this.#current.holders = 1;
    const none = this.#current;
    this.#scratch = Array.from({ length: settings.maxTreeDepth + 1 }, () => ({
      first: none,
      last: none,
      chosen: none,
      weight: { sum: 0, offset: 0 },
    }));
  }

  get state(): State {
    return this.#current.state;
  }

  transition(random: Random, stepSize: number): void {
    const { last } = this;
    const origin = this.#current;
    this.#begin(origin, random);
    this.#acceptanceSum = 0;
    this.#symmetricSum = 0;
    last.leapfrogs = 0;
    last.depth = 0;
    last.largestError = 0;
    last.divergence = null;
    last.end = 'max-depth';

    let left = origin;
    let right = origin;
    let chosen = origin;
    // As left end, right end, chosen point, and as the point to return to where the trajectory is stopped.
    origin.holders = 4;
    const weight = { sum: 1, offset: 0 };
    const grown = this.#scratch[this.#settings.maxTreeDepth];
    const limit = Math.min(this.treeDepthLimit, this.#settings.maxTreeDepth);
    while (last.depth < limit) {
      const forward = random.next() < 0.5;
      this.#signedStep = forward ? stepSize : -stepSize;
      const extension = this.#extend(last.depth, forward ? right : left, random, grown);
      if (extension !== 'complete') {
        last.end = extension;
        break;
      }
      last.depth += 1;

      align(weight, grown.weight);
      const added = grown.weight.sum;
      if (added >= weight.sum || random.next() * weight.sum < added) {
        this.#pool.release(chosen);
        chosen = grown.chosen;
      } else {
        this.#pool.release(grown.chosen);
      }
      weight.sum += added;

      const turned = forward
        ? this.#turningJoin(left, right, grown.first, grown.last)
        : this.#turningJoin(grown.last, grown.first, left, right);
      this.#pool.release(grown.first);
      if (forward) {
        this.#pool.release(right);
        right = grown.last;
      } else {
        this.#pool.release(left);
        left = grown.last;
      }
      if (turned) {
        last.end = 'turning';
        break;
      }
    }
    this.#pool.release(left);
    this.#pool.release(right);
    // A stopped trajectory is not a transition: the chain stays at its origin.
    const next = last.end === 'stopped' ? origin : chosen;
    this.#pool.release(next === origin ? chosen : origin);
    this.#current = next;
    last.energy = next.energy;
    last.index = next.index;
    last.acceptance = last.leapfrogs > 0 ? this.#acceptanceSum / last.leapfrogs : 1;
    last.symmetricAcceptance = last.leapfrogs > 0 ? this.#symmetricSum / last.leapfrogs : 1;
  }

  probe(random: Random, stepSize: number): number {
    const origin = this.#current;
    this.#begin(origin, random);
    const node = this.#pool.take();
    node.holders = 1;
    this.gradients += 1;
    const kinetic = this.#density.leapfrog(origin.state, node.state, stepSize);
    const error = kinetic - node.state.logDensity - this.#originEnergy;
    this.#pool.release(node);
    if (!Number.isFinite(error)) return 0;
    return error <= 0 ? 1 : exp(-error);
  }

  /** Draws the momentum from N(0, M) and makes `origin` the origin of a trajectory. */
  #begin(origin: Node, random: Random): void {
    const { inverseMass } = this.#density;
    const { momentum, momentumSum } = origin.state;
    let twice = 0;
    for (let i = 0; i < inverseMass.length; i++) {
      const z = random.normal();
      const p = z / Math.sqrt(inverseMass[i]);
      momentum[i] = p;
      twice += inverseMass[i] * p * p;
    }
    momentumSum.set(momentum);
    origin.energy = 0.5 * twice - origin.state.logDensity;
    origin.index = 0;
    this.#originEnergy = origin.energy;
  }

  /**
   * Builds 2^level points after `from`, `from` excluded, into `into`. Where the outcome is not 'complete', no node
   * is held and the contents of `into` are undefined.
   */
  #extend(level: number, from: Node, random: Random, into: Subtree): Extension {
    if (level === 0) return this.#step(from, into);
    const firstHalf = this.#extend(level - 1, from, random, into);
    if (firstHalf !== 'complete') return firstHalf;
    const second = this.#scratch[level - 1];
    const secondHalf = this.#extend(level - 1, into.last, random, second);
    if (secondHalf !== 'complete') {
      this.#release(into);
      return secondHalf;
    }

    const turned =
      this.#signedStep > 0
        ? this.#turningJoin(into.first, into.last, second.first, second.last)
        : this.#turningJoin(second.last, second.first, into.last, into.first);
    if (turned) {
      this.#release(into);
      this.#release(second);
      return 'turning';
    }
    align(into.weight, second.weight);
    const sum = into.weight.sum + second.weight.sum;
    if (random.next() * sum < second.weight.sum) {
      this.#pool.release(into.chosen);
      into.chosen = second.chosen;
    } else {
      this.#pool.release(second.chosen);
    }
    this.#pool.release(into.last);
    this.#pool.release(second.first);
    into.last = second.last;
    into.weight.sum = sum;
    return 'complete';
  }

  /** One leapfrog step from `from`: a subtree of a single point. */
  #step(from: Node, into: Subtree): Extension {
    if (this.#shouldStop()) return 'stopped';
    const node = this.#pool.take();
    const { state } = node;
    const signedStep = this.#signedStep;
    const kinetic = this.#density.leapfrog(from.state, state, signedStep);
    this.gradients += 1;
    this.last.leapfrogs += 1;
    node.index = signedStep > 0 ? from.index + 1 : from.index - 1;
    node.energy = kinetic - state.logDensity;
    const error = node.energy - this.#originEnergy;

    if (!(error <= this.#settings.maxEnergyError) || error === Number.NEGATIVE_INFINITY) {
      this.last.divergence = {
        start: from.state.position.slice(),
        end: state.position.slice(),
        momentum: from.state.momentum.slice(),
        energyError: error,
        stepSize: Math.abs(signedStep),
        index: node.index,
      };
      node.holders = 1;
      this.#pool.release(node);
      return 'diverging';
    }
    const r = exp(-error);
    if (error <= 0) {
      this.#acceptanceSum += 1;
      this.#symmetricSum += 2 / (1 + r);
    } else {
      this.last.largestError = Math.max(this.last.largestError, error);
      this.#acceptanceSum += r;
      this.#symmetricSum += (2 * r) / (1 + r);
    }
    node.holders = 3;
    into.first = node;
    into.last = node;
    into.chosen = node;
    weigh(into.weight, error, r);
    return 'complete';
  }

  /**
   * Whether the union of two neighbouring stretches, `early` before `late` in time, turns: over its
   * whole length, or from either stretch up to the nearest point of the other. The last two catch a
   * trajectory that has gone once round a near-Gaussian target between the ends.
   */
  #turningJoin(earlyStart: Node, earlyEnd: Node, lateStart: Node, lateEnd: Node): boolean {
    const density = this.#density;
    return (
      density.turning(earlyStart.state, lateEnd.state) ||
      (lateStart !== lateEnd && density.turning(earlyStart.state, lateStart.state)) ||
      (earlyStart !== earlyEnd && density.turning(earlyEnd.state, lateEnd.state))
    );
  }

  #release(subtree: Subtree): void {
    this.#pool.release(subtree.first);
    this.#pool.release(subtree.last);
    this.#pool.release(subtree.chosen);
  }
}
