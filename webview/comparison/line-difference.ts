/** Two texts as one list of lines: removed, added and common ones, in order. Pure. */
import { commonLines } from '../../sampler/report/common-lines.ts';

export interface DifferenceLine {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
  /** Line numbers from 1; null where the text does not have the line. */
  readonly before: number | null;
  readonly after: number | null;
}

export function lineDifference(before: string, after: string): readonly DifferenceLine[] {
  const [from, to] = [linesOf(before), linesOf(after)];
  const common = [...commonLines(from, to)].sort(([a], [b]) => a - b);
  const lines: DifferenceLine[] = [];
  let [i, j] = [0, 0];
  const until = (fromEnd: number, toEnd: number) => {
    for (; i < fromEnd; i++) lines.push({ kind: 'removed', text: from[i], before: i + 1, after: null });
    for (; j < toEnd; j++) lines.push({ kind: 'added', text: to[j], before: null, after: j + 1 });
  };
  for (const [a, b] of common) {
    until(a, b);
    lines.push({ kind: 'same', text: from[a], before: a + 1, after: b + 1 });
    [i, j] = [a + 1, b + 1];
  }
  until(from.length, to.length);
  return lines;
}

/** Without what does not show: line endings, blanks at the ends of lines, empty lines at the end. */
function linesOf(text: string): readonly string[] {
  return text
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split(/\r\n|\r|\n/)
    .map((line) => line.trimEnd());
}
