/** Draws of another program as the results page reads a kept run: a report, and columns. */
import { statSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { judgeOutside } from '../exchange/judge-outside.ts';
import type { OutsideDraws } from '../exchange/outside-draws.ts';
import { readOutside } from '../exchange/read-outside.ts';
import { outsideAddress } from '../report/outside-address.ts';
import type { OpenRunResult, RunAnswer, RunHeader, RunQuestion } from '../report/run-questions.ts';
import type { SampleReport } from '../report/sample-report.ts';
import type { RunColumns } from '../store/run-columns.ts';
import { answerRun } from './answer-question.ts';

interface OutsideRun {
  readonly opened: Extract<OpenRunResult, { readonly kind: 'ok' }>;
  ask(question: RunQuestion): Promise<RunAnswer<Float64Array>>;
}

type OutsideRunResult =
  | { readonly kind: 'ok'; readonly run: OutsideRun }
  | { readonly kind: 'problem'; readonly message: string };

/** @param files absolute paths */
export async function openOutside(files: readonly string[]): Promise<OutsideRunResult> {
  if (files.length === 0) return { kind: 'problem', message: 'expected a file with draws, found none' };
  const found = await readOutside(files, '/');
  if (found.kind === 'problem') return found;
  const { outside } = found;
  const { chains, drawsPerChain } = outside.draws;
  const header = headerOf(files, outside);
  const report = reportOf(files, outside, header);
  const isWhole = report.not_judged?.length === 0;
  const columns = columnsOf(outside, header, report);
  return {
    kind: 'ok',
    run: {
      opened: { kind: 'ok', header, report, writer: null, kept: { chains, drawsPerChain } },
      async ask(question) {
        const { kind } = question;
        if (kind === 'draws' || kind === 'ess-growth' || (kind === 'sampler' && isWhole))
          return answerRun(columns, question);
        const message =
          kind === 'sampler'
            ? 'The draws come without statistics of their sampler'
            : 'The draws come without their model';
        return { kind: 'unavailable', message };
      },
    },
  };
}

function headerOf(files: readonly string[], { draws, maxTreeDepth }: OutsideDraws): RunHeader {
  const [first] = files;
  const written = statSync(first).mtime.toISOString();
  return {
    folder: outsideAddress(files),
    state: 'done',
    model: basename(first, extname(first)),
    modelText: '',
    modelPath: first,
    data: [],
    settings: {
      draws: draws.drawsPerChain,
      tune: 0,
      chains: draws.chains,
      target_accept: 0.8,
      max_treedepth: maxTreeDepth ?? 10,
      seed: 0,
      metric: 'diag_grad',
    },
    versions: { bayes: '', node: '' },
    started: written,
    finished: written,
    madeBy: 'another program',
  };
}

function reportOf(
  files: readonly string[],
  outside: OutsideDraws,
  { model, settings }: RunHeader,
): SampleReport {
  const { summary, diagnostics, not_judged } = judgeOutside(files, outside);
  return {
    model,
    seed: settings.seed,
    settings,
    summary,
    diagnostics,
    timing: {
      compile_ms: 0,
      warmup_ms: 0,
      sample_ms: 0,
      gradients_warmup: 0,
      gradients_sample: 0,
      us_per_gradient: 0,
    },
    draws: null,
    not_judged,
  };
}

function columnsOf({ draws, stats }: OutsideDraws, header: RunHeader, report: SampleReport): RunColumns {
  const { names, chains, drawsPerChain, values } = draws;
  const statistics: Readonly<Record<string, ArrayLike<number>>> = {
    energy__: stats.energy,
    divergent__: stats.divergent,
    treedepth__: stats.treeDepth,
  };
  const column = (name: string): Float64Array | null => {
    const k = names.indexOf(name);
    if (k >= 0)
      return Float64Array.from({ length: chains * drawsPerChain }, (_, i) => values[i * names.length + k]);
    return name in statistics ? Float64Array.from(statistics[name]) : null;
  };
  const { folder, state, model, modelText, modelPath, data, settings, versions, started, finished } = header;
  return {
    folder,
    info: {
      version: 2,
      ...{ state, model, modelText, modelPath, data, settings, versions, started, finished },
      seed: settings.seed,
      names,
    },
    report,
    damage: [],
    chains,
    drawsPerChain,
    read: (asked) => asked.map(column),
  };
}
