/** `sample { … }`, `advi { … }`, `pathfinder { … }`: names and values of the settings. */
import { noSuchArgument } from '../checks/argument-name.ts';
import { repeated } from '../checks/duplicate-name.ts';
import { settingOfLater, wrongSetting } from '../checks/setting.ts';
import type { Expr, SettingsStatement } from '../syntax/ast.ts';
import { constantOf } from './constants.ts';
import { type Context, excerpt } from './context.ts';
import { topLevel } from './statements/top-level.ts';

export type SettingKind =
  | { readonly kind: 'whole'; readonly least: number; readonly most: number }
  /** Strictly between 0 and 1. */
  | { readonly kind: 'fraction' }
  | { readonly kind: 'positive' }
  | {
      readonly kind: 'choice';
      readonly values: readonly string[];
      /** Words of the language that this version cannot carry out yet. */
      readonly later?: readonly string[];
    }
  | { readonly kind: 'text' }
  | { readonly kind: 'bool' };

export interface Setting {
  readonly name: string;
  readonly value: SettingKind;
  /** A word that is allowed besides, as `draws = enough`. */
  readonly word?: string;
  /** Of the language, but this version cannot carry it out yet. */
  readonly later?: true;
  /** A usual value, as the editor offers it: the one that is taken where none is given, if there is one. */
  readonly usual: string;
  readonly doc: string;
}

