/** The grammar's rules of expressions and ranges; each parser of statements builds on the one before, up to `parser.ts`. */
import {
  EmbeddedActionsParser,
  type IParserErrorMessageProvider,
  type IToken,
  type ParserMethod,
  type TokenType,
} from 'chevrotain';
import type { Span } from '../span.ts';
import type { Arg, Binder, Expr, Ident, Range, StringLiteral } from './ast.ts';
import { roundsToWhole } from './decimal-text.ts';
import { type Complaint, OperatorTree } from './operator-tree.ts';
import { decodeString } from './string-escapes.ts';
import * as T from './tokens.ts';

/** Limit of nested brackets, calls and `if`s; the parser recurses once for each. */
export const MAX_NESTING = 100;
// What was expected travels in the exception's message: the token's name, or the rule's for an alternative.
const errorMessageProvider: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected }) => expected.name,
  buildNotAllInputParsedMessage: () => 'end',
  buildNoViableAltMessage: () => 'alternative',
  buildEarlyExitMessage: () => 'alternative',
};

function identOf(token: IToken): Ident {
  return { name: token.image, span: T.spanOfToken(token) };
}

export function stringOf(token: IToken): StringLiteral {
  const closed = token.image.length > 1 && token.image.endsWith('"');
  const body = token.image.slice(1, closed ? -1 : undefined);
  return { kind: 'string', value: decodeString(body).value, span: T.spanOfToken(token) };
}

/** The arguments whose value may be several in parentheses: `events = (time, state, amount)`, `over = (g, f)`. */
const TUPLE_ARGUMENTS = ['events', 'over'];

export class ExpressionParser extends EmbeddedActionsParser {
  complaints: Complaint[] = [];
  private depth = 0;
  // Height of the expression returned by the last call of `expression` or `primary`.
  private height = 0;
  // Whether the parenthesis that follows may hold several values.
  private takesTuple = false;

  constructor(options: { readonly validate: boolean }) {
    super(T.allTokens, {
      recoveryEnabled: false,
      maxLookahead: 1,
      skipValidations: !options.validate,
      errorMessageProvider,
    });
  }

  protected prepare(tokens: IToken[]): void {
    this.input = tokens;
    this.complaints = [];
    this.depth = 0;
    this.height = 0;
    this.takesTuple = false;
  }

  protected from(start: number): Span {
    return { start, end: T.endOf(this.LA(0)) };
  }

  /** A word that is reserved at one place only. */
  protected word(token: IToken, expected: string): void {
    this.ACTION(() => {
      if (token.image === expected) return;
      this.complaints.push({ kind: 'notWord', span: T.spanOfToken(token), expected, found: token.image });
    });
  }

  protected readonly ident: ParserMethod<[], Ident> = this.RULE(
    'ident',
    (): Ident => identOf(this.CONSUME(T.Name)),
  );

  protected readonly binder: ParserMethod<[], Binder> = this.RULE('binder', (): Binder => {
    const name = this.SUBRULE(this.ident);
    this.CONSUME(T.In);
    const domain = this.SUBRULE(this.rangeOrExpression);
    return { name, domain, span: this.from(name.span?.start) };
  });

  // ── Ranges ──────────────────────────────────────────────────────────────────────────────────

  protected readonly range: ParserMethod<[], Range> = this.RULE('range', (): Range => {
    const start = this.LA(1).startOffset;
    const lo = this.OPTION(() => this.SUBRULE(this.expression));
    this.CONSUME(T.DotDot);
    const hi = this.SUBRULE(this.upperBound);
    return { kind: 'range', lo, hi, span: this.from(start) };
  });

  protected readonly rangeOrExpression: ParserMethod<[], Expr | Range> = this.RULE(
    'rangeOrExpression',
    (): Expr | Range => {
      const start = this.LA(1).startOffset;
      return this.OR([
        {
          ALT: (): Expr | Range => {
            this.CONSUME(T.DotDot);
            const hi = this.SUBRULE(this.upperBound);
            return { kind: 'range', hi, span: this.from(start) };
          },
        },
        {
          ALT: (): Expr | Range => {
            const lo = this.SUBRULE(this.expression);
            const range = this.OPTION(() => {
              this.CONSUME2(T.DotDot);
              const hi = this.SUBRULE2(this.upperBound);
              return { kind: 'range' as const, lo, hi, span: this.from(start) };
            });
            return range ?? lo;
          },
        },
      ]);
    },
  );

  private readonly upperBound: ParserMethod<[], Expr | undefined> = this.RULE(
    'upperBound',
    (): Expr | undefined =>
      this.OPTION({
        // In a data block `in 0..` may be followed by the next line, `NAME : TYPE`, in a block of unknowns by
        // `NAME[INDEX in`; in the head of a distribution by `discrete {`.
        GATE: () =>
          !(
            this.LA(1).tokenType === T.Name &&
            (this.LA(2).tokenType === T.Colon ||
              (this.LA(2).tokenType === T.LeftBracket && this.LA(4).tokenType === T.In) ||
              (this.LA(1).image === 'discrete' && this.LA(2).tokenType === T.LeftBrace))
          ),
        DEF: () => this.SUBRULE(this.expression),
      }),
  );

