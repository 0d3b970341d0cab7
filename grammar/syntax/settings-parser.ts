/** The part of the grammar between braces: `sample { … }`, `test recovers { … }`, and what a `predict` sets. */
import type { ParserMethod } from 'chevrotain';
import type { Assignment, Expr, Ident, RecordValue, SettingEntry, Statement } from './ast.ts';
import { ExpressionParser, stringOf } from './expression-parser.ts';
import * as T from './tokens.ts';

export class SettingsParser extends ExpressionParser {
  protected readonly settings: ParserMethod<[], Statement> = this.RULE('settings', (): Statement => {
    const start = this.LA(1).startOffset;
    const keyword = this.OR([
      { ALT: () => this.CONSUME(T.Sample) },
      { ALT: () => this.CONSUME(T.Advi) },
      { ALT: () => this.CONSUME(T.Pathfinder) },
    ]);
    const settings: SettingEntry[] = [];
    this.CONSUME(T.LeftBrace);
    this.MANY(() => {
      settings.push(this.SUBRULE(this.setting));
      this.OPTION(() => this.CONSUME(T.Comma));
    });
    this.CONSUME(T.RightBrace);
    const method = keyword.image as 'sample' | 'advi' | 'pathfinder';
    return { kind: 'settings', method, settings, span: this.from(start) };
  });

  protected readonly test: ParserMethod<[], Statement> = this.RULE('test', (): Statement => {
    const start = this.CONSUME(T.Test).startOffset;
    const what = this.SUBRULE(this.ident);
    const values = this.SUBRULE(this.record);
    return { kind: 'test', what, values, span: this.from(start) };
  });

  /** `{ NAME = VALUE … }`, also within another one. */
  private readonly record: ParserMethod<[], RecordValue> = this.RULE('record', (): RecordValue => {
    const start = this.CONSUME(T.LeftBrace).startOffset;
    const entries: SettingEntry[] = [];
    this.MANY(() => {
      entries.push(this.SUBRULE(this.recordEntry));
      this.OPTION(() => this.CONSUME(T.Comma));
    });
    this.CONSUME(T.RightBrace);
    return { kind: 'record', entries, span: this.from(start) };
  });

  private readonly setting: ParserMethod<[], SettingEntry> = this.RULE('setting', (): SettingEntry => {
    const name = this.SUBRULE(this.ident);
    this.CONSUME(T.Equals);
    const value = this.SUBRULE(this.recordOrExpression);
    return { name, value, span: this.from(name.span?.start) };
  });

  private readonly recordOrExpression: ParserMethod<[], Expr | RecordValue> = this.RULE(
    'recordOrExpression',
    (): Expr | RecordValue =>
      this.OR([
        { ALT: (): Expr | RecordValue => this.SUBRULE(this.record) },
        { ALT: () => this.SUBRULE(this.expression) },
      ]),
  );

  private readonly recordEntry: ParserMethod<[], SettingEntry> = this.RULE(
    'recordEntry',
    (): SettingEntry => {
      const name = this.OR([
        { ALT: () => this.SUBRULE(this.ident) },
        {
          ALT: (): Ident => {
            const { value, span } = stringOf(this.CONSUME(T.StringToken));
            return { name: value, span };
          },
        },
      ]);
      this.CONSUME(T.Equals);
      const value = this.SUBRULE(this.recordOrExpression);
      return { name, value, span: this.from(name.span?.start) };
    },
  );

  protected readonly assignments: ParserMethod<[], Assignment[]> = this.RULE(
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
}
