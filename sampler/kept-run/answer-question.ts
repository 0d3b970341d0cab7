/** Answers to the questions of `report/run-questions.ts`, from a run's folder. */
import { essBulk, essTail } from '../diagnose/ess.ts';
import { type AnsweredKey, drawStatistics, eachAnswered } from '../draws/draw-statistics.ts';
import type { Refits } from '../predict/leave-one-out/refit.ts';
import type { EssGrowthAnswer, RunAnswer, RunQuestion, SamplerAnswer } from '../report/run-questions.ts';
import { answerWidths } from '../run/keep-widths.ts';
import type { RunColumns } from '../store/run-columns.ts';
import { unreachable } from '../unreachable.ts';
import { answerApproximation } from './answer-approximation.ts';

type Answer = RunAnswer<Float64Array>;

/** What fits a model again. */
export type Refitting = Pick<Refits, 'machine' | 'together' | 'signal'>;

/**
 * Names that are not in the run are left out of the answer.
 * @param shouldStop whether the answer is no longer wanted
 * @param refitting null where nothing may be fitted
 */
export async function answerRun(
  run: RunColumns,
  question: RunQuestion,
  shouldStop: () => boolean = () => false,
  refitting: Refitting | null = null,
): Promise<Answer> {
  switch (question.kind) {
    case 'draws': {
      const { chains, drawsPerChain } = run;
      return { kind: 'draws', chains, drawsPerChain, ...found(run, question.names) };
    }
    case 'sampler':
      return samplerAnswer(run);
    case 'ess-growth':
      return essGrowth(run, question.names);
    case 'prior':
      return (await import('./answer-predictive.ts')).answerPrior(run.info, question.names);
    case 'predictive': {
      const { answerPredictive } = await import('./answer-predictive.ts');
      return answerPredictive(run.folder, run.info, question.from, shouldStop);
    }
    case 'predictions':
      return (await import('./answer-predictions.ts')).answerPredictions(
        run.folder,
        run.info,
        question.files,
        shouldStop,
      );
    case 'widths':
      return answerWidths(run.folder);
    case 'approximation':
      return answerApproximation(run.folder);
    case 'loo':
      return (await import('./answer-loo.ts')).answerLoo(run.folder, question, refitting);
    case 'k-fold':
      return (await import('./answer-held-out.ts')).answerKFold(run.folder, question, refitting);
    case 'future':
      return (await import('./answer-held-out.ts')).answerFuture(run.folder, question, refitting);
    case 'sensitivity':
      return (await import('./answer-sensitivity.ts')).answerSensitivity(run.folder, shouldStop);
    case 'effects':
      return (await import('./answer-effects.ts')).answerEffects(run.folder, question.ask, shouldStop);
    case 'methods':
      return (await import('./answer-methods.ts')).answerMethods(run);
    case 'pooling':
      return (await import('./answer-pooling.ts')).answerPooling(run.folder, shouldStop);
    case 'baseline':
      return (await import('./answer-baseline.ts')).answerBaseline(
        run.folder,
        question.compute ? refitting : null,
      );
    default:
      return unreachable(question);
  }
}

function found(
  run: RunColumns,
  names: readonly string[],
): { readonly names: readonly string[]; readonly values: readonly Float64Array[] } {
  const columns = run.read(names);
  const kept: string[] = [];
  const values: Float64Array[] = [];
  for (const [k, column] of columns.entries()) {
    if (column === null) continue;
    kept.push(names[k]);
    values.push(column);
  }
  return { names: kept, values };
}

export function samplerAnswer(run: RunColumns): SamplerAnswer<Float64Array> {
  const { chains, drawsPerChain } = run;
  const columns = run.read(drawStatistics.map(({ column }) => column));
  const of = (key: AnsweredKey): Float64Array =>
    columns[drawStatistics.findIndex((row) => row.key === key)] ?? new Float64Array(chains * drawsPerChain);
  return { kind: 'sampler', chains, drawsPerChain, ...eachAnswered(of) };
}

/** Parts of every chain, from its start, at which the effective size is shown. */
const PARTS = 10;

/** Bulk and tail ESS of the first 10 %, 20 %, … of every chain. */
export function essGrowth(run: RunColumns, names: readonly string[]): EssGrowthAnswer {
  const { chains, drawsPerChain } = run;
  const lengths: number[] = [];
  for (let part = 1; part <= PARTS; part++) {
    const length = Math.round((drawsPerChain * part) / PARTS);
    // Fewer than four draws per chain estimate nothing.
    if (length >= 4 && length !== lengths.at(-1)) lengths.push(length);
  }
  const { names: kept, values } = found(run, names);
  return {
    kind: 'ess-growth',
    draws: lengths.map((length) => length * chains),
    series: kept.map((name, k) => {
      const parts = lengths.map((length) => firstDraws(values[k], chains, drawsPerChain, length));
      const bulk = parts.map((part) => finiteOrNull(essBulk(part, chains)));
      const tail = parts.map((part) => finiteOrNull(essTail(part, chains)));
      return { name, bulk, tail };
    }),
  };
}

function firstDraws(values: Float64Array, chains: number, drawsPerChain: number, length: number) {
  const part = new Float64Array(chains * length);
  for (let chain = 0; chain < chains; chain++) {
    const start = chain * drawsPerChain;
    part.set(values.subarray(start, start + length), chain * length);
  }
  return part;
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
