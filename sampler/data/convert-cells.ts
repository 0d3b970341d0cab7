/** Converts cells to numbers by the rule of each type, and lists invalid cells. */
import type { Range } from '../../grammar/syntax/ast.ts';
import { roundsToWhole } from '../../grammar/syntax/decimal-text.ts';
import { MISSING, NUMBER } from './cells.ts';
import { type Cell, isMissing, parseNumber, type RawArray } from './raw-array.ts';

/** The first few invalid indices and their total number. */
export interface Faults {
  readonly first: readonly number[];
  readonly count: number;
}

const SHOWN_FAULTS = 5;

export class FaultList implements Faults {
  readonly first: number[] = [];
  count = 0;
  add(index: number): void {
    if (this.count++ < SHOWN_FAULTS) this.first.push(index);
  }
}

interface Converted {
  /** Row-major; NaN where a missing value is allowed, and at every fault. */
  readonly values: Float64Array;
  readonly wrong: Faults;
  readonly missing: Faults;
}

function toReal(cell: Cell, textual: boolean): number {
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : Number.NaN;
  if (typeof cell !== 'string') return Number.NaN;
  if (textual) return parseNumber(cell);
  // Numbers of JSON and of the model's text that become whole only by rounding arrive as text.
  return roundsToWhole(cell) ? parseNumber(cell) : Number.NaN;
}

const booleans: Readonly<Record<string, number>> = { true: 1, t: 1, '1': 1, false: 0, f: 0, '0': 0 };

export function booleanOf(cell: Cell, textual: boolean): number {
  if (typeof cell === 'boolean') return cell ? 1 : 0;
  if (typeof cell === 'number') return cell === 0 || cell === 1 ? cell : Number.NaN;
  return typeof cell === 'string' && textual ? (booleans[cell.toLowerCase()] ?? Number.NaN) : Number.NaN;
}

/** Whole numbers above 2^53 are rejected: neighbours are the same double. */
function toInt(cell: Cell, textual: boolean): number {
  const value = typeof cell === 'boolean' ? Number(cell) : toReal(cell, textual);
  if (!Number.isSafeInteger(value)) return Number.NaN;
  return typeof cell === 'string' && roundsToWhole(cell) ? Number.NaN : value;
}

const rules = { real: toReal, int: toInt, bool: booleanOf } as const;

/** Which infinite values a datum may have: those that its range ends with. */
interface Infinite {
  readonly above: boolean;
  readonly below: boolean;
}

/** The infinite values that `in -inf..inf` allows. */
export function infiniteOf(range: Range | undefined): Infinite {
  const { lo, hi } = range ?? {};
  return {
    above: hi?.kind === 'name' && hi.name === 'inf',
    below: lo?.kind === 'unary' && lo.op === '-' && lo.operand.kind === 'name' && lo.operand.name === 'inf',
  };
}

/** Infinity as files of R and Python have it; NaN for all else, and where it is not allowed. */
function infiniteValue(cell: Cell, { above, below }: Infinite): number {
  const text = typeof cell === 'number' ? String(cell) : typeof cell === 'string' ? cell.trim() : '';
  const found = /^([+-]?)inf(?:inity)?$/i.exec(text);
  if (found === null) return Number.NaN;
  if (found[1] === '-') return below ? Number.NEGATIVE_INFINITY : Number.NaN;
  return above ? Number.POSITIVE_INFINITY : Number.NaN;
}

const FINITE: Infinite = { above: false, below: false };

export function convert(
  raw: RawArray,
  element: 'real' | 'int' | 'bool',
  optional: boolean,
  infinite: Infinite = FINITE,
): Converted {
  const rule = rules[element];
  const { cells, textual } = raw;
  const wrong = new FaultList();
  const missing = new FaultList();
  if (element === 'bool') {
    const distinct = cells.distinct();
    const known = Float64Array.from(distinct.cells, (cell) => rule(cell, textual));
    const values = Float64Array.from(distinct.codes, (code) => known[code]);
    for (const [i, value] of values.entries())
      if (Number.isNaN(value)) note(i, isMissing(distinct.cells[distinct.codes[i]]));
    return { values, wrong, missing };
  }
  const { values, marks } = cells.numbers(element === 'int' ? 'whole' : 'decimal');
  if (marks === null && element === 'real') return { values, wrong, missing };
  for (let i = 0; i < values.length; i++) {
    const mark = marks === null ? NUMBER : marks[i];
    if (mark === NUMBER && (element === 'real' || Number.isSafeInteger(values[i]))) continue;
    if (mark === MISSING) {
      note(i, true);
      continue;
    }
    const cell = cells.at(i);
    values[i] = rule(cell, textual);
    if (Number.isNaN(values[i]) && element === 'real') values[i] = infiniteValue(cell, infinite);
    if (Number.isNaN(values[i])) note(i, isMissing(cell));
  }
  return { values, wrong, missing };

  function note(i: number, isAbsent: boolean): void {
    if (!isAbsent) wrong.add(i);
    else if (!optional) missing.add(i);
  }
}
