/** Half a gigabyte of JSON. */
import { expect, test } from 'vitest';
import { load } from './load-files.ts';

test('a file that no string can hold is read', () => {
  const file = new Uint8Array(2 ** 29 + 100).fill(32);
  file.set(Buffer.from('{ "x": [1, 2'));
  file.set(Buffer.from('.5] }'), file.length - 5);
  // The spaces end the 2 before its point.
  const [error] = load('dim row\ndata from "d.json" { x : real[row] }', { 'd.json': file }).diagnostics;
  expect(error.message).toMatch(/it is not JSON: unexpected `\.5` in line 1, column 536871008$/);
});
