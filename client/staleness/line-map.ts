/** Maps lines of a model's earlier text to its current text. Pure. */
import { commonLines } from '../../sampler/report/common-lines.ts';

/** For each line of `before` its line in `after`, both 0-based; null where its statement was removed. */
export function mapLines(before: string, after: string): readonly (number | null)[] {
  const from = linesOf(before);
  const to = linesOf(after);
  const map: (number | null)[] = from.map(() => null);
  const taken = new Set<number>();
  const pair = (line: number, now: number) => {
    map[line] = now;
    taken.add(now);
  };
  for (const [line, now] of commonLines(from, to)) pair(line, now);
  // Moved statements are matched by text, edited ones by name.
  for (const keyOf of [textKey, nameKey]) {
    const left = uniqueKeys(from, keyOf, (line) => map[line] === null);
    const right = uniqueKeys(to, keyOf, (line) => !taken.has(line));
    for (const [key, line] of left) {
      const now = right.get(key);
      if (now !== undefined) pair(line, now);
    }
  }
  return map;
}

/** Whether two texts are equal up to line endings, which the editor may have changed. */
export function isSameText(a: string, b: string): boolean {
  return a === b || normalized(a) === normalized(b);
}

const normalized = (text: string): string => text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n');

const linesOf = (text: string): readonly string[] =>
  normalized(text)
    .split('\n')
    .map((line) => line.trimEnd());

/** Null where the line has too little text to be recognised. */
const textKey = (line: string): string | null => (/[\p{L}\p{N}]/u.test(line) ? line.trim() : null);

const DEFINES = /^\s*(?:param|let|deterministic|draw|potential)\s+([\p{L}_][\p{L}\p{N}_]*)/u;
const OTHERS = /^\s*(observe|dim|fun|predict|model|data|sample)\b\s*([\p{L}_][\p{L}\p{N}_]*)?/u;
const DATUM = /^\s*([\p{L}_][\p{L}\p{N}_]*)\s*:/u;

/** The name that identifies a statement, whatever the rest of it; null without a name. */
function nameKey(line: string): string | null {
  const defines = DEFINES.exec(line);
  if (defines !== null) return `define ${defines[1]}`;
  const other = OTHERS.exec(line);
  if (other !== null) return `${other[1]} ${other[2] ?? ''}`;
  const datum = DATUM.exec(line);
  return datum === null ? null : `datum ${datum[1]}`;
}

/** Lines by key, among those that `isOpen`; keys of several lines are left out. */
function uniqueKeys(
  lines: readonly string[],
  keyOf: (line: string) => string | null,
  isOpen: (line: number) => boolean,
): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const repeated = new Set<string>();
  for (const [line, text] of lines.entries()) {
    const key = isOpen(line) ? keyOf(text) : null;
    if (key === null) continue;
    if (found.has(key)) repeated.add(key);
    found.set(key, line);
  }
  for (const key of repeated) found.delete(key);
  return found;
}
