/** The mass of the visited modes. */
import type { Density } from '../infer/density.ts';
import { exp, log } from '../math/elementary.ts';
import type { Random } from '../random.ts';
import { drawsFrom } from './confirm.ts';
import { massOfDraws } from './mass.ts';
import { modeAt, type Summit } from './mode.ts';

/** Relative error above which a bridge is unusable; Laplace's approximation is used instead. */
export const MOST_ERROR = 0.5;

interface VisitedMass {
  readonly logMass: number;
  readonly isBridge: boolean;
  /** Draws of a run started at an approximation, which may move to another mode. */
  readonly around?: readonly Float64Array[];
}

/** The run that estimates the mass around an approximation. */
const AROUND = { tune: 150, draws: 600 };

/** From a short run of NUTS, started at the draw of an approximation with the highest density. */
export function massAround(
  density: Density,
  visited: readonly Summit[],
  draws: readonly Float64Array[],
  random: Random,
): VisitedMass | null {
  const state = density.newState();
  const heights = draws.map((draw) => {
    state.position.set(draw);
    density.evaluate(state);
    return Number.isFinite(state.logDensity) ? state.logDensity : Number.NEGATIVE_INFINITY;
  });
  const best = draws[heights.indexOf(Math.max(...heights))];
  const around = drawsFrom(density, best, AROUND, random) ?? [];
  const mass = massOfVisited(density, visited, around, random);
  return mass && { ...mass, around };
}

/** From a bridge to the draws; where it fails, from Laplace's approximation of the visited modes. */
export function massOfVisited(
  density: Density,
  visited: readonly Summit[],
  draws: readonly Float64Array[],
  random: Random,
): VisitedMass | null {
  const bridge = massOfDraws(density, density.newState(), draws, random);
  if (bridge !== null && bridge.relativeError < MOST_ERROR)
    return { logMass: bridge.logIntegral, isBridge: true };
  const modes = visited.flatMap((summit) => modeAt(density, density.newState(), summit) ?? []);
  if (modes.length === 0) return null;
  const most = Math.max(...modes.map(({ logMass }) => logMass));
  return {
    logMass: most + log(modes.reduce((sum, { logMass }) => sum + exp(logMass - most), 0)),
    isBridge: false,
  };
}