const whole = (least: number, most = 10_000_000): SettingKind => ({ kind: 'whole', least, most });
const seed: Setting = {
  name: 'seed',
  value: whole(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
  usual: '1',
  doc: 'Seed of the random numbers; a fresh one is drawn and kept where it is not given.',
};
const draws: Setting = { name: 'draws', value: whole(1), usual: '1000', doc: 'Number of draws.' };

const sample: readonly Setting[] = [
  {
    ...draws,
    word: 'enough',
    usual: '2000',
    doc: 'Draws kept per chain (2000); `enough` goes on in blocks until the diagnostics pass, up to `max_draws`.',
  },
  {
    name: 'tune',
    value: whole(0),
    usual: '1000',
    doc: 'Tuning steps per chain before draws are kept (1000).',
  },
  { name: 'chains', value: whole(1, 1000), usual: '4', doc: 'Number of independent chains (4).' },
  {
    name: 'target_accept',
    value: { kind: 'fraction' },
    usual: '0.8',
    doc: 'Acceptance rate that the step size aims at (0.8); raise it against divergences.',
  },
  { name: 'max_treedepth', value: whole(1, 20), usual: '10', doc: 'Most doublings of one trajectory (10).' },
  { name: 'max_draws', value: whole(1), usual: '20000', doc: 'Upper limit with `draws = enough`.' },
  {
    name: 'metric',
    value: { kind: 'choice', values: ['diag_grad', 'diag'], later: ['dense', 'low_rank'] },
    usual: 'diag_grad',
    doc: 'How the mass matrix is learnt (diag_grad).',
  },
  { name: 'thin', value: whole(1), later: true, usual: '1', doc: 'Keep every n-th draw.' },
  { name: 'engine', value: { kind: 'text' }, later: true, usual: 'local', doc: 'Where the chains run.' },
  seed,
];

const advi: readonly Setting[] = [
  draws,
  {
    name: 'method',
    value: { kind: 'choice', values: ['meanfield', 'fullrank', 'mean_field', 'full_rank'] },
    usual: 'mean_field',
    doc: 'Shape of the approximation.',
  },
  {
    name: 'family',
    value: { kind: 'choice', values: ['meanfield', 'fullrank', 'mean_field', 'full_rank'] },
    usual: 'mean_field',
    doc: 'Shape of the approximation.',
  },
  { name: 'iterations', value: whole(1), usual: '20000', doc: 'Most optimisation steps (20000).' },
  { name: 'max_iterations', value: whole(1), usual: '20000', doc: 'Most optimisation steps.' },
  { name: 'samples', value: whole(1, 100_000), usual: '4', doc: 'Monte Carlo draws per gradient (4).' },
  {
    name: 'learning_rate',
    value: { kind: 'positive' },
    usual: '0.1',
    doc: 'Scale of the steps; searched for where it is not given.',
  },
  {
    name: 'tolerance',
    value: { kind: 'positive' },
    usual: '0.01',
    doc: 'Change of the ELBO, in nats, at which it has converged (0.01).',
  },
  seed,
];

const pathfinder: readonly Setting[] = [
  draws,
  { name: 'paths', value: whole(1, 1000), usual: '4', doc: 'Number of optimisation paths (4).' },
  { name: 'iterations', value: whole(1), usual: '1000', doc: 'Most optimisation steps of a path (1000).' },
  { name: 'max_iterations', value: whole(1), usual: '1000', doc: 'Most optimisation steps of a path.' },
  { name: 'history', value: whole(1, 1000), usual: '6', doc: 'Length of the L-BFGS history (6).' },
  {
    name: 'samples',
    value: whole(1, 100_000),
    usual: '25',
    doc: 'Monte Carlo draws per ELBO estimate (25).',
  },
  {
    name: 'tolerance',
    value: { kind: 'positive' },
    usual: '1e-12',
    doc: 'Relative change of the log density at which a path ends (1e-12).',
  },
  seed,
];

/** The settings of each method, for the checker, completion and hover. */
export const settings: Readonly<Record<SettingsStatement['method'], readonly Setting[]>> = {
  sample,
  advi,
  pathfinder,
};

export function checkSettings(ctx: Context, statement: SettingsStatement): void {
  const known = settings[statement.method];
  const seen = new Map<string, { readonly start: number; readonly end: number }>();
  for (const { name, value } of statement.settings) {
    const first = seen.get(name.name);
    if (first !== undefined) ctx.report(repeated(`setting \`${name.name}\``, name.span, first));
    else seen.set(name.name, name.span);
    const setting = known.find((s) => s.name === name.name);
    if (setting === undefined) {
      ctx.report(
        noSuchArgument(
          name.span,
          statement.method,
          name.name,
          known.filter((s) => s.later === undefined).map((s) => s.name),
        ),
      );
      continue;
    }
    if (setting.later) ctx.report(settingOfLater(name.span, `setting \`${name.name}\``));
    else checkValue(ctx, setting, value);
  }
}

function checkValue(ctx: Context, setting: Setting, value: Expr): void {
  if (value.kind === 'error') return;
  const word = value.kind === 'name' ? value.name : value.kind === 'string' ? value.value : null;
  if (setting.word !== undefined && word === setting.word) return;
  if (setting.value.kind === 'choice' && word !== null && setting.value.later?.includes(word)) {
    ctx.report(settingOfLater(value.span, `${setting.name} \`${word}\``));
    return;
  }
  const number = constantOf(ctx, topLevel, value);
  const expected = expectation(setting, word, number);
  if (expected === null) return;
  ctx.report(wrongSetting(value.span, setting.name, expected, excerpt(ctx, value.span) || 'something else'));
}

/** What was expected, or null where the value is fine. */
function expectation(setting: Setting, word: string | null, number: number | null): string | null {
  const kind = setting.value;
  const also = setting.word === undefined ? '' : ` or \`${setting.word}\``;
  switch (kind.kind) {
    case 'whole':
      return number !== null && Number.isInteger(number) && number >= kind.least && number <= kind.most
        ? null
        : `a whole number from ${kind.least} to ${kind.most}${also}`;
    case 'fraction':
      return number !== null && number > 0 && number < 1 ? null : 'a number between 0 and 1';
    case 'positive':
      return number !== null && number > 0 ? null : 'a positive number';
    case 'choice':
      return word !== null && kind.values.includes(word)
        ? null
        : kind.values.map((v) => `\`${v}\``).join(', ');
    case 'text':
      return word !== null ? null : 'a word';
    case 'bool':
      return number === 0 || number === 1 ? null : '`true` or `false`';
  }
}
