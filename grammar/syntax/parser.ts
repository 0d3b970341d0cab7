/**
 * The grammar, as a Chevrotain parser that builds the syntax tree of `ast.ts` directly. It stops at the first
 * mistake: `repair.ts` mends the tokens around it and parses again, so that the tree is whole and a program
 * without mistakes pays nothing for it.
 */
import {
  EmbeddedActionsParser,
  type IParserErrorMessageProvider,
  type IToken,
  type ParserMethod,
  type TokenType,
} from 'chevrotain';
import type { Span } from '../span.ts';
import type {
  Arg,
  Assignment,
  BinaryOp,
  Binder,
  DataEntry,
  DimArg,
  DimEntry,
  Expr,
  FunParam,
  Ident,
  Range,
  Statement,
  StringLiteral,
  UnaryExpr,
} from './ast.ts';
import { isComparison, isRightAssociative, precedenceOfBinary, precedenceOfUnary } from './operators.ts';
import { decodeString } from './strings.ts';
import * as T from './tokens.ts';

/** Brackets, calls and `if`s within one another; the parser recurses once for each. */
export const MAX_NESTING = 100;
/** Height of one expression's tree, so that whoever walks it by recursion is safe. */
export const MAX_HEIGHT = 1000;

/** A mistake that does not stop the parser. */
export interface Complaint {
  readonly kind: 'comparisonChain' | 'dimSize' | 'tooHigh' | 'notWord';
  readonly span: Span;
  readonly expected?: string;
  readonly found?: string;
}

interface Pending {
  readonly op: BinaryOp | UnaryExpr['op'];
  readonly unary: boolean;
  readonly precedence: number;
  readonly span: Span;
}

// What was expected travels in the exception's message: the token's name, or the rule's for an alternative.
const errorMessageProvider: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected }) => expected.name,
  buildNotAllInputParsedMessage: () => 'end',
  buildNoViableAltMessage: () => 'alternative',
  buildEarlyExitMessage: () => 'alternative',
};

function spanOfToken(token: IToken): Span {
  return { start: token.startOffset, end: T.endOf(token) };
}

function identOf(token: IToken): Ident {
  return { name: token.image, span: spanOfToken(token) };
}

function stringOf(token: IToken): StringLiteral {
  const closed = token.image.length > 1 && token.image.endsWith('"');
  const body = token.image.slice(1, closed ? -1 : undefined);
  return { kind: 'string', value: decodeString(body).value, span: spanOfToken(token) };
}

export class BayesParser extends EmbeddedActionsParser {
  complaints: Complaint[] = [];
  private depth = 0;
  // Height of the expression that the last call of `expression` or `primary` gave back.
  private height = 0;

  constructor(options: { readonly validate: boolean }) {
    super(T.allTokens, {
      recoveryEnabled: false,
      maxLookahead: 1,
      skipValidations: !options.validate,
      errorMessageProvider,
    });
    this.performSelfAnalysis();
  }

  /** Parses the tokens of one statement; `undefined` when there was a mistake (`errors` has it). */
  parseStatement(tokens: IToken[]): Statement | undefined {
    this.prepare(tokens);
    return this.statement();
  }

  /** The same for one expression. */
  parseExpression(tokens: IToken[]): Expr | undefined {
    this.prepare(tokens);
    return this.expression();
  }

  private prepare(tokens: IToken[]): void {
    this.input = tokens;
    this.complaints = [];
    this.depth = 0;
    this.height = 0;
  }

  private from(start: number): Span {
    return { start, end: T.endOf(this.LA(0)) };
  }

  // ── Statements ──────────────────────────────────────────────────────────────────────────────

  private readonly statement: ParserMethod<[], Statement> = this.RULE(
    'statement',
    (): Statement =>
      this.OR([
        { ALT: () => this.SUBRULE(this.model) },
        { ALT: () => this.SUBRULE(this.dim) },
        { ALT: () => this.SUBRULE(this.data) },
        { ALT: () => this.SUBRULE(this.param) },
        { ALT: () => this.SUBRULE(this.let) },
        { ALT: () => this.SUBRULE(this.observe) },
        { ALT: () => this.SUBRULE(this.potential) },
        { ALT: () => this.SUBRULE(this.fun) },
        { ALT: () => this.SUBRULE(this.predict) },
        { ALT: () => this.SUBRULE(this.formula) },
        { ALT: () => this.SUBRULE(this.settings) },
      ]),
  );

