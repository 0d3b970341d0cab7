/** Every keyword has documentation with a valid example. */
import { describe, expect, it } from 'vitest';
import { settingsOfBlock } from '../../../grammar/methods/index.ts';
import { settingDoc } from '../../../grammar/methods/setting.ts';
import { keywords } from '../../../grammar/syntax/tokens.ts';
import { hover } from '../../../server/features/hover.ts';
import { keywordText, types, words } from '../../../server/hover/keyword-text.ts';
import { radonCsv, session, snippet, textOf } from '../model.ts';

const files = {
  'radon.csv': radonCsv,
  'county.csv': 'county,u\nB,1\nA,2\n',
  'visits.csv': 'site,Visit no.,y\nA,1,3\nB,2,4\n',
  'patients.csv': 'age,year\n40,2001\n,2002\n',
};

function hoverAt(text: string): { text: string; over: string } | null {
  const s = snippet(text, files);
  const found = hover(s.document, s.position, session());
  const contents = found?.contents;
  if (found?.range === undefined || typeof contents !== 'object' || !('value' in contents)) return null;
  return { text: contents.value, over: textOf(s, found.range) };
}

const atTheirPlace = 'recovers from by at where weight interval discrete prior family'.split(' ');

describe('hover of a word', () => {
  it('knows every reserved word, and those that are words only where they stand', () => {
    expect([...words.keys()].sort()).toEqual([...keywords.keys(), ...atTheirPlace].sort());
  });

  it.each([...words])('%s', (word, { example }) => {
    const { diagnostics } = snippet(example, files).document;
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const at = new RegExp(`\\b${word}\\b`).exec(example)?.index ?? 0;
    const found = hoverAt(`${example.slice(0, at + 1)}‸${example.slice(at + 1)}`);
    // Below it, that of a formula lists the priors that it expands to.
    const [own, ...below] = (found?.text ?? '').split('\n\n```bayes\nIntercept_centred ~ ');
    expect({ own, over: found?.over }).toEqual({ own: keywordText(word), over: word });
    expect(below).toHaveLength(word === 'formula' ? 1 : 0);
  });

  it('is not taken from names, texts and comments', () => {
    expect(hoverAt('data { from‸ : real = 1 }')?.text).toContain('data from');
    expect(hoverAt('data { y : real = column("pa‸ram") }')).toBeNull();
    expect(hoverAt('# par‸am')).toBeNull();
  });

  it('is that of `where` behind the indices of `observe`, and no name is taken for `at`', () => {
    const rows =
      'dim row\ndata { y : real[row] = [1]  late : bool[row] = [true] }\nobserve y[i in row wh‸ere late[i]] ~ Normal(0, 1)\n';
    expect(hoverAt(rows)?.text).toBe(keywordText('where'));
    expect(hoverAt('dim row\ndata { a‸t : real[row] = [1] }')?.text).toContain('data at');
  });

  it.each([...types])('shows what the type %s is', (type, doc) => {
    const text = ['real', 'int', 'bool'].includes(type)
      ? `data { y : ${type[0]}‸${type.slice(1)} = 1 }`
      : `param x[3]: ${type[0]}‸${type.slice(1)} ~ Normal(0, 1)`;
    const found = hoverAt(text);
    expect(found?.over).toBe(type);
    expect(found?.text).toContain(doc);
  });

  it.each(['sample', 'advi', 'pathfinder'] as const)('shows what the settings of %s do', (method) => {
    for (const setting of settingsOfBlock(method)) {
      const { name } = setting;
      const found = hoverAt(`${method} { ${name[0]}‸${name.slice(1)} = 1 }`);
      expect(found?.over).toBe(name);
      expect(found?.text).toContain(settingDoc(setting));
    }
  });

  it('describes `column` and `columns`', () => {
    const found = hoverAt('dim home\ndata from "radon.csv" { y : real[home] = col‸umn("log_radon") }');
    expect(found?.over).toBe('column');
    expect(found?.text).toContain('column(');
  });
});
