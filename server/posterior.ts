/** The last run's numbers of one quantity, and how they are told. Provisional numbers say so first. */
import type { SymbolInfo } from '../grammar/scope/symbol.ts';
import { atMostText } from '../sampler/stats/number-text.ts';
import type { ModelDocument } from './documents.ts';
import type { RunRow, RunSummary } from './protocol.ts';
import { shortNumber } from './sketch.ts';

const MAX_R_HAT = 1.01;

export interface Posterior {
  readonly rows: readonly RunRow[];
  readonly pass: boolean;
  readonly reasons: readonly string[];
  /** Whether the quantity's statement is no longer the one that was sampled. */
  readonly edited: boolean;
}

export function posteriorOf(
  { text }: ModelDocument,
  symbol: SymbolInfo,
  run: RunSummary | undefined,
): Posterior | undefined {
  if (run === undefined) return undefined;
  const rows = run.rows.filter(({ name }) => name === symbol.name || name.startsWith(`${symbol.name}[`));
  if (rows.length === 0) return undefined;
  const { start, end } = symbol.statement.span;
  const edited = !run.modelText.includes(text.getText().slice(start, end));
  return { rows, pass: run.pass, reasons: run.reasons, edited };
}

/** For the end of a line: `≈ 0.83 ± 0.05`, of an array the range of the means. */
export function posteriorText({ rows, pass, edited }: Posterior): string {
  const [first] = rows;
  const means = rows.map(({ mean }) => mean);
  const numbers =
    rows.length === 1
      ? `${meanText(first)} ± ${shortNumber(round2(first.sd))}`
      : `${shortNumber(round2(Math.min(...means)))} to ${shortNumber(round2(Math.max(...means)))}`;
  const mark = edited ? ' (before this edit)' : pass ? '' : ' (provisional)';
  return `≈ ${numbers}${mark}`;
}

/** The mean to the precision that the sd makes worth reading. */
function meanText({ mean, sd }: RunRow): string {
  if (!(sd > 0) || !Number.isFinite(mean)) return shortNumber(mean);
  const decimals = Math.max(0, Math.min(6, 1 - Math.floor(Math.log10(sd))));
  return mean.toFixed(decimals).replace(/^-/, '−');
}

function round2(value: number): number {
  return Number(value.toPrecision(2));
}

const SHOWN = 8;

/** The summary of a quantity as a Markdown table, with the verdict above it. */
export function posteriorTable({ rows, pass, reasons, edited }: Posterior): string {
  const verdict = pass
    ? '**Posterior** (every diagnostic passes)'
    : `**Posterior, provisional**: ${reasons.length === 0 ? 'a diagnostic fails' : reasons.join('; ')}`;
  const worst = [...rows].sort((a, b) => b.r_hat - a.r_hat);
  const shown = rows.length <= SHOWN ? rows : worst.slice(0, SHOWN);
  const line = (r: RunRow): string =>
    `| ${escapeCell(r.name)} | ${[r.mean, r.sd, r.hdi_3, r.hdi_97].map(shortNumber).join(' | ')} | ` +
    `${Math.floor(r.ess_bulk)} | ${atMostText(r.r_hat, MAX_R_HAT, 3)} |`;
  return [
    verdict + (edited ? ', of the text before the last edit' : ''),
    '',
    '| | mean | sd | hdi 3% | hdi 97% | ess | R-hat |',
    '|:--|--:|--:|--:|--:|--:|--:|',
    ...shown.map(line),
    ...(rows.length > SHOWN ? ['', `The ${SHOWN} of ${rows.length} elements with the largest R-hat.`] : []),
  ].join('\n');
}

/** Labels come from data files: nothing in them may act as Markdown or HTML. */
export function escapeCell(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
  return text
    .replace(/[\\`*_{}[\]()#+\-.!|~]/g, '\\$&')
    .replace(/[&<>]/g, (character) => entities[character] ?? character)
    .replace(/\s+/g, ' ');
}