  private readonly ident: ParserMethod<[], Ident> = this.RULE(
    'ident',
    (): Ident => identOf(this.CONSUME(T.Name)),
  );

  private readonly model: ParserMethod<[], Statement> = this.RULE('model', (): Statement => {
    const start = this.CONSUME(T.Model).startOffset;
    const name = this.SUBRULE(this.ident);
    return { kind: 'model', name, span: this.from(start) };
  });

  private readonly dim: ParserMethod<[], Statement> = this.RULE('dim', (): Statement => {
    const start = this.CONSUME(T.Dim).startOffset;
    const entries: DimEntry[] = [];
    this.AT_LEAST_ONE_SEP({
      SEP: T.Comma,
      DEF: () => {
        entries.push(this.SUBRULE(this.dimEntry));
      },
    });
    return { kind: 'dim', entries, span: this.from(start) };
  });

  private readonly dimEntry: ParserMethod<[], DimEntry> = this.RULE('dimEntry', (): DimEntry => {
    const name = this.SUBRULE(this.ident);
    const value = this.OPTION(() => {
      this.CONSUME(T.Equals);
      return this.SUBRULE(this.expression);
    });
    return { name, value, span: this.from(name.span?.start) };
  });

  private readonly data: ParserMethod<[], Statement> = this.RULE('data', (): Statement => {
    const start = this.CONSUME(T.Data).startOffset;
    const source = this.OPTION(() => this.SUBRULE(this.source));
    this.CONSUME(T.LeftBrace);
    const entries: DataEntry[] = [];
    this.MANY(() => {
      entries.push(this.SUBRULE(this.dataEntry));
      this.OPTION2(() => this.CONSUME(T.Comma));
    });
    this.CONSUME(T.RightBrace);
    return { kind: 'data', source, entries, span: this.from(start) };
  });

  private readonly source: ParserMethod<[], StringLiteral> = this.RULE('source', (): StringLiteral => {
    this.word(this.CONSUME(T.Name), 'from');
    return stringOf(this.CONSUME(T.StringToken));
  });

  private readonly dataEntry: ParserMethod<[], DataEntry> = this.RULE('dataEntry', (): DataEntry => {
    const name = this.SUBRULE(this.ident);
    this.CONSUME(T.Colon);
    const type = this.SUBRULE2(this.ident);
    const question = this.OPTION(() => this.CONSUME(T.Question));
    const dims = this.OPTION2(() => this.SUBRULE(this.dims)) ?? [];
    const range = this.OPTION3(() => {
      this.CONSUME(T.In);
      return this.SUBRULE(this.range);
    });
    const value = this.OPTION4(() => {
      this.CONSUME(T.Equals);
      return this.SUBRULE(this.expression);
    });
    const optional = question !== undefined;
    return { name, type, optional, dims, range, value, span: this.from(name.span?.start) };
  });

  private readonly dims: ParserMethod<[], DimArg[]> = this.RULE('dims', (): DimArg[] => {
    const dims: DimArg[] = [];
    this.CONSUME(T.LeftBracket);
    this.AT_LEAST_ONE_SEP({
      SEP: T.Comma,
      DEF: () => {
        dims.push(this.SUBRULE(this.dimArg));
      },
    });
    this.CONSUME(T.RightBracket);
    return dims;
  });

  private readonly dimArg: ParserMethod<[], DimArg> = this.RULE(
    'dimArg',
    (): DimArg =>
      this.OR([
        {
          ALT: (): DimArg => {
            const token = this.CONSUME(T.Name);
            return { kind: 'dimName', name: token.image, span: spanOfToken(token) };
          },
        },
        {
          ALT: (): DimArg => {
            const token = this.CONSUME(T.NumberToken);
            const span = spanOfToken(token);
            if (!/^\d+$/.test(token.image))
              this.complaints.push({ kind: 'dimSize', span, found: token.image });
            return { kind: 'dimSize', size: Number(token.image), span };
          },
        },
      ]),
  );

  private readonly param: ParserMethod<[], Statement> = this.RULE('param', (): Statement => {
    const start = this.CONSUME(T.Param).startOffset;
    const name = this.SUBRULE(this.ident);
    const dims = this.OPTION(() => this.SUBRULE(this.dims)) ?? [];
    const type = this.OPTION2(() => {
      this.CONSUME(T.Colon);
      return this.SUBRULE2(this.ident);
    });
    this.CONSUME(T.Tilde);
    const prior = this.SUBRULE(this.expression);
    const range = this.OPTION3(() => {
      this.CONSUME(T.In);
      return this.SUBRULE(this.range);
    });
    return { kind: 'param', name, dims, type, prior, range, span: this.from(start) };
  });

