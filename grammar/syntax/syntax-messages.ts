/** What the parser expected and found, in terms of the language. */
import type { IToken, TokenType } from 'chevrotain';
import { isElseIf, isTypeWord } from './foreign-keywords.ts';
import { quote } from './lexical-errors.ts';
import { misplaced } from './misplaced-clauses.ts';
import * as T from './tokens.ts';

/** A place where the parser stopped. */
export interface Stop {
  /** Index of the invalid token; the number of tokens if the statement ended too early. */
  readonly at: number;
  /** The token type that was expected, `alternative` for one of several, `end` for nothing more. */
  readonly expected: string;
  /** Names of the grammar's rules, outermost first. */
  readonly rules: readonly string[];
}

/** A bracket that is open at some place, with what it encloses. */
interface Opener {
  readonly token: IToken;
  readonly index: number;
  /** Such as `the arguments of Normal`. */
  readonly what: string;
}

const closers: ReadonlyMap<TokenType, TokenType> = new Map([
  [T.LeftParen, T.RightParen],
  [T.LeftBracket, T.RightBracket],
  [T.LeftBrace, T.RightBrace],
]);
const closing: ReadonlySet<TokenType> = new Set(closers.values());
const beginsExpression: ReadonlySet<TokenType> = new Set([
  T.Name,
  T.NumberToken,
  T.StringToken,
  T.Bool,
  T.LeftParen,
  T.LeftBracket,
  T.If,
  T.Not,
  T.Missing,
]);
const reserved: ReadonlySet<TokenType> = new Set([T.If, T.Then, T.Else, T.In, T.Over, T.For, T.Not, T.Bool]);

export function closerOf(opener: TokenType): TokenType | undefined {
  return closers.get(opener);
}

export function isCloser(token: IToken | undefined): boolean {
  return token !== undefined && closing.has(token.tokenType);
}

export function startsExpression(token: IToken | undefined): boolean {
  return token !== undefined && beginsExpression.has(token.tokenType);
}

export function isReserved(token: IToken | undefined): boolean {
  if (token === undefined) return false;
  return reserved.has(token.tokenType) || token.image === 'and' || token.image === 'or';
}

/** The brackets that are open before the token at `end`, outermost first. */
export function openBrackets(tokens: readonly IToken[], end: number): Opener[] {
  const open: Opener[] = [];
  for (let index = 0; index < end && index < tokens.length; index += 1) {
    const token = tokens[index];
    if (closers.has(token.tokenType)) {
      open.push({ token, index, what: describeOpener(tokens, index, open) });
    } else if (closing.has(token.tokenType)) {
      // A closer of the wrong kind is a separate error; it closes the next outer bracket that matches.
      let match = open.length - 1;
      while (match >= 0 && closers.get(open[match].token.tokenType) !== token.tokenType) match -= 1;
      if (match >= 0) open.length = match;
    }
  }
  return open;
}

function describeOpener(tokens: readonly IToken[], index: number, outer: readonly Opener[]): string {
  const token = tokens[index];
  const prev = tokens[index - 1];
  const first = tokens[0];
  const isAfterName = prev?.tokenType === T.Name;
  switch (token.tokenType) {
    case T.LeftParen:
      if (!isAfterName) return 'the parenthesis';
      return tokens[index - 2]?.tokenType === T.Fun || tokens[index - 2]?.tokenType === T.Distribution
        ? `the parameters of ${prev.image}`
        : `the arguments of ${prev.image}`;
    case T.LeftBracket: {
      if (!isAfterName && !isCloser(prev)) return 'the list';
      const name = isAfterName ? ` of ${prev.image}` : '';
      if (index === 2 && first.tokenType === T.Param) return `the dimensions${name}`;
      if (index === 2 && [T.Let, T.Deterministic, T.Observe].includes(first.tokenType))
        return `the indices${name}`;
      const before = tokens[index - 2]?.tokenType;
      if (before === T.Colon) return `the dimensions${entryName(tokens, index - 3)}`;
      if (before === T.Question || (prev.tokenType === T.Question && outer.length === 1))
        return 'the dimensions';
      return `the index${name}`;
    }
    default:
      if (first.tokenType === T.Data) return 'the data block';
      if (first.tokenType === T.Predict) return 'the prediction';
      if (first.tokenType === T.Test) return 'the test';
      if (first.tokenType === T.Distribution) return 'the distribution';
      if ([T.Param, T.Let, T.Deterministic, T.Draw].includes(first.tokenType))
        return `the block of ${first.image}`;
      return `the settings of ${first.image}`;
  }
}

