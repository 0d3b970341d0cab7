/** Definition, references, highlights, rename: what stands under the cursor and everywhere it is meant. */
import { describe, expect, it } from 'vitest';
import { definition } from '../../../server/features/definition.ts';
import { documentHighlights } from '../../../server/features/highlights.ts';
import { references } from '../../../server/features/references.ts';
import { prepareRename, rename } from '../../../server/features/rename.ts';
import { edited, radon, radonCsv, type Snippet, snippet, textOf, uri } from '../model.ts';

const files = { 'radon.csv': radonCsv };
const inRadon = (find: string, into = 0) => {
  const at = radon.indexOf(find) + into;
  return snippet(`${radon.slice(0, at)}‸${radon.slice(at)}`, files);
};

function definedAt(s: Snippet): string | undefined {
  const found = definition(s.document, s.position);
  if (found === null) return undefined;
  const { line } = found.range.start;
  return s.document.text.getText().split('\n')[line];
}

describe('definition', () => {
  it.each([
    ['county_of] +', 'county_of : county[home]'],
    ['basement\n', 'basement  : int[home]'],
    ['mu_a, sigma_a', 'param mu_a'],
    ['home]\n', 'dim home'],
    ['mu, sigma)', 'let mu ='],
  ])('of %s is at %s', (use, declaration) => {
    expect(definedAt(inRadon(use, 1))).toContain(declaration);
  });

  it('of an index is its binder', () => {
    const s = snippet('dim obs = 3\nlet k[i in obs] = 2 * ‸i\n');
    expect(definition(s.document, s.position)?.range.start).toEqual({ line: 1, character: 6 });
  });

  it('of the dimension that rows are joined by is its declaration', () => {
    const s = snippet(
      'dim county\ndata from "radon.csv" by coun‸ty { u : real[county] = column("log_radon") }\n',
      files,
    );
    expect(definition(s.document, s.position)?.range.start).toEqual({ line: 0, character: 4 });
  });

  it('of a label is the list that declares it', () => {
    const s = snippet('dim c = ["low", "high"]\nparam b[c] ~ Normal(0, 1)\nlet d = b["hi‸gh"]\n');
    const found = definition(s.document, s.position);
    expect(found && textOf(s, found.range)).toBe('"high"');
  });

  it('of a data file is the file', () => {
    const s = inRadon('radon.csv', 2);
    expect(definition(s.document, s.position)?.uri).toBe('file:///models/radon.csv');
  });

  it('of a number is nothing', () => {
    const s = inRadon('0, 10', 0);
    expect(definition(s.document, s.position)).toBeNull();
  });
});

describe('references', () => {
  const found = (s: Snippet, includeDeclaration = true) =>
    references(s.document, s.position, { includeDeclaration }).map(({ range }) => range.start.line + 1);

  it('has the declaration and every use of a name, in order', () => {
    expect(found(inRadon('county\n', 1))).toEqual([4, 9, 14]);
    expect(found(inRadon('county\n', 1), false)).toEqual([9, 14]);
  });

  it('keeps indices of one name in different statements apart', () => {
    const s = snippet('dim o = 3\nlet x[i in o] = i\nlet y[i in o] = ‸i + i\n');
    expect(found(s)).toEqual([3, 3, 3]);
  });

  it('finds labels of one dimension only', () => {
    const s = snippet(
      'dim c = ["a", "b"], d = ["a", "z"]\nparam u[c] ~ Normal(0, 1)\nparam v[d] ~ Normal(0, 1)\nlet w = u["‸a"] + v["a"]\n',
    );
    expect(
      references(s.document, s.position, { includeDeclaration: true }).map((l) => l.range.start),
    ).toEqual([
      { line: 0, character: 10 },
      { line: 3, character: 11 },
    ]);
  });

  it('marks the declaration as written and uses as read', () => {
    const s = inRadon('mu_a, sigma_a', 2);
    expect(documentHighlights(s.document, s.position).map(({ kind }) => kind)).toEqual([3, 2]);
  });
});

