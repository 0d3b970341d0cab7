/** The part of the grammar that gives expressions a name and parameters: `fun` and `distribution`. */
import type { ParserMethod } from 'chevrotain';
import type { DimArg, DistributionEntry, FunParam, Ident, Statement } from './ast.ts';
import { FormulaParser } from './formula-parser.ts';
import * as T from './tokens.ts';

export class DefinitionParser extends FormulaParser {
  protected readonly fun: ParserMethod<[], Statement> = this.RULE('fun', (): Statement => {
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

  protected readonly distribution: ParserMethod<[], Statement> = this.RULE('distribution', (): Statement => {
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
}
