/** The difference of two models, line by line. */
import { expect, test } from 'vitest';
import { lineDifference } from '../../../webview/comparison/line-difference.ts';

const short = (before: string, after: string) =>
  lineDifference(before, after).map((line) => {
    const sign = { same: ' ', removed: '-', added: '+' }[line.kind];
    return `${sign} ${line.before ?? ''}|${line.after ?? ''}| ${line.text}`;
  });

test('a changed line is removed and added, in its place', () => {
  expect(short('a\nb\nc\n', 'a\nx\nc\nd')).toEqual(['  1|1| a', '- 2|| b', '+ |2| x', '  3|3| c', '+ |4| d']);
});

test('line endings, blanks at the end of a line and empty lines at the end are no difference', () => {
  expect(lineDifference('a \r\nb\r\n\r\n', 'a\nb').every(({ kind }) => kind === 'same')).toBe(true);
});

test('each text is there, whole and in order', () => {
  const [before, after] = ['p\nq\nr\ns\nt', 'q\nx\ns\np\nt'];
  const lines = lineDifference(before, after);
  const without = (kind: string) => lines.filter((line) => line.kind !== kind).map(({ text }) => text);
  expect(without('added').join('\n')).toBe(before);
  expect(without('removed').join('\n')).toBe(after);
  expect(lines.filter(({ kind }) => kind === 'same')).toHaveLength(3);
});
