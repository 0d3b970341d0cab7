/**
 * The grammar, as a Chevrotain parser that builds the syntax tree of `ast.ts` directly, on the rules of expressions,
 * settings, data, formulas and definitions in parsers of their own. It stops at the first error:
 * `error-recovery.ts` repairs the tokens around it and parses again, so that the tree is complete, at no cost for
 * programs without errors.
 */
import type { IToken, ParserMethod } from 'chevrotain';
import type { Span } from '../span.ts';
import type {
  Assignment,
  Binder,
  DimArg,
  DimEntry,
  DrawStatement,
  Expr,
  LetStatement,
  ParamStatement,
  Statement,
  StringLiteral,
} from './ast.ts';
import { DefinitionParser } from './definition-parser.ts';
import * as T from './tokens.ts';

interface Axes {
  readonly dims: readonly DimArg[];
  readonly indices: readonly Binder[];
}

/** The dimension that an index of a parameter runs over; none for a range, which names no dimension. */
function dimOf({ domain }: Binder): readonly DimArg[] {
  return domain.kind === 'name' ? [{ kind: 'dimName', name: domain.name, span: domain.span }] : [];
}

/** A line of `let { … }`. */
type Definition = Pick<LetStatement, 'name' | 'indices' | 'value' | 'span'>;

/** A line of `draw { … }`. */
type Drawn = Pick<DrawStatement, 'name' | 'indices' | 'distribution' | 'span'>;

/** A line of `param { … }`. */
type Unknown = Omit<ParamStatement, 'kind' | 'joint'>;

type Prior = Pick<ParamStatement, 'type' | 'prior' | 'range'>;

/** The definitions of a block are statements of their own in the tree. */
type Parsed =
  | Statement
  | {
      readonly kind: 'joint';
      readonly members: readonly (ParamStatement | LetStatement | DrawStatement)[];
      readonly span: Span;
    };

interface ObservedIndices {
  readonly indices: readonly Binder[];
  readonly where?: Expr;
}

export class BayesParser extends DefinitionParser {
  constructor(options: { readonly validate: boolean }) {
    super(options);
    this.performSelfAnalysis();
  }

  /** Parses the tokens of one statement; `undefined` on an error, which is in `errors`. */
  parseStatement(tokens: IToken[]): Parsed | undefined {
    this.prepare(tokens);
    return this.statement();
  }

  /** The same for one expression. */
  parseExpression(tokens: IToken[]): Expr | undefined {
    this.prepare(tokens);
    return this.expression();
  }

  // ── Statements ──────────────────────────────────────────────────────────────────────────────

