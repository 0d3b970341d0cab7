/** A setting of a method: name, range, default and documentation, for all readers. */

type SettingKind =
  | { readonly kind: 'whole'; readonly least: number; readonly most: number }
  /** Strictly between 0 and 1. */
  | { readonly kind: 'fraction' }
  | { readonly kind: 'positive' }
  | {
      readonly kind: 'choice';
      readonly values: readonly string[];
      /** Other spellings that the language accepts. */
      readonly spellings?: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'text' }
  /** Quantities of the model: a list in the language, separated by commas at the flag. */
  | { readonly kind: 'names' }
  | { readonly kind: 'flag' };

export interface Setting {
  /** As in the language, in JSON and, with dashes, as a flag. */
  readonly name: string;
  /** The flag, where it is not the name. */
  readonly flag?: string;
  /** Other names that the language accepts. */
  readonly aliases?: readonly string[];
  readonly value: SettingKind;
  /** A word that is allowed as the value, as in `draws = enough`. */
  readonly word?: string;
  /** Takes values of parameters too: a record in the language, a file or a run at the flag. */
  readonly values?: 'parameters';
  /** Where the setting can be given; default everywhere. `later`: not in this version. */
  readonly where?: 'flag' | 'later';
  /** Null: no default; `unset` describes what happens then. */
  readonly default: number | string | boolean | null;
  /** What happens where the setting is not given and has no default. */
  readonly unset?: string;
  /** The value that completion offers, where there is no default. */
  readonly example?: string;
  /** A fragment without a period, for hovers and `--help`. */
  readonly doc: string;
}

type Whole = Extract<SettingKind, { kind: 'whole' }>;

export const whole = (least: number, most = 10_000_000): Whole => ({ kind: 'whole', least, most });

export const seed = {
  name: 'seed',
  value: whole(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
  default: null,
  unset: 'a fresh one, printed and kept',
  example: '1',
  doc: 'the same seed gives the same result',
} as const satisfies Setting;

/** The range of a number, in words and as a test. */
interface NumberRule {
  readonly expected: string;
  readonly accepts: (value: number) => boolean;
}

/** The rule of a numeric setting; null where its value is no number. */
export function numberRule({ value: kind }: Pick<Setting, 'value'>): NumberRule | null {
  switch (kind.kind) {
    case 'whole':
      return {
        expected:
          kind.least === -kind.most
            ? `a whole number within ±${kind.most}`
            : `a whole number from ${kind.least} to ${kind.most}`,
        accepts: (value) => Number.isInteger(value) && value >= kind.least && value <= kind.most,
      };
    case 'fraction':
      return { expected: 'a number between 0 and 1', accepts: (value) => value > 0 && value < 1 };
    case 'positive':
      return { expected: 'a positive number', accepts: (value) => value > 0 && Number.isFinite(value) };
    case 'choice':
    case 'text':
    case 'names':
    case 'flag':
      return null;
  }
}

/** The value of a word of the language; undefined if the setting does not take it. */
export function wordValue({ value: kind, word }: Setting, text: string): string | undefined {
  if (text === word) return text;
  if (kind.kind !== 'choice') return undefined;
  const value = kind.spellings?.[text] ?? text;
  return kind.values.includes(value) ? value : undefined;
}

/** The values of a setting, in words. */
export function expectedValue(setting: Pick<Setting, 'value' | 'word' | 'values'>): string {
  const { value, word } = setting;
  const also = word === undefined ? '' : ` or \`${word}\``;
  switch (value.kind) {
    case 'choice': {
      const words = value.values.map((v) => `\`${v}\``).join(', ');
      return setting.values === undefined
        ? words
        : `${words}, or values of parameters such as \`{ mu = 0 }\``;
    }
    case 'text':
      return 'a word';
    case 'names':
      return `quantities in a list, such as \`[mu, tau]\`${also === '' ? '' : `,${also}`}`;
    case 'flag':
      return '`true` or `false`';
    default:
      return `${numberRule(setting)?.expected}${also}`;
  }
}

/** The setting of this name or alternative name. */
export function settingNamed<S extends Setting>(settings: readonly S[], name: string): S | undefined {
  return settings.find((setting) => setting.name === name || setting.aliases?.includes(name));
}

/** The documentation as a sentence, with the default. */
export function settingDoc({ doc, default: value, unset }: Setting): string {
  const otherwise = value === null ? unset : String(value);
  return `${doc.charAt(0).toUpperCase()}${doc.slice(1)}.${otherwise === undefined ? '' : ` Default: ${otherwise}.`}`;
}

/** The value that completion offers. */
export function usualValue({ default: value, example }: Setting): string {
  return value === null ? (example ?? '') : String(value);
}

type ChoiceOf<K> = K extends { readonly kind: 'choice'; readonly values: readonly (infer V)[] } ? V : never;
type PlainValueOf<S extends Setting> = S['value'] extends { readonly kind: 'choice' }
  ? ChoiceOf<S['value']>
  : S['value'] extends { readonly kind: 'flag' }
    ? boolean
    : S['value'] extends { readonly kind: 'names' }
      ? readonly string[]
      : number;
type WordOf<S extends Setting> = S extends { readonly word: infer W extends string } ? W : never;
type NullOf<S extends Setting> = S['name'] extends 'seed' ? never : S['default'] extends null ? null : never;

/** Type of all settings of a method: `{ draws: number; learning_rate: number | null; … }`. */
export type SettingsOf<Rows extends readonly Setting[]> = {
  readonly [S in Exclude<Rows[number], { readonly where: 'later' }> as S['name']]:
    | PlainValueOf<S>
    | WordOf<S>
    | NullOf<S>;
};

/** A default is the word itself, or a value of the setting. */
type DefaultOf<S extends Setting> = S['default'] extends WordOf<S> ? WordOf<S> : PlainValueOf<S> | NullOf<S>;

/** The defaults as a type. */
type DefaultsOf<Rows extends readonly Setting[]> = {
  readonly [S in Exclude<
    Rows[number],
    { readonly where: 'later' } | { readonly name: 'seed' }
  > as S['name']]: DefaultOf<S>;
};

export type SettingValue = number | string | boolean | readonly string[] | null;

/** The defaults of a method's settings in their order; the seed, which has none, is left out. */
export function defaultsOf<Rows extends readonly Setting[]>(rows: Rows): DefaultsOf<Rows> {
  const entries = rows
    .filter(({ name, where }) => where !== 'later' && name !== 'seed')
    .map((row) => [row.name, row.default]);
  return Object.fromEntries(entries) as DefaultsOf<Rows>;
}
