/** Chains stuck away from the others: nearly every draw diverged, or the density there is far lower. */
import { wideEffects } from '../../../grammar/checks/coefficient-scale.ts';
import { listed } from '../../report/listed.ts';
import { mean, variance } from '../../stats/moments.ts';
import { rHat } from '../r-hat.ts';
import {
  anyOfSampling,
  baseName,
  type Cause,
  drawsOf,
  type FailedRun,
  lineAt,
  quantileOf,
  short,
} from './cause.ts';

/** Share of divergent draws that marks a chain as stuck. */
const ALL_BUT = 0.9;
/** A step size below this fraction of the other chains' is tiny. */
const TINY = 1e-4;
/** R-hat of the remaining chains below which they agree; looser than the limit, since there are fewer of them. */
const AGREEING = 1.05;

/** Distance in standard deviations above which two places count as different. */
const FAR_APART = 3;
/** A log density lower by this much means negligible mass. */
const FAR_BELOW = 20;

interface ChainState {
  readonly chain: number;
  readonly diverged: number;
  /** Share of its trajectories that were cut off by the tree depth. */
  readonly cutOff: number;
  readonly stepSize: number;
  readonly medianLp: number;
  /** Between the quartiles. */
  readonly spreadLp: number;
}

export function stuckChains(run: FailedRun): readonly Cause[] {
  const { chains } = run.draws;
  if (chains < 2 || run.draws.drawsPerChain < 2) return [];
  const states = Array.from({ length: chains }, (_, chain) => stateOf(run, chain));
  const stuck = states.filter((state) => isStuck(state, states));
  // If all chains are stuck there are no others to compare with.
  if (stuck.length === 0 || stuck.length === chains) return [];
  const others = states.filter((state) => !stuck.includes(state));
  const agree = others.length > 1 && othersAgree(run, others);
  const where = `${stuck.length === 1 ? 'Chain' : 'Chains'} ${listed(
    stuck.map(({ chain }) => String(chain + 1)),
    8,
  )}`;
  const verb = stuck.length === 1 ? 'is' : 'are';
  const apart = furthestApart(run, stuck, others);
  const [effect] = wideEffects(run.analysis);
  const scale = effect === undefined ? '' : `. ${effect.words}`;
  return [
    {
      code: 'stuck-chain',
      message: `${where} ${verb} stuck: ${why(stuck, others)}${agree ? `; ${agreeing(others.length)}` : ''}${apart === null ? '' : `; ${apart.words}`}${scale}`,
      nextStep:
        effect === undefined
          ? apart === null
            ? 'Give the parameters narrower priors, so that chains start nearer to where the posterior is'
            : `Give \`${baseName(apart.name)}\`, or what it depends on, a narrower prior, a sign or an order that leaves out its values there${startThatHelps(run, stuck, others)}`
          : effect.advice,
      names: effect === undefined ? [] : [effect.coefficient],
      ...(effect === undefined ? {} : { line: lineAt(run, effect.span.start) }),
      ...(effect?.fix === undefined ? {} : { fix: effect.fix }),
      explains: agree ? anyOfSampling : new Set(['divergences', 'tree-depth', 'e-bfmi']),
    },
  ];
}

function stateOf({ draws, stats, diagnostics }: FailedRun, chain: number): ChainState {
  const { drawsPerChain } = draws;
  const from = chain * drawsPerChain;
  const lp = stats.logDensity.subarray(from, from + drawsPerChain);
  const diverged = stats.divergent.subarray(from, from + drawsPerChain).reduce((sum, x) => sum + x, 0);
  const depths = stats.treeDepth.subarray(from, from + drawsPerChain);
  const deepest =
    diagnostics.max_treedepth_hits === 0
      ? Number.POSITIVE_INFINITY
      : stats.treeDepth.reduce((most, depth) => Math.max(most, depth), 0);
  return {
    chain,
    cutOff: depths.reduce((sum, depth) => sum + (depth >= deepest ? 1 : 0), 0) / drawsPerChain,
    diverged: diverged / drawsPerChain,
    stepSize: stats.stepSize[from],
    medianLp: quantileOf(lp, 0.5),
    spreadLp: quantileOf(lp, 0.75) - quantileOf(lp, 0.25),
  };
}

