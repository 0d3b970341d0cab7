/** Reads kept runs for the host's requests, caching the index of the last run. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { mapAnswer } from '../report/answer-values.ts';
import { filesOfAddress } from '../report/outside-address.ts';
import type { OpenRunResult, RunAnswer, RunQuestion } from '../report/run-questions.ts';
import { openRunColumns, type RunColumns, type RunColumnsResult } from '../store/run-columns.ts';
import { lockHolder } from '../store/run-lock.ts';
import { MOST_PRIOR_NAMES } from './answer-predictive.ts';
import { answerRun, type Refitting } from './answer-question.ts';
import { headerOf } from './header-of.ts';
import { openOutside } from './outside-run.ts';
import { packFloat64 } from './pack-floats.ts';

/** Changes whenever a file of the run does. */
function stateOf(folder: string): string {
  if (!existsSync(folder)) return folder;
  return [folder, ...readdirSync(folder).map((name) => fileState(join(folder, name)))].join('\n');
}

function fileState(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false });
  return `${file} ${found?.size} ${found?.mtimeMs}`;
}

export interface RunReader {
  /** @param folder of a run, or the address of files with draws of another program */
  open(folder: string): Promise<OpenRunResult>;
  /**
   * @param shouldStop whether the answer is no longer wanted; long computations then end early
   * @param refitting fits the model again where a question needs it
   */
  ask(
    folder: string,
    question: RunQuestion,
    shouldStop?: () => boolean,
    refitting?: Refitting,
  ): Promise<RunAnswer<string>>;
}

export function createRunReader(): RunReader {
  let last: { readonly key: string; readonly opened: RunColumnsResult } | undefined;
  /** Cached draws from the prior of the last run, since a page requests them name by name. */
  let prior: { readonly run: RunColumns; readonly answer: ReturnType<typeof answerRun> } | undefined;
  const columns = (folder: string): RunColumnsResult => {
    const key = stateOf(folder);
    if (last?.key !== key) last = { key, opened: openRunColumns(folder) };
    return last.opened;
  };
  let outside: { readonly key: string; readonly opened: ReturnType<typeof openOutside> } | undefined;
  const outsideRun = (address: string, files: readonly string[]) => {
    const key = [address, ...files.map(fileState)].join('\n');
    if (outside?.key !== key) outside = { key, opened: openOutside(files) };
    return outside.opened;
  };
  return {
    async open(folder) {
      const files = filesOfAddress(folder);
      if (files !== null) {
        const found = await outsideRun(folder, files);
        return found.kind === 'problem' ? found : found.run.opened;
      }
      const opened = columns(folder);
      if (opened.kind === 'problem') return opened;
      const { info, report, chains, drawsPerChain } = opened.run;
      const writer = info.state === 'running' ? (lockHolder(folder)?.pid ?? null) : null;
      return { kind: 'ok', header: headerOf(folder, info), report, writer, kept: { chains, drawsPerChain } };
    },
    async ask(folder, question, shouldStop, refitting) {
      const files = filesOfAddress(folder);
      if (files !== null) {
        const found = await outsideRun(folder, files);
        if (found.kind === 'problem') return { kind: 'unavailable', message: found.message };
        return mapAnswer(await found.run.ask(question), packFloat64);
      }
      const opened = columns(folder);
      if (opened.kind === 'problem') return { kind: 'unavailable', message: opened.message };
      const { run } = opened;
      if (question.kind !== 'prior' || run.info.names.length > MOST_PRIOR_NAMES)
        return mapAnswer(await answerRun(run, question, shouldStop, refitting), packFloat64);
      if (prior?.run !== run) prior = { run, answer: answerRun(run, { ...question, names: run.info.names }) };
      return mapAnswer(onlyOf(await prior.answer, question.names), packFloat64);
    },
  };
}

function onlyOf(answer: RunAnswer<Float64Array>, names: readonly string[]): RunAnswer<Float64Array> {
  if (answer.kind !== 'prior') return answer;
  const wanted = new Set(names);
  const kept = answer.names.flatMap((name, k) => (wanted.has(name) ? [k] : []));
  return {
    kind: 'prior',
    names: kept.map((k) => answer.names[k]),
    values: kept.map((k) => answer.values[k]),
  };
}
