/**
 * Looks for modes that no chain visited. Chains that agree say nothing of what none of them saw: from far around
 * each chain ascents are run, and where one ends at a mode that no draw leads to, a short run of NUTS confirms
 * it and bridge sampling tells its share of the mass. The draws of an approximation are looked at like chains.
 */
import type { Density } from '../infer/density.ts';
import { exp, log } from '../math/elementary.ts';
import type { Random } from '../random.ts';
import { drawsAt } from './confirm.ts';
import { farPoint } from './far-points.ts';
import { landmarksOf, meanOf } from './landmarks.ts';
import { massOfMode } from './mass.ts';
import {
  ascend,
  isDipBetween,
  isSameMode,
  isSameSummit,
  type Mode,
  modeAt,
  type Summit,
  squaredDistance,
} from './mode.ts';
import type { SimplexBlock } from './simplex-coordinates.ts';
import { spread } from './spread.ts';
import { type Symmetry, symmetryBetween } from './symmetry.ts';
import { MOST_ERROR, massAround, massOfVisited } from './visited-mass.ts';

interface Scouting {
  /** Largest share first. */
  readonly unvisited: readonly UnvisitedMode[];
  readonly symmetries: readonly MirroredMode[];
  readonly gradients: number;
}

interface UnvisitedMode {
  /** Of all the mass that is known. */
  readonly share: number;
  /** Unconstrained draws of the confirming run. */
  readonly draws: readonly Float64Array[];
}

interface MirroredMode {
  readonly symmetry: Symmetry;
  /** Unconstrained. */
  readonly position: Float64Array;
}

interface ScoutSettings {
  /** Evaluations for ascents; what confirms a mode comes on top. */
  readonly budget: number;
  /** The draws are of an approximation: where they are is known by them, not how much mass is there. */
  readonly areApproximate?: boolean;
  /** Unconstrained coordinates that belong to simplexes. */
  readonly simplexes?: readonly SimplexBlock[];
}

/** Draws of each chain whose ascents tell which modes were visited. */
const OWN_ASCENTS = 5;
/** Ascents from far points, of each chain. */
const FAR_ASCENTS = 40;
/** The Hessian of more dimensions costs more than it tells. */
const MOST_DIMENSIONS = 500;
/** Shares below this are not reported. */
const LEAST_SHARE = 0.01;
/** Laplace's approximation may be wrong by so much (in log mass) before a mode is discarded by it. */
const LAPLACE_SLACK = 4;
/** Summits whose mass is told, the highest first. */
const MOST_CANDIDATES = 16;
/** Modes that are confirmed. */
const MOST_CONFIRMED = 4;

/**
 * @param chains unconstrained positions of kept draws, or of parts of an approximation's draws.
 * @returns null where nothing can be said: too many dimensions, too few draws, or no mass to compare with.
 */
