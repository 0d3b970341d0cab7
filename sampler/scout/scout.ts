/**
 * Searches for modes that no chain visited, which agreement of the chains cannot exclude. Ascents run from points
 * far around each chain; where one ends at a mode that no draw leads to, a short run of NUTS confirms it and bridge
 * sampling estimates its share of the mass. The draws of an approximation are treated like chains.
 */
import type { Density } from '../infer/density.ts';
import { meanOf } from '../infer/gaussian.ts';
import { exp, log } from '../math/elementary.ts';
import type { Random } from '../random.ts';
import { DRAWS_FOR_MASS, drawsAt } from './confirm.ts';
import { farPoint } from './far-points.ts';
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
import { standardise } from './standardised.ts';
import { type Symmetry, symmetryBetween } from './symmetry.ts';
import { MOST_ERROR, massAround, massOfVisited } from './visited-mass.ts';

interface Scouting {
  /** Largest share first. */
  readonly unvisited: readonly UnvisitedMode[];
  readonly symmetries: readonly MirroredMode[];
  readonly gradients: number;
}

interface UnvisitedMode {
  /** Share of the mass of all modes found. */
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
  /** Gradient evaluations for ascents; confirming runs are not counted. */
  readonly budget: number;
  /** The draws come from an approximation: they show where its modes are, but not their mass. */
  readonly areApproximate?: boolean;
  /** Unconstrained positions that ascents start from beside far points; NaN where a chain's mean stands in. */
  readonly starts?: readonly Float64Array[];
  /** Draws of each run that confirms a mode. */
  readonly draws?: number;
  /** Unconstrained coordinates that belong to simplexes. */
  readonly simplexes?: readonly SimplexBlock[];
}

/** Draws of each chain whose ascents find the visited modes. */
const OWN_ASCENTS = 5;
/** Ascents from far points, of each chain. */
const FAR_ASCENTS = 40;
/** In more dimensions the Hessian is too dear. */
export const MOST_DIMENSIONS = 500;
/** Shares below this are not reported. */
const LEAST_SHARE = 0.01;
/** Error allowed to Laplace's approximation, in log mass, before it rules a mode out. */
const LAPLACE_SLACK = 4;
/** Summits whose mass is estimated, the highest first. */
const MOST_CANDIDATES = 16;
/** Modes confirmed by runs, at most. */
const MOST_CONFIRMED = 4;

/**
 * @param chains unconstrained positions of kept draws, or of parts of an approximation's draws.
 * @returns null where the search is not possible: too many dimensions, too few draws, or no mass to compare with.
 */
