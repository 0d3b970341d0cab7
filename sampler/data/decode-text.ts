/** The bytes of a text file as UTF-8 without a byte-order mark, or why they are not text. */
import { constants, isUtf8 } from 'node:buffer';
import type { FileProblem } from './raw-array.ts';

/** Largest string of this JavaScript engine, in UTF-16 units. */
const LARGEST_TEXT = constants.MAX_STRING_LENGTH;

function problem(message: string): FileProblem {
  return { kind: 'problem', message, rows: [] };
}

function tooLarge(bytes: Uint8Array): FileProblem {
  const size = Math.ceil(bytes.length / 2 ** 20);
  return problem(
    `it is ${size} MiB large; a text file can have ${Math.floor(LARGEST_TEXT / 2 ** 20)} MiB: leave out columns and rows that the model does not use`,
  );
}

/** UTF-8, or UTF-16 with a byte-order mark, as UTF-8. */
export function utf8Of(bytes: Uint8Array): { readonly bytes: Uint8Array } | FileProblem {
  const mark = bytes.length >= 2 ? (bytes[0] << 8) | bytes[1] : 0;
  const known = knownBinary(bytes);
  if (known !== null) return problem(`it is ${known}; export it as CSV, JSON, Parquet or Arrow`);
  const isWide = mark === 0xfffe || mark === 0xfeff;
  if (isWide) {
    try {
      const decoder = new TextDecoder(mark === 0xfffe ? 'utf-16le' : 'utf-16be', { fatal: true });
      return { bytes: Buffer.from(decoder.decode(bytes), 'utf8') };
    } catch {
      return bytes.length > LARGEST_TEXT
        ? tooLarge(bytes)
        : problem('it is not UTF-8 text; save it with the encoding UTF-8');
    }
  }
  if (bytes.subarray(0, 1 << 16).includes(0))
    return problem('it is a binary file; expected CSV, TSV, JSON, Parquet or Arrow');
  if (!isUtf8(bytes)) return problem('it is not UTF-8 text; save it with the encoding UTF-8');
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return { bytes: hasMark ? bytes.subarray(3) : bytes };
}

function knownBinary(bytes: Uint8Array): string | null {
  const head = String.fromCharCode(...bytes.subarray(0, 6));
  if (head.startsWith('PK')) return 'a zip archive or an Excel workbook';
  if (head.startsWith('\u001f\u008b')) return 'compressed with gzip';
  return null;
}

/** Valid UTF-8, perhaps cut within a character. */
export function decodeUtf8(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
}