  // ── Expressions ─────────────────────────────────────────────────────────────────────────────

  private readonly prefixOps = [{ ALT: () => this.CONSUME(T.Minus) }, { ALT: () => this.CONSUME(T.Not) }];
  private readonly prefixOps2 = [{ ALT: () => this.CONSUME2(T.Minus) }, { ALT: () => this.CONSUME2(T.Not) }];
  private readonly infixOps = [{ ALT: () => this.CONSUME(T.Infix) }, { ALT: () => this.CONSUME3(T.Minus) }];

  /**
   * Operators are read as a flat row and put into a tree by their precedence (Dijkstra's shunting yard): one
   * level of recursion for an expression instead of ten.
   */
  readonly expression: ParserMethod<[], Expr> = this.RULE('expression', (): Expr => {
    this.enter();
    // While Chevrotain records the grammar there are no tokens yet.
    const tree = new OperatorTree(this.complaints, this.RECORDING_PHASE);
    this.MANY(() => tree.prefix(this.OR(this.prefixOps)));
    let start = this.LA(1).startOffset;
    let operand = this.SUBRULE(this.primary);
    tree.operand(operand, start, this.LA(0), this.height);
    this.MANY2(() => {
      tree.infix(this.OR2(this.infixOps));
      this.MANY3(() => tree.prefix(this.OR3(this.prefixOps2)));
      start = this.LA(1).startOffset;
      operand = this.SUBRULE2(this.primary);
      tree.operand(operand, start, this.LA(0), this.height);
    });
    this.depth -= 1;
    const result = tree.finish();
    this.height = tree.height;
    return result;
  });

  private enter(): void {
    this.depth += 1;
    // Consuming an impossible token is the documented way to make the parser fail here.
    if (this.depth > MAX_NESTING && !this.RECORDING_PHASE) this.CONSUME(T.Missing);
  }

  private readonly primaries = [
    {
      ALT: (): Expr => {
        const token = this.CONSUME(T.NumberToken);
        this.height = 1;
        const isInteger = /^\d+$/.test(token.image);
        const value = Number(token.image);
        const span = T.spanOfToken(token);
        return roundsToWhole(token.image)
          ? { kind: 'number', value, isInteger, text: token.image, span }
          : { kind: 'number', value, isInteger, span };
      },
    },
    {
      ALT: (): Expr => {
        this.height = 1;
        return stringOf(this.CONSUME(T.StringToken));
      },
    },
    {
      ALT: (): Expr => {
        const token = this.CONSUME(T.Bool);
        this.height = 1;
        return { kind: 'bool', value: token.image === 'true', span: T.spanOfToken(token) };
      },
    },
    { ALT: (): Expr => this.SUBRULE(this.nameOrCall) },
    { ALT: (): Expr => this.SUBRULE(this.parenthesised) },
    { ALT: (): Expr => this.SUBRULE(this.list) },
    { ALT: (): Expr => this.SUBRULE(this.conditional) },
    {
      ALT: (): Expr => {
        this.height = 1;
        return { kind: 'error', span: T.spanOfToken(this.CONSUME(T.Missing)) };
      },
    },
  ];

  private readonly primary: ParserMethod<[], Expr> = this.RULE('primary', (): Expr => {
    const start = this.LA(1).startOffset;
    let target = this.OR(this.primaries);
    this.MANY(() => {
      let height = this.height;
      const args: (Expr | Range)[] = [];
      this.CONSUME(T.LeftBracket);
      this.AT_LEAST_ONE_SEP({
        SEP: T.Comma,
        DEF: () => {
          args.push(this.SUBRULE(this.rangeOrExpression));
          height = Math.max(height, this.height);
        },
      });
      this.CONSUME(T.RightBracket);
      this.height = height + 1;
      target = { kind: 'index', target, args, span: this.from(start) };
    });
    return target;
  });

  private readonly nameOrCall: ParserMethod<[], Expr> = this.RULE('nameOrCall', (): Expr => {
    const token = this.CONSUME(T.Name);
    this.height = 1;
    const args = this.OPTION(() => this.SUBRULE(this.args));
    if (args === undefined) return { kind: 'name', name: token.image, span: T.spanOfToken(token) };
    this.height += 1;
    return { kind: 'call', callee: identOf(token), args, span: this.from(token.startOffset) };
  });

