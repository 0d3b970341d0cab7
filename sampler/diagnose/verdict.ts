/**
 * Whether the draws can be trusted, and if not, why and what to do next: R-hat ≤ 1.01, bulk and tail ESS ≥ 400 per
 * chain, no divergence, E-BFMI ≥ 0.3, no trajectory cut off by the tree depth, at least four chains, not interrupted,
 * no parameter without a mean or that does not move.
 */
import { methods, type NameIn } from '../../grammar/methods/index.ts';
import type { SamplerStats } from '../draws/draw-statistics.ts';
import type { TransitionTally } from '../draws/transition-tally.ts';
import type { EnoughDraws } from '../report/enough-draws.ts';
import type { Diagnostics, Reason, SampleReport, SummaryRow } from '../report/sample-report.ts';
import { MAX_R_HAT, MIN_E_BFMI, MIN_ESS_PER_CHAIN } from '../stats/diagnostic-limits.ts';
import { isConstant } from '../stats/is-constant.ts';
import { eBfmiText, essText, rHatText, statText } from '../stats/number-text.ts';
import { FIX_VALUES } from './fix-values.ts';
import { motionlessReason, noMeanReason, type Parameters } from './parameter-reasons.ts';
import { countOf, type LineOf, MOST_NAMES, withNames } from './reason.ts';
import type { SolverTolerance } from './solver-tolerance.ts';
import { type Trajectories, trajectoriesOf } from './trajectories.ts';

const MIN_CHAINS = 4;
/** Draws per chain below which R-hat is not defined. */
const MIN_DRAWS = 4;

export interface VerdictInput {
  readonly rows: readonly SummaryRow[];
  readonly stats: SamplerStats;
  readonly chains: number;
  readonly drawsPerChain: number;
  /** Draws made by each requested chain, if they may differ. */
  readonly counts?: readonly number[];
  /** Number of quantities; fewer rows mean that the summary was cancelled. */
  readonly quantities?: number;
  /** Requested settings. */
  readonly settings: {
    readonly draws: number;
    readonly target_accept: number;
    readonly max_treedepth: number;
    /** Only trajectories have energies to judge. */
    readonly method?: NameIn<'chains'>;
  };
  /** Results of tuning. */
  readonly tuned?: SampleReport['tuned'];
  /** Of each chain, all its transitions, where `thin` keeps only some of their draws. */
  readonly transitions?: readonly (TransitionTally | null)[];
  readonly lineOf?: LineOf;
  /** Identifies rows of parameters. */
  readonly parameters?: Parameters;
  /** Kept draws with an invalid value. */
  readonly faults?: readonly FaultyDraws[];
  /** What tighter tolerances of differential equations change, and the 0-based line of the equation. */
  readonly solver?: { readonly tolerance: SolverTolerance; readonly line: number } | null;
  /** Approximate processes that do not reach their length scales. */
  readonly processes?: readonly Reason[];
  /** Present if `draws = enough`. */
  readonly enough?: EnoughDraws | null;
}

export interface FaultyDraws {
  /** Describes the worst: draw, statement, element and amount. */
  readonly words: string;
  /** 0-based line of the model. */
  readonly line: number;
  readonly draws: number;
}

export function verdict(input: VerdictInput): Diagnostics {
  const { rows, stats, chains, drawsPerChain, settings, parameters, lineOf } = input;
  const { trajectories } = methods[settings.method ?? 'nuts'].has;
  const made = trajectoriesOf(stats, chains, settings.max_treedepth, input.transitions ?? []);
  const energyFractions = trajectories ? made.eBfmi : [];
  const reasons = [
    ...faultReasons(input),
    ...solverReason(input),
    ...(input.processes ?? []),
    ...memoryReason(input),
    ...(parameters === undefined ? [] : motionlessReason(rows, parameters, lineOf)),
    ...(parameters === undefined ? [] : noMeanReason(rows, parameters, lineOf)),
    ...rHatReason(input),
    ...essReason(input, 'ess-bulk'),
    ...essReason(input, 'ess-tail'),
    ...divergenceReason(input, made),
    ...treeDepthReason(input, made),
    ...energyReason(energyFractions),
    ...chainsReason(input),
    ...interruptedReason(input),
  ];
  return {
    pass: reasons.length === 0,
    reasons,
    divergences: made.divergences,
    max_treedepth_hits: made.cut,
    e_bfmi: energyFractions,
    min_ess_per_chain: rows.every(isConstant) ? drawsPerChain : lowestEss(rows) / chains,
    max_r_hat: drawsPerChain === 0 ? Number.NaN : highest(rows.map((row) => row.r_hat)),
  };
}

/** First of the reasons, since the other diagnostics are meaningless for draws of another density. */
function faultReasons({ faults = [], stats }: VerdictInput): Reason[] {
  return faults.map(({ words, line, draws }) => ({
    code: 'values',
    message: `${draws} of ${stats.divergent.length} draws have a value that the model cannot have: ${words}`,
    nextStep: FIX_VALUES,
    names: [],
    line,
  }));
}