  private readonly let: ParserMethod<[], Statement> = this.RULE('let', (): Statement => {
    const start = this.LA(1).startOffset;
    const kind = this.OR([
      {
        ALT: (): 'let' | 'deterministic' => {
          this.CONSUME(T.Let);
          return 'let';
        },
      },
      {
        ALT: (): 'let' | 'deterministic' => {
          this.CONSUME(T.Deterministic);
          return 'deterministic';
        },
      },
    ]);
    const name = this.SUBRULE(this.ident);
    const indices = this.OPTION(() => this.SUBRULE(this.indices)) ?? [];
    this.CONSUME(T.Equals);
    const value = this.SUBRULE(this.expression);
    return { kind, name, indices, value, span: this.from(start) };
  });

  private readonly indices: ParserMethod<[], Binder[]> = this.RULE('indices', (): Binder[] => {
    const binders: Binder[] = [];
    this.CONSUME(T.LeftBracket);
    this.AT_LEAST_ONE_SEP({
      SEP: T.Comma,
      DEF: () => {
        binders.push(this.SUBRULE(this.binder));
      },
    });
    this.CONSUME(T.RightBracket);
    return binders;
  });

  private readonly binder: ParserMethod<[], Binder> = this.RULE('binder', (): Binder => {
    const name = this.SUBRULE(this.ident);
    this.CONSUME(T.In);
    const domain = this.SUBRULE(this.rangeOrExpression);
    return { name, domain, span: this.from(name.span?.start) };
  });

  private readonly observe: ParserMethod<[], Statement> = this.RULE('observe', (): Statement => {
    const start = this.CONSUME(T.Observe).startOffset;
    let indices: Binder[] = [];
    const target = this.OR([
      {
        ALT: (): Expr => {
          const token = this.CONSUME(T.Name);
          indices = this.OPTION(() => this.SUBRULE(this.indices)) ?? [];
          return { kind: 'name', name: token.image, span: spanOfToken(token) };
        },
      },
      {
        ALT: (): Expr => {
          this.CONSUME(T.LeftParen);
          const inner = this.SUBRULE(this.expression);
          this.CONSUME(T.RightParen);
          return inner;
        },
      },
    ]);
    this.CONSUME(T.Tilde);
    const distribution = this.SUBRULE2(this.expression);
    return { kind: 'observe', target, indices, distribution, span: this.from(start) };
  });

  private readonly potential: ParserMethod<[], Statement> = this.RULE('potential', (): Statement => {
    const start = this.CONSUME(T.Potential).startOffset;
    const name = this.SUBRULE(this.ident);
    this.CONSUME(T.Equals);
    const value = this.SUBRULE(this.expression);
    return { kind: 'potential', name, value, span: this.from(start) };
  });

  private readonly fun: ParserMethod<[], Statement> = this.RULE('fun', (): Statement => {
    const start = this.CONSUME(T.Fun).startOffset;
    const name = this.SUBRULE(this.ident);
    const params: FunParam[] = [];
    this.CONSUME(T.LeftParen);
    this.MANY_SEP({
      SEP: T.Comma,
      DEF: () => {
        params.push(this.SUBRULE(this.funParam));
      },
    });
    this.CONSUME(T.RightParen);
    this.CONSUME(T.Equals);
    const body = this.SUBRULE(this.expression);
    return { kind: 'fun', name, params, body, span: this.from(start) };
  });

  private readonly funParam: ParserMethod<[], FunParam> = this.RULE('funParam', (): FunParam => {
    const name = this.SUBRULE(this.ident);
    let dims: DimArg[] = [];
    const type = this.OPTION(() => {
      this.CONSUME(T.Colon);
      const ident = this.SUBRULE2(this.ident);
      dims = this.OPTION2(() => this.SUBRULE(this.dims)) ?? [];
      return ident;
    });
    return { name, type, dims, span: this.from(name.span?.start) };
  });

  private readonly predict: ParserMethod<[], Statement> = this.RULE('predict', (): Statement => {
    const start = this.CONSUME(T.Predict).startOffset;
    const name = this.SUBRULE(this.ident);
    let source: StringLiteral | undefined;
    let assignments: Assignment[] = [];
    this.OR([
      {
        ALT: () => {
          source = this.SUBRULE(this.source);
        },
      },
      {
        ALT: () => {
          assignments = this.SUBRULE(this.assignments);
        },
      },
    ]);
    return { kind: 'predict', name, source, assignments, span: this.from(start) };
  });