  protected readonly args: ParserMethod<[], Arg[]> = this.RULE('args', (): Arg[] => {
    const args: Arg[] = [];
    let height = 0;
    this.CONSUME(T.LeftParen);
    this.MANY_SEP({
      SEP: T.Comma,
      DEF: () => {
        args.push(this.SUBRULE(this.arg));
        height = Math.max(height, this.height);
      },
    });
    this.CONSUME(T.RightParen);
    this.height = height;
    return args;
  });

  private readonly arg: ParserMethod<[], Arg> = this.RULE('arg', (): Arg => {
    const start = this.LA(1).startOffset;
    const name = this.OPTION({
      GATE: () => this.LA(2).tokenType === T.Equals,
      DEF: () => {
        // `over = (g, f)` of a prior: the word is reserved elsewhere.
        const ident = this.OR3([
          { ALT: () => this.SUBRULE(this.ident) },
          { ALT: () => identOf(this.CONSUME2(T.Over)) },
        ]);
        this.CONSUME(T.Equals);
        return ident;
      },
    });
    this.takesTuple = TUPLE_ARGUMENTS.includes(name?.name ?? '') && this.LA(1).tokenType === T.LeftParen;
    const value = this.SUBRULE(this.expression);
    let over: Ident[] | undefined;
    let binders: Binder[] | undefined;
    this.OPTION2(() => {
      this.CONSUME(T.Over);
      const dims = [this.SUBRULE2(this.ident)];
      this.MANY({
        // `sum(x over a, b)` reduces two dims; in `Mixture(w over k, Normal(…))` an argument follows.
        GATE: () => this.LA(2).tokenType === T.Name && isArgEnd(this.LA(3).tokenType),
        DEF: () => {
          this.CONSUME(T.Comma);
          dims.push(this.SUBRULE3(this.ident));
        },
      });
      // A repaired statement may have a dimension without a name.
      over = dims.filter((dim) => dim.name !== '');
    });
    // A word only here, so that it stays a name elsewhere.
    const by = this.OPTION4({
      GATE: () => over === undefined && this.LA(1).image === 'by',
      DEF: () => {
        const height = this.height;
        this.CONSUME(T.Name);
        const labels = this.SUBRULE2(this.expression);
        this.height = Math.max(this.height, height);
        return labels;
      },
    });
    this.OPTION3(() => {
      const height = this.height;
      this.CONSUME(T.For);
      binders = [this.SUBRULE(this.binder)];
      this.MANY2({
        GATE: () => this.LA(2).tokenType === T.Name && this.LA(3).tokenType === T.In,
        DEF: () => {
          this.OR2([{ ALT: () => this.CONSUME2(T.Comma) }, { ALT: () => this.CONSUME2(T.For) }]);
          binders?.push(this.SUBRULE2(this.binder));
        },
      });
      this.height = Math.max(this.height, height);
    });
    return { name, value, over, ...(by === undefined ? {} : { by }), binders, span: this.from(start) };
  });

  private readonly parenthesised: ParserMethod<[], Expr> = this.RULE('parenthesised', (): Expr => {
    const isTuple = this.takesTuple;
    this.takesTuple = false;
    const start = this.CONSUME(T.LeftParen).startOffset;
    const inner = this.SUBRULE(this.expression);
    const elements = [inner];
    let { height } = this;
    this.MANY({
      GATE: () => isTuple,
      DEF: () => {
        this.CONSUME(T.Comma);
        elements.push(this.SUBRULE2(this.expression));
        height = Math.max(height, this.height);
      },
    });
    this.CONSUME(T.RightParen);
    if (elements.length === 1) return inner;
    this.height = height + 1;
    return { kind: 'list', elements, isTuple: true, span: this.from(start) };
  });

  private readonly list: ParserMethod<[], Expr> = this.RULE('list', (): Expr => {
    const start = this.CONSUME(T.LeftBracket).startOffset;
    const elements: Expr[] = [];
    let height = 0;
    this.MANY_SEP({
      SEP: T.Comma,
      DEF: () => {
        elements.push(this.SUBRULE(this.expression));
        height = Math.max(height, this.height);
      },
    });
    this.CONSUME(T.RightBracket);
    this.height = height + 1;
    return { kind: 'list', elements, span: this.from(start) };
  });

  private readonly conditional: ParserMethod<[], Expr> = this.RULE('conditional', (): Expr => {
    const start = this.CONSUME(T.If).startOffset;
    const condition = this.SUBRULE(this.expression);
    let height = this.height;
    this.CONSUME(T.Then);
    const branches = { then: this.SUBRULE2(this.expression) };
    height = Math.max(height, this.height);
    this.CONSUME(T.Else);
    const otherwise = this.SUBRULE3(this.expression);
    this.height = Math.max(height, this.height) + 1;
    return { kind: 'if', condition, ...branches, else: otherwise, span: this.from(start) };
  });
}

function isArgEnd(type: TokenType): boolean {
  return type === T.Comma || type === T.RightParen || type === T.For;
}
