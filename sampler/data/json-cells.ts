/** Cells of a JSON text, read from its bytes when they are asked for. */
import { type Cells, type Distinct, MISSING, type Numbers, OTHER } from './cells.ts';
import { createDecimalReader } from './decimal-bytes.ts';
import { createByteInterner } from './intern-bytes.ts';
import { cellAt, endOfScalar } from './json-tokens.ts';
import { type Cell, isMissing } from './raw-array.ts';

/** Where a record has no such key. */
export const ABSENT = -1;

/** @param starts where each cell begins, or `ABSENT`; all are valid. */
export function jsonCells(bytes: Uint8Array, starts: Int32Array): Cells {
  const { length } = starts;
  const at = (index: number): Cell =>
    starts[index] === ABSENT ? null : cellAt(bytes, starts[index], endOfScalar(bytes, starts[index]));
  let known: Distinct | undefined;
  return {
    length,
    at,
    numbers(form): Numbers {
      const values = new Float64Array(length);
      let marks: Uint8Array | null = null;
      const decimal = createDecimalReader();
      for (let i = 0; i < length; i++) {
        const value = starts[i] === ABSENT ? Number.NaN : decimal.read(bytes, starts[i], bytes.length);
        values[i] = value;
        if (!Number.isNaN(value) && (form === 'decimal' || decimal.isWhole)) continue;
        values[i] = Number.NaN;
        marks ??= new Uint8Array(length);
        marks[i] = isMissing(at(i)) ? MISSING : OTHER;
      }
      return { values, marks };
    },
    distinct() {
      known ??= distinctCells();
      return known;
    },
  };

  /** Equal cells may be written differently: 1 and 1.0. */
  function distinctCells(): Distinct {
    const interner = createByteInterner(bytes);
    const codes = new Int32Array(length);
    /** How many texts came before the first absent cell. */
    let earlier: number | null = null;
    for (let i = 0; i < length; i++) {
      if (starts[i] === ABSENT) {
        earlier ??= interner.starts.length;
        codes[i] = ABSENT;
      } else codes[i] = interner.codeOf(starts[i], endOfScalar(bytes, starts[i]));
    }
    const written = interner.starts.map((from, code) => cellAt(bytes, from, interner.ends[code]));
    const cells = new Map<Cell, number>();
    const codeOf = (cell: Cell): number => {
      const code = cells.get(cell) ?? cells.size;
      cells.set(cell, code);
      return code;
    };
    const merged = written.slice(0, earlier ?? written.length).map(codeOf);
    const absent = earlier === null ? ABSENT : codeOf(null);
    for (const cell of written.slice(merged.length)) merged.push(codeOf(cell));
    for (let i = 0; i < length; i++) codes[i] = codes[i] === ABSENT ? absent : merged[codes[i]];
    return { cells: [...cells.keys()], codes };
  }
}
