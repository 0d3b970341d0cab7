/** One data file, parsed by its kind. */
import { createHash } from 'node:crypto';
import { readArrow } from './arrow.ts';
import { commentsAbove, detectDelimiter, firstLine, readCsv } from './csv.ts';
import { utf8Of } from './decode-text.ts';
import { type JsonObject, readJson } from './json.ts';
import { readParquet } from './parquet.ts';
import type { FileProblem, Table } from './raw-array.ts';

export type DataFile = Table | JsonObject | FileProblem;

export function hashBytes(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function formatProblem(message: string): FileProblem {
  return { kind: 'problem', message, rows: [] };
}

/** Parses by the file extension, else by the first character. Never throws. */
export function parseDataFile(path: string, file: Uint8Array): DataFile {
  if (file.length === 0) return formatProblem('it is empty');
  const binary = binaryReaders.find(({ marks }) => marks.some((mark) => startsWith(file, mark)));
  if (binary !== undefined) return binary.read(file);
  const decoded = utf8Of(file);
  if ('kind' in decoded) return decoded;
  const { bytes } = decoded;
  const ending = /\.([^./\\]*)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  const first = firstText(bytes);
  if (first === null) return formatProblem('it is empty');
  if (ending === 'json' || (!textEndings.has(ending) && /^[[{]/.test(first))) return readJson(bytes);
  if (ending === 'tsv' || ending === 'tab') return readCsv(bytes, '\t');
  return readCsv(bytes, detectDelimiter(firstLine(bytes, commentsAbove(bytes).end)));
}

/** Known by their first bytes, whatever their name. */
const binaryReaders = [
  { marks: ['PAR1'], read: readParquet },
  // Arrow's file format, and its stream format.
  { marks: ['ARROW1', '\xff\xff\xff\xff'], read: readArrow },
] as const;

function startsWith(bytes: Uint8Array, mark: string): boolean {
  for (let i = 0; i < mark.length; i++) if (bytes[i] !== mark.charCodeAt(i)) return false;
  return true;
}

/** Whose files are tables whatever their first character is. */
const textEndings: ReadonlySet<string> = new Set(['csv', 'tsv', 'tab']);

/** The first character that is not a space; null where there is none. */
function firstText(bytes: Uint8Array): string | null {
  const step = 1 << 16;
  for (let at = 0; at < bytes.length; at += step) {
    const [found] = Buffer.from(bytes.subarray(at, at + step))
      .toString('utf8')
      .trim();
    if (found !== undefined) return found;
  }
  return null;
}
