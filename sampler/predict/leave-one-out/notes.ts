/** Describes the points of a model in words: what is left out one at a time, and what is not. */
import type { Program } from '../../../grammar/syntax/ast.ts';
import { createLineIndex } from '../../model/line-index.ts';
import { isRequired } from '../observed-data.ts';
import type { Point, Points } from './points.ts';

/** What is left out at a time. */
type LeftOutUnit = 'point' | 'group' | 'fold' | 'groups of a fold' | 'future';

const separately: Readonly<Record<LeftOutUnit, string>> = {
  point: 'each point is left out by itself, also where several are of one row',
  group: 'those of a group are left out together',
  fold: 'each point is in a fold by itself, also where several are of one row',
  'groups of a fold': 'those of a group are in the same fold',
  future: 'those of a step are predicted together',
};

export function notesOnPoints(
  { points, imputed, partlyImputed }: Points,
  program: Program,
  modelText: string,
  leftOut: LeftOutUnit = 'point',
): readonly string[] {
  const notes: string[] = [];
  for (const [datum, own] of byDatum(imputed)) {
    notes.push(
      `${countText(own.length, 'value')} of \`${datum}\` ${own.length === 1 ? 'is' : 'are'} imputed, not observed: no point`,
    );
  }
  for (const [datum, own] of byDatum(partlyImputed)) {
    notes.push(
      `${countText(own.length, 'vector')} of \`${datum}\` with imputed values (${listed(own)}): no point, for the density is not of data alone`,
    );
  }
  const statements = [...new Set(points.map(({ observation }) => observation))];
  if (statements.length > 1) {
    const names = statements.map((k) => points.find(({ observation }) => observation === k)?.datum ?? '');
    notes.push(
      `the model has ${statements.length} \`observe\` statements (${names.join(', ')}): elpd is the sum over the points of all; ${separately[leftOut]}`,
    );
  }
  for (const [datum, own] of byDatum(points.filter(({ places }) => places.length > 1))) {
    notes.push(
      `\`${datum}\` is observed jointly: ${countText(own.length, 'point')}, each of ${own[0].places.length} values, which are left out together`,
    );
  }
  for (const [datum, own] of byDatum(points)) {
    if (own.some(({ observed }) => observed === null)) {
      notes.push(
        datum.startsWith('interval@')
          ? `\`${datum}\` is known to lie in intervals: its points are their probabilities, and densities where the ends are equal`
          : `\`${datum}\` is an expression, not a datum: its points are densities of the expression, on its scale`,
      );
    } else if (leftOut !== 'future' && isRequired(program, datum)) {
      notes.push(
        `\`${datum}\` is used elsewhere in the model too: a value that is left out is still known there, as the past of a later value is`,
      );
    }
  }
  const locate = createLineIndex(modelText);
  const potentials = program.statements.flatMap(({ kind, span }) =>
    kind === 'potential' ? [locate(span.start).line + 1] : [],
  );
  if (potentials.length > 0) {
    notes.push(
      `\`potential\` (line ${potentials.join(', ')}) has no points: what it says of data is never left out`,
    );
  }
  return notes;
}

export function byDatum(points: readonly Point[]): ReadonlyMap<string, readonly Point[]> {
  const found = new Map<string, Point[]>();
  for (const point of points) {
    const own = found.get(point.datum);
    if (own === undefined) found.set(point.datum, [point]);
    else own.push(point);
  }
  return found;
}

export function countText(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

interface FailedRefit {
  /** What it leaves out. */
  readonly name: string;
  /** In words. */
  readonly reasons: readonly string[];
}

/** Refits whose diagnostics fail, of all, with the reasons of the first. */
export function refitsFail(failed: readonly FailedRefit[], all: number): string {
  const [{ name, reasons }] = failed;
  const why = `Without ${name}: ${reasons.map((reason) => reason.replace(/\.$/, '')).join('; ')}.`;
  return `the diagnostics of ${failed.length} of ${countText(all, 'refit')} fail (without ${listed(failed)}): their scores are provisional. ${why} Sample longer (\`draws\`, \`tune\`) or with a higher \`target_accept\`, and run this again.`;
}

const LISTED = 5;

export function listed(points: readonly { readonly name: string }[]): string {
  const names = points.slice(0, LISTED).map(({ name }) => name);
  const rest = points.length - names.length;
  return `${names.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
