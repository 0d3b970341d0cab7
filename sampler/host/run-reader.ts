/** Kept runs as the host's requests see them. The index of the run read last is kept. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { OpenRunResult, RunAnswer, RunQuestion } from '../results.ts';
import { openRunColumns, type RunColumnsResult } from '../store/run-columns.ts';
import { answerRun, headerOf } from './answer-run.ts';
import { packAnswer, packFloat64 } from './pack.ts';

/** Changes whenever a file of the run does. */
function stateOf(folder: string): string {
  if (!existsSync(folder)) return folder;
  const files = readdirSync(folder).map((name) => {
    const { size, mtimeMs } = statSync(join(folder, name));
    return `${name} ${size} ${mtimeMs}`;
  });
  return [folder, ...files].join('\n');
}

export interface RunReader {
  open(folder: string): OpenRunResult;
  ask(folder: string, question: RunQuestion): Promise<RunAnswer<string>>;
}

export function createRunReader(): RunReader {
  let last: { readonly key: string; readonly opened: RunColumnsResult } | undefined;
  const columns = (folder: string): RunColumnsResult => {
    const key = stateOf(folder);
    if (last?.key !== key) last = { key, opened: openRunColumns(folder) };
    return last.opened;
  };
  return {
    open(folder) {
      const opened = columns(folder);
      if (opened.kind === 'problem') return opened;
      const { info, report } = opened.run;
      return { kind: 'ok', header: headerOf(folder, info), report };
    },
    async ask(folder, question) {
      const opened = columns(folder);
      if (opened.kind === 'problem') return { kind: 'unavailable', message: opened.message };
      return packAnswer(await answerRun(opened.run, question), packFloat64);
    },
  };
}
