/** Flags of the command line for the settings of a method, made from its table. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { expectedValue, numberRule, type Setting, wordValue } from '../../grammar/methods/setting.ts';

/** The settings that flags exist for. */
function flaggedSettings(rows: readonly Setting[]): readonly Setting[] {
  return rows.filter(({ where }) => where !== 'later');
}

export function addSettingFlags(command: Command, rows: readonly Setting[]): Command {
  for (const row of flaggedSettings(rows)) command.addOption(settingOption(row));
  return command;
}

/** @param name of the flag, where it is not that of the setting. */
export function settingOption(row: Setting, name = row.flag ?? row.name): Option {
  const { value, default: otherwise, unset, doc } = row;
  const standing = otherwise === null ? unset : value.kind === 'flag' ? undefined : String(otherwise);
  const help = `${doc.replaceAll('`', '')}${standing === undefined ? '' : ` (default: ${standing})`}`;
  const flag = `--${name.replaceAll('_', '-')}`;
  if (value.kind === 'flag') return new Option(flag, help);
  if (row.values !== undefined) return new Option(`${flag} <start>`, help);
  if (value.kind === 'choice')
    return new Option(`${flag} <word>`, help).choices(value.values).argParser(wordParser(row, value.values));
  if (value.kind === 'names') return new Option(`${flag} <names>`, help).argParser(namesParser(row));
  return new Option(`${flag} <n>`, help).argParser(numberParser(row));
}

/** Parses a word, accepting alternative spellings. */
function wordParser(row: Setting, words: readonly string[]): (text: string) => string {
  return (text) => {
    const word = wordValue(row, text);
    if (word === undefined) throw new InvalidArgumentError(`Allowed choices are ${words.join(', ')}.`);
    return word;
  };
}

/** Parses names separated by commas. */
function namesParser(row: Setting): (text: string) => string | readonly string[] {
  return (text) => {
    if (text.trim() === row.word) return row.word;
    const names = text.split(',').map((name) => name.trim());
    if (names.includes(''))
      throw new InvalidArgumentError('Expected names separated by commas, such as mu,tau.');
    return names;
  };
}

/** Parses a number in the setting's range. */
export function numberParser(row: Pick<Setting, 'value' | 'word'>): (text: string) => number | string {
  return (text) => {
    if (text === row.word) return text;
    const rule = numberRule(row);
    const value = Number(text);
    if (text.trim() === '' || rule === null || !rule.accepts(value))
      throw new InvalidArgumentError(`Expected ${expectedValue(row).replaceAll('`', '')}.`);
    return value;
  };
}

/** The settings among the values of flags, by the names of the language, without those not given. */
export function settingsOfFlags(
  rows: readonly Setting[],
  flags: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const given = flaggedSettings(rows).map(({ name, flag = name }) => [name, flags[camelCase(flag)]] as const);
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
