/** One data file, decoded and parsed by its kind. */
import { constants } from 'node:buffer';
import { createHash } from 'node:crypto';
import { detectDelimiter, leadingComments, readCsv } from './csv.ts';
import { type JsonObject, readJson } from './json.ts';
import type { FileProblem, Table } from './raw-array.ts';

export type DataFile = Table | JsonObject | FileProblem;

/** Largest string of this JavaScript engine, in UTF-16 units. */
const LARGEST_TEXT = constants.MAX_STRING_LENGTH;

export function hashBytes(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function formatProblem(message: string): FileProblem {
  return { kind: 'problem', message, rows: [] };
}

/** Text of the bytes (UTF-8, or UTF-16 with a byte-order mark), without the mark. */
function decode(bytes: Uint8Array): { readonly text: string } | FileProblem {
  const mark = bytes.length >= 2 ? (bytes[0] << 8) | bytes[1] : 0;
  const encoding = mark === 0xfffe ? 'utf-16le' : mark === 0xfeff ? 'utf-16be' : 'utf-8';
  const known = knownBinary(bytes);
  if (known !== null) return formatProblem(`it is ${known}; export it as CSV or JSON`);
  if (encoding === 'utf-8' && bytes.subarray(0, 1 << 16).includes(0)) {
    return formatProblem('it is a binary file; expected text: CSV, TSV or JSON');
  }
  try {
    return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes) };
  } catch {
    if (bytes.length > LARGEST_TEXT) {
      const size = Math.ceil(bytes.length / 2 ** 20);
      return formatProblem(
        `it is ${size} MiB large; a text file can have ${Math.floor(LARGEST_TEXT / 2 ** 20)} MiB: leave out columns and rows that the model does not use`,
      );
    }
    return formatProblem('it is not UTF-8 text; save it with the encoding UTF-8');
  }
}

function knownBinary(bytes: Uint8Array): string | null {
  const head = String.fromCharCode(...bytes.subarray(0, 6));
  if (head.startsWith('PK')) return 'a zip archive or an Excel workbook';
  if (head.startsWith('PAR1')) return 'a Parquet file';
  if (head.startsWith('ARROW1')) return 'an Arrow file';
  if (head.startsWith('\u001f\u008b')) return 'compressed with gzip';
  return null;
}

/** Parses by the file extension, else by the first character. Never throws. */
export function parseDataFile(path: string, bytes: Uint8Array): DataFile {
  if (bytes.length === 0) return formatProblem('it is empty');
  const decoded = decode(bytes);
  if ('kind' in decoded) return decoded;
  const { text } = decoded;
  const ending = /\.([^./\\]*)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  if (text.trim() === '') return formatProblem('it is empty');
  if (ending === 'json') return readJson(text);
  if (ending === 'tsv' || ending === 'tab') return readCsv(text, '\t');
  if (ending !== 'csv' && /^\s*[[{]/.test(text)) return readJson(text);
  return readCsv(text, detectDelimiter(text.slice(leadingComments(text).end)));
}
