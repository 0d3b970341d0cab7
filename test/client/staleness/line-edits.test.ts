/** A reason's fix lands in the model as it was sampled, or nowhere. */
import { describe, expect, it } from 'vitest';
import { lineEdits } from '../../../client/staleness/line-edits.ts';

const sampled = 'model m\nparam a ~ Flat()\nobserve y ~ Normal(a, 1)\n';
const at = sampled.indexOf('Flat()');
const fix = { edits: [{ span: { start: at, end: at + 6 }, newText: 'Normal(0, 2.5)' }] };
const edit = {
  start: { line: 1, column: 10 },
  end: { line: 1, column: 16 },
  newText: 'Normal(0, 2.5)',
};

describe('a fix', () => {
  it('is made where the text is the one that was sampled', () => {
    expect(lineEdits(sampled, sampled, fix)).toEqual([edit]);
  });

  it('is at the same line and column where lines end otherwise, on either side', () => {
    const crlf = sampled.replaceAll('\n', '\r\n');
    expect(lineEdits(sampled, crlf, fix)).toEqual([edit]);
    const start = crlf.indexOf('Flat()');
    const ofCrlf = { edits: [{ span: { start, end: start + 6 }, newText: 'Normal(0, 2.5)' }] };
    expect(lineEdits(crlf, sampled, ofCrlf)).toEqual([edit]);
  });

  it('does not count a byte order mark, which the editor does not show', () => {
    const insert = { edits: [{ span: { start: 6, end: 6 }, newText: 'x' }] };
    const place = { line: 0, column: 5 };
    expect(lineEdits(`\uFEFF${sampled}`, sampled, insert)).toEqual([
      { start: place, end: place, newText: 'x' },
    ]);
  });

  it('may cross lines and have several edits', () => {
    const start = sampled.indexOf('\nparam');
    const two = { edits: [{ span: { start, end: at }, newText: '' }, ...fix.edits] };
    expect(lineEdits(sampled, sampled, two)).toEqual([
      { start: { line: 0, column: 7 }, end: { line: 1, column: 10 }, newText: '' },
      edit,
    ]);
  });

  it('is not made in another text, also if the words concerned are still there', () => {
    expect(lineEdits(sampled, `# why\n${sampled}`, fix)).toBeNull();
    expect(lineEdits(sampled, sampled.replace(', 1)', ', 2)'), fix)).toBeNull();
  });

  it.each([
    ['nothing', []],
    ['beyond the end', [{ span: { start: at, end: 9999 }, newText: '' }]],
    ['backwards', [{ span: { start: 9, end: 3 }, newText: '' }]],
    ['no place', [{ span: { start: -1, end: 3 }, newText: '' }]],
    ['no number', [{ span: { start: Number.NaN, end: 3 }, newText: '' }]],
  ])('of a damaged report is not made: %s', (_, edits) => {
    expect(lineEdits(sampled, sampled, { edits })).toBeNull();
  });
});
