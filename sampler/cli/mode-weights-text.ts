/** The weights of modes for people: where each lies, how well it predicts, and the summary of their mixture. */

import { plainText } from '../report/code-in-text.ts';
import type { ModeWeights, WeightedRow } from '../report/mode-weights.ts';
import { errorText, statText } from '../stats/number-text.ts';
import { plainTable, tableText } from './plain-table.ts';

/** Parameters that describe the location of a mode, at most. */
const PLACES = 3;

/** @param most rows of the summary. */
export function modeWeightsText({ modes, summary, notes }: ModeWeights, most: number): string {
  const noted = notes.map((note) => `Note: ${plainText(note)}.\n`);
  if (modes.length === 0) return noted.join('');
  const names = Object.keys(modes[0].at).slice(0, PLACES);
  const table = plainTable(['mode', 'weight', 'elpd', 'se', 'draws of', ...names], 1);
  for (const [i, { at, chains, weight, elpd, se }] of modes.entries()) {
    const origin =
      chains.length === 0 ? 'the search' : `${chains.length === 1 ? 'chain' : 'chains'} ${chains.join(', ')}`;
    const places = names.map((name) => at[name].toPrecision(3));
    table.push([String(i + 1), weight.toFixed(2), elpd.toFixed(1), errorText(se), origin, ...places]);
  }
  return [
    'Weights of the modes by how well each predicts what is observed (stacking), which is not their share of the mass:\n',
    tableText(table),
    ...noted,
    '\nSummary of the modes together, each by its weight:\n',
    mixtureText(summary, most),
    '\nSummary of the chains as they are:',
  ].join('');
}

function mixtureText(rows: readonly WeightedRow[], most: number): string {
  const table = plainTable(['', 'mean', 'sd', 'q3', 'q50', 'q97'], 1);
  for (const { name, mean, sd, q3, q50, q97 } of rows.slice(0, most)) {
    // The mixture has no Monte Carlo error to round by; this gives about three digits.
    const error = (sd || Math.abs(mean) || 1) / 50;
    table.push([name, ...[mean, sd, q3, q50, q97].map((value) => statText(value, error))]);
  }
  const rest = rows.length - most;
  const more = rest > 0 ? `… and ${rest} more rows (--all-rows shows them, --format json has them)\n` : '';
  return `${tableText(table)}${more}`;
}
