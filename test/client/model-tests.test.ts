/** The tests that the Testing view finds in a model's text. */
import { expect, it } from 'vitest';
import { testsIn } from '../../client/model-tests.ts';

it('finds statements, not comments or names', () => {
  const text = [
    'dim test',
    '# test recovers { a = 1 }',
    'test recovers { a = 1 }  # a note',
    'let z = test + recovers',
    'sample { draws = 1 } test  recovers {',
    '  b = 2 }',
  ].join('\r\n');
  expect(testsIn(text)).toEqual([
    { line: 2, label: 'test recovers { a = 1 }' },
    { line: 4, label: 'test  recovers {' },
  ]);
});
