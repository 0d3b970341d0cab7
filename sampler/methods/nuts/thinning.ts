/** Which transitions of a chain give kept draws, and what those in between leave behind. */
import { type DrawStats, drawStatsAt, newDrawStats, setDrawStats } from '../../draws/draw-statistics.ts';
import { noTransitions, type TransitionTally, withTransition } from '../../draws/transition-tally.ts';
import type { DrawnBlock } from './nuts.ts';

/** Transitions since the last kept draw. Plain JSON. */
export interface SinceKept {
  readonly transitions: number;
  readonly gradients: number;
  /** Summed. */
  readonly acceptance: number;
  readonly treeDepth: number;
  readonly divergent: number;
}

const none: SinceKept = { transitions: 0, gradients: 0, acceptance: 0, treeDepth: 0, divergent: 0 };

/** Keeps the last of every so many transitions. With 1 it keeps all and changes nothing. */
export class Thinning {
  since: SinceKept;
  tally: TransitionTally;
  readonly #every: number;
  readonly #maxTreeDepth: number;
  /** Of a block, one record for all draws. */
  readonly #stats = newDrawStats();

  constructor(every: number, maxTreeDepth: number, since: SinceKept = none, tally = noTransitions) {
    this.#every = every;
    this.#maxTreeDepth = maxTreeDepth;
    this.since = since;
    this.tally = tally;
  }

  /**
   * Whether this transition's draw is kept. Its statistics are then of all transitions that led to it: gradients
   * together, acceptance on average, the deepest tree, and whether any diverged; energy and density are its own.
   */
  keeps(stats: DrawStats): boolean {
    if (this.#every === 1) return true;
    const isCut = stats.treeDepth >= this.#maxTreeDepth;
    this.tally = withTransition(this.tally, stats.energy, stats.divergent !== 0, isCut);
    const since: SinceKept = {
      transitions: this.since.transitions + 1,
      gradients: this.since.gradients + stats.gradients,
      acceptance: this.since.acceptance + stats.acceptance,
      treeDepth: Math.max(this.since.treeDepth, stats.treeDepth),
      divergent: Math.max(this.since.divergent, stats.divergent),
    };
    if (since.transitions < this.#every) {
      this.since = since;
      return false;
    }
    this.since = none;
    stats.gradients = since.gradients;
    stats.acceptance = since.acceptance / since.transitions;
    stats.treeDepth = since.treeDepth;
    stats.divergent = since.divergent;
    return true;
  }

  /** The kept draws of a block, moved to its beginning. */
  thin(block: DrawnBlock): DrawnBlock {
    if (this.#every === 1) return block;
    const { draws, count } = block;
    const { dimension, positions, quantities, stats } = draws;
    const width = quantities === null ? 0 : quantities.length / draws.room;
    let kept = 0;
    for (let k = 0; k < count; k++) {
      drawStatsAt(stats, k, this.#stats);
      if (!this.keeps(this.#stats)) continue;
      setDrawStats(stats, kept, this.#stats);
      positions.copyWithin(kept * dimension, k * dimension, (k + 1) * dimension);
      quantities?.copyWithin(kept * width, k * width, (k + 1) * width);
      kept++;
    }
    return { ...block, count: kept };
  }
}
