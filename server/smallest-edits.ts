/**
 * The smallest edits from one text to another: where only white space differs, each differing gap is one
 * edit; else whole lines that differ.
 */
import type { Span } from '../grammar/span.ts';

interface OffsetEdit {
  readonly span: Span;
  readonly newText: string;
}

export function smallestEdits(source: string, target: string): OffsetEdit[] {
  return gapEdits(source, target) ?? lineEdits(source, target);
}

/** One edit a gap of white space; undefined where anything else differs. */
function gapEdits(source: string, target: string): OffsetEdit[] | undefined {
  const edits: OffsetEdit[] = [];
  let i = 0;
  let j = 0;
  for (;;) {
    const gap = /\s*/y;
    gap.lastIndex = i;
    const from = gap.exec(source)?.[0] ?? '';
    gap.lastIndex = j;
    const to = gap.exec(target)?.[0] ?? '';
    if (from !== to) edits.push(trimmed({ span: { start: i, end: i + from.length }, newText: to }, source));
    i += from.length;
    j += to.length;
    if (i === source.length || j === target.length) {
      return i === source.length && j === target.length ? edits : undefined;
    }
    while (i < source.length && j < target.length && !isSpace(source[i]) && source[i] === target[j]) {
      i++;
      j++;
    }
    const sourceGap = i === source.length || isSpace(source[i]);
    const targetGap = j === target.length || isSpace(target[j]);
    if (!sourceGap && !targetGap) return undefined;
  }
}

function isSpace(character: string): boolean {
  return /\s/.test(character);
}

/** The edit without unchanged characters at either end. */
function trimmed({ span, newText }: OffsetEdit, source: string): OffsetEdit {
  const old = source.slice(span.start, span.end);
  let head = 0;
  while (head < old.length && head < newText.length && old[head] === newText[head]) head++;
  let tail = 0;
  const room = Math.min(old.length, newText.length) - head;
  while (tail < room && old[old.length - 1 - tail] === newText[newText.length - 1 - tail]) tail++;
  return {
    span: { start: span.start + head, end: span.end - tail },
    newText: newText.slice(head, newText.length - tail),
  };
}

/** Runs of differing lines, by longest common subsequence. */
function lineEdits(source: string, target: string): OffsetEdit[] {
  const a = source.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const b = target.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const matches = commonLines(a, b);
  const edits: OffsetEdit[] = [];
  let i = 0;
  let j = 0;
  let offset = 0;
  for (const [mi, mj] of [...matches, [a.length, b.length] as const]) {
    const old = a.slice(i, mi).join('');
    const fresh = b.slice(j, mj).join('');
    if (old !== fresh)
      edits.push(trimmed({ span: { start: offset, end: offset + old.length }, newText: fresh }, source));
    offset += old.length + (mi < a.length ? a[mi].length : 0);
    i = mi + 1;
    j = mj + 1;
  }
  return edits;
}

/** Pairs of equal lines in order; quadratic, so very long files keep only their common ends. */
function commonLines(a: readonly string[], b: readonly string[]): (readonly [number, number])[] {
  if (a.length * b.length > 4_000_000) return commonEnds(a, b);
  const longest = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      longest[i][j] =
        a[i] === b[j] ? longest[i + 1][j + 1] + 1 : Math.max(longest[i + 1][j], longest[i][j + 1]);
    }
  }
  const pairs: (readonly [number, number])[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (longest[i + 1][j] >= longest[i][j + 1]) i++;
    else j++;
  }
  return pairs;
}

function commonEnds(a: readonly string[], b: readonly string[]): (readonly [number, number])[] {
  const pairs: (readonly [number, number])[] = [];
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) pairs.push([head, head++]);
  let tail = 0;
  const room = Math.min(a.length, b.length) - head;
  while (tail < room && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  for (let k = tail; k > 0; k--) pairs.push([a.length - k, b.length - k]);
  return pairs;
}