  private readonly formula: ParserMethod<[], Statement> = this.RULE('formula', (): Statement => {
    const start = this.CONSUME(T.Formula).startOffset;
    const text = stringOf(this.CONSUME(T.StringToken));
    const family = this.OPTION(() => {
      this.word(this.CONSUME(T.Name), 'family');
      return this.SUBRULE(this.ident);
    });
    return { kind: 'formula', text, family, span: this.from(start) };
  });

  private readonly settings: ParserMethod<[], Statement> = this.RULE('settings', (): Statement => {
    const start = this.LA(1).startOffset;
    const keyword = this.OR([
      { ALT: () => this.CONSUME(T.Sample) },
      { ALT: () => this.CONSUME(T.Advi) },
      { ALT: () => this.CONSUME(T.Pathfinder) },
    ]);
    const settings = this.SUBRULE(this.assignments);
    const method = keyword.image as 'sample' | 'advi' | 'pathfinder';
    return { kind: 'settings', method, settings, span: this.from(start) };
  });

  private readonly assignments: ParserMethod<[], Assignment[]> = this.RULE(
    'assignments',
    (): Assignment[] => {
      const assignments: Assignment[] = [];
      this.CONSUME(T.LeftBrace);
      this.MANY(() => {
        assignments.push(this.SUBRULE(this.assignment));
        this.OPTION(() => this.CONSUME(T.Comma));
      });
      this.CONSUME(T.RightBrace);
      return assignments;
    },
  );

  private readonly assignment: ParserMethod<[], Assignment> = this.RULE('assignment', (): Assignment => {
    const name = this.SUBRULE(this.ident);
    this.CONSUME(T.Equals);
    const value = this.SUBRULE(this.expression);
    return { name, value, span: this.from(name.span?.start) };
  });

  /** A word that is reserved at one place only. */
  private word(token: IToken, expected: string): void {
    this.ACTION(() => {
      if (token.image === expected) return;
      this.complaints.push({ kind: 'notWord', span: spanOfToken(token), expected, found: token.image });
    });
  }

  // ── Ranges ──────────────────────────────────────────────────────────────────────────────────

  private readonly range: ParserMethod<[], Range> = this.RULE('range', (): Range => {
    const start = this.LA(1).startOffset;
    const lo = this.OPTION(() => this.SUBRULE(this.expression));
    this.CONSUME(T.DotDot);
    const hi = this.SUBRULE(this.upperBound);
    return { kind: 'range', lo, hi, span: this.from(start) };
  });

