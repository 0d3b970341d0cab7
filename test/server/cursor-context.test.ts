import { describe, expect, it } from 'vitest';
import { cursorContext } from '../../server/cursor-context.ts';

function at(text: string) {
  const offset = text.indexOf('‸');
  return cursorContext(text.replace('‸', ''), offset);
}

describe('cursorContext', () => {
  it('knows the word, its statement and what is open', () => {
    const context = at('param a ~ Normal(0, sig‸');
    expect(context).toMatchObject({ place: 'code', word: 'sig', statement: 'param', startsLine: false });
    expect(context.brackets).toHaveLength(1);
    expect(context.brackets[0]).toMatchObject({ bracket: '(', commas: 1 });
    expect(context.brackets[0].callee?.text).toBe('Normal');
  });

  it('counts commas at the own depth only', () => {
    expect(at('let x = f(a[1, 2], g(3, 4), ‸').brackets.map((b) => b.commas)).toEqual([2]);
  });

  it('knows the named argument that the cursor is in', () => {
    const [call] = at('observe y ~ Gamma(mu = 1, sigma = ‸').brackets;
    expect(call).toMatchObject({ argumentName: 'sigma', named: ['mu', 'sigma'] });
  });

  it('is in a string until its quote, with the content as the word', () => {
    expect(at('let x = a["An‸')).toMatchObject({ place: 'string', word: 'An' });
    expect(at('let x = a["Anoka"‸').place).toBe('code');
    expect(at('let x = a["‸"]')).toMatchObject({ place: 'string', word: '' });
  });

  it('is in a comment until the end of its line', () => {
    expect(at('let x = 1 # a (‸').place).toBe('comment');
    expect(at('# a ( b [\n‸').brackets).toEqual([]);
  });

  it('forgets brackets that an earlier statement left open', () => {
    expect(at('param a ~ Normal(0, \nlet b = ‸').brackets).toEqual([]);
  });

  it('shows the start of a line', () => {
    expect(at('let b = 1\n  ‸')).toMatchObject({ startsLine: true, word: '' });
    expect(at('let b = 1 pa‸').startsLine).toBe(false);
    expect(at('let b = 1 # note\npa‸')).toMatchObject({ startsLine: true, word: 'pa' });
  });
});