/** The log density may differ by this much from draw to draw; ten times as much moves quantiles by what is seen. */
const MOST_DIFFERENCE = 0.1;

const hundredth = (tolerance: number): string => Number((tolerance / 100).toPrecision(3)).toExponential();

function solverReason({ solver = null }: VerdictInput): Reason[] {
  if (solver === null || solver.tolerance.difference <= MOST_DIFFERENCE) return [];
  const { difference, label, method, rtol, atol } = solver.tolerance;
  return [
    {
      code: 'solver',
      message: `The solver of \`${label}\` is too loose: at a hundredth of its tolerances the log density differs by up to ${statText(difference, null)} from draw to draw, which is more than ${MOST_DIFFERENCE}`,
      nextStep: `State smaller ones in \`${method}\`, \`rtol = ${hundredth(rtol)}, atol = ${hundredth(atol)}\``,
      names: [],
      line: solver.line,
    },
  ];
}

const KEEP_LESS =
  'Write `let` for deterministic quantities that need not be kept, or sample on a machine with more memory';

function memoryReason({ enough, drawsPerChain }: VerdictInput): Reason[] {
  if (enough?.stopped_by !== 'memory') return [];
  return [
    {
      code: 'memory',
      message: `Memory does not hold more than ${drawsPerChain} draws per chain of so many quantities, which are too few`,
      nextStep: KEEP_LESS,
      names: [],
    },
  ];
}

function rHatReason(input: VerdictInput): Reason[] {
  const { rows, lineOf } = input;
  // R-hat is undefined below four draws per chain, for which there is a separate reason.
  const broken = input.drawsPerChain < MIN_DRAWS ? [] : rows.filter((row) => Number.isNaN(row.r_hat));
  if (broken.length > 0) {
    return [
      withNames(broken, lineOf, {
        code: 'r-hat',
        message: `${countOf(broken, 'quantity has', 'quantities have')} draws that are not finite numbers, the first is ${broken[0].name}`,
        nextStep:
          'Look for a division by zero, the logarithm of a negative number or an overflow in its definition; for what is drawn, also for an argument outside its domain, such as a negative scale',
      }),
    ];
  }
  const bad = rows.filter((row) => row.r_hat > MAX_R_HAT).sort((a, b) => b.r_hat - a.r_hat);
  if (bad.length === 0) return [];
  const worst = bad[0];
  return [
    withNames(bad, lineOf, {
      code: 'r-hat',
      message: `R-hat is at most ${MAX_R_HAT} where chains agree; ${countOf(bad, 'quantity is', 'quantities are')} above it, the worst is ${worst.name} with ${rHatText(worst.r_hat)}`,
      nextStep:
        worst.r_hat > 1.1
          ? 'The chains are in different places: look at the trace plot of the quantities named, and give them narrower priors'
          : drawMore(input),
    }),
  ];
}

function essReason(input: VerdictInput, code: 'ess-bulk' | 'ess-tail'): Reason[] {
  const { rows, chains, lineOf } = input;
  const essOf = (row: SummaryRow): number => (code === 'ess-bulk' ? row.ess_bulk : row.ess_tail);
  const least = MIN_ESS_PER_CHAIN * chains;
  // A constant is known as well as it can be.
  const bad = rows
    .filter((row) => !isConstant(row) && essOf(row) < least)
    .sort((a, b) => essOf(a) - essOf(b));
  if (bad.length === 0) return [];
  const worst = essOf(bad[0]);
  const kind = code === 'ess-bulk' ? 'bulk' : 'tail';
  const concerns = code === 'ess-bulk' ? 'means and medians' : 'the ends of intervals';
  return [
    withNames(bad, lineOf, {
      code,
      message: `Effective draws (${kind}) should be at least ${least} (${MIN_ESS_PER_CHAIN} for each chain); ${countOf(bad, 'quantity has', 'quantities have')} fewer, the worst is ${bad[0].name} with ${essText(worst)}: ${concerns} are not yet precise`,
      nextStep: drawMore(input),
    }),
  ];
}

/** The number of draws that suffices for every quantity. */
function drawMore({ rows, chains, drawsPerChain, settings, enough }: VerdictInput): string {
  if (enough?.stopped_by === 'memory') return KEEP_LESS;
  const worst = lowestEss(rows);
  // The estimate of the stopping rule, so that only one number is ever shown.
  const forEss = enough?.needed ?? roundUp((drawsPerChain * MIN_ESS_PER_CHAIN * chains) / worst);
  const forRHat = rows.some((row) => row.r_hat > MAX_R_HAT) ? 2 * drawsPerChain : 0;
  const needed = Math.max(forEss, forRHat);
  // The estimate is poor with so few draws.
  if (settings.draws < MIN_ESS_PER_CHAIN)
    return `Draw more: draws = enough ${enough ? 'without so small a max_draws ' : ''}draws as many as that takes`;
  if (!(needed <= 20 * drawsPerChain))
    return 'More draws alone would take too many: the chains move slowly. Standardise the predictors, or tighten vague priors';
  return needed <= settings.draws
    ? `Let the run end: its draws = ${settings.draws} would do`
    : `Draw more: about draws = ${needed} would do`;
}

