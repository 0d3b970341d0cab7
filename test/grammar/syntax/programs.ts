/** Random programs, as rows of tokens: every one is correct, and every two tokens may have space between them. */
import fc from 'fast-check';

type Tokens = readonly string[];

const name = fc.constantFrom(
  'a',
  'b',
  'mu',
  'sigma',
  'x1',
  'county_of',
  'T',
  'from',
  'family',
  'μ',
  'log_radon',
);
const dimName = fc.constantFrom('home', 'county', 'obs', 'k');
const number = fc.constantFrom('0', '1', '12', '0.5', '1e-3', '.5', '2.', '1000000', '2.5E+10');
const string = fc.constantFrom('"a"', '"with \\"quotes\\" # and hash"', '"é 🎲"', '""');
const infix = fc.constantFrom('+', '-', '*', '/', '@', '^', 'and', 'or');
const comparison = fc.constantFrom('==', '!=', '<', '<=', '>', '>=');

function row(...parts: readonly fc.Arbitrary<Tokens>[]): fc.Arbitrary<Tokens> {
  return fc.tuple(...parts).map((found) => found.flat());
}
function word(...words: string[]): fc.Arbitrary<Tokens> {
  return fc.constant(words);
}
function one(part: fc.Arbitrary<string>): fc.Arbitrary<Tokens> {
  return part.map((text) => [text]);
}
function optional(part: fc.Arbitrary<Tokens>): fc.Arbitrary<Tokens> {
  return fc.oneof(word(), part);
}
function separated(
  part: fc.Arbitrary<Tokens>,
  separator: Tokens,
  min: number,
  max: number,
): fc.Arbitrary<Tokens> {
  return fc
    .array(part, { minLength: min, maxLength: max })
    .map((parts) => parts.flatMap((tokens, i) => (i === 0 ? tokens : [...separator, ...tokens])));
}

const { expr } = fc.letrec<{ expr: Tokens; atom: Tokens; range: Tokens; binder: Tokens; arg: Tokens }>(
  (tie) => ({
    expr: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      tie('atom'),
      row(tie('atom'), one(infix), tie('expr')),
      row(tie('atom'), one(infix), tie('atom'), one(infix), tie('atom')),
      row(word('('), tie('atom'), one(comparison), tie('atom'), word(')')),
      row(word('-'), tie('expr')),
      row(word('not'), tie('expr')),
      row(word('('), tie('expr'), word(')')),
      row(word('if'), tie('expr'), word('then'), tie('expr'), word('else'), tie('expr')),
      row(one(name), word('['), separated(fc.oneof(tie('expr'), tie('range')), [','], 1, 3), word(']')),
      row(one(name), word('('), separated(tie('arg'), [','], 0, 4), word(')')),
      row(word('['), separated(tie('expr'), [','], 0, 12), word(']')),
    ),
    atom: fc.oneof(one(name), one(number), one(string), word('true'), word('false')),
    range: fc.oneof(
      word('..'),
      row(tie('atom'), word('..')),
      row(word('..'), tie('atom')),
      row(tie('atom'), word('..'), tie('expr')),
    ),
    binder: row(one(name), word('in'), fc.oneof(one(dimName), row(tie('atom'), word('..'), tie('atom')))),
    arg: fc.oneof(
      { depthSize: 'small' },
      tie('expr'),
      row(one(name), word('='), tie('expr')),
      row(tie('expr'), word('for'), separated(tie('binder'), [','], 1, 2)),
      row(tie('expr'), word('over'), one(dimName)),
    ),
  }),
);

const bound = fc.oneof(one(name), one(number));
const closedRange = fc.oneof(row(bound, word('..'), bound), row(word('..'), bound), row(bound, word('..')));
const dimArg = fc.oneof(one(dimName), one(fc.constantFrom('1', '3')));
const dims = row(word('['), separated(dimArg, [','], 1, 3), word(']'));
const binder = row(one(name), word('in'), fc.oneof(one(dimName), row(bound, word('..'), bound)));
const indices = row(word('['), separated(binder, [','], 1, 2), word(']'));
const call = row(
  one(fc.constantFrom('Normal', 'HalfNormal', 'Mixture')),
  word('('),
  separated(expr, [','], 0, 4),
  word(')'),
);