function isStuck(state: ChainState, states: readonly ChainState[]): boolean {
  const others = states.filter(({ chain }) => chain !== state.chain);
  const otherStep = quantileOf(
    others.map(({ stepSize }) => stepSize),
    0.5,
  );
  if (
    state.diverged >= ALL_BUT &&
    quantileOf(
      others.map(({ diverged }) => diverged),
      0.5,
    ) < 0.5
  )
    return true;
  if (state.stepSize > 0 && state.stepSize < TINY * otherStep) return true;
  const middle = (of: (other: ChainState) => number) => quantileOf(others.map(of), 0.5);
  if (state.cutOff >= ALL_BUT && middle((other) => other.cutOff) < 1 - ALL_BUT) return true;
  return isFarBelow(state, others);
}

/** Whether the log density is lower by many times its spread within the better chains. */
function isFarBelow(state: ChainState, others: readonly ChainState[]): boolean {
  const best = others.reduce((most, other) => (other.medianLp > most.medianLp ? other : most));
  const gap = best.medianLp - state.medianLp;
  return gap > Math.max(FAR_BELOW, 10 * best.spreadLp);
}

function why(stuck: readonly ChainState[], others: readonly ChainState[]): string {
  const steps = `at a step size of ${short(stuck[0].stepSize)}`;
  if (stuck.every(({ diverged }) => diverged >= ALL_BUT))
    return `${stuck.every(({ diverged }) => diverged === 1) ? 'every draw' : 'nearly every draw'} diverged ${steps}`;
  const best = Math.max(...others.map(({ medianLp }) => medianLp));
  const reached = Math.max(...stuck.map(({ medianLp }) => medianLp));
  if (best - reached > FAR_BELOW)
    return `the log density there is about ${short(reached)}, ${short(best - reached)} below that of the others`;
  if (stuck.every(({ cutOff }) => cutOff >= ALL_BUT))
    return 'nearly every trajectory was cut off before it had come round';
  return `it moves ${steps}, that of the others is ${short(others[0].stepSize)}`;
}

/** Advice to start from Pathfinder, for chains in a region of negligible mass that did not already. */
function startThatHelps(
  { program }: FailedRun,
  stuck: readonly ChainState[],
  others: readonly ChainState[],
): string {
  const settings = program.statements.flatMap((s) => (s.kind === 'settings' ? s.settings : []));
  if (settings.some(({ name }) => name.name === 'init')) return '';
  return stuck.every((state) => isFarBelow(state, others))
    ? '; or start each chain on its own path of Pathfinder (`sample { init = pathfinder }`)'
    : '';
}

function agreeing(others: number): string {
  const words = ['', 'the other stands alone', 'the other two agree', 'the other three agree'];
  return words[others] ?? `the other ${others} agree`;
}

/** Where the chains differ most, in standard deviations of the others. */
function furthestApart(
  run: FailedRun,
  stuck: readonly ChainState[],
  others: readonly ChainState[],
): { readonly name: string; readonly words: string } | null {
  let most = { name: '', distance: 0, there: 0, elsewhere: 0 };
  run.draws.names.forEach((name, k) => {
    const of = (states: readonly ChainState[]) => states.flatMap(({ chain }) => [...drawsOf(run, k, chain)]);
    const there = mean(of(stuck));
    const rest = of(others);
    const elsewhere = mean(rest);
    const distance = Math.abs(there - elsewhere) / Math.sqrt(variance(rest));
    if (distance > most.distance && distance < Number.POSITIVE_INFINITY)
      most = { name, distance, there, elsewhere };
  });
  const { name, distance, there, elsewhere } = most;
  if (distance < FAR_APART) return null;
  const words = `furthest apart is ${name}, ${short(there)} there and ${short(elsewhere)} in the others`;
  return { name, words };
}

function othersAgree(run: FailedRun, others: readonly ChainState[]): boolean {
  const { names, drawsPerChain } = run.draws;
  return names.every((_, k) => {
    const values = new Float64Array(others.length * drawsPerChain);
    others.forEach(({ chain }, i) => {
      values.set(drawsOf(run, k, chain), i * drawsPerChain);
    });
    const r = rHat(values, others.length);
    return !(r > AGREEING);
  });
}