function divergenceReason(
  { settings, tuned = [] }: VerdictInput,
  { divergences, count, noun }: Trajectories,
): Reason[] {
  if (divergences === 0) return [];
  const asked = settings.target_accept;
  const reached = tuned.reduce((most, chain) => Math.max(most, chain?.target_accept ?? 0), asked);
  const from = reached > asked ? `${asked}, which tuning raised to ${reached},` : asked;
  const raised = Math.min(0.99, Math.max(0.95, (1 + reached) / 2));
  return [
    {
      code: 'divergences',
      message: `${divergences} of ${count} ${noun} ended in a divergence: the sampler could not follow the curvature of the posterior there and may have missed a part of it`,
      nextStep:
        reached < 0.99
          ? `Raise target_accept from ${from} to ${Number(raised.toFixed(3))}; if divergences stay, tighten the priors of scales`
          : 'Tighten the priors of scales, or write parameters that hang together strongly as functions of others that do not',
      names: [],
    },
  ];
}

function treeDepthReason({ settings }: VerdictInput, { cut, count }: Trajectories): Reason[] {
  if (cut === 0) return [];
  return [
    {
      code: 'tree-depth',
      message: `${cut} of ${count} trajectories were cut off at max_treedepth ${settings.max_treedepth}: the draws are valid but cost much and move slowly`,
      nextStep: `Scale or reparameterise strongly correlated parameters; else raise max_treedepth to ${settings.max_treedepth + 2}`,
      names: [],
    },
  ];
}

function energyReason(fractions: readonly number[]): Reason[] {
  const bad = fractions.filter((fraction) => fraction < MIN_E_BFMI);
  if (bad.length === 0) return [];
  return [
    {
      code: 'e-bfmi',
      message: `E-BFMI should be at least ${MIN_E_BFMI}; ${bad.length} of ${fractions.length} chains are below, the lowest at ${eBfmiText(lowest(fractions))}: the sampler reaches the tails too slowly`,
      nextStep: 'Give priors lighter tails; else tune longer',
      names: [],
    },
  ];
}

function chainsReason({ chains, counts = [] }: VerdictInput): Reason[] {
  // Missing chains are reported as missing draws.
  if (Math.max(chains, counts.length) >= MIN_CHAINS) return [];
  return [
    {
      code: 'chains',
      message: `At least ${MIN_CHAINS} chains show whether they agree; there ${chains === 1 ? 'is 1' : `are ${chains}`}`,
      nextStep: `Sample with chains = ${MIN_CHAINS}`,
      names: [],
    },
  ];
}

function interruptedReason(input: VerdictInput): Reason[] {
  const { rows, quantities, chains, drawsPerChain, counts, settings, enough } = input;
  if (quantities !== undefined && rows.length < quantities) {
    return [
      {
        code: 'interrupted',
        message: `Summarising was stopped after ${rows.length} of ${quantities} quantities: the others were not looked at`,
        nextStep: 'Sample again and let it end; where the run is kept, `bayes resume` summarises its draws',
        names: [],
      },
    ];
  }
  const made = counts ?? Array.from({ length: chains }, () => drawsPerChain);
  const short = made.flatMap((count, chain) => (count < settings.draws ? [{ chain, count }] : []));
  if (short.length === 0) return [];
  const sum = made.reduce((total, count) => total + count, 0);
  const each = short.map(({ chain, count }) => `chain ${chain + 1} ${count}`).slice(0, MOST_NAMES);
  const more = short.length > MOST_NAMES ? ' and so on' : '';
  const used = chains * drawsPerChain;
  const asked = enough ? 'until the next look' : 'asked for';
  return [
    {
      code: 'interrupted',
      message: `${sum} of the ${made.length} × ${settings.draws} draws ${asked} were made (of ${settings.draws}: ${each.join(', ')}${more})${used < sum ? `; the numbers are of ${chains} × ${drawsPerChain}` : ''}`,
      nextStep:
        'Sample again and let it end, or ask for fewer draws; where the run is kept, `bayes resume` goes on',
      names: [],
    },
  ];
}

/** Rounded up to two digits. */
function roundUp(count: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(count)) - 1);
  return Math.ceil(count / unit) * unit;
}

/** Of the quantities that vary. */
function lowestEss(rows: readonly SummaryRow[]): number {
  let least = Number.POSITIVE_INFINITY;
  for (const row of rows) if (!isConstant(row)) least = lowest([least, row.ess_bulk, row.ess_tail]);
  return least;
}

/** NaN if any value is. */
function lowest(values: readonly number[]): number {
  return values.reduce(
    (low, value) => (Number.isNaN(low) || value >= low ? low : value),
    Number.POSITIVE_INFINITY,
  );
}

function highest(values: readonly number[]): number {
  return values.reduce((high, value) => (Number.isNaN(high) || value <= high ? high : value), 1);
}