export function scout(
  model: Density,
  chains: readonly (readonly Float64Array[])[],
  { budget, areApproximate = false, simplexes = [] }: ScoutSettings,
  random: Random,
  shouldStop: () => boolean,
): Scouting | null {
  const n = model.dimension;
  if (n === 0 || n > MOST_DIMENSIONS || chains.some((draws) => draws.length < 2)) return null;
  const marks = landmarksOf(model, chains, shouldStop);
  const { density } = marks;
  const state = density.newState();
  const found = (symmetries: readonly MirroredMode[], unvisited: readonly UnvisitedMode[]): Scouting => ({
    unvisited,
    symmetries,
    gradients: marks.gradients(),
  });

  const ownOf = marks.chains.map((draws) => spread(draws, OWN_ASCENTS));
  const own = Array.from({ length: OWN_ASCENTS }, (_, k) =>
    ownOf.flatMap((draws) => draws.slice(k, k + 1)),
  ).flat();
  const visited = distinct(
    own.flatMap((draw) => {
      // Where every ascent is long the budget is for fewer of them.
      const isSpent = marks.gradients() > budget / 2;
      return isSpent ? [] : (ascend(density, state, draw) ?? []);
    }),
  );

  const summits: Summit[] = [];
  const means = marks.chains.map((draws) => meanOf(draws, n));
  for (let turn = 0; turn < FAR_ASCENTS * means.length; turn++) {
    if (marks.gradients() >= budget) break;
    const from = farPoint(means[turn % means.length], Math.floor(turn / means.length), random);
    const summit = ascend(density, state, from);
    if (summit === null) continue;
    if (![...visited, ...summits].some((other) => isSameSummit(other, summit))) summits.push(summit);
  }
  if (summits.length === 0) return found([], []);

  const draws = marks.chains.flat();
  const whole = areApproximate
    ? massAround(density, visited, own, random)
    : massOfVisited(density, visited, draws, random);
  if (whole === null) return null;
  const candidates = summits
    .toSorted((a, b) => b.logDensity - a.logDensity)
    .slice(0, MOST_CANDIDATES)
    .flatMap((summit) => modeAt(density, state, summit) ?? [])
    .filter((mode) => mode.logMass > whole.logMass + log(LEAST_SHARE) - LAPLACE_SLACK)
    .toSorted((a, b) => b.logMass - a.logMass);

  const symmetries: MirroredMode[] = [];
  let isLeft = false;
  const unvisited: {
    readonly mode: Mode;
    readonly draws: readonly Float64Array[];
    readonly logMass: number;
  }[] = [];
  const modelState = model.newState();
  const drawsInModel = draws.map(marks.toUnconstrained);
  const inModel = (summit: Summit): Summit => ({
    ...summit,
    position: marks.toUnconstrained(summit.position),
  });
  for (const mode of candidates) {
    if (unvisited.length >= MOST_CONFIRMED) break;
    const others = [...visited, ...unvisited.map((other) => other.mode)];
    if (others.some((other) => isSameMode(mode, other) || !isDipBetween(density, state, mode, other)))
      continue;
    // Draws in it at the rate of its mass: it was visited, if rarely.
    const isIn = (draw: Float64Array) => squaredDistance(mode, draw) < n + 3 * Math.sqrt(2 * n);
    if (draws.filter(isIn).length > LEAST_SHARE * draws.length) continue;
    const symmetry = firstOf(visited, (summit) =>
      symmetryBetween(model, modelState, inModel(summit), inModel(mode), drawsInModel, simplexes),
    );
    if (symmetry !== null) {
      symmetries.push({ symmetry, position: marks.toUnconstrained(mode.position) });
      continue;
    }
    const confirmed = drawsAt(density, state, mode, random);
    if (confirmed === null) continue;
    const bridge = whole.isBridge ? massOfMode(density, state, confirmed, mode, random) : null;
    const isSharp = bridge !== null && bridge.relativeError < MOST_ERROR;
    unvisited.push({ mode, draws: confirmed, logMass: isSharp ? bridge.logIntegral : mode.logMass });
    // Where the approximation lies there is so little mass that a run from there ends here.
    isLeft ||= whole.around !== undefined && whole.around.filter(isIn).length > whole.around.length / 2;
  }
  const all = [isLeft ? Number.NEGATIVE_INFINITY : whole.logMass, ...unvisited.map(({ logMass }) => logMass)];
  const most = Math.max(...all);
  const total = all.reduce((sum, logMass) => sum + exp(logMass - most), 0);
  const shares = unvisited
    .map((found) => ({
      share: exp(found.logMass - most) / total,
      draws: found.draws.map(marks.toUnconstrained),
    }))
    .filter(({ share }) => share > LEAST_SHARE)
    .toSorted((a, b) => b.share - a.share);
  return found(symmetries, shares);
}

function distinct(summits: readonly Summit[]): readonly Summit[] {
  return summits.filter((summit, i) => !summits.slice(0, i).some((other) => isSameSummit(other, summit)));
}

function firstOf<T, R>(items: readonly T[], find: (item: T) => R | null): R | null {
  for (const item of items) {
    const found = find(item);
    if (found !== null) return found;
  }
  return null;
}
