/**
 * The grammar, as a Chevrotain parser that builds the syntax tree of `ast.ts` directly. It stops at the first error:
 * `error-recovery.ts` repairs the tokens around it and parses again, so that the tree is complete, at no cost for
 * programs without errors.
 */
import type { IToken, ParserMethod } from 'chevrotain';
import type { Span } from '../span.ts';
import type {
  Assignment,
  Binder,
  DataEntry,
  DimArg,
  DimEntry,
  DistributionEntry,
  Expr,
  FormulaParameter,
  FormulaPrior,
  FormulaStatement,
  FunParam,
  Ident,
  JoinKey,
  LetStatement,
  Statement,
  StringLiteral,
} from './ast.ts';
import { stringOf } from './expression-parser.ts';
import { SettingsParser } from './settings-parser.ts';
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

/** The definitions of a block are statements of their own in the tree. */
type Parsed =
  | Statement
  | { readonly kind: 'joint'; readonly members: readonly LetStatement[]; readonly span: Span };

interface ObservedIndices {
  readonly indices: readonly Binder[];
  readonly where?: Expr;
}

export class BayesParser extends SettingsParser {
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

  private readonly data: ParserMethod<[], Statement> = this.RULE('data', (): Statement => {
    const start = this.CONSUME(T.Data).startOffset;
    const source = this.OPTION(() => this.SUBRULE(this.source));
    const by = this.OPTION3({
      GATE: () => source !== undefined && this.LA(1).image === 'by',
      DEF: () => this.SUBRULE(this.joinKey),
    });
    const where = this.OPTION4({
      GATE: () => source !== undefined && this.LA(1).image === 'where',
      DEF: () => {
        this.CONSUME(T.Name);
        return this.SUBRULE(this.expression);
      },
    });
    this.CONSUME(T.LeftBrace);
    const entries: DataEntry[] = [];
    this.MANY(() => {
      entries.push(this.SUBRULE(this.dataEntry));
      this.OPTION2(() => this.CONSUME(T.Comma));
    });
    this.CONSUME(T.RightBrace);
    return {
      kind: 'data',
      source,
      ...(by === undefined ? {} : { by }),
      ...(where === undefined ? {} : { where }),
      entries,
      span: this.from(start),
    };
  });

  private readonly joinKey: ParserMethod<[], JoinKey> = this.RULE('joinKey', (): JoinKey => {
    const start = this.CONSUME(T.Name).startOffset;
    const name = this.SUBRULE(this.ident);
    const value = this.OPTION(() => {
      this.CONSUME(T.Equals);
      return this.SUBRULE(this.expression);
    });
    return { name, ...(value === undefined ? {} : { value }), span: this.from(start) };
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
    const at = this.OPTION5({
      // `at :` begins a datum of that name.
      GATE: () => this.LA(1).image === 'at' && this.LA(2).tokenType !== T.Colon,
      DEF: () => this.SUBRULE(this.cellKeys),
    });
    const optional = question !== undefined;
    const span = this.from(name.span?.start);
    return { name, type, optional, dims, range, value, ...(at === undefined ? {} : { at }), span };
  });

  /** `at (site, visit = column("Visit no."))` */
  private readonly cellKeys: ParserMethod<[], JoinKey[]> = this.RULE('cellKeys', (): JoinKey[] => {
    const keys: JoinKey[] = [];
    this.CONSUME(T.Name);
    this.CONSUME(T.LeftParen);
    this.AT_LEAST_ONE_SEP({
      SEP: T.Comma,
      DEF: () => {
        keys.push(this.SUBRULE(this.cellKey));
      },
    });
    this.CONSUME(T.RightParen);
    return keys;
  });

