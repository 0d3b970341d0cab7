/** Confirms a mode by a short run of NUTS: whether chains stay there, and draws from which to estimate its mass. */
import type { Density, State } from '../infer/density.ts';
import { defaultChainSettings, runChain } from '../methods/nuts/chain.ts';
import type { Random } from '../random.ts';
import { ascend, isSameMode, type Mode } from './mode.ts';
import { spread } from './spread.ts';

/** The run whose draws estimate the mass, and a cheaper one before it that rejects modes chains do not stay at. */
const LONG_TUNE = 150;
/** Enough for an estimate of the mass. */
export const DRAWS_FOR_MASS = 300;
const SHORT = { tune: 30, draws: 10 };
const MAX_TREE_DEPTH = 7;
/** Draws of the long run whose ascents must end at the mode. */
const RETURNING = 8;

/** The long steps at the start of tuning make one run in ten leave a mode with a neighbour ten sds away. */
const ATTEMPTS = 2;

/** The `count` draws of a run that stays at a mode; null where runs leave it or could not start. */
export function drawsAt(
  density: Density,
  state: State,
  mode: Mode,
  count: number,
  random: Random,
): readonly Float64Array[] | null {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const draws = runAt(density, state, mode, count, random);
    if (draws !== null) return draws;
  }
  return null;
}

function runAt(
  density: Density,
  state: State,
  mode: Mode,
  count: number,
  random: Random,
): readonly Float64Array[] | null {
  const returns = (draw: Float64Array): boolean => {
    const summit = ascend(density, state, draw);
    return summit !== null && isSameMode(mode, summit);
  };
  const first = drawsFrom(density, mode.position, SHORT, random)?.at(-1);
  if (first === undefined || !returns(first)) return null;
  const draws = drawsFrom(density, mode.position, { tune: LONG_TUNE, draws: count }, random);
  return draws !== null && spread(draws.slice(draws.length >> 1), RETURNING).every(returns) ? draws : null;
}

/** A short run of NUTS; null where it could not start. */
export function drawsFrom(
  density: Density,
  from: Float64Array,
  length: { readonly tune: number; readonly draws: number },
  random: Random,
): readonly Float64Array[] | null {
  const draws: Float64Array[] = [];
  const settings = {
    ...defaultChainSettings,
    ...length,
    maxTreeDepth: MAX_TREE_DEPTH,
    metric: 'diag_grad',
    centring: 'centred',
    initialPosition: from,
  } as const;
  const sink = {
    draw: (_: number, { position }: { position: Float64Array }) => void draws.push(position.slice()),
  };
  // The clock is only for reported times, which are not read here.
  const outcome = runChain(density, settings, random, sink, { now: () => 0 });
  return outcome.kind === 'done' ? draws : null;
}
