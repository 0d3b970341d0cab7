/** `--reuse`: whether a folder has a finished run of the same request. */
import type { SampleReport } from '../report/sample-report.ts';
import { openRun } from '../store/open-run.ts';
import type { RunInfo } from '../store/run-folder.ts';

/**
 * Its report, or null where it holds another run, an unfinished one, or none.
 * @param startFrom the source of starting values; null without given values.
 */
export function finishedRun(
  folder: string,
  asked: RunInfo,
  isSeeded: boolean,
  startFrom: string | null,
): SampleReport | null {
  const opened = openRun(folder);
  if (opened.kind === 'problem') return null;
  const { info, report, damage, counts } = opened.run;
  const isWhole =
    info.state === 'done' && damage.length === 0 && counts.every((count) => count >= info.settings.draws);
  if ((info.start?.from ?? null) !== startFrom) return null;
  return isWhole && identity(info, isSeeded) === identity(asked, isSeeded) ? report : null;
}

/** Everything that determines the draws of a run, as text. */
function identity(info: RunInfo, isSeeded: boolean): string {
  const { modelText, data, settings, asked, method = null, versions } = info;
  // The number of draws of `enough` follows from the rest.
  const { draws: _, seed, ...others } = settings;
  const rows = Object.entries({ ...others, ...asked, ...(isSeeded ? { seed } : {}) });
  const hashes = data.map(({ name, hash }) => `${name} ${hash}`);
  return JSON.stringify([modelText, hashes.sort(), rows.sort(byName), method, versions.bayes]);
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);
