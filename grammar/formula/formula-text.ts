/** The text of a formula as terms: `y ~ 1 + x * g + (1 + x | site)`, in the notation of R and lme4. */
import { otherOutcome, otherResponse, otherTerm } from './foreign-notation.ts';
import { type Response, responseOf } from './response.ts';
import { isSmooth, readSmooth, type Smooth } from './smooth-term.ts';

/** A column, or a product of columns, by the texts that it is written with: `x`, `x:site`. */
export interface Term {
  readonly factors: readonly string[];
  /** Where in the text it begins. */
  readonly at: number;
}

export interface GroupTerm {
  /** `g`; `a`, `b` for the pairs `a:b`. */
  readonly groups: readonly string[];
  readonly intercept: boolean;
  readonly terms: readonly Term[];
  /** `(x | g)`; `(x || g)` has independent effects. */
  readonly correlated: boolean;
  readonly at: number;
}

/** What stands right of `~`. */
export interface Terms {
  readonly intercept: boolean;
  readonly terms: readonly Term[];
  readonly groups: readonly GroupTerm[];
  /** Expressions that are added as they are. */
  readonly offsets: readonly string[];
  readonly smooths: readonly Smooth[];
}

interface Formula extends Terms {
  readonly response: Response;
}

interface FormulaError {
  readonly at: number;
  readonly length: number;
  readonly message: string;
}

type Parsed<Of> =
  | { readonly kind: 'ok'; readonly formula: Of }
  | { readonly kind: 'error'; readonly error: FormulaError };

interface Token {
  readonly text: string;
  readonly at: number;
  readonly kind: 'name' | 'number' | 'sign' | 'call' | 'end';
}

class Stop extends Error {
  readonly error: FormulaError;
  constructor(error: FormulaError) {
    super(error.message);
    this.error = error;
  }
}

function stop(token: { readonly at: number; readonly text: string }, message: string): never {
  throw new Stop({ at: token.at, length: Math.max(1, token.text.length), message });
}

/** A call is one token with all its brackets: `log(x)`, `offset(log(n))`. */
function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const pattern = /\s*(?:([\p{L}_][\p{L}\p{N}_]*)|(\d+(?:\.\d+)?)|(\|\||[~+\-*:/|()^])|(\S))/uy;
  while (pattern.lastIndex < text.length) {
    const found = pattern.exec(text);
    if (found === null) break;
    const [, name, number, sign, other] = found;
    const word = name ?? number ?? sign ?? other;
    const at = pattern.lastIndex - word.length;
    if (other !== undefined)
      stop(
        { at, text: other },
        `\`${other}\` has no meaning in a formula${Object.hasOwn(otherSigns, other) ? `: ${otherSigns[other]}` : ''}`,
      );
    if (name !== undefined && text[pattern.lastIndex] === '(') {
      const end = closing(text, pattern.lastIndex);
      if (end < 0) stop({ at, text: name }, `the bracket of \`${name}(\` is not closed`);
      tokens.push({ text: text.slice(at, end + 1), at, kind: 'call' });
      pattern.lastIndex = end + 1;
    } else {
      tokens.push({
        text: word,
        at,
        kind: name !== undefined ? 'name' : number !== undefined ? 'number' : 'sign',
      });
    }
  }
  return [...tokens, { text: '', at: text.trimEnd().length, kind: 'end' }];
}

const otherSigns: Readonly<Record<string, string>> = {
  '.': 'name the columns, as `y ~ x + z`',
  '`': 'a column goes by its name, with `_` for what a name cannot have',
  '%': 'nested terms are `a / b` or `a:b`',
};

function closing(text: string, open: number): number {
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    if (text[i] === '(') depth++;
    if (text[i] === ')' && --depth === 0) return i;
  }
  return -1;
}

/** What a sum of terms is made of. */
interface Sum {
  readonly intercept: boolean | null;
  readonly terms: readonly Term[];
  readonly groups: readonly GroupTerm[];
  readonly offsets: readonly string[];
  readonly smooths: readonly Smooth[];
}
const nothing: Sum = { intercept: null, terms: [], groups: [], offsets: [], smooths: [] };