  private readonly cellKey: ParserMethod<[], JoinKey> = this.RULE('cellKey', (): JoinKey => {
    const name = this.SUBRULE(this.ident);
    const value = this.OPTION(() => {
      this.CONSUME(T.Equals);
      return this.SUBRULE(this.expression);
    });
    return { name, ...(value === undefined ? {} : { value }), span: this.from(name.span?.start) };
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
            return { kind: 'dimName', name: token.image, span: T.spanOfToken(token) };
          },
        },
        {
          ALT: (): DimArg => {
            const token = this.CONSUME(T.NumberToken);
            const span = T.spanOfToken(token);
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
    const { dims, indices } = this.SUBRULE(this.axes);
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
    const over = this.ACTION(() => (indices.length > 0 ? indices.flatMap(dimOf) : dims));
    return { kind: 'param', name, dims: over, indices, type, prior, range, span: this.from(start) };
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

  private readonly draw: ParserMethod<[], Statement> = this.RULE('draw', (): Statement => {
    const start = this.CONSUME(T.Draw).startOffset;
    const name = this.SUBRULE(this.ident);
    const { dims, indices } = this.SUBRULE(this.axes);
    this.CONSUME(T.Tilde);
    const distribution = this.SUBRULE(this.expression);
    return { kind: 'draw', name, dims, indices, distribution, span: this.from(start) };
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

  private readonly distribution: ParserMethod<[], Statement> = this.RULE('distribution', (): Statement => {
    const start = this.CONSUME(T.Distribution).startOffset;
    const name = this.SUBRULE(this.ident);
    const params: Ident[] = [];
    this.CONSUME(T.LeftParen);
    this.MANY_SEP({
      SEP: T.Comma,
      DEF: () => {
        params.push(this.SUBRULE2(this.ident));
      },
    });
    this.CONSUME(T.RightParen);
    const support = this.OPTION(() => {
      this.CONSUME(T.In);
      return this.SUBRULE(this.range);
    });
    const discrete = this.OPTION2(() => {
      const token = this.CONSUME(T.Name);
      this.word(token, 'discrete');
      return { name: token.image, span: T.spanOfToken(token) };
    });
    this.CONSUME(T.LeftBrace);
    const entries: DistributionEntry[] = [];
    this.MANY(() => {
      entries.push(this.SUBRULE(this.distributionEntry));
      this.OPTION3(() => this.CONSUME(T.Comma));
    });
    this.CONSUME(T.RightBrace);
    return {
      kind: 'distribution',
      name,
      params,
      ...(support === undefined ? {} : { support }),
      ...(discrete === undefined ? {} : { discrete }),
      entries,
      span: this.from(start),
    };
  });

  private readonly distributionEntry: ParserMethod<[], DistributionEntry> = this.RULE(
    'distributionEntry',
    (): DistributionEntry => {
      const name = this.SUBRULE(this.ident);
      const argument = this.OPTION(() => {
        this.CONSUME(T.LeftParen);
        const value = this.SUBRULE2(this.ident);
        this.CONSUME(T.RightParen);
        return value;
      });
      this.CONSUME(T.Equals);
      const value = this.SUBRULE(this.expression);
      return {
        name,
        ...(argument === undefined ? {} : { argument }),
        value,
        span: this.from(name.span?.start),
      };
    },
  );

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
    const before = this.OPTION({ GATE: () => this.isFamily(), DEF: () => this.SUBRULE(this.formulaFamily) });
    const source = this.OPTION2({ GATE: () => this.isFrom(), DEF: () => this.SUBRULE(this.formulaSource) });
    const behind = this.OPTION3({
      GATE: () => source !== undefined && before === undefined && this.isFamily(),
      DEF: () => this.SUBRULE2(this.formulaFamily),
    });
    const parameters: FormulaParameter[] = [];
    const priors: FormulaPrior[] = [];
    this.MANY(() =>
      this.OR([
        {
          GATE: () => this.LA(1).image === 'prior' && this.LA(2).tokenType !== T.Tilde,
          ALT: () => {
            priors.push(this.SUBRULE(this.formulaPrior));
          },
        },
        {
          GATE: () => this.LA(2).tokenType === T.Tilde,
          ALT: () => {
            parameters.push(this.SUBRULE(this.formulaParameter));
          },
        },
      ]),
    );
    return {
      kind: 'formula',
      text,
      ...(before ?? behind ?? { family: undefined }),
      ...(source === undefined ? {} : { source }),
      ...(parameters.length === 0 ? {} : { parameters }),
      ...(priors.length === 0 ? {} : { priors }),
      span: this.from(start),
    };
  });

  /** What follows is no line of terms, no prior and no file. */
  private isFamily(): boolean {
    return this.LA(1).image !== 'prior' && this.LA(2).tokenType !== T.Tilde && !this.isFrom();
  }

  private readonly formulaFamily: ParserMethod<[], Pick<FormulaStatement, 'family' | 'link'>> = this.RULE(
    'formulaFamily',
    (): Pick<FormulaStatement, 'family' | 'link'> => {
      this.word(this.CONSUME(T.Name), 'family');
      const family = this.SUBRULE(this.ident);
      const link = this.OPTION(() => {
        this.CONSUME(T.LeftParen);
        this.word(this.CONSUME2(T.Name), 'link');
        this.CONSUME(T.Equals);
        const name = this.SUBRULE2(this.ident);
        this.CONSUME(T.RightParen);
        return name;
      });
      return link === undefined ? { family } : { family, link };
    },
  );

  private isFrom(): boolean {
    return this.LA(1).image === 'from' && this.LA(2).tokenType !== T.Tilde;
  }

  private readonly formulaSource: ParserMethod<[], StringLiteral> = this.RULE(
    'formulaSource',
    (): StringLiteral => {
      this.CONSUME(T.Name);
      return stringOf(this.CONSUME(T.StringToken));
    },
  );

  private readonly formulaParameter: ParserMethod<[], FormulaParameter> = this.RULE(
    'formulaParameter',
    (): FormulaParameter => {
      const start = this.LA(1).startOffset;
      const name = this.SUBRULE(this.ident);
      this.CONSUME(T.Tilde);
      const value = this.SUBRULE(this.expression);
      return { name, value, span: this.from(start) };
    },
  );

  private readonly formulaPrior: ParserMethod<[], FormulaPrior> = this.RULE(
    'formulaPrior',
    (): FormulaPrior => {
      const start = this.CONSUME(T.Name).startOffset;
      const name = this.SUBRULE(this.ident);
      const element = this.OPTION(() => {
        this.CONSUME(T.LeftBracket);
        const token = stringOf(this.CONSUME(T.StringToken));
        this.CONSUME(T.RightBracket);
        return token;
      });
      this.CONSUME(T.Tilde);
      const value = this.SUBRULE(this.expression);
      return { name, ...(element === undefined ? {} : { element }), value, span: this.from(start) };
    },
  );

  /** A word that is reserved at one place only. */
  private word(token: IToken, expected: string): void {
    this.ACTION(() => {
      if (token.image === expected) return;
      this.complaints.push({ kind: 'notWord', span: T.spanOfToken(token), expected, found: token.image });
    });
  }
}
