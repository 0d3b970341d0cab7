/** Columns of dates as days, years, months and weekdays. */
import { describe, expect, test } from 'vitest';
import { dayNumber } from '../../../sampler/data/dates.ts';
import { clean, labels, only, values } from './load-files.ts';

describe('days since 1970-01-01', () => {
  // The reference: Python's `(date(…) - date(1970, 1, 1)).days`.
  test.each([
    ['1970-01-01', 0],
    ['1969-12-31', -1],
    ['2000-02-29', 11016],
    ['2020/02/29', 18321],
    ['20240301', 19783],
    ['1600-03-01', -135080],
    ['0050-06-01', -701114],
    ['2020-02-29T12:00', 18321.5],
    ['2020-02-29 06:00:00', 18321.25],
    ['2020-02-29T06:00:00Z', 18321.25],
    ['2020-02-29T23:00:00-01:00', 18322],
    ['2020-02-29T05:30+0530', 18321],
    [' 2020-02-29 ', 18321],
  ])('%s', (text, day) => {
    expect(dayNumber(text)).toBe(day);
  });

  test.each([
    '2021-02-29',
    '2020-13-01',
    '2020-00-10',
    '2020-4-3',
    '03/04/2020',
    '2020-02/29',
    '12',
    '',
    'May',
    '2020-02-29T24:30',
  ])('%s is no date', (text) => expect(dayNumber(text)).toBeNaN());

  test('are those of JavaScript for every day of four centuries', () => {
    for (let day = -80_000; day < 80_000; day++) {
      const text = new Date(day * 86_400_000).toISOString().slice(0, 10);
      if (dayNumber(text) !== day) expect(text).toBe(day);
    }
  });
});

describe('columns of dates', () => {
  const file = { 'd.csv': 'when,y\n2020-03-02,1\n2019-12-31,2\n2020-01-05T23:30:00-05:00,3\n2020-03-08,4\n' };
  const read = (entry: string, dims = 'row', files = file) =>
    clean(`dim ${dims}\ndata from "d.csv" { x : ${entry} }`, files);

  test.each([
    [
      'int[row] = days("when", since = "2020-01-01")',
      file['d.csv'].replace(/T\S+?(?=,)/, ''),
      [61, -1, 4, 67],
    ],
    ['real[row] = days("when")', 'when\n2020-02-29T12:00\n', [18321.5]],
    ['int[row] = year("when")', file['d.csv'], [2020, 2019, 2020, 2020]],
    ['int[row] = month("when")', file['d.csv'], [3, 12, 1, 3]],
    // Monday in UTC, as in `days`, though it was written on a Sunday.
    ['int[row] = weekday("when")', file['d.csv'], [1, 2, 1, 7]],
    ['int[row] = month("when")', 'when\n2020-03-01T00:30+02:00\n2020-03-01T00:30Z\n', [2, 3]],
    ['int[row] = year("when")', 'when\n2019-12-31T20:30:00-0500\n', [2020]],
    ['real?[row] = days("when")', 'when,y\n2020-02-29,1\n,2\nNA,3\n', [18321, Number.NaN, Number.NaN]],
  ])('%s', (entry, content, expected) => {
    expect(values(read(entry, 'row', { 'd.csv': content }), 'x')).toEqual(expected);
  });

  test('labels of months and weekdays are in the order of the calendar', () => {
    const months = read('month[row] = month("when")', 'row, month');
    expect(labels(months, 'month')).toEqual(['Jan', 'Mar', 'Dec']);
    expect(values(months, 'x')).toEqual([2, 3, 1, 2]);
    expect(labels(read('day[row] = weekday("when")', 'row, day'), 'day')).toEqual(['Mon', 'Tue', 'Sun']);
    expect(labels(read('y[row] = year("when")', 'row, y'), 'y')).toEqual(['2019', '2020']);
    const listed = read('day[row] = weekday("when")', 'row\ndim day = ["Sun", "Mon", "Tue", "Sat"]');
    expect(values(listed, 'x')).toEqual([2, 3, 2, 1]);
  });

  test('also from JSON, and with rows left out by a comparison of their text', () => {
    const content = JSON.stringify([{ when: '2020-03-02' }, { when: '2019-12-31' }, { when: null }]);
    const text = 'dim row\ndata from "d.json" where when >= "2020-01-01" { x : int[row] = month("when") }';
    expect(values(clean(text, { 'd.json': content }), 'x')).toEqual([3]);
  });

  const model = (entry: string) => `dim row, m\ndata from "d.csv" { x : ${entry} }`;
  test.each([
    [
      'real[row] = days("when")',
      'when\n2020-02-01\n3/4/2020\n',
      'found "3/4/2020" in row 2, column when: day and month could be either; write the year first',
    ],
    [
      'real[row] = days("when")',
      'when\n2020-02-30\n2020-02-31\n',
      'found "2020-02-30" in row 1, column when (2 of 2 values are no dates): there is no such day or time',
    ],
    ['int[row] = days("when")', 'when\n2020-02-28 12:00\n', 'found 18320.5 in row 1'],
    ['real[row] = days("when")', 'when\n\n2020-02-28\n', 'missing value in row 1'],
    ['m[row] = month("when")', 'when\nMay\n', 'expected a date such as 2020-02-29, found "May"'],
    ['real[row] = days("wen")', 'when\n2020-02-28\n', 'did you mean `when`?'],
    [
      'real[row] = days("when", since = "2020")',
      'when\n2020-02-28\n',
      'expected a date such as "2020-01-01" after `since =`',
    ],
    [
      'real[row] = days("when", "2020-01-01")',
      'when\n2020-02-28\n',
      '`days` takes one column, and `since = "2020-01-01"`',
    ],
    ['int[row] = month("when", since = "2020-01-01")', 'when\n2020-02-28\n', '`month` takes one column'],
    ['int[row] = month(when)', 'when\n2020-02-28\n', '`month` takes the name of a column as text'],
    ['real[row] = column("when")', 'when\n2020-02-28\n', 'a date is no number: write `= days("…")`'],
  ])('%s of %j', (entry, content, message) => {
    expect(only(model(entry), { 'd.csv': content }).message).toContain(message);
  });
});
