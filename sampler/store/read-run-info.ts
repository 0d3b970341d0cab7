/** Reads and validates `run.json`, which may be damaged or written by hand. */
import { existsSync } from 'node:fs';
import { methodsIn } from '../../grammar/methods/index.ts';
import { readJson } from './json-file.ts';
import { RUN_VERSION, type RunInfo, runFile } from './run-folder.ts';

type RunInfoResult =
  | { readonly kind: 'ok'; readonly info: RunInfo }
  | { readonly kind: 'problem'; readonly message: string };

/** Never throws. */
export function readRunInfo(folder: string): RunInfoResult {
  if (!existsSync(runFile(folder)))
    return { kind: 'problem', message: `no run in ${folder}: it has no run.json` };
  const found = readJson(runFile(folder));
  const damaged = (what: string): RunInfoResult => ({
    kind: 'problem',
    message: `${runFile(folder)} is damaged: ${what}`,
  });
  if (!isRecord(found)) return damaged('expected a JSON object; sample again, or restore the file');
  if (!isWhole(1, 1e6)(found.version))
    return { kind: 'problem', message: `${runFile(folder)} is of another program: it has no version` };
  if (found.version !== 1 && found.version !== RUN_VERSION) {
    const message = `${folder} was written by another version (${String(found.version)}, expected ${RUN_VERSION})`;
    return { kind: 'problem', message };
  }
  const wrong = wrongInInfo(found);
  if (wrong !== null) return damaged(`${wrong}; sample again, or restore the file`);
  return { kind: 'ok', info: found as unknown as RunInfo };
}

type Json = Readonly<Record<string, unknown>>;
type Rule = readonly [name: string, expected: string, accepts: (value: unknown) => boolean];

const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): boolean => typeof value === 'string';
const isWhole = (least: number, most: number) => (value: unknown) =>
  Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most;
const isStart = (value: unknown) =>
  isRecord(value) &&
  isText(value.from) &&
  Array.isArray(value.values) &&
  value.values.length > 0 &&
  value.values.every(
    (one) =>
      isRecord(one) &&
      Object.values(one).every((list) => Array.isArray(list) && list.every((x) => typeof x === 'number')),
  );
const isNumber = (value: unknown) => typeof value === 'number';

const isLabelled = (row: unknown): boolean =>
  Array.isArray(row) && row.length === 2 && isText(row[0]) && Array.isArray(row[1]) && row[1].every(isText);

const isSeed = isWhole(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
const isNothingOr = (names: readonly string[]) => (value: unknown) =>
  value === undefined || names.some((name) => name === value);

const samplers = methodsIn('chains').map(({ name }) => name);
const variants = methodsIn('approximation').flatMap((method) => method.variants.map(({ name }) => name));

/** Longer chains would not fit in memory. */
const MOST_DRAWS = 1e9;
const states = ['running', 'done', 'interrupted', 'failed'];

const rules: readonly Rule[] = [
  ['state', `one of ${states.join(', ')}`, (value) => states.some((state) => state === value)],
  ['model', 'a text', isText],
  ['modelText', 'a text', isText],
  ['modelPath', 'a text', isText],
  ['started', 'a time', (value) => isText(value) && !Number.isNaN(Date.parse(String(value)))],
  ['names', 'a list of texts', (value) => Array.isArray(value) && value.every(isText)],
  [
    'labels',
    'a list of names, each with its labels',
    (value) => value === undefined || (Array.isArray(value) && value.every(isLabelled)),
  ],
  [
    'data',
    'a list of name, file and hash',
    (value) =>
      Array.isArray(value) &&
      value.every((row) => isRecord(row) && isText(row.name) && isText(row.file) && isText(row.hash)),
  ],
  ['compileMs', 'a number', (value) => value === undefined || isNumber(value)],
  ['unwritten', 'a text', (value) => value === undefined || isText(value)],
  ['seed', 'a whole number', isSeed],
  ['settings', 'an object', isRecord],
  ['versions', 'an object', isRecord],
  ['method', `one of ${variants.join(', ')}, or nothing`, isNothingOr(variants)],
  ['start', 'starting values', (value) => value === undefined || isStart(value)],
  [
    'looks',
    'a list of whole numbers',
    (value) =>
      value === undefined ||
      (Array.isArray(value) && value.length > 0 && value.every(isWhole(1, MOST_DRAWS))),
  ],
  [
    'asked',
    'draws and max_draws',
    (value) =>
      value === undefined ||
      (isRecord(value) &&
        (value.draws === 'enough' || isWhole(1, MOST_DRAWS)(value.draws)) &&
        isWhole(1, MOST_DRAWS)(value.max_draws)),
  ],
];

const settingRules: readonly Rule[] = [
  ['chains', 'a whole number from 1 to 1000', isWhole(1, 1000)],
  ['draws', `a whole number from 1 to ${MOST_DRAWS}`, isWhole(1, MOST_DRAWS)],
  ['tune', 'a whole number from 0', isWhole(0, Number.MAX_SAFE_INTEGER)],
  ['target_accept', 'a number', isNumber],
  ['max_treedepth', 'a whole number', isWhole(1, 1000)],
  ['seed', 'a whole number', isSeed],
  ['method', `one of ${samplers.join(', ')}, or nothing`, isNothingOr(samplers)],
  ['metric', 'a text', isText],
  [
    'store',
    'a list of names, or nothing',
    (value) => value === undefined || (Array.isArray(value) && value.every(isText)),
  ],
];

/** A message about the first invalid member, or null. */
function wrongInInfo(info: Json): string | null {
  return wrongMember(info, rules, '') ?? wrongMember(info.settings as Json, settingRules, 'settings.');
}

function wrongMember(object: Json, checked: readonly Rule[], prefix: string): string | null {
  const bad = checked.find(([name, , accepts]) => !accepts(object[name]));
  if (bad === undefined) return null;
  const [name, expected] = bad;
  return `${prefix}${name}: expected ${expected}, found ${shown(object[name])}`;
}

function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
