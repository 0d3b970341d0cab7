/** Kept runs side by side as the text of an HTML report, or why there is none. */

import { answerRuns } from '../kept-run/answer-runs.ts';
import { headerOf } from '../kept-run/header-of.ts';
import { packFloat32 } from '../kept-run/pack-floats.ts';
import { comparedRun, type EmbeddedComparison, letterOf } from '../report/compared-run.ts';
import type { NamedRun, RunsAnswer } from '../report/runs-questions.ts';
import { openRunColumns, type RunColumns } from '../store/run-columns.ts';
import { drawnIn, part, thinned, withoutPaths } from './embedded-parts.ts';
import { htmlFile, NO_SCRIPT, readPageScript } from './write-html.ts';

type ReportOfComparison =
  | { readonly kind: 'ok'; readonly html: string }
  | { readonly kind: 'problem'; readonly message: string };

/**
 * @param page the file of the bundled page, `webview.js`, built next to every bundled program
 * @param compare what the runs predict, where that is known already; else it is computed
 */
export async function reportOfComparison(
  folders: readonly string[],
  page: URL,
  compare: (runs: readonly NamedRun[]) => Promise<RunsAnswer> = (runs) =>
    answerRuns(runs, { kind: 'compare' }),
): Promise<ReportOfComparison> {
  const opened: RunColumns[] = [];
  for (const folder of folders) {
    const result = openRunColumns(folder);
    if (result.kind === 'problem') return result;
    opened.push(result.run);
  }
  const script = readPageScript(page);
  if (script === null) return { kind: 'problem', message: NO_SCRIPT };
  const runs = folders.map((folder, k) => ({ folder, name: letterOf(k) }));
  const drawn = opened.map((run) => (run.report === null ? [] : drawnIn(run.report, run, opened.length)));
  const parts: EmbeddedComparison['parts'][number][] = [];
  for (const [k, run] of opened.entries()) {
    const { chains, drawsPerChain } = run;
    const predictive = thinned(await part(run, { kind: 'predictive', from: 'posterior' }));
    parts.push({ chains, drawsPerChain, drawn: drawn[k], predictive });
  }
  const compared: EmbeddedComparison = {
    version: 1,
    runs: opened.map(shownRun),
    parts,
    answers: {
      compare: await orUnavailable(() => compare(runs)),
      evidence: await orUnavailable(() => answerRuns(runs, { kind: 'evidence' })),
    },
  };
  const more = opened.flatMap((run, r) =>
    run.read(drawn[r]).map((column, k) => ({
      id: `bayes-draws-${r}-${k}`,
      text: column === null ? '' : packFloat32(column),
    })),
  );
  const models = [...new Set(opened.map(({ info }) => info.model))];
  const title = `${models.join(', ')}: ${opened.length} runs compared`;
  return {
    kind: 'ok',
    html: htmlFile({ title, page: 'comparison', id: 'bayes-comparison', data: compared, more }, script),
  };
}

function shownRun({ info, report }: RunColumns, k: number) {
  const { madeBy: _, ...header } = withoutPaths(headerOf('', info));
  const { method } = info;
  const shown = report === null ? undefined : { ...report, draws: null };
  const when = `${info.started.slice(0, 10)} ${info.started.slice(11, 16)} UTC`;
  return comparedRun({ ...header, ...(method === undefined ? {} : { method }) }, shown, k, when);
}

async function orUnavailable(answer: () => Promise<RunsAnswer>): Promise<RunsAnswer> {
  try {
    return await answer();
  } catch (error) {
    return { kind: 'unavailable', message: error instanceof Error ? error.message : String(error) };
  }
}
