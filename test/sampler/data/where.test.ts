/** `where` leaves rows of a file out. */
import { describe, expect, test } from 'vitest';
import { parse } from '../../../grammar/syntax/parse.ts';
import { applyFix } from '../../grammar/errors/snippet.ts';
import { labels, load, values } from './load-files.ts';

describe('where', () => {
  const table =
    'age,year,site,post,Dose (mg),y\n40,2001,A,0,1.5,1\n,2001,B,1,2,2\n30,1999,A,true,,3\n50,2000,C,false,1e1,4\nNA,1998,C,NA,7,5\n';
  const kept = (condition: string, content = table, file = 'd.csv') => {
    const data = load(`dim r\ndata from "${file}" where ${condition} { y : int[r] }`, { [file]: content });
    expect(data.diagnostics).toEqual([]);
    return values(data, 'y');
  };
  test.each([
    ['known(age)', [1, 3, 4]],
    ['not known(age)', [2, 5]],
    ['known(age) and year >= 2000', [1, 4]],
    ['year > 2000 or age < 35', [1, 2, 3]],
    ['not (year > 2000)', [3, 4, 5]],
    ['age != 40', [3, 4]],
    ['not age == 40', [3, 4]],
    ['age >= -1', [1, 3, 4]],
    ['site == "A"', [1, 3]],
    ['site != "A" and known(site)', [2, 4, 5]],
    ['site < "B"', [1, 3]],
    ['year == "2001"', [1, 2]],
    ['not post', [1, 4]],
    ['post', [2, 3]],
    ['column("Dose (mg)") > 1.8', [2, 4, 5]],
    ['known(column("Dose (mg)"))', [1, 2, 4, 5]],
    ['2000 < year', [1, 2]],
    ['true', [1, 2, 3, 4, 5]],
  ])('%s', (condition, expected) => {
    expect(kept(condition)).toEqual(expected);
    expect(
      kept(condition, `# note\r\n${table.replaceAll('\n', '\r\n').replaceAll(',', '\t')}`, 'd.tsv'),
    ).toEqual(expected);
    const [head, ...lines] = table
      .trim()
      .split('\n')
      .map((row) => row.split(','));
    const cell = (text: string) =>
      text === '' || text === 'NA'
        ? null
        : /^[\d.e]+$/.test(text)
          ? Number(text)
          : text === 'true'
            ? true
            : text === 'false'
              ? false
              : text;
    const records = lines.map((row) => Object.fromEntries(head.map((name, i) => [name, cell(row[i])])));
    expect(kept(condition, JSON.stringify(records), 'd.json')).toEqual(expected);
    const columns = Object.fromEntries(head.map((name) => [name, records.map((record) => record[name])]));
    if (condition !== 'true') expect(kept(condition, JSON.stringify(columns), 'd.json')).toEqual(expected);
  });

  test('what is left out is reported, with the labels that vanish', () => {
    const text = 'dim r, g\ndata from "d.csv" where known(age) { s : g[r] = column("site") }';
    const data = load(text, { 'd.csv': table });
    expect(labels(data, 'g')).toEqual(['A', 'C']);
    expect(data.remarks?.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      'data-where: 2 of 5 rows of `d.csv` are left out, and with them every row of "B" of `g`',
    ]);
  });

  test('a message about a value names its row in the file', () => {
    const { diagnostics } = load(
      'dim r\ndata from "d.csv" where year > 1999 { y : real[r] = column("age") }',
      { 'd.csv': table },
    );
    expect(diagnostics[0].message).toContain('missing value in row 2, column age');
  });

  test('with a key: rows are left out first', () => {
    const text = `dim home, county\ndata from "homes.csv" { c : county[home] = column("county") }
data from "county.csv" by county = column("county") where year == 2000 { u : real[county] }`;
    const homes = 'county,y\nB,1.1\nA,0.4\nC,2.0\nA,0.6\n';
    const content = 'county,year,u\nA,1990,9\nB,2000,2\nA,2000,1\nC,2000,3\nC,1990,9\n';
    const data = load(text, { 'homes.csv': homes, 'county.csv': content });
    expect(data.diagnostics).toEqual([]);
    expect(values(data, 'u')).toEqual([1, 2, 3]);
  });

  test.each([
    ['agee > 3', 'data-column', /no column `agee` in `d.csv`; did you mean `age`/],
    ['known(nothing)', 'data-column', /no column `nothing`/],
    ['known(3)', 'data-value', /expected a column of the file/],
    ['known(age, year)', 'data-value', /`known` takes one column/],
    ['age + 1 > 3', 'data-value', /expected a column of the file, a number or text/],
    ['age', 'data-value', /this column holds "40" in row 1, column age, which is neither true nor false/],
    ['log(age) > 3', 'data-value', /expected a column of the file, a number or text/],
    ['site > 3', 'data-value', /a number is compared with text/],
    ['year > 3000', 'data-format', /none of the 5 rows of `d.csv` is kept/],
    ['"A"', 'data-value', /expected a condition on the columns/],
    ['site in A', '', /./],
  ])('%s is an error', (condition, code, message) => {
    const text = `dim r\ndata from "d.csv" where ${condition} { y : int[r] }`;
    if (code === '') {
      expect(parse(text).diagnostics).not.toEqual([]);
      return;
    }
    const { diagnostics } = load(text, { 'd.csv': table });
    expect(diagnostics.map((d) => d.code)).toEqual([code]);
    expect(diagnostics[0].message).toMatch(message);
    const [fix] = diagnostics[0].fixes ?? [];
    if (fix !== undefined) expect(applyFix(text, fix)).toContain('where column("age") > 3');
  });
});
