/** `sample { … }`, `advi { … }`, `pathfinder { … }`: names and values of the settings, by the table of methods. */
import { noSuchArgument } from '../checks/argument-name.ts';
import { repeated } from '../checks/duplicate-name.ts';
import { settingOfLater, wrongSetting } from '../checks/setting.ts';
import { unknownNameAt } from '../checks/unknown-name.ts';
import { settingsOfBlock } from '../methods/index.ts';
import { expectedValue, numberRule, type Setting, settingNamed, wordValue } from '../methods/setting.ts';
import type { SymbolKind } from '../scope/symbol.ts';
import type { Span } from '../span.ts';
import type { Expr, RecordValue, SettingsStatement } from '../syntax/ast.ts';
import { constantOf } from './constants.ts';
import { type Context, excerpt } from './context.ts';
import { topLevel } from './statements/top-level.ts';

export function checkSettings(ctx: Context, statement: SettingsStatement): void {
  const known = settingsOfBlock(statement.method);
  const seen = new Map<string, Span>();
  for (const { name, value } of statement.settings) {
    const setting = settingNamed(known, name.name);
    const key = setting?.name ?? name.name;
    const first = seen.get(key);
    if (first !== undefined) ctx.report(repeated(`setting \`${name.name}\``, name.span, first));
    else seen.set(key, name.span);
    if (setting === undefined) {
      ctx.report(
        noSuchArgument(
          name.span,
          statement.method,
          name.name,
          known.filter(({ where }) => where !== 'later').flatMap((s) => [s.name, ...(s.aliases ?? [])]),
        ),
      );
      continue;
    }
    if (setting.where === 'later') ctx.report(settingOfLater(name.span, `setting \`${name.name}\``));
    else if (value.kind === 'record') checkRecord(ctx, setting, value);
    else if (setting.value.kind === 'names' && value.kind === 'list')
      checkNames(ctx, setting, value.elements, value.span);
    else checkValue(ctx, setting, value);
  }
}

/** Names are those of parameters; whether shapes and values fit is known with the data. */
function checkRecord(ctx: Context, setting: Setting, record: RecordValue): void {
  if (setting.values === undefined) {
    const found = excerpt(ctx, record.span) || 'a record';
    ctx.report(wrongSetting(record.span, setting.name, expectedValue(setting), found));
    return;
  }
  const parameters = [...ctx.all.values()].filter(({ kind }) => kind === 'param');
  const seen = new Map<string, Span>();
  for (const { name } of record.entries) {
    const symbol = ctx.all.get(name.name);
    if (symbol?.kind === 'param') {
      ctx.references.set(name, symbol);
      symbol.starts.push(name);
    } else if (!isImputed(ctx, name.name)) {
      ctx.report(
        unknownNameAt({
          name: name.name,
          span: name.span,
          expected: 'parameter',
          candidates: parameters.map((parameter) => parameter.name),
          ...(symbol === undefined ? {} : { advice: 'starting values are those of parameters' }),
        }),
      );
    }
    const first = seen.get(name.name);
    if (first !== undefined) ctx.report(repeated(`\`${name.name}\``, name.span, first));
    else seen.set(name.name, name.span);
  }
}

/** The kinds of statements whose quantities have draws. */
const drawn: ReadonlySet<SymbolKind> = new Set(['param', 'deterministic', 'draw']);

/** Missing values of `y` are `y_missing` among the quantities. */
const MISSING = '_missing';

/** Names of quantities, each once. */
function checkNames(ctx: Context, setting: Setting, elements: readonly Expr[], list: Span): void {
  if (elements.length === 0)
    ctx.report(wrongSetting(list, setting.name, expectedValue(setting), 'an empty list'));
  const seen = new Map<string, Span>();
  for (const element of elements) {
    if (element.kind === 'error') continue;
    if (element.kind !== 'name') {
      const found = excerpt(ctx, element.span) || 'something else';
      ctx.report(wrongSetting(element.span, setting.name, 'names of whole quantities', found));
      continue;
    }
    const { name, span } = element;
    const symbol = ctx.all.get(name);
    if (symbol !== undefined && drawn.has(symbol.kind)) {
      ctx.references.set(element, symbol);
      symbol.starts.push(element);
    } else if (!(name.endsWith(MISSING) && isImputed(ctx, name.slice(0, -MISSING.length)))) {
      const candidates = [...ctx.all.values()].flatMap((one) => (drawn.has(one.kind) ? [one.name] : []));
      const advice =
        symbol === undefined
          ? {}
          : { advice: 'draws are kept of what `param`, `deterministic` and `draw` declare' };
      ctx.report(unknownNameAt({ name, span, expected: 'quantity', candidates, ...advice }));
    }
    const first = seen.get(name);
    if (first !== undefined) ctx.report(repeated(`\`${name}\``, span, first));
    else seen.set(name, span);
  }
}

/** Missing values of a datum are unknowns too. */
function isImputed(ctx: Context, name: string): boolean {
  const { statement } = ctx.all.get(name) ?? {};
  return (
    statement?.kind === 'data' &&
    statement.entries.some((entry) => entry.name.name === name && entry.optional)
  );
}

function checkValue(ctx: Context, setting: Setting, value: Expr): void {
  if (value.kind === 'error') return;
  const word = value.kind === 'name' ? value.name : value.kind === 'string' ? value.value : null;
  if (word !== null && wordValue(setting, word) !== undefined) return;
  if (takes(setting, word, constantOf(ctx, topLevel, value))) return;
  ctx.report(
    wrongSetting(
      value.span,
      setting.name,
      expectedValue(setting),
      excerpt(ctx, value.span) || 'something else',
    ),
  );
}

function takes(setting: Setting, word: string | null, number: number | null): boolean {
  if (setting.value.kind === 'text') return word !== null;
  if (setting.value.kind === 'flag') return number === 0 || number === 1;
  return number !== null && numberRule(setting)?.accepts(number) === true;
}
