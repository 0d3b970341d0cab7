/** The columns of a data file and a summary of their values, for completion. */
import { dirname, resolve } from 'node:path';
import { type Cells, listCells } from '../sampler/data/cells.ts';
import { hashBytes, parseDataFile } from '../sampler/data/data-file.ts';
import { dayNumber } from '../sampler/data/dates.ts';
import type { DataCache } from '../sampler/data/load-options.ts';
import { isMissing, parseNumber } from '../sampler/data/raw-array.ts';
import type { FileSource } from './file-source.ts';

export interface Column {
  readonly name: string;
  /** `date` where each value is a day, perhaps with a time. */
  readonly type: 'real' | 'int' | 'text' | 'date';
  /** Among the rows that were looked at. */
  readonly missing: number;
  /** Rows that were looked at: the first of a long file. */
  readonly rows: number;
  /** 1 of a column; nested lists in JSON have more, a single value none. */
  readonly axes: number;
  /** Lowest and highest value of a numeric column. */
  readonly range?: readonly [number, number];
  /** Number of distinct values, missing ones aside. */
  readonly distinct: number;
}

export interface FileReader {
  readonly files: FileSource;
  readonly cache: DataCache;
  /** Absolute path of the model. */
  readonly modelPath: string;
}

/** Columns of a table, or keys of a JSON object; empty where the file cannot be read. */
export function columnsOf(file: string, { files, cache, modelPath }: FileReader): Column[] {
  const path = resolve(dirname(modelPath), file);
  const bytes = files.read(path);
  if ('error' in bytes) return [];
  const key = `${hashBytes(bytes)}:${/\.[^./\\]*$/.exec(path)?.[0] ?? ''}`;
  const content = cache.get(key) ?? parseDataFile(path, bytes);
  cache.set(key, content);
  switch (content.kind) {
    case 'table':
      return content.header.map((name, i) => describe(name, content.columns([i]), 1));
    case 'object':
      return [...content.keys].map(([name, value]) =>
        value.kind === 'array'
          ? describe(name, value.cells, value.shape.length)
          : describe(name, listCells([]), 1),
      );
    case 'problem':
      return [];
  }
}

/** Cells that a column's type is inferred from; a wrong type only costs a suggestion. */
const LOOKED_AT = 10_000;

function describe(name: string, cells: Cells, axes: number): Column {
  const seen = Array.from({ length: Math.min(cells.length, LOOKED_AT) }, (_, i) => cells.at(i));
  const present = seen.filter((cell) => !isMissing(cell));
  const numbers = present.map((cell) => (typeof cell === 'string' ? parseNumber(cell) : Number(cell)));
  const counts = { name, missing: seen.length - present.length, rows: seen.length, axes };
  if (present.length === 0 || numbers.some(Number.isNaN)) {
    const isDate = present.length > 0 && present.every((cell) => !Number.isNaN(dayNumber(String(cell))));
    return { ...counts, type: isDate ? 'date' : 'text', distinct: new Set(present).size };
  }
  const distinct = new Set(numbers).size;
  const lowest = numbers.reduce((a, b) => Math.min(a, b));
  const highest = numbers.reduce((a, b) => Math.max(a, b));
  return {
    ...counts,
    type: numbers.every(Number.isInteger) ? 'int' : 'real',
    range: [lowest, highest],
    distinct,
  };
}

/** In a few words: `int 0..1, 3 missing`. */
export function columnText({ type, range, missing, distinct }: Column): string {
  const values = range === undefined ? `${type}, ${distinct} different` : `${type} ${range[0]}..${range[1]}`;
  return missing === 0 ? values : `${values}, ${missing} missing`;
}
