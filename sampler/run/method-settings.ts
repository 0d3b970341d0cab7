/** Settings of any method by its table: those in the model, those of a caller, and their validation. */
import type { LoadedData } from '../../grammar/data.ts';
import type { Method } from '../../grammar/methods/method.ts';
import {
  expectedValue,
  numberRule,
  type Setting,
  settingNamed,
  wordValue,
} from '../../grammar/methods/setting.ts';
import type { Expr, Program } from '../../grammar/syntax/ast.ts';
import { evaluateScalar } from '../data/evaluate-bounds.ts';

function wordOf(expr: Expr): string | null {
  if (expr.kind === 'name') return expr.name;
  return expr.kind === 'string' ? expr.value : null;
}

/**
 * The settings in the model's statements of a method; later ones override earlier ones. Values that the checker
 * rejects are skipped here.
 */
export function settingsInModel(
  { block, settings }: Method,
  program: Program,
  data: LoadedData,
): Readonly<Record<string, number | string | readonly string[]>> {
  const scope = { arrays: data.arrays, dimSize: (name: string) => data.dims.get(name)?.size };
  const rows = settings.filter(({ where }) => where === undefined);
  const found: Record<string, number | string | readonly string[]> = {};
  for (const statement of program.statements) {
    if (statement.kind !== 'settings' || statement.method !== block) continue;
    for (const { name, value } of statement.settings) {
      const row = settingNamed(rows, name.name);
      // Records are starting values, which are resolved against the compiled model.
      const taken = row === undefined || value.kind === 'record' ? undefined : valueIn(row, value, scope);
      if (row !== undefined && taken !== undefined) found[row.name] = taken;
    }
  }
  return found;
}

function valueIn(
  row: Setting,
  value: Expr,
  scope: Parameters<typeof evaluateScalar>[1],
): number | string | readonly string[] | undefined {
  if (row.value.kind === 'names' && value.kind === 'list')
    return value.elements.flatMap((element) => (element.kind === 'name' ? [element.name] : []));
  const word = wordOf(value);
  const asWord = word === null ? undefined : wordValue(row, word);
  if (asWord !== undefined) return asWord;
  const number = evaluateScalar(value, scope);
  return number !== null && numberRule(row)?.accepts(number) ? number : undefined;
}

/** The settings that are not undefined. */
export function given<T extends object>(settings: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

/** The error of invalid settings in a request, in words, or null. */
export function wrongSettings(rows: readonly Setting[], settings: object): string | null {
  const values: Readonly<Record<string, unknown>> = { ...settings };
  for (const row of rows) {
    if (row.where === 'later') continue;
    const expected = expectedInstead(row, values[row.name]);
    if (expected !== null) return `\`${row.name}\`: expected ${expected}, found ${String(values[row.name])}`;
  }
  return null;
}

/** The expectation that the value violates, or null. */
function expectedInstead(row: Setting, value: unknown): string | null {
  const { value: kind, word, where, name } = row;
  if (word !== undefined && value === word) return null;
  if (row.default === null && name !== 'seed' && value === null) return null;
  if ((where === 'flag' || row.values !== undefined) && value === undefined) return null;
  const rule = numberRule(row);
  if (rule !== null) return typeof value === 'number' && rule.accepts(value) ? null : expectedValue(row);
  if (kind.kind === 'names') return isNames(value) ? null : expectedValue(row);
  if (kind.kind === 'flag') return typeof value === 'boolean' ? null : 'true or false';
  if (kind.kind !== 'choice' || kind.values.some((one) => one === value)) return null;
  return `one of ${kind.values.join(', ')}`;
}

function isNames(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((name) => typeof name === 'string');
}