const dataEntry = row(
  one(name),
  word(':'),
  one(fc.constantFrom('real', 'int', 'bool', 'county')),
  optional(word('?')),
  optional(dims),
  optional(row(word('in'), closedRange)),
  optional(row(word('='), expr)),
);
const settings = fc
  .array(fc.tuple(name, expr, fc.boolean()), { maxLength: 5 })
  .map((all) => all.flatMap(([key, value, comma]) => [key, '=', ...value, ...(comma ? [','] : [])]));

const statement = fc.oneof(
  row(word('model'), one(name)),
  row(word('dim'), separated(row(one(name), optional(row(word('='), expr))), [','], 1, 3)),
  row(
    word('data'),
    optional(row(word('from'), one(string))),
    word('{'),
    fc.array(row(dataEntry, optional(word(','))), { maxLength: 5 }).map((entries) => entries.flat()),
    word('}'),
  ),
  row(
    word('param'),
    one(name),
    optional(dims),
    optional(word(':', 'ordered')),
    word('~'),
    call,
    optional(row(word('in'), closedRange)),
  ),
  row(one(fc.constantFrom('let', 'deterministic')), one(name), optional(indices), word('='), expr),
  row(word('observe'), one(name), optional(indices), word('~'), call),
  row(word('observe'), one(name), word('[', 'i', 'in', 'row', 'where'), expr, word(']', '~'), call),
  row(word('observe', '('), expr, word(')', '~'), call),
  row(word('potential'), one(name), word('='), expr),
  row(
    word('fun'),
    one(name),
    word('('),
    separated(row(one(name), optional(row(word(':', 'real'), optional(dims)))), [','], 0, 3),
    word(')', '='),
    expr,
  ),
  row(
    one(fc.constantFrom('distribution Ramp(', 'distribution hurdle (')),
    separated(one(name), [','], 0, 3),
    word(')'),
    optional(row(word('in'), closedRange)),
    optional(word('discrete')),
    word('{', 'logpdf', '('),
    one(name),
    word(')', '='),
    expr,
    optional(row(word('draw ='), expr)),
    word('}'),
  ),
  row(word('predict'), one(name), word('from'), one(string)),
  row(word('predict'), one(name), word('{'), settings, word('}')),
  row(
    word('formula'),
    one(string),
    optional(row(word('family'), one(name))),
    optional(row(word('from'), one(string))),
  ),
  row(one(fc.constantFrom('sample', 'advi', 'pathfinder')), word('{'), settings, word('}')),
  row(word('test recovers', '{'), settings, word('}')),
);

const space = fc.constantFrom(
  ' ',
  ' ',
  ' ',
  '  ',
  '\n',
  '\n\n\n',
  '\t',
  ' # note\n',
  '\n  # own line\n',
  '\r\n',
);

/** The text of a program, with random white space and comments. */
export const programText: fc.Arbitrary<string> = fc.array(statement, { maxLength: 6 }).chain((statements) => {
  const tokens = statements.flat();
  return fc
    .array(space, { minLength: tokens.length, maxLength: tokens.length })
    .map((spaces) => tokens.map((token, i) => token + spaces[i]).join(''));
});

/** The text of an expression, with single spaces. */
export const expressionText: fc.Arbitrary<string> = expr.map((tokens) => tokens.join(' '));

/** Text made of the language's tokens, mostly invalid. */
export const brokenText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      one(
        fc.constantFrom(
          ...'model dim data param let deterministic observe potential fun predict formula sample advi pathfinder'.split(
            ' ',
          ),
          ...'if then else in over for not and or true from family x Normal real'.split(' '),
          ...'( ) [ ] { } , : ~ ? .. - + * / @ ^ = == != < <= > >= ** && ; // \' " # $ . ! \0 \ud800 “ −'.split(
            ' ',
          ),
          ...['1', '2.5', '"s"', '\n', '\\', '1e', '…'],
        ),
      ),
      statement,
    ),
    { maxLength: 40 },
  )
  .chain((parts) => {
    const tokens = parts.flat();
    return fc
      .array(fc.constantFrom(' ', '', '\n'), { minLength: tokens.length, maxLength: tokens.length })
      .map((spaces) => tokens.map((token, i) => token + spaces[i]).join(''));
  });
