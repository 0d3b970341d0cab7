/** The part of the grammar that begins with `formula`: its text, its family, its file, its parameters and its priors. */
import type { ParserMethod } from 'chevrotain';
import type { FormulaParameter, FormulaPrior, FormulaStatement, Statement } from './ast.ts';
import { DataParser } from './data-parser.ts';
import { stringOf } from './expression-parser.ts';
import * as T from './tokens.ts';

export class FormulaParser extends DataParser {
  protected readonly formula: ParserMethod<[], Statement> = this.RULE('formula', (): Statement => {
    const start = this.CONSUME(T.Formula).startOffset;
    const text = stringOf(this.CONSUME(T.StringToken));
    const before = this.OPTION({ GATE: () => this.isFamily(), DEF: () => this.SUBRULE(this.formulaFamily) });
    const source = this.OPTION2({ GATE: () => this.isFrom(), DEF: () => this.SUBRULE(this.source) });
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
}
