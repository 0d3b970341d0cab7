/** A short run of NUTS from a mode: whether chains stay there, and the draws that its mass is told by. */
import type { Density, State } from '../infer/density.ts';
import { defaultChainSettings, runChain } from '../methods/nuts/chain.ts';
import type { Random } from '../random.ts';
import { ascend, isSameMode, type Mode } from './mode.ts';
import { spread } from './spread.ts';

/** Of the run that tells the mass; of a first one, which leaves what is no mode for a chain. */
const LONG = { tune: 150, draws: 300 };
const SHORT = { tune: 30, draws: 10 };
const MAX_TREE_DEPTH = 7;
/** Draws that must lead back to the mode. */
const RETURNING = 8;

/** A mode with a neighbour ten sds away is left by one run in ten, by the long steps that tuning begins with. */
const ATTEMPTS = 2;

/** The draws of a run that stays at a mode; null where runs leave it or could not start. */
export function drawsAt(
  density: Density,
  state: State,
  mode: Mode,
  random: Random,
): readonly Float64Array[] | null {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const draws = runAt(density, state, mode, random);
    if (draws !== null) return draws;
  }
  return null;
}

function runAt(density: Density, state: State, mode: Mode, random: Random): readonly Float64Array[] | null {
  const returns = (draw: Float64Array): boolean => {
    const summit = ascend(density, state, draw);
    return summit !== null && isSameMode(mode, summit);
  };
  const first = drawsFrom(density, mode.position, SHORT, random)?.at(-1);
  if (first === undefined || !returns(first)) return null;
  const draws = drawsFrom(density, mode.position, LONG, random);
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
  // Nothing of the result depends on the time.
  const outcome = runChain(density, settings, random, sink, { now: () => 0 });
  return outcome.kind === 'done' ? draws : null;
}