function entryName(tokens: readonly IToken[], index: number): string {
  return tokens[index]?.tokenType === T.Name ? ` of ${tokens[index].image}` : '';
}

// ── Found ─────────────────────────────────────────────────────────────────────────────────────

/** `next` is the first token after the statement, if any. */
export function describeFound(token: IToken | undefined, next: IToken | undefined): string {
  const found = token ?? next;
  return found === undefined ? 'the end of the file' : quote(found.image);
}

// ── Expected ──────────────────────────────────────────────────────────────────────────────────

const namesOf: Readonly<Record<string, string>> = {
  model: 'a name for the model',
  dimEntry: 'the name of a dimension',
  joinKey: 'the dimension whose labels the rows are joined by',
  cellKey: 'a dimension of the table',
  dimArg: 'the name of a dimension or a size',
  param: 'the name of the parameter',
  paramEntry: 'the name of a parameter',
  let: 'the name of the quantity',
  letEntry: 'the name of a quantity',
  drawEntry: 'the name of a quantity',
  potential: 'the name of the term',
  fun: 'the name of the function',
  funParam: 'the name of an argument',
  distribution: 'a name for the distribution or an argument',
  distributionEntry: 'logpdf(x) or draw',
  predict: 'the name of the prediction',
  formula: 'a family of distributions, such as Normal',
  formulaFamily: 'a family of distributions, such as Normal',
  arg: 'the name of a dimension',
  binder: 'an index, such as i in home',
  assignment: 'a name',
  setting: 'a name',
  recordEntry: 'a name',
  test: 'what is tested: recovers',
};

function expectedName(rule: string, prev: IToken | undefined): string {
  if (rule === 'dataEntry') {
    return prev?.tokenType === T.Colon ? 'a type: real, int, bool or a dimension' : 'the name of a datum';
  }
  if (prev?.tokenType === T.Colon) {
    return rule === 'paramPrior' ? 'a type, such as ordered or simplex' : 'a type: real, int or bool';
  }
  return namesOf[rule] ?? 'a name';
}

function expectedExpression(prev: IToken | undefined): string {
  if (prev?.tokenType === T.Tilde) return 'a distribution, such as Normal(0, 1), after "~"';
  if (prev === undefined) return 'an expression';
  return `an expression after ${quote(prev.image)}`;
}

function closer(expected: string, opener: Opener | undefined): string {
  return opener === undefined ? quote(expected) : `"${expected}" to close ${opener.what}`;
}

const statementList = 'a statement, such as data, param, let or observe';

export function describeExpected(stop: Stop, tokens: readonly IToken[]): string {
  const { at, expected, rules } = stop;
  const found = tokens[at];
  const prev = tokens[at - 1];
  const rule = innerRule(rules);
  const opener = openBrackets(tokens, at).at(-1);
  switch (expected) {
    case 'Name':
      return expectedName(rule, prev);
    case 'alternative':
      return expectedAlternative(rule, prev);
    case 'String':
      return rule === 'formula'
        ? 'the formula in double quotes, such as "y ~ 1 + x"'
        : 'a file name in double quotes';
    case ')':
    case ']':
      return expectedClose(expected, opener, found, prev, rule);
    case '}':
      return expectedBlockEnd(opener, tokens, at);
    case '{':
      if (rule === 'data' && found?.tokenType === T.StringToken) return '"from" before the file name';
      if (tokens[0].tokenType === T.Distribution) return '"{" and the log density, as in { logpdf(x) = … }';
      if (tokens[0].tokenType === T.Test) return '"{" and the values to recover, as in { beta = 1 }';
      return `"{" to open ${rule === 'data' ? 'the data block' : `the settings of ${tokens[0].image}`}`;
    case '=':
    case '~':
      return expectedSign(expected, rule, tokens, at);
    case ':':
      return `":" and a type after ${quote(prev?.image ?? '')}`;
    case 'in':
      return `"in" and a dimension or a range after ${quote(prev?.image ?? '')}, as in i in home`;
    case '..':
      return 'a range, such as 0..1';
    case 'then':
      return '"then" after the condition of "if"';
    case 'else':
      return '"else": an "if" always has two branches';
    case 'end':
      return 'an operator or a new statement';
    default:
      return quote(expected);
  }
}