  private readonly rangeOrExpression: ParserMethod<[], Expr | Range> = this.RULE(
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
        // In a data block `in 0..` may be followed by the next line, `NAME : TYPE`.
        GATE: () => !(this.LA(1).tokenType === T.Name && this.LA(2).tokenType === T.Colon),
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
    const yard = new Yard(this.complaints, this.RECORDING_PHASE);
    this.MANY(() => yard.prefix(this.OR(this.prefixOps)));
    let start = this.LA(1).startOffset;
    let operand = this.SUBRULE(this.primary);
    yard.operand(operand, start, this.LA(0), this.height);
    this.MANY2(() => {
      yard.infix(this.OR2(this.infixOps));
      this.MANY3(() => yard.prefix(this.OR3(this.prefixOps2)));
      start = this.LA(1).startOffset;
      operand = this.SUBRULE2(this.primary);
      yard.operand(operand, start, this.LA(0), this.height);
    });
    this.depth -= 1;
    const result = yard.finish();
    this.height = yard.height;
    return result;
  });

  private enter(): void {
    this.depth += 1;
    // Consuming what cannot be there is the documented way to make the parser fail at this token.
    if (this.depth > MAX_NESTING && !this.RECORDING_PHASE) this.CONSUME(T.Missing);
  }

  private readonly primaries = [
    {
      ALT: (): Expr => {
        const token = this.CONSUME(T.NumberToken);
        this.height = 1;
        const isInteger = /^\d+$/.test(token.image);
        return { kind: 'number', value: Number(token.image), isInteger, span: spanOfToken(token) };
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
        return { kind: 'bool', value: token.image === 'true', span: spanOfToken(token) };
      },
    },
    { ALT: (): Expr => this.SUBRULE(this.nameOrCall) },
    { ALT: (): Expr => this.SUBRULE(this.parenthesised) },
    { ALT: (): Expr => this.SUBRULE(this.list) },
    { ALT: (): Expr => this.SUBRULE(this.conditional) },
    {
      ALT: (): Expr => {
        this.height = 1;
        return { kind: 'error', span: spanOfToken(this.CONSUME(T.Missing)) };
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
    if (args === undefined) return { kind: 'name', name: token.image, span: spanOfToken(token) };
    this.height += 1;
    return { kind: 'call', callee: identOf(token), args, span: this.from(token.startOffset) };
  });

  private readonly args: ParserMethod<[], Arg[]> = this.RULE('args', (): Arg[] => {
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
        const ident = this.SUBRULE(this.ident);
        this.CONSUME(T.Equals);
        return ident;
      },
    });
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
    this.OPTION3(() => {
      const height = this.height;
      this.CONSUME(T.For);
      binders = [this.SUBRULE(this.binder)];
      this.MANY2({
        GATE: () => this.LA(2).tokenType === T.Name && this.LA(3).tokenType === T.In,
        DEF: () => {
          this.CONSUME2(T.Comma);
          binders?.push(this.SUBRULE2(this.binder));
        },
      });
      this.height = Math.max(this.height, height);
    });
    return { name, value, over, binders, span: this.from(start) };
  });

  private readonly parenthesised: ParserMethod<[], Expr> = this.RULE('parenthesised', (): Expr => {
    this.CONSUME(T.LeftParen);
    const inner = this.SUBRULE(this.expression);
    this.CONSUME(T.RightParen);
    return inner;
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

/** Operands and operators that wait for their right neighbours. */
class Yard {
  height = 0;
  private readonly operands: Expr[] = [];
  // The outer extent of each operand, parentheses included, and its height.
  private readonly extents: { start: number; end: number; height: number }[] = [];
  private readonly pending: Pending[] = [];
  private readonly complaints: Complaint[];

  private readonly isIdle: boolean;

  constructor(complaints: Complaint[], isIdle: boolean) {
    this.complaints = complaints;
    this.isIdle = isIdle;
  }

  operand(node: Expr, start: number, last: IToken, height: number): void {
    this.operands.push(node);
    this.extents.push({ start, end: T.endOf(last), height });
  }

  prefix(token: IToken): void {
    if (this.isIdle) return;
    const op = token.image === '-' ? '-' : 'not';
    this.pending.push({ op, unary: true, precedence: precedenceOfUnary(op), span: spanOfToken(token) });
  }

  infix(token: IToken): void {
    if (this.isIdle) return;
    const op = token.image as BinaryOp;
    const precedence = precedenceOfBinary(op);
    while (this.pending.length > 0) {
      const top = this.pending[this.pending.length - 1];
      if (top.precedence < precedence) break;
      if (top.precedence === precedence && isRightAssociative(op)) break;
      this.reduce();
    }
    this.pending.push({ op, unary: false, precedence, span: spanOfToken(token) });
  }

  finish(): Expr {
    while (this.pending.length > 0) this.reduce();
    const { height, ...extent } = this.extents[0];
    this.height = height;
    if (height > MAX_HEIGHT) {
      this.complaints.push({ kind: 'tooHigh', span: extent });
      this.height = 1;
      return { kind: 'error', span: extent };
    }
    return this.operands[0];
  }

  private reduce(): void {
    const { op, unary, span: opSpan } = this.pending.pop() as Pending;
    const right = this.operands.pop() as Expr;
    const rightExtent = this.extents.pop() as { start: number; end: number; height: number };
    if (unary) {
      const span = { start: opSpan.start, end: rightExtent.end };
      this.operands.push({ kind: 'unary', op: op as UnaryExpr['op'], operand: right, span });
      this.extents.push({ ...span, height: rightExtent.height + 1 });
      return;
    }
    const left = this.operands.pop() as Expr;
    const leftExtent = this.extents.pop() as { start: number; end: number; height: number };
    const binaryOp = op as BinaryOp;
    const inParens = leftExtent.start !== left.span.start;
    if (isComparison(binaryOp) && left.kind === 'binary' && isComparison(left.op) && !inParens) {
      this.complaints.push({ kind: 'comparisonChain', span: opSpan, found: binaryOp });
    }
    const span = { start: leftExtent.start, end: rightExtent.end };
    this.operands.push({ kind: 'binary', op: binaryOp, opSpan, left, right, span });
    this.extents.push({ ...span, height: Math.max(leftExtent.height, rightExtent.height) + 1 });
  }
}