export const parseFormula = (text: string): Parsed<Formula> => parsed(() => read(text).formula());
/** The terms of another parameter: the right side alone. */
export const parseTerms = (text: string): Parsed<Terms> => parsed(() => read(text).terms());

function parsed<Of>(formula: () => Of): Parsed<Of> {
  try {
    return { kind: 'ok', formula: formula() };
  } catch (error) {
    if (error instanceof Stop) return { kind: 'error', error: error.error };
    throw error;
  }
}

function read(text: string): { readonly formula: () => Formula; readonly terms: () => Terms } {
  const tokens = tokensOf(text);
  let next = 0;
  const peek = () => tokens[next];
  const take = () => tokens[next++];
  const isSign = (sign: string) => peek().kind === 'sign' && peek().text === sign;
  const accept = (sign: string) => isSign(sign) && take() !== undefined;

  function response(): Response {
    const token = take();
    const found = responseOf(token.text, token.at);
    if (found !== undefined && (token.kind === 'name' || token.kind === 'call')) return found;
    return stop(
      token,
      otherOutcome(token.text) ??
        'expected the outcome: a name of data, `p(y, n)` for y successes of n trials, `cens(y, c)` where `c` says which are censored, or one of them with weights of the rows: `weights(y, w)`',
    );
  }

  function sum(): Sum {
    let made = accept('-') ? without(nothing, part()) : part();
    for (;;) {
      if (accept('+')) made = joined(made, part());
      else if (accept('-')) made = without(made, part());
      else return made;
    }
  }

  function without(from: Sum, what: Sum): Sum {
    const gone = new Set(what.terms.map(keyOf));
    return {
      ...from,
      intercept: what.intercept === true ? false : what.intercept === false ? true : from.intercept,
      terms: from.terms.filter((term) => !gone.has(keyOf(term))),
      smooths: from.smooths.filter(({ text }) => what.smooths.every((smooth) => smooth.text !== text)),
    };
  }

  /** Products, tighter than sums. */
  function part(): Sum {
    let left = interaction();
    for (;;) {
      if (accept('*')) {
        const right = interaction();
        left = joined(joined(left, right), crossed(left, right));
      } else if (accept('/')) {
        const right = interaction();
        const all: Term = { factors: left.terms.flatMap((term) => term.factors), at: left.terms[0]?.at ?? 0 };
        left = joined(left, crossed({ ...nothing, terms: [all] }, right));
      } else return left;
    }
  }

  function interaction(): Sum {
    let left = atom();
    while (accept(':')) left = crossed(left, atom());
    return left;
  }

  function crossed(left: Sum, right: Sum): Sum {
    const [smooth] = [...left.smooths, ...right.smooths];
    if (smooth !== undefined)
      stop(
        smooth,
        `\`${smooth.text}\` is a term of its own, not part of a product: a curve for each level of \`g\`, or one times a datum \`g\`, is \`${byInstead(smooth)}\``,
      );
    const terms = left.terms.flatMap((a) =>
      right.terms.map((b) => ({ factors: [...new Set([...a.factors, ...b.factors])], at: a.at })),
    );
    return { ...nothing, terms };
  }

  function atom(): Sum {
    const token = take();
    if (token.kind === 'number') {
      if (token.text === '1') return { ...nothing, intercept: true };
      if (token.text === '0') return { ...nothing, intercept: false };
      return stop(token, `expected a column, 0 or 1, found \`${token.text}\``);
    }
    if (token.kind === 'name') return { ...nothing, terms: [{ factors: [token.text], at: token.at }] };
    if (token.kind === 'call') return call(token);
    if (token.text === '(') return bracket(token);
    return stop(
      token,
      token.kind === 'end'
        ? 'the formula ends where a term is expected'
        : `expected a term, found \`${token.text}\``,
    );
  }

  function call(token: Token): Sum {
    const name = token.text.slice(0, token.text.indexOf('('));
    const inside = token.text.slice(name.length + 1, -1).trim();
    if (name === 'offset') return { ...nothing, offsets: [inside] };
    if (isSmooth(name)) {
      const read = readSmooth(token.text, token.at);
      if (read.kind === 'ok') return { ...nothing, smooths: [read.smooth] };
      throw new Stop({ ...read, at: token.at + read.at });
    }
    const advice = otherTerm(name, inside);
    if (advice !== undefined) return stop(token, advice);
    const factor = name === 'I' ? `(${inside})` : token.text;
    return { ...nothing, terms: [{ factors: [factor], at: token.at }] };
  }

  function bracket(open: Token): Sum {
    const inside = sum();
    const correlated = isSign('|');
    if (!correlated && !isSign('||')) {
      if (!accept(')')) stop(peek(), 'expected `)`');
      return inside;
    }
    take();
    const [smooth] = inside.smooths;
    if (smooth !== undefined)
      stop(
        smooth,
        `\`${smooth.text}\` stands in no term by group: a curve for each level of \`g\` is \`${byInstead(smooth)}\``,
      );
    const nested = [groupNames()];
    while (accept('/')) nested.push([...nested[nested.length - 1], ...groupNames()]);
    if (!accept(')'))
      stop(peek(), 'expected `)` behind the groups: `g`, the pairs `a:b`, or `a/b`, which is `a` and `a:b`');
    const intercept = inside.intercept !== false;
    if (!intercept && inside.terms.length === 0) stop(open, 'nothing varies by group here');
    const { terms } = inside;
    return {
      ...nothing,
      groups: nested.map((groups) => ({ groups, intercept, terms, correlated, at: open.at })),
    };
  }

  function groupNames(): readonly string[] {
    const names: string[] = [];
    do {
      const group = take();
      const [, inside] = /^(?:gr|C|factor)\(\s*([\p{L}_][\p{L}\p{N}_]*)/u.exec(group.text) ?? [];
      if (group.kind !== 'name')
        stop(
          group,
          inside === undefined
            ? 'expected the name of the groups behind `|`'
            : `expected the name of the groups behind \`|\`: write \`${inside}\``,
        );
      names.push(group.text);
    } while (accept(':'));
    return names;
  }

  function terms(): Terms {
    const right = sum();
    if (isSign('^'))
      stop(
        peek(),
        'powers are `I(x^2)` or `poly(x, 2)`; all pairs of terms are `a * b`, of three `(a + b) * c + a:b`',
      );
    if (peek().kind !== 'end')
      stop(peek(), `expected \`+\` or the end of the formula, found \`${peek().text}\``);
    return {
      intercept: right.intercept !== false,
      terms: distinctTerms(right.terms),
      groups: right.groups,
      offsets: right.offsets,
      smooths: right.smooths,
    };
  }

  function formula(): Formula {
    const outcome = response();
    if (!accept('~'))
      stop(peek(), otherResponse(outcome.name, text.slice(peek().at)) ?? 'expected `~` behind the outcome');
    return { response: outcome, ...terms() };
  }
  return { formula, terms };
}

function byInstead({ text, by }: Smooth): string {
  return by === undefined ? `${text.slice(0, -1)}, by = g)` : text;
}

export const keyOf = (term: Term): string => [...term.factors].sort().join(':');

function joined(a: Sum, b: Sum): Sum {
  return {
    intercept: b.intercept ?? a.intercept,
    terms: [...a.terms, ...b.terms],
    groups: [...a.groups, ...b.groups],
    offsets: [...a.offsets, ...b.offsets],
    smooths: [...a.smooths, ...b.smooths],
  };
}

/** Each term once; main effects before interactions, as R orders them. */
function distinctTerms(terms: readonly Term[]): readonly Term[] {
  const seen = new Set<string>();
  const once = terms.filter((term) => !seen.has(keyOf(term)) && seen.add(keyOf(term)));
  return once.toSorted((a, b) => a.factors.length - b.factors.length);
}