function innerRule(rules: readonly string[]): string {
  const inner = rules[rules.length - 1] ?? '';
  return inner === 'ident' ? (rules[rules.length - 2] ?? '') : inner;
}

function expectedAlternative(rule: string, prev: IToken | undefined): string {
  switch (rule) {
    case 'statement':
      return statementList;
    case 'dim':
      return 'the name of a dimension';
    case 'dims':
    case 'dimArg':
      return 'the name of a dimension or a size';
    case 'indices':
    case 'observedIndices':
      return 'an index, such as i in home';
    case 'observe':
      return 'the name of a datum or an expression in parentheses';
    case 'letBlock':
      return 'the name of a quantity, as in x[t in time] = …';
    case 'drawBlock':
      return 'the name of a quantity, as in y[t in time] ~ …';
    case 'paramBlock':
      return 'the name of a parameter, as in x[t in time] ~ …';
    case 'predict':
      return '"from" and a file name, or values in "{ }"';
    default:
      return expectedExpression(prev);
  }
}

function expectedClose(
  expected: string,
  opener: Opener | undefined,
  found: IToken | undefined,
  prev: IToken | undefined,
  rule: string,
): string {
  const isEmpty = prev !== undefined && prev === opener?.token;
  if (found?.tokenType === T.Comma) return isEmpty ? expectedExpression(prev) : closer(expected, opener);
  if (startsExpression(found) && rule !== 'parenthesised') return `"," or ${closer(expected, opener)}`;
  return closer(expected, opener);
}

function expectedBlockEnd(opener: Opener | undefined, tokens: readonly IToken[], at: number): string {
  if (at >= tokens.length) return closer('}', opener);
  if (tokens[0].tokenType === T.Distribution)
    return `a line logpdf(x) = … or draw = …, or ${closer('}', opener)}`;
  const example = tokens[0].tokenType === T.Data ? 'such as x : real[home]' : 'such as draws = 2000';
  if (tokens[0].tokenType === T.Let || tokens[0].tokenType === T.Deterministic)
    return `another line such as x[t in time] = …, or ${closer('}', opener)}`;
  if (tokens[0].tokenType === T.Draw || tokens[0].tokenType === T.Param)
    return `another line such as y[t in time] ~ …, or ${closer('}', opener)}`;
  const line = tokens[0].tokenType === T.Predict ? 'a datum with its values' : `another line ${example}`;
  return `${line}, or ${closer('}', opener)}`;
}

function expectedSign(expected: string, rule: string, tokens: readonly IToken[], at: number): string {
  const name = quote(tokens[1]?.image ?? '');
  const found = tokens[at];
  if (rule === 'let' && found?.tokenType === T.Tilde) {
    return `"=" after ${name} (what has a distribution is a param or is observed)`;
  }
  if (rule === 'letEntry' && found?.tokenType === T.Tilde)
    return '"=" (what has a distribution is a param or is observed)';
  if (rule === 'let' && found?.tokenType === T.Colon && tokens[at + 1]?.tokenType !== T.Equals) {
    return `"=" after ${name} (the type of a let is found by itself)`;
  }
  if (rule === 'paramPrior' && (found?.tokenType === T.Equals || found?.image === '<')) {
    if (tokens[1]?.tokenType === T.LeftBrace) return '"~" and a distribution (a fixed quantity is a let)';
    return `"~" and a distribution after ${name} (a fixed quantity is a let)`;
  }
  if (rule === 'drawEntry' && found?.tokenType === T.Equals)
    return '"~" and a distribution (a quantity without one is a let or a deterministic)';
  if (expected === '~') return `"~" and a distribution`;
  return `"=" and a value`;
}

function isOperator(token: IToken): boolean {
  return token.tokenType === T.Infix || token.tokenType === T.Minus;
}

