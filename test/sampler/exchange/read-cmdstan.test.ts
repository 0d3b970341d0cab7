/** CmdStan's files: what is read, and what is said of files that are wrong. */
import { describe, expect, test } from 'vitest';
import { readCmdstan } from '../../../sampler/exchange/read-cmdstan.ts';

const head = '# num_warmup = 2\n# max_depth = 10\n';
const file = (name: string, text: string) => ({ name, text });
const good = `${head}lp__,treedepth__,a.1.2,b\n# Step size = 0.5\n-1,3,0.5,inf\n-2,4,1.5,nan\n# \n`;

test('elements, chains and statistics are in their places', () => {
  const second = good.replace('0.5,inf', '7,8');
  const found = readCmdstan([file('x_1.csv', good), file('x_2.csv', second)]);
  if (found.kind === 'problem') throw new Error(found.message);
  const { draws, stats, has, maxTreeDepth } = found.outside;
  expect(draws).toEqual({
    names: ['a[1,2]', 'b'],
    chains: 2,
    drawsPerChain: 2,
    values: Float64Array.of(0.5, Number.POSITIVE_INFINITY, 1.5, Number.NaN, 7, 8, 1.5, Number.NaN),
  });
  expect([...stats.treeDepth]).toEqual([3, 4, 3, 4]);
  expect(has).toEqual({ divergent: false, energy: false, treeDepth: true });
  expect(maxTreeDepth).toBe(10);
});

test('saved draws of tuning are left out', () => {
  const saved = `# save_warmup = true\n# thin = 2\n${good}`;
  const found = readCmdstan([file('x.csv', saved)]);
  expect(found.kind === 'ok' && [...found.outside.draws.values]).toEqual([1.5, Number.NaN]);
});

describe('says file, expected and found', () => {
  test.each([
    ['a table of something else', 'y,x\n1,2\n', 'x.csv, line 1: expected the header of CmdStan', 'found "y"'],
    ['no header', head, 'x.csv: expected a header', 'found no header'],
    ['no draws', `${head}lp__,b\n`, 'x.csv: expected draws', 'found none'],
    [
      'statistics alone',
      'lp__,energy__\n1,2\n',
      'expected columns of quantities',
      'only those of the sampler',
    ],
    ['a column twice', 'lp__,b,b\n1,2,3\n', 'expected every column once', 'found b twice'],
    ['a cut line', 'lp__,b\n1,2\n3\n', 'x.csv, line 3: expected 2 values', 'found 1'],
    ['a word', 'lp__,b\n1,two\n', 'x.csv, line 2, column b: expected a number', 'found "two"'],
    ['an empty cell', 'lp__,b\n1,\n', 'x.csv, line 2, column b: expected a number', 'found ""'],
    ['tuning alone', `# save_warmup = 1\n${good}`, 'x.csv: expected draws', 'found only the 2 of tuning'],
  ])('%s', (_, text, expected, found) => {
    const read = readCmdstan([file('x.csv', text)]);
    const message = read.kind === 'problem' ? read.message : '';
    expect(message).toContain(expected);
    expect(message).toContain(found);
  });

  test.each([
    ['another column', 'lp__,c\n1,2\n', 'y.csv, column 2: expected b as in x.csv, found c'],
    ['one column less', 'lp__,d__\n1,2\n', 'y.csv, line 1: expected columns of quantities'],
    ['fewer draws', 'lp__,b\n1,2\n', 'y.csv: expected 2 draws as in x.csv, found 1'],
  ])('a second chain with %s', (_, text, message) => {
    const read = readCmdstan([file('x.csv', 'lp__,b\n1,2\n3,4\n'), file('y.csv', text)]);
    expect(read.kind === 'problem' ? read.message : '').toContain(message);
  });
});
