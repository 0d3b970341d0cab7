/**
 * The prior predictive: draws of all parameters and quantities from the prior, and of the data that they imply.
 */
import type { LoadedData } from '../../grammar/data.ts';
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import type { Program } from '../../grammar/syntax/ast.ts';
import { compileForward } from '../compile/compile-forward.ts';
import { createRandom, type Random } from '../random.ts';
import type { Predictions } from '../report/predictive-summary.ts';
import { createPredictionCollector } from './collect-predictions.ts';
import { discreteSummaries } from './discrete-summaries.ts';
import { createPace, type Pace } from './fit/pace.ts';
import { createForward, type Forward } from './forward-sampler.ts';
import { lowerReplicated } from './lower-replicated.ts';
import { notCompared } from './not-compared.ts';
import { createPriorWatch, type Remark } from './prior-remarks.ts';

export interface PriorPredictive extends Predictions {
  readonly draws: number;
  readonly seed: number;
  /** Quantities that are computed given the observed data. */
  readonly left_out: readonly string[];
  /** Remarks on the prior, in words. */
  readonly remarks: readonly Remark[];
}

export type PriorPredictiveResult =
  | { readonly kind: 'ok'; readonly predictive: PriorPredictive }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] };

export interface PriorRequest {
  readonly draws: number;
  readonly seed: number;
}

/** For a model without errors. Never throws; `diagnostics` has why there are no draws. */
export async function priorPredictive(
  program: Program,
  data: LoadedData,
  { draws, seed }: PriorRequest,
  pace: Pace = createPace(() => false),
): Promise<PriorPredictiveResult> {
  const opened = await openPrior(program, data);
  if (opened.kind === 'invalid') return opened;
  const { forward } = opened;
  const rng = createRandom(seed);
  const left_out = discreteSummaries(program);
  const collector = createPredictionCollector(forward, data, {
    draws,
    withParams: true,
    without: left_out,
    unobserved: notCompared(forward, program),
  });
  const watch = createPriorWatch(forward, collector.views, program, draws);
  for (const drawOne of jointDraws(forward, rng, draws)) {
    drawOne();
    forward.drawRest(rng);
    collector.add();
    watch.add();
    await pace.pause();
  }
  return {
    kind: 'ok',
    predictive: { ...collector.finish(), draws, seed, left_out, remarks: watch.remarks() },
  };
}

export type OpenPrior =
  | {
      readonly kind: 'ok';
      readonly forward: Forward;
      /** Outcomes that depend on each other in a circle, so follow what was observed. */
      readonly circular?: ReadonlySet<string>;
    }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] };

/**
 * A series is drawn from its start; outcomes that depend on each other in a circle follow what was observed.
 * @param given parameters that are not drawn, so that they may have any prior
 */
export async function openPrior(
  program: Program,
  data: LoadedData,
  given: ReadonlySet<string> = new Set(),
): Promise<OpenPrior> {
  const open = await compileReplicated(program, data, true, given);
  if (open.kind === 'invalid') return open;
  const probe = open.create();
  if (probe.kind === 'invalid' || !dependsInACircle(probe.forward)) return open.create();
  const observed = await compileReplicated(program, data, false, given);
  if (observed.kind === 'invalid') return observed;
  const created = observed.create();
  return created.kind === 'invalid' ? created : { ...created, circular: probe.forward.circular };
}

type Replicated =
  | { readonly kind: 'ok'; readonly create: () => OpenPrior }
  | Extract<OpenPrior, { kind: 'invalid' }>;

async function compileReplicated(
  program: Program,
  data: LoadedData,
  series: boolean,
  given: ReadonlySet<string>,
): Promise<Replicated> {
  const { ir, diagnostics, drawn } = lowerReplicated(program, data, { priors: true, series });
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return { kind: 'invalid', diagnostics: errors };
  const model = compileForward(ir);
  return {
    kind: 'ok',
    create: () => createForward(model, data, ({ name }) => !given.has(name), { start: drawn }),
  };
}

/** Whether outcomes depend on each other in a circle, as neighbours do; decided by one draw of them. */
function dependsInACircle(forward: Forward): boolean {
  const rng = createRandom(0);
  forward.drawParams(rng);
  forward.drawRest(rng);
  return forward.circular.size > 0;
}

/** Candidates for each draw where draws have weights. */
const CANDIDATES = 10;

/**
 * Draws of all parameters together, one for each element. Where flat priors between limits that depend on
 * other parameters give draws weights, many more are drawn and resampled by their weights (Rubin 1988).
 */
export function* jointDraws(forward: Forward, rng: Random, draws: number): Generator<() => void> {
  if (!forward.isWeighted) {
    for (let i = 0; i < draws; i++) yield () => void forward.drawParams(rng);
    return;
  }
  const candidates: { readonly params: Float64Array; readonly logWeight: number }[] = [];
  for (let i = 0; i < CANDIDATES * draws; i++) {
    const logWeight = forward.drawParams(rng);
    candidates.push({ params: forward.params.slice(), logWeight });
  }
  const most = candidates.reduce((m, { logWeight }) => Math.max(m, logWeight), Number.NEGATIVE_INFINITY);
  const weights = candidates.map(({ logWeight }) => {
    const weight = Math.exp(logWeight - most);
    return Number.isNaN(weight) ? 0 : weight;
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  // Systematic resampling, in a random order of the candidates as they were drawn.
  let reached = weights[0];
  let at = 0;
  const start = rng.next();
  for (let i = 0; i < draws; i++) {
    const target = ((i + start) / draws) * total;
    while (reached < target && at + 1 < weights.length) {
      at++;
      reached += weights[at];
    }
    const { params } = candidates[at];
    yield () => forward.params.set(params);
  }
}
