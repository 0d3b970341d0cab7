/** The part of the grammar that declares data: `data from "file.csv" { … }`, with dimensions and keys of its rows. */
import type { ParserMethod } from 'chevrotain';
import type { DataEntry, DimArg, JoinKey, Statement, StringLiteral } from './ast.ts';
import { stringOf } from './expression-parser.ts';
import { SettingsParser } from './settings-parser.ts';
import * as T from './tokens.ts';

export class DataParser extends SettingsParser {
  protected readonly data: ParserMethod<[], Statement> = this.RULE('data', (): Statement => {
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

  protected readonly source: ParserMethod<[], StringLiteral> = this.RULE('source', (): StringLiteral => {
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

  protected readonly dims: ParserMethod<[], DimArg[]> = this.RULE('dims', (): DimArg[] => {
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
}
