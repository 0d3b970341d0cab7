/** Meaning of a search for other modes for the result: an unsampled share of the posterior, or a symmetric copy. */
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import type { IrProgram } from '../../grammar/ir.ts';
import { createLineIndex } from '../model/line-index.ts';
import { symmetryText } from '../report/mode-symmetry.ts';
import type { Diagnostics, Modes, Reason, SummaryRow } from '../report/sample-report.ts';
import { statText } from '../stats/number-text.ts';
import { type LineOf, MOST_NAMES } from './reason.ts';

/** Found modes, with values in the order of `names`. */
export interface Found {
  readonly unvisited: readonly { readonly share: number; readonly values: ArrayLike<number> }[];
  readonly symmetries: readonly { readonly kind: 'sign' | 'exchange'; readonly values: ArrayLike<number> }[];
}

type Row = Pick<SummaryRow, 'name' | 'mean' | 'sd'>;

/** The reason shared by verdicts on chains and on approximations. */
type UnvisitedReason = Reason & { readonly code: 'unvisited-mode' };

interface UnvisitedWords {
  /** Begins the sentence, such as `No chain visited`. */
  readonly missed: string;
  /** First advice. */
  readonly instead?: string;
}

interface ModesContext {
  readonly rows: readonly Row[];
  /** Names of all elements of all quantities. */
  readonly names: readonly string[];
  /** `store` left out some parameters. */
  readonly areSome?: boolean;
  readonly isParameter: (name: string) => boolean;
  readonly lineOf?: LineOf;
}

export function modesContext(
  ir: IrProgram,
  modelText: string,
  names: readonly string[],
  rows: readonly Row[],
): ModesContext {
  const parameters = new Set(ir.quantities.flatMap(({ name, kind }) => (kind === 'param' ? [name] : [])));
  const isParameter = (name: string) => parameters.has(name.split('[')[0]);
  const kept = new Set(names.map((name) => name.split('[')[0]));
  const areSome = [...parameters].some((name) => !kept.has(name));
  return { rows, names, areSome, isParameter, lineOf: linesOf(ir, modelText) };
}

/** Returns the line that declares a quantity. */
export function linesOf({ quantities }: IrProgram, modelText: string): (name: string) => number | undefined {
  const locate = createLineIndex(modelText);
  const lines = new Map(quantities.map(({ name, origin }) => [name, locate(origin.span.start).line]));
  return (name) => lines.get(name.split('[')[0]);
}

/** A quantity's value at a mode, compared with its draws. */
interface Moved {
  readonly row: Row;
  readonly value: number;
  /** From their mean, in standard deviations of the draws. */
  readonly distance: number;
}

/** A copy of a mode is a notice and fails nothing; a mode with mass of its own is a reason. */
export function withModes(diagnostics: Diagnostics, found: Found, context: ModesContext): Diagnostics {
  const modes = modesOf(found, context);
  const reason = unvisitedReason(found, context, { missed: 'No chain visited' });
  if (reason === null) return { ...diagnostics, modes };
  return { ...diagnostics, pass: false, reasons: [reason, ...diagnostics.reasons], modes };
}

export function modesOf({ unvisited, symmetries }: Found, context: ModesContext): Modes {
  return {
    unvisited: unvisited.map(({ share, values }) => ({ at: placeOf(movedIn(values, context)), mass: share })),
    symmetries: symmetries.map(({ kind, values }) => ({ kind, at: placeOf(movedIn(values, context)) })),
  };
}

/** Null where every mode was visited. */
export function unvisitedReason(
  { unvisited }: Found,
  context: ModesContext,
  words: UnvisitedWords,
): UnvisitedReason | null {
  if (unvisited.length === 0) return null;
  const [{ share, values }] = unvisited;
  const count = unvisited.length;
  const moved = movedIn(values, context);
  const names = moved.map(({ row }) => row.name);
  const line = names.length === 0 ? undefined : context.lineOf?.(names[0]);
  const others = count === 1 ? '' : ` (and ${count - 1} more)`;
  return {
    code: 'unvisited-mode',
    message: `${words.missed} a mode that holds about ${shareText(share)} of the mass that is known${others}: there ${placeText(moved, context.areSome)}`,
    nextStep: `${words.instead === undefined ? 'If' : `${words.instead}; if`} only one of the modes makes sense, say so by a prior${names.length === 0 ? '' : ` on ${names[0].split('[')[0]}`} that rules the other out, or by an order; if both do, these draws are of one part of the posterior only, and \`bayes sample --modes weigh\` weighs the modes by how well each predicts`,
    names,
    ...(line === undefined ? {} : { line }),
  };
}

/** The parameters farthest from their draws, farthest first. */
function movedIn(values: ArrayLike<number>, { rows, names, isParameter }: ModesContext): readonly Moved[] {
  const at = new Map(names.map((name, i) => [name, i]));
  const all = rows.flatMap((row): Moved[] => {
    const value = values[at.get(row.name) ?? -1];
    const distance = Math.abs(value - row.mean) / row.sd;
    return isParameter(row.name) && distance > 0 ? [{ row, value, distance }] : [];
  });
  const furthest = all.toSorted((a, b) => b.distance - a.distance).slice(0, MOST_NAMES);
  // Smaller distances do not distinguish the modes.
  return furthest.filter(({ distance }, i) => i === 0 || distance > 2);
}

function placeOf(moved: readonly Moved[]): Readonly<Record<string, number>> {
  return Object.fromEntries(moved.map(({ row, value }) => [row.name, value]));
}

function placeText(moved: readonly Moved[], areSome = false): string {
  const words = moved
    .slice(0, 3)
    .map(
      ({ row, value }) =>
        `${row.name} is near ${statText(value, row.sd / 10)}, here ${statText(row.mean, row.sd / 10)} ± ${statText(row.sd, row.sd / 10)}`,
    );
  return words.length === 0
    ? `every parameter ${areSome ? 'that is kept ' : ''}is as here`
    : words.join('; ');
}

function shareText(share: number): string {
  return `${Math.max(1, Math.round(100 * share))} %`;
}

export function symmetryNotices(modes: Modes): readonly Diagnostic[] {
  const message = symmetryText(modes);
  return message === null
    ? []
    : [{ code: 'symmetric-modes', severity: 'warning', message, span: { start: 0, end: 0 } }];
}
