import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatProgram, WIDTH } from '../../../grammar/format/format.ts';
import { parse } from '../../../grammar/syntax/parse.ts';
import { firstProgram, fragments } from '../syntax/examples.ts';
import { brokenText, programText } from '../syntax/programs.ts';
import { withoutSpans } from '../syntax/shape.ts';

function format(text: string): string {
  const result = formatProgram(text);
  expect(result.diagnostics).toEqual([]);
  return result.text;
}

function tree(text: string): unknown {
  return withoutSpans(parse(text).program.statements);
}

function comments(text: string): string[] {
  return parse(text).program.comments.map((one) => one.text.trimEnd());
}

function checkFormatted(text: string): void {
  const formatted = format(text);
  expect(parse(formatted).diagnostics).toEqual([]);
  expect(tree(formatted)).toEqual(tree(text));
  expect(comments(formatted)).toEqual(comments(text));
  expect(format(formatted)).toBe(formatted);
  expect(formatted).not.toMatch(/[ \t]\n|\n\n\n|^\n|\n\n$/);
  if (formatted !== '') expect(formatted.endsWith('\n')).toBe(true);
}

describe('the layout', () => {
  test('the first program of the reference stays as it is, but for the gap before comments', () => {
    expect(format(firstProgram)).toBe(firstProgram.replaceAll(/(?<=\S) +#/g, '  #'));
  });

  test.each(fragments)('%s', (text) => checkFormatted(text));

  test('spaces, indentation and the colons of a data block', () => {
    expect(
      format(
        'data   from "f.csv"{x:real?[ home,2 ]in 0 .. 1=column( "x" ),county_of:county[home]\n\nJ:int=8}',
      ),
    ).toBe(
      [
        'data from "f.csv" {',
        '  x         : real?[home, 2] in 0..1 = column("x")',
        '  county_of : county[home]',
        '',
        '  J : int = 8',
        '}',
        '',
      ].join('\n'),
    );
    expect(format('let x=-a^-2*(b+c)[1,2 ..5]@f( y,k=not z )')).toBe(
      'let x = -a^-2 * (b + c)[1, 2..5] @ f(y, k = not z)\n',
    );
    expect(format('fun f(a:real[d],b)=sum(a over d,e)+sum(b for i in d,j in 1 .. 2)')).toBe(
      'fun f(a: real[d], b) = sum(a over d, e) + sum(b for i in d, j in 1..2)\n',
    );
    expect(format('let by=sum( x   by  g[ i ] )+by')).toBe('let by = sum(x by g[i]) + by\n');
    expect(format('param x[d] :ordered~Flat( )in ..5')).toBe('param x[d]: ordered ~ Flat() in ..5\n');
    expect(format('let x = 2. .. 3'.replace('2. .. 3', 'y[2. .. .3]'))).toBe('let x = y[2. ...3]\n');
  });

  test('parameters without dimensions have their signs in one column, up to an empty line', () => {
    expect(
      format(
        'param a~Flat() param long~Flat() param b[d]~Flat() param c~Flat()\n\nparam d~Flat() let x=1 param ee~Flat()',
      ),
    ).toBe(
      [
        'param a    ~ Flat()',
        'param long ~ Flat()',
        'param b[d] ~ Flat()',
        'param c    ~ Flat()',
        '',
        'param d ~ Flat()',
        'let x = 1',
        'param ee ~ Flat()',
        '',
      ].join('\n'),
    );
  });

  test('keys of a table stand behind the source of its values', () => {
    expect(format('data from "f.csv" {\ny:int?[a,b]at(a,b=column("c"))  at : real[a]=column("x")}')).toBe(
      'data from "f.csv" {\n  y  : int?[a, b] at (a, b = column("c"))\n  at : real[a] = column("x")\n}\n',
    );
    expect(format('data from "f.csv" { y : real[a,b]  =column("n")   at( a ,b) }')).toBe(
      'data from "f.csv" { y : real[a, b] = column("n") at (a, b) }\n',
    );
  });

  test('settings stay on one line where they were, and get a line each where they had', () => {
    expect(format('sample {draws=1 tune=2,}')).toBe('sample { draws = 1, tune = 2 }\n');
    expect(format('sample {\ndraws=1, tune=2,}')).toBe('sample {\n  draws = 1\n  tune = 2\n}\n');
    expect(format('predict p { x = [1,2] }')).toBe('predict p { x = [1, 2] }\n');
    expect(format('data {J:int=8}')).toBe('data { J : int = 8 }\n');
    expect(format('data {J:int=8 K:int=9}')).toBe('data {\n  J : int = 8\n  K : int = 9\n}\n');
    expect(format('sample {\n}')).toBe('sample {}\n');
    const long = Array.from({ length: 9 }, (_, i) => `setting_number_${i} = ${i}`);
    expect(format(`sample { ${long.join(', ')} }`)).toBe(
      `sample {\n${long.map((one) => `  ${one}\n`).join('')}}\n`,
    );
  });

  test('conditions on rows stand within the brackets', () => {
    expect(format('observe y[i in row  where not  post[i]and x[i]>2]~Normal(0,1)')).toBe(
      'observe y[i in row where not post[i] and x[i] > 2] ~ Normal(0, 1)\n',
    );
    expect(format('observe interval( lo,hi)~D()\nlet s = sum(x[i]  for i in a  for j in 1..3,k in c)')).toBe(
      'observe interval(lo, hi) ~ D()\nlet s = sum(x[i] for i in a for j in 1..3, k in c)\n',
    );
  });

  test('long calls, lists, sums and choices are broken at 100 columns', () => {
    const component = 'Normal(mean_of_a_component, sigma_of_a_component)';
    expect(format(`observe y ~ Mixture(weights, ${component}, ${component})`)).toBe(
      `observe y ~ Mixture(\n  weights,\n  ${component},\n  ${component}\n)\n`,
    );
    expect(format(`let x = [${'1234, '.repeat(40)}1]`)).toBe(
      `let x = [\n  ${`${'1234, '.repeat(16)}`.trimEnd()}\n  ${'1234, '.repeat(16).trimEnd()}\n  ${'1234, '.repeat(8)}1\n]\n`,
    );
    const term = 'coefficient_of_something * something';
    expect(format(`let eta = ${term} + ${term} - ${term}`)).toBe(
      `let eta = ${term}\n  + ${term}\n  - ${term}\n`,
    );
    const choice =
      'if a_rather_long_condition > 0 then a_really_rather_long_value_of_it else another_rather_long_value_of_it';
    expect(format(`let x = ${choice}`)).toBe(`let x =\n  ${choice.replace(' else', '\n  else')}\n`);
    for (const line of format(`let x = f(${'g(a, b, c), '.repeat(40)}1)`).split('\n')) {
      expect(line.length).toBeLessThanOrEqual(WIDTH);
    }
  });

  test('quantities defined together have a line each, unless there is one on one line', () => {
    expect(
      format(
        'let { # head\n x[i in t]=if i==1 then 0 else y[i-1], # one\n # own\n   y[i in t]=x[i]+1 } # end\nlet {x[i in t]=x[i-1]}',
      ),
    ).toBe(
      [
        'let {                                         # head',
        '  x[i in t] = if i == 1 then 0 else y[i - 1]  # one',
        '  # own',
        '  y[i in t] = x[i] + 1',
        '}  # end',
        'let { x[i in t] = x[i - 1] }',
        '',
      ].join('\n'),
    );
  });

  test('quantities drawn together have a line each', () => {
    const text = 'draw{y[h in t]~Normal(v[h],1), v[h in t]~Normal(0,1)} # end\ndraw  z~Normal(0,1)';
    const written =
      'draw {\n  y[h in t] ~ Normal(v[h], 1),\n  v[h in t] ~ Normal(0, 1)\n}  # end\ndraw z ~ Normal(0, 1)\n';
    expect(format(text).replaceAll(',\n', '\n')).toBe(written.replaceAll(',\n', '\n'));
    expect(format(format(text))).toBe(format(text));
  });

  test('unknowns whose priors refer to each other have a line each', () => {
    const text =
      'param a~Normal(0,1)\nparam{y[h in t]~Normal(v[h],1)in 0.., v[h in t]: real~Normal(0,1)} # end\nparam long~Normal(0,1)';
    const written = [
      'param a ~ Normal(0, 1)',
      'param {',
      '  y[h in t] ~ Normal(v[h], 1) in 0..',
      '  v[h in t]: real ~ Normal(0, 1)',
      '}  # end',
      'param long ~ Normal(0, 1)',
      '',
    ].join('\n');
    expect(format(text)).toBe(written);
    expect(format(written)).toBe(written);
  });

  test('empty lines between statements are kept, one at most', () => {
    expect(format('\n\nlet a = 1\nlet b = 2\n\n\n\nlet c = 3\n\n')).toBe(
      'let a = 1\nlet b = 2\n\nlet c = 3\n',
    );
    expect(format('')).toBe('');
    expect(format('\r\nlet a = 1\r\n\r\nlet b = 2')).toBe('let a = 1\r\n\r\nlet b = 2\r\n');
  });
});

describe('comments', () => {
  test('stay where they are', () => {
    const text = [
      '# first',
      '',
      'model m  # trailing',
      '# before the data',
      'data from "x" {  # after the brace',
      '  # own line',
      '  x : real[n]      # the response',
      '  yy : int[n]  # the group',
      '',
      '  # last in the block',
      '}',
      'let a = b   # one',
      '  # two',
      '  + c # three',
      'observe y ~ Normal(',
      '  mu, # the mean',
      '  # the scale',
      '  sigma',
      ') # end',
      '',
      '# at the very end',
    ].join('\n');
    expect(format(text)).toBe(
      [
        '# first',
        '',
        'model m  # trailing',
        '# before the data',
        'data from "x" {  # after the brace',
        '  # own line',
        '  x  : real[n]  # the response',
        '  yy : int[n]   # the group',
        '',
        '  # last in the block',
        '}',
        'let a = b  # one',
        '  # two',
        '  + c  # three',
        'observe y ~ Normal(',
        '  mu,  # the mean',
        '  # the scale',
        '  sigma',
        ')  # end',
        '',
        '# at the very end',
        '',
      ].join('\n'),
    );
  });

  test('behind an operator or before a comma they move to where the line ends', () => {
    expect(format('let a = b +  # why\n c')).toBe('let a = b  # why\n  + c\n');
    expect(format('let a = f(b # why\n, c)')).toBe('let a = f(\n  b,  # why\n  c\n)\n');
    expect(format('sample { draws = 1 # why\n, tune = 2 }')).toBe(
      'sample {\n  draws = 1  # why\n  tune = 2\n}\n',
    );
  });

  test('stand in the oddest places without being lost', () => {
    const tokens =
      'data from "x" { y : real ? [ n ] in 0 .. 1 = f ( a , b ) , } let z [ i in d ] = if a then - b else ( c )';
    checkFormatted(tokens.split(' ').join(' # note\n'));
    checkFormatted(tokens.split(' ').join('\n# own\n'));
    checkFormatted(`${tokens.split(' ').join('\n# own\n# twice\n')} # end`);
  });
});

test('a text with syntax errors comes back unchanged, with its diagnostics', () => {
  const text = 'let   a = (1\nparam  b ~ Flat()';
  const result = formatProgram(text);
  expect(result.text).toBe(text);
  expect(result.diagnostics).toEqual(parse(text).diagnostics);
  expect(result.diagnostics).toHaveLength(1);
});

describe('any program', () => {
  test('keeps its tree and its comments, and formatting twice is formatting once', () => {
    fc.assert(fc.property(programText, checkFormatted), { numRuns: 400 });
  });

  test('that is broken comes back unchanged', () => {
    fc.assert(
      fc.property(brokenText, (text) => {
        const { text: formatted, diagnostics } = formatProgram(text);
        if (diagnostics.length > 0) expect(formatted).toBe(text);
      }),
      { numRuns: 200 },
    );
  });
});

test('long lists and long sums are laid out in reasonable time', () => {
  const list = `data {\n  y : real[n] = [${'1.25, '.repeat(100_000)}1]\n}\n`;
  const sum = `let x = ${'coefficient + '.repeat(900)}1\n`;
  const nested = `let x = ${'('.repeat(98)}1${')'.repeat(98)}\n`;
  for (const text of [list, sum, nested]) checkFormatted(text);
});

test('lines end as they did', () => {
  const windows = 'param a~Normal(0, 1)   # one\r\n\r\n\r\nlet b=2*a\r\n';
  const expected = 'param a ~ Normal(0, 1)  # one\r\n\r\nlet b = 2 * a\r\n';
  expect(formatProgram(windows).text).toBe(expected);
  expect(formatProgram(windows.replaceAll('\r\n', '\n')).text).toBe(expected.replaceAll('\r\n', '\n'));
  // A stray one of the other kind follows the first.
  expect(formatProgram('let a = 1\nlet b = 2\r\n').text).toBe('let a = 1\nlet b = 2\n');
});