describe('rename', () => {
  function renamed(s: Snippet, newName: string): string {
    const result = rename(s.document, s.position, newName);
    return result.kind === 'edit'
      ? edited(s, result.edit.changes?.[uri] ?? [])
      : `refused: ${result.message}`;
  }

  it('offers the range of the name', () => {
    const s = inRadon('sigma_a)', 3);
    const prepared = prepareRename(s.document, s.position);
    expect(prepared?.placeholder).toBe('sigma_a');
    const keyword = inRadon('observe', 2);
    expect(prepareRename(keyword.document, keyword.position)).toBeNull();
  });

  it('renames a parameter where its starting value is given', () => {
    const s = snippet('param m‸u ~ Normal(0, 1)\nsample { init = { mu = 1 } }\n');
    expect(renamed(s, 'm')).toBe('param m ~ Normal(0, 1)\nsample { init = { m = 1 } }\n');
  });

  it('renames a quantity where it is stored', () => {
    const s = snippet('param mu ~ Normal(0, 1)\ndeterministic e = exp(mu)\nsample { store = [mu, ‸e] }\n');
    expect(renamed(s, 'f')).toBe(
      'param mu ~ Normal(0, 1)\ndeterministic f = exp(mu)\nsample { store = [mu, f] }\n',
    );
    expect(definedAt(s)).toBe('deterministic e = exp(mu)');
  });

  it('renames a quantity and an index in definitions that are made together', () => {
    const joint = (x: string, i: string) =>
      `dim d = 3\nlet {\n  ${x}[${i} in d] = if ${i} == 1 then 0 else y[${i} - 1]\n  y[j in d] = ${x}[j] + 1\n}\nlet z = sum(${x})\n`;
    expect(renamed(snippet(joint('x', 'i').replace('x[j]', 'x‸[j]')), 'level')).toBe(joint('level', 'i'));
    expect(renamed(snippet(joint('x', 'i').replace('[i in', '[i‸ in')), 'k')).toBe(joint('x', 'k'));
  });

  it('renames a quantity that is drawn together with others', () => {
    const joint = (x: string) =>
      `dim d = 3\ndraw {\n  y[i in d] ~ Normal(${x}[i], 1)\n  ${x}[i in d] ~ Normal(if i == 1 then 0 else y[i - 1], 1)\n}\ndraw z ~ Normal(sum(${x}), 1)\n`;
    expect(renamed(snippet(joint('x').replace('(x[i]', '(x‸[i]')), 'level')).toBe(joint('level'));
  });

  it('renames an unknown whose prior refers to another of its block', () => {
    const joint = (x: string) =>
      `dim d = 3\nparam {\n  y[i in d] ~ Normal(${x}[i], 1)\n  ${x}[i in d] ~ Normal(if i == 1 then 0 else y[i - 1], 1)\n}\nobserve (${x}[2]) ~ Normal(0, 1)\n`;
    expect(renamed(snippet(joint('x').replace('(x[i]', '(x‸[i]')), 'level')).toBe(joint('level'));
  });

  it('renames the slopes of an equation where it is solved, and what its doses use', () => {
    const solved = (f: string, dose: string) =>
      `fun ${f}(t, y) = -y\nparam ${dose} ~ Exponential(1)\nlet z = ode(${f}, 1, 0, [1, 2], events = (0.5, 1, 2 * ${dose}))\n`;
    expect(renamed(snippet(solved('fall', 'd').replace('fall', 'f‸all')), 'decay')).toBe(
      solved('decay', 'd'),
    );
    expect(renamed(snippet(solved('fall', 'd').replace('2 * d', '2 * d‸')), 'given')).toBe(
      solved('fall', 'given'),
    );
  });

  it('renames a dimension at its declaration, in types and in shapes', () => {
    const text = renamed(inRadon('dim home, county', 12), 'region');
    expect(text).toContain('dim home, region');
    expect(text).toContain('county_of : region[home] = column("county")');
    expect(text).toContain('param a[region]');
    expect(text).not.toMatch(/\bcounty\b(?!")/);
  });

  it('renames a dimension that rows are joined by, and keeps the column of their key', () => {
    const block = (name: string, clause: string) =>
      `dim ${name}\ndata from "radon.csv" by ${name}${clause} { u : real[${name}] = column("log_radon") }\n`;
    const cursor = 'dim coun‸ty\n';
    const withKey = cursor + block('county', ' = column("key")').split('\n').slice(1).join('\n');
    const without = cursor + block('county', '').split('\n').slice(1).join('\n');
    expect(renamed(snippet(withKey, files), 'region')).toBe(block('region', ' = column("key")'));
    expect(renamed(snippet(without, files), 'region')).toBe(block('region', ' = column("county")'));
  });

  it('renames a dimension that rows are laid out by, and keeps the column of their key', () => {
    const text = (name: string, key: string) =>
      `dim ${name}, home\ndata from "radon.csv" { u : real?[home, ${name}] = column("log_radon") at (home, ${key}) }\n`;
    const atCursor = (key: string) => text('county', key).replace('county,', 'coun‸ty,');
    expect(renamed(snippet(atCursor('county'), files), 'region')).toBe(
      text('region', 'region = column("county")'),
    );
    expect(renamed(snippet(atCursor('county = column("k")'), files), 'region')).toBe(
      text('region', 'region = column("k")'),
    );
  });

  it('keeps the column of a renamed datum', () => {
    const text = renamed(inRadon('basement  :', 2), 'storey');
    expect(text).toContain('storey  : int[home] in 0..1 = column("basement")');
    expect(text).toContain('b * storey');
    expect(snippet(text, files).document.diagnostics.filter((d) => d.severity === 'error')).toEqual([]);
  });

  it('renames declared labels and their uses', () => {
    const s = snippet('dim c = ["low", "high"]\nparam b[c] ~ Normal(0, 1)\nlet d = b["‸low"]\n');
    expect(renamed(s, 'small')).toBe(
      'dim c = ["small", "high"]\nparam b[c] ~ Normal(0, 1)\nlet d = b["small"]\n',
    );
  });

  it('renames a label in data, comparisons and predictions too', () => {
    const text = `dim g = ["low", "high"], obs
data { y : real[obs] = [1, 2, 3]   g_of : g[obs] = ["low", "high", "low"] }
param m[g] ~ Normal(0, 1)
let w[i in obs] = if g_of[i] == "low" then 1 else if "low" != g_of[i] then 2 else 3
observe y ~ Normal(m[g_of] + w, 1)
deterministic low = m["‸low"]
predict p { g_of = ["low", "high"] }
`;
    const expected = text.replace('‸', '').replaceAll('"low"', '"a \\"small\\" one"');
    expect(renamed(snippet(text), 'a "small" one')).toBe(expected);
    expect(snippet(expected).document.diagnostics).toEqual(snippet(text).document.diagnostics);
    expect(renamed(snippet(text), 'high')).toBe('refused: g already has a label “high”');
    expect(renamed(snippet(text), ' ')).toContain('is not a label: expected at least one character');
    expect(renamed(snippet(text), 'a\nb')).toContain('is not a label');
  });

  it.each([
    ['sigma', 'refused: “sigma” is already the name of a parameter'],
    ['let', 'refused: “let” is a word of the language'],
    ['Normal', 'refused: “Normal” is built in'],
    ['a b', 'refused: “a b” is not a name'],
    ['', 'refused: “” is not a name'],
  ])('to %s is refused', (name, message) => {
    expect(renamed(inRadon('param b ', 6), name)).toContain(message);
  });

  it('refuses a label that the data file names', () => {
    const s = snippet(`${radon}\nlet anoka = a["‸Anoka"]\n`, files);
    expect(renamed(s, 'X')).toContain('refused: the labels of county come from the data');
  });

  it('lets an index take a name that another statement binds', () => {
    const s = snippet('dim o = 3\nlet x[j in o] = j\nlet y[‸i in o] = i\n');
    expect(renamed(s, 'j')).toBe('dim o = 3\nlet x[j in o] = j\nlet y[j in o] = j\n');
  });

  it('refuses a name that an index would hide', () => {
    const s = snippet('dim o = 3\nparam ‸s ~ Normal(0, 1)\nlet y[i in o] = i * s\n');
    expect(renamed(s, 'i')).toContain('refused');
  });
});