/** Advice, if it is clear; begins with a separator. */
export function advice(stop: Stop, tokens: readonly IToken[]): string {
  const { at, expected } = stop;
  const found = tokens[at];
  const prev = tokens[at - 1];
  const inPlace = misplaced(stop, tokens);
  if (found === undefined) return inPlace?.advice ?? '';
  if (expected === 'end' && isCloser(found)) return ', which closes nothing';
  if (found.image.startsWith('_') && prev?.tokenType === T.NumberToken)
    return ': the digits of a number are written without "_"';
  const isProduct = prev?.tokenType === T.NumberToken && T.endOf(prev) === found.startOffset;
  if (isProduct && found.tokenType === T.Name) {
    return `: a product is written ${quote(`${prev.image} * ${found.image}`)}`;
  }
  const isSum = prev?.tokenType === T.NumberToken || prev?.tokenType === T.RightParen;
  if (isSum && found.tokenType === T.LeftParen && expected === 'end')
    return ': a product is written with "*"';
  if (inPlace !== undefined) return inPlace.advice;
  const elsewhere = otherGrammar(stop, tokens);
  if (elsewhere !== '') return elsewhere;
  const isExpression = isOperator(found) || found.tokenType === T.LeftParen;
  if (expected === '~' && tokens[0].tokenType === T.Observe && at === 2 && isExpression) {
    return ': an expression to observe is written in parentheses';
  }
  const ofExpression = found.tokenType === T.LeftBracket && prev?.tokenType === T.RightParen;
  if (expected === '~' && tokens[0].tokenType === T.Observe && ofExpression)
    return ': rows are taken of a name, as in let e = …, then observe e[i in row where …] ~ …';
  if (found.tokenType === T.NumberToken && prev?.tokenType === T.Over)
    return ': an axis without a name is gone through by an index, as in sum(x[i, j] for j in 1..2)';
  const isBranch = expected === 'then' && (found.tokenType === T.LeftBrace || found.tokenType === T.Colon);
  if (found.tokenType === T.If || found.tokenType === T.Question || isBranch) {
    return ': a choice is written if … then … else …, with the condition first';
  }
  if (expected === 'Name' && isReserved(found)) {
    return ', which is a word of the language and cannot be a name';
  }
  return '';
}

