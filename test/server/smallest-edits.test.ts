import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { smallestEdits } from '../../server/smallest-edits.ts';

function apply(source: string, target: string): string {
  return smallestEdits(source, target)
    .sort((a, b) => b.span.start - a.span.start)
    .reduce((text, { span, newText }) => text.slice(0, span.start) + newText + text.slice(span.end), source);
}

describe('smallestEdits', () => {
  it('touches nothing where nothing changes', () => {
    expect(smallestEdits('let x = 1\n', 'let x = 1\n')).toEqual([]);
  });

  it('edits only the gaps of white space that differ', () => {
    expect(smallestEdits('let x=1\nlet  y = 2\n', 'let x = 1\nlet y = 2\n')).toEqual([
      { span: { start: 5, end: 5 }, newText: ' ' },
      { span: { start: 6, end: 6 }, newText: ' ' },
      { span: { start: 12, end: 13 }, newText: '' },
    ]);
  });

  it('edits only the lines that differ where a word changes', () => {
    const edits = smallestEdits('a\nlet x = 1\nb\n', 'a\nlet y = 1\nb\n');
    expect(edits).toEqual([{ span: { start: 6, end: 7 }, newText: 'y' }]);
  });

  it('always gives the target, with edits in order that do not overlap', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', '(', '"'), maxLength: 40 });
    fc.assert(
      fc.property(text, text, (source, target) => {
        const edits = smallestEdits(source, target);
        edits.forEach((edit, i) => {
          if (i > 0) expect(edit.span.start).toBeGreaterThanOrEqual(edits[i - 1].span.end);
        });
        expect(apply(source, target)).toBe(target);
      }),
      { numRuns: 2000 },
    );
  });
});