  private readonly statement: ParserMethod<[], Parsed> = this.RULE(
    'statement',
    (): Parsed =>
      this.OR([
        { ALT: () => this.SUBRULE(this.model) },
        { ALT: () => this.SUBRULE(this.dim) },
        { ALT: () => this.SUBRULE(this.data) },
        { ALT: () => this.SUBRULE(this.param) },
        { ALT: () => this.SUBRULE(this.let) },
        { ALT: () => this.SUBRULE(this.draw) },
        { ALT: () => this.SUBRULE(this.observe) },
        { ALT: () => this.SUBRULE(this.potential) },
        { ALT: () => this.SUBRULE(this.fun) },
        { ALT: () => this.SUBRULE(this.distribution) },
        { ALT: () => this.SUBRULE(this.predict) },
        { ALT: () => this.SUBRULE(this.formula) },
        { ALT: () => this.SUBRULE(this.settings) },
        { ALT: () => this.SUBRULE(this.test) },
      ]),
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

  private readonly param: ParserMethod<[], Parsed> = this.RULE('param', (): Parsed => {
    const start = this.CONSUME(T.Param).startOffset;
    const members = this.OPTION({
      GATE: () => this.LA(1).tokenType === T.LeftBrace,
      DEF: () => this.SUBRULE(this.paramBlock),
    });
    if (members !== undefined && !this.RECORDING_PHASE) {
      const joint = this.from(start);
      const lines = members.map((one) => ({ kind: 'param' as const, ...one, joint }));
      return { kind: 'joint', members: lines, span: joint };
    }
    const name = this.SUBRULE(this.ident);
    const { dims, indices } = this.SUBRULE(this.axes);
    const prior = this.SUBRULE(this.paramPrior);
    const over = this.ACTION(() => (indices.length > 0 ? indices.flatMap(dimOf) : dims));
    return { kind: 'param', name, dims: over, indices, ...prior, span: this.from(start) };
  });

  private readonly paramBlock: ParserMethod<[], Unknown[]> = this.RULE('paramBlock', (): Unknown[] => {
    const members: Unknown[] = [];
    this.CONSUME(T.LeftBrace);
    this.AT_LEAST_ONE(() => {
      members.push(this.SUBRULE(this.paramEntry));
      this.OPTION(() => this.CONSUME(T.Comma));
    });
    this.CONSUME(T.RightBrace);
    return members;
  });

  private readonly paramEntry: ParserMethod<[], Unknown> = this.RULE('paramEntry', (): Unknown => {
    const name = this.SUBRULE(this.ident);
    const indices = this.SUBRULE(this.indices);
    const prior = this.SUBRULE(this.paramPrior);
    const dims = this.ACTION(() => indices.flatMap(dimOf));
    return { name, dims, indices, ...prior, span: this.from(name.span?.start) };
  });

  /** `: TYPE ~ D in LO..HI` */
  private readonly paramPrior: ParserMethod<[], Prior> = this.RULE('paramPrior', (): Prior => {
    const type = this.OPTION(() => {
      this.CONSUME(T.Colon);
      return this.SUBRULE(this.ident);
    });
    this.CONSUME(T.Tilde);
    const prior = this.SUBRULE(this.expression);
    const range = this.OPTION2(() => {
      this.CONSUME(T.In);
      return this.SUBRULE(this.range);
    });
    return { type, prior, range };
  });

  private readonly let: ParserMethod<[], Parsed> = this.RULE('let', (): Parsed => {
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
    const members = this.OPTION2({
      GATE: () => this.LA(1).tokenType === T.LeftBrace,
      DEF: () => this.SUBRULE(this.letBlock),
    });
    if (members !== undefined && !this.RECORDING_PHASE) {
      const joint = this.from(start);
      return { kind: 'joint', members: members.map((one) => ({ kind, ...one, joint })), span: joint };
    }
    const name = this.SUBRULE(this.ident);
    const indices = this.OPTION(() => this.SUBRULE(this.indices)) ?? [];
    this.CONSUME(T.Equals);
    const value = this.SUBRULE(this.expression);
    return { kind, name, indices, value, span: this.from(start) };
  });

  private readonly letBlock: ParserMethod<[], Definition[]> = this.RULE('letBlock', (): Definition[] => {
    const members: Definition[] = [];
    this.CONSUME(T.LeftBrace);
    this.AT_LEAST_ONE(() => {
      members.push(this.SUBRULE(this.letEntry));
      this.OPTION(() => this.CONSUME(T.Comma));
    });
    this.CONSUME(T.RightBrace);
    return members;
  });

  private readonly letEntry: ParserMethod<[], Definition> = this.RULE('letEntry', (): Definition => {
    const name = this.SUBRULE(this.ident);
    const indices = this.SUBRULE(this.indices);
    this.CONSUME(T.Equals);
    const value = this.SUBRULE(this.expression);
    return { name, indices, value, span: this.from(name.span?.start) };
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

  /** `[i in row where C]`, of `observe` alone. */
  private readonly observedIndices: ParserMethod<[], ObservedIndices> = this.RULE(
    'observedIndices',
    (): ObservedIndices => {
      const indices: Binder[] = [];
      this.CONSUME(T.LeftBracket);
      this.AT_LEAST_ONE_SEP({
        SEP: T.Comma,
        DEF: () => {
          indices.push(this.SUBRULE(this.binder));
        },
      });
      const where = this.OPTION({
        GATE: () => this.LA(1).image === 'where',
        DEF: () => {
          this.CONSUME(T.Name);
          return this.SUBRULE(this.expression);
        },
      });
      this.CONSUME(T.RightBracket);
      return where === undefined ? { indices } : { indices, where };
    },
  );

  /** `[d, e]` or `[i in d, j in e]` */
  private readonly axes: ParserMethod<[], Axes> = this.RULE('axes', (): Axes => {
    let dims: DimArg[] = [];
    let indices: Binder[] = [];
    this.OPTION(() =>
      this.OR([
        {
          GATE: () => this.LA(3).tokenType === T.In,
          ALT: () => {
            indices = this.SUBRULE(this.indices);
          },
        },
        {
          ALT: () => {
            dims = this.SUBRULE(this.dims);
          },
        },
      ]),
    );
    return { dims, indices };
  });

  private readonly draw: ParserMethod<[], Parsed> = this.RULE('draw', (): Parsed => {
    const start = this.CONSUME(T.Draw).startOffset;
    const members = this.OPTION({
      GATE: () => this.LA(1).tokenType === T.LeftBrace,
      DEF: () => this.SUBRULE(this.drawBlock),
    });
    if (members !== undefined && !this.RECORDING_PHASE) {
      const joint = this.from(start);
      const lines = members.map((one) => ({ kind: 'draw' as const, dims: [], ...one, joint }));
      return { kind: 'joint', members: lines, span: joint };
    }
    const name = this.SUBRULE(this.ident);
    const { dims, indices } = this.SUBRULE(this.axes);
    this.CONSUME(T.Tilde);
    const distribution = this.SUBRULE(this.expression);
    return { kind: 'draw', name, dims, indices, distribution, span: this.from(start) };
  });

  private readonly drawBlock: ParserMethod<[], Drawn[]> = this.RULE('drawBlock', (): Drawn[] => {
    const members: Drawn[] = [];
    this.CONSUME(T.LeftBrace);
    this.AT_LEAST_ONE(() => {
      members.push(this.SUBRULE(this.drawEntry));
      this.OPTION(() => this.CONSUME(T.Comma));
    });
    this.CONSUME(T.RightBrace);
    return members;
  });

  private readonly drawEntry: ParserMethod<[], Drawn> = this.RULE('drawEntry', (): Drawn => {
    const name = this.SUBRULE(this.ident);
    const indices = this.SUBRULE(this.indices);
    this.CONSUME(T.Tilde);
    const distribution = this.SUBRULE(this.expression);
    return { name, indices, distribution, span: this.from(name.span?.start) };
  });

  private readonly observe: ParserMethod<[], Statement> = this.RULE('observe', (): Statement => {
    const start = this.CONSUME(T.Observe).startOffset;
    let observed: ObservedIndices = { indices: [] };
    const target = this.OR([
      {
        ALT: (): Expr => {
          const token = this.CONSUME(T.Name);
          const span = T.spanOfToken(token);
          const args = this.OPTION3({
            GATE: () => token.image === 'interval',
            DEF: () => this.SUBRULE(this.args),
          });
          observed = this.OPTION(() => this.SUBRULE(this.observedIndices)) ?? observed;
          // The grammar is recorded from a run of this, in which everything is there.
          return args === undefined
            ? { kind: 'name', name: token.image, span }
            : { kind: 'call', callee: { name: token.image, span }, args, span: this.from(span.start) };
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
    const weight = this.OPTION2({
      GATE: () => this.LA(1).image === 'weight',
      DEF: () => {
        this.CONSUME2(T.Name);
        return this.SUBRULE3(this.expression);
      },
    });
    return {
      kind: 'observe',
      target,
      ...observed,
      distribution,
      ...(weight === undefined ? {} : { weight }),
      span: this.from(start),
    };
  });

  private readonly potential: ParserMethod<[], Statement> = this.RULE('potential', (): Statement => {
    const start = this.CONSUME(T.Potential).startOffset;
    const name = this.SUBRULE(this.ident);
    this.CONSUME(T.Equals);
    const value = this.SUBRULE(this.expression);
    return { kind: 'potential', name, value, span: this.from(start) };
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
}