/** Syntax of Stan, R, BUGS and Python at such a place. */
function otherGrammar({ at, expected, rules }: Stop, tokens: readonly IToken[]): string {
  const [found, prev, next] = [tokens[at], tokens[at - 1], tokens[at + 1]];
  const [first] = tokens;
  const isOpen = found.tokenType === T.LeftParen || found.tokenType === T.LeftBrace;
  const lower = found.image.toLowerCase();
  if (found.tokenType === T.Name && lower !== found.image && T.keywords.has(lower))
    return `: write "${lower}"`;
  const isNamed = expected === 'Name' || rules.at(-1) === 'dim' || rules.at(-1) === 'dimArg';
  if (found.tokenType === T.StringToken && isNamed && first.tokenType !== T.Data)
    return ': names are written without quotes';
  if (found.tokenType === T.Equals && expected === 'then') return ': equality is written "=="';
  if (
    at === 2 &&
    found.tokenType === T.Minus &&
    next?.tokenType === T.Name &&
    (expected === '~' || expected === '=')
  )
    return `: a name has no "-", write ${prev.image}_${next.image}`;
  if (at === 2 && found.tokenType === T.Comma && expected === '~')
    return ': each parameter has a statement of its own';
  const isLine = tokens[1]?.tokenType === T.LeftBrace && first.tokenType !== T.Data && expected === '[';
  if (isLine && (found.tokenType === T.Tilde || found.tokenType === T.Equals))
    return `: in a block each line defines elements, as x[t in time]; what has none is a ${first.image} statement of its own`;
  const opener = openBrackets(tokens, at).at(-1)?.what ?? '';
  if (opener.startsWith('the dimensions') && (found.tokenType === T.DotDot || found.tokenType === T.Colon))
    return ': a size is one number, as in x[3]';
  if (opener.startsWith('the indices') && found.tokenType === T.Colon) return ': a range is written 1..3';
  if (expected === ']' && found.tokenType === T.In && first.tokenType === T.Param)
    return ': a parameter has the dimension alone, as in a[k]';
  if (expected === '..' && (found.image === '>' || found.image === '<')) return ': write in 0.. or in ..0';
  if (expected === '}' && found.tokenType === T.LeftParen && first.tokenType === T.Data)
    return ': dimensions are written in square brackets';
  if (found.tokenType === T.Colon && opener.startsWith('the index')) {
    return prev?.tokenType === T.LeftBracket || next?.tokenType === T.RightBracket
      ? ': ".." keeps a whole axis, as in C[.., 1]'
      : ': a range is written 1..3';
  }
  const isRange = rules.includes('binder') || (expected === ')' && prev?.tokenType === T.NumberToken);
  if (found.tokenType === T.Colon && isRange) return ': a range is written 1..3';
  if (expected === '=' && found.image === '<' && next?.tokenType === T.Minus)
    return ': write "=" in place of "<-"';
  if (found.image === '<' && next?.tokenType === T.Minus) {
    if (expected === '~' && first.tokenType === T.Param) return ': write "~" in place of "<-"';
    if (expected === '}' && first.tokenType === T.Data) return ': write "=" in place of "<-"';
    if (expected === ':' && first.tokenType === T.Data)
      return `: a datum has a type before its value, as in ${prev?.image} : real[3] = [1, 2, 3]`;
  }
  if (expected === '=' && found.tokenType === T.Colon && next?.tokenType === T.Equals)
    return ': write "=" in place of ":="';
  if (expected === '=' && found.image === '==') return ': write "=" alone';
  if (prev?.tokenType === T.Equals && found.image === '>') return ': write "=" alone';
  if (expected === '=' && found.tokenType === T.Colon && first.tokenType === T.Predict)
    return `: the type is that of the datum, write ${prev?.image} = …`;
  if (expected === 'String' && first.tokenType === T.Predict)
    return `: values stand in "{ }", as in predict ${tokens[1].image} { x = [1, 2] }`;
  if (expected === '=' && found.tokenType === T.LeftBrace && first.tokenType === T.Fun)
    return ': a function is one expression, as in fun f(x) = x + 1';
  if (expected === 'String' && first.tokenType === T.Data) return ', as in data from "file.csv" { … }';
  if (expected === 'else' && isElseIf(found)) return ': write "else if"';
  if (expected === 'end' && prev?.image === 'lambda') return ': a function is written fun f(x) = …';
  if (expected === 'end' && prev?.image === 'return') return ': a function is written fun f(x) = …';
  if (expected === 'end' && found.tokenType === T.LeftBrace && prev?.tokenType === T.Name)
    return ': arguments are written in round brackets';
  if (expected === 'end' && first.tokenType === T.Dim)
    return found.tokenType === T.Name ? ': write "," between dimensions' : ': a size or labels follow "="';
  if (expected === 'end' && found.image === 'T' && first.tokenType !== T.Let)
    return ': a range is written after the prior, as in Normal(0, 1) in 0..';
  if (
    expected === ')' &&
    found.tokenType === T.Comma &&
    first.tokenType === T.Param &&
    rules.includes('range')
  )
    return ': write in 0..1, without brackets';
  if (expected === ']' && found.tokenType === T.For)
    return ': an array is defined by its elements, as in let z[i in d] = …';
  if (expected === ')' && found.tokenType === T.In)
    return ': write "for" before the index, as in sum(x[i] for i in d)';
  if (expected === '~' && first.tokenType === T.Param && at === 2 && isOpen)
    return `: dimensions are written in square brackets, as in ${prev.image}[3]`;
  if (
    expected === '~' &&
    first.tokenType === T.Param &&
    prev?.tokenType === T.RightBracket &&
    found.image === '['
  )
    return ': dimensions are written together, as in x[3, 2]';
  if (expected === 'Name' && first.tokenType === T.Param && found.image === '<')
    return ': a range is written after the prior, as in param x ~ Normal(0, 1) in 0..';
  if (at === 2 && isTypeWord(prev) && found.tokenType === T.Name)
    return `: leave out "${prev.image}", the type is found by itself`;
  if (expected === ':' && isTypeWord(prev)) return ': the name stands first, as in N : int or y : real[N]';
  if (expected === '{' && found.tokenType === T.LeftParen)
    return first.tokenType === T.Test ? ': values stand in "{ }"' : ': settings stand in "{ }"';
  return '';
}