export function scout(
  model: Density,
  chains: readonly (readonly Float64Array[])[],
  {
    budget,
    areApproximate = false,
    simplexes = [],
    starts = [],
    draws: wanted = DRAWS_FOR_MASS,
  }: ScoutSettings,
  random: Random,
  shouldStop: () => boolean,
): Scouting | null {
  const n = model.dimension;
  if (n === 0 || n > MOST_DIMENSIONS || chains.some((draws) => draws.length < 2)) return null;
  const standardised = standardise(model, chains, shouldStop);
  const { density } = standardised;
  const state = density.newState();
  const found = (symmetries: readonly MirroredMode[], unvisited: readonly UnvisitedMode[]): Scouting => ({
    unvisited,
    symmetries,
    gradients: standardised.gradients(),
  });

  const ownOf = standardised.chains.map((draws) => spread(draws, OWN_ASCENTS));
  const own = Array.from({ length: OWN_ASCENTS }, (_, k) =>
    ownOf.flatMap((draws) => draws.slice(k, k + 1)),
  ).flat();
  const visited = distinct(
    own.flatMap((draw) => {
      // Half of the budget is left to the far points, even where every ascent is long.
      const isSpent = standardised.gradients() > budget / 2;
      return isSpent ? [] : (ascend(density, state, draw) ?? []);
    }),
  );

  const summits: Summit[] = [];
  const means = standardised.chains.map((draws) => meanOf(draws, n));
  for (const from of startingPoints(means, starts.map(standardised.standardise), random)) {
    if (standardised.gradients() >= budget) break;
    const summit = ascend(density, state, from);
    if (summit === null) continue;
    if (![...visited, ...summits].some((other) => isSameSummit(other, summit))) summits.push(summit);
  }
  if (summits.length === 0) return found([], []);

  const draws = standardised.chains.flat();
  const visitedMass = areApproximate
    ? massAround(density, visited, own, random)
    : massOfVisited(density, visited, draws, random);
  if (visitedMass === null) return null;
  const candidates = summits
    .toSorted((a, b) => b.logDensity - a.logDensity)
    .slice(0, MOST_CANDIDATES)
    .flatMap((summit) => modeAt(density, state, summit) ?? [])
    .filter((mode) => mode.logMass > visitedMass.logMass + log(LEAST_SHARE) - LAPLACE_SLACK)
    .toSorted((a, b) => b.logMass - a.logMass);

  const symmetries: MirroredMode[] = [];
  let isApproximationLeft = false;
  const unvisited: {
    readonly mode: Mode;
    readonly draws: readonly Float64Array[];
    readonly logMass: number;
  }[] = [];
  const modelState = model.newState();
  const drawsInModel = draws.map(standardised.toUnconstrained);
  const inModel = (summit: Summit): Summit => ({
    ...summit,
    position: standardised.toUnconstrained(summit.position),
  });
  for (const mode of candidates) {
    if (unvisited.length >= MOST_CONFIRMED) break;
    const others = [...visited, ...unvisited.map((other) => other.mode)];
    if (others.some((other) => isSameMode(mode, other) || !isDipBetween(density, state, mode, other)))
      continue;
    // Enough draws within it: the mode was visited, if rarely.
    const isIn = (draw: Float64Array) => squaredDistance(mode, draw) < n + 3 * Math.sqrt(2 * n);
    if (draws.filter(isIn).length > LEAST_SHARE * draws.length) continue;
    const symmetry = firstOf(visited, (summit) =>
      symmetryBetween(model, modelState, inModel(summit), inModel(mode), drawsInModel, simplexes),
    );
    if (symmetry !== null) {
      symmetries.push({ symmetry, position: standardised.toUnconstrained(mode.position) });
      continue;
    }
    const confirmed = drawsAt(density, state, mode, wanted, random);
    if (confirmed === null) continue;
    const bridge = visitedMass.isBridge ? massOfMode(density, state, confirmed, mode, random) : null;
    const isSharp = bridge !== null && bridge.relativeError < MOST_ERROR;
    unvisited.push({ mode, draws: confirmed, logMass: isSharp ? bridge.logIntegral : mode.logMass });
    // A run from the approximation ended here, so the mass at the approximation is negligible.
    isApproximationLeft ||=
      visitedMass.around !== undefined &&
      visitedMass.around.filter(isIn).length > visitedMass.around.length / 2;
  }
  const all = [
    isApproximationLeft ? Number.NEGATIVE_INFINITY : visitedMass.logMass,
    ...unvisited.map(({ logMass }) => logMass),
  ];
  const most = Math.max(...all);
  const total = all.reduce((sum, logMass) => sum + exp(logMass - most), 0);
  const shares = unvisited
    .map((found) => ({
      share: exp(found.logMass - most) / total,
      draws: found.draws.map(standardised.toUnconstrained),
    }))
    .filter(({ share }) => share > LEAST_SHARE)
    .toSorted((a, b) => b.share - a.share);
  return found(symmetries, shares);
}

/** Points far around each mean, and after those of each turn one of `starts`. */
function* startingPoints(
  means: readonly Float64Array[],
  starts: readonly Float64Array[],
  random: Random,
): Generator<Float64Array> {
  for (let turn = 0; turn < FAR_ASCENTS; turn++) {
    for (const mean of means) yield farPoint(mean, turn, random);
    const mean = means[turn % means.length];
    if (turn < starts.length) yield starts[turn].map((x, i) => (Number.isNaN(x) ? mean[i] : x));
  }
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
