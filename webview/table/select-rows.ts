/** Which rows are shown, in which order. */
import type { SampleReport, SummaryRow } from '../../sampler/report/sample-report.ts';
import type { Selection } from '../state.ts';
import { type ColumnKey, isFlagged } from './columns.ts';

/**
 * Words that must all occur in a name; `-word` or `~word` must not; `/…/` is a regular expression. Case
 * does not matter. An invalid regular expression matches as plain text.
 */
export function nameFilter(text: string): (name: string) => boolean {
  const tests = text
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '' && word !== '-' && word !== '~')
    .map((word) => {
      const negated = word.startsWith('~') || (word.startsWith('-') && !/^-[\d.]/.test(word));
      const includes = matcher(negated ? word.slice(1) : word);
      return (name: string) => includes(name) !== negated;
    });
  return (name) => tests.every((test) => test(name));
}

function matcher(word: string): (name: string) => boolean {
  if (word.length > 2 && word.startsWith('/') && word.endsWith('/')) {
    try {
      const pattern = new RegExp(word.slice(1, -1), 'i');
      return (name) => pattern.test(name);
    } catch {
      // Not a regular expression (yet).
    }
  }
  const lower = word.toLowerCase();
  return (name) => name.toLowerCase().includes(lower);
}

function selectRows(report: SampleReport, selection: Selection): readonly SummaryRow[] {
  const { filter, flaggedOnly, sort } = selection;
  const matches = nameFilter(filter);
  const kept = report.summary.filter((row) => matches(row.name) && (!flaggedOnly || isFlagged(row, report)));
  return sort === null ? kept : sortRows(kept, sort.column, sort.descending);
}

/** Stable; NaN signals trouble and comes first in both directions. */
function sortRows(rows: readonly SummaryRow[], column: ColumnKey, descending: boolean): SummaryRow[] {
  const sign = descending ? -1 : 1;
  if (column === 'name') {
    return [...rows].sort((a, b) => sign * collator.compare(a.name, b.name));
  }
  return [...rows].sort((a, b) => {
    const x = a[column] ?? Number.NaN;
    const y = b[column] ?? Number.NaN;
    if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(y)) - Number(Number.isNaN(x));
    return x === y ? 0 : sign * (x - y);
  });
}

/** `theta[10]` after `theta[2]`. */
const collator = new Intl.Collator('en', { numeric: true });

/** `selectRows`, recomputed only if its inputs changed. */
export function createRowSelector(): (report: SampleReport, selection: Selection) => readonly SummaryRow[] {
  let last: { report: SampleReport; selection: Selection; rows: readonly SummaryRow[] } | undefined;
  return (report, selection) => {
    const { filter, flaggedOnly, sort } = selection;
    if (
      last === undefined ||
      last.report !== report ||
      last.selection.filter !== filter ||
      last.selection.flaggedOnly !== flaggedOnly ||
      last.selection.sort !== sort
    ) {
      last = { report, selection: { filter, flaggedOnly, sort }, rows: selectRows(report, selection) };
    }
    return last.rows;
  };
}
