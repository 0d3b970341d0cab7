/** Settings of an approximation: defaults, then the model's own block, then what the caller asks for. */
import type { LoadedData } from '../../grammar/data.ts';
import type { Expr, Program } from '../../grammar/syntax/ast.ts';
import { evaluateScalar } from '../data/bounds.ts';
import type {
  AdviSettings,
  ApproximationSettings,
  AskedApproximation,
  LaplaceSettings,
  PathfinderSettings,
} from '../report/approximation-report.ts';
import { type NumberRule, numberRules, whole } from './sample-settings.ts';

export const defaultAdvi: Omit<AdviSettings, 'seed'> = {
  method: 'meanfield',
  draws: 2000,
  iterations: 20_000,
  samples: 4,
  tolerance: 0.01,
  learning_rate: null,
};

export const defaultPathfinder: Omit<PathfinderSettings, 'seed'> = {
  method: 'pathfinder',
  draws: 2000,
  paths: 4,
  iterations: 1000,
  history: 6,
  samples: 25,
  tolerance: 1e-12,
};

export const defaultLaplace: Omit<LaplaceSettings, 'seed'> = {
  method: 'laplace',
  draws: 2000,
  iterations: 1000,
};

const positive: NumberRule = {
  expected: 'a positive number',
  accepts: (value) => value > 0 && Number.isFinite(value),
};

/** What each numeric setting may be. */
export const approximationRules = {
  draws: whole(1, 10_000_000),
  iterations: whole(1, 10_000_000),
  samples: whole(1, 100_000),
  tolerance: positive,
  learning_rate: positive,
  paths: whole(1, 1000),
  history: whole(1, 1000),
  seed: numberRules.seed,
} as const satisfies Readonly<Record<string, NumberRule>>;

/** Other names that the language allows. */
const synonyms: Readonly<Record<string, string>> = { max_iterations: 'iterations', family: 'method' };
const methodWords: Readonly<Record<string, AdviSettings['method']>> = {
  meanfield: 'meanfield',
  mean_field: 'meanfield',
  fullrank: 'fullrank',
  full_rank: 'fullrank',
};

function isNumberSetting(name: string): name is keyof typeof approximationRules {
  return Object.hasOwn(approximationRules, name);
}

function wordOf(expr: Expr): string {
  return expr.kind === 'name' ? expr.name : expr.kind === 'string' ? expr.value : '';
}

/** The settings of the model's `advi` or `pathfinder` blocks; a later one overrides an earlier one. */
function settingsInBlocks(
  program: Program,
  data: LoadedData,
  command: AskedApproximation['command'],
): Readonly<Record<string, number | string>> {
  const scope = { arrays: data.arrays, dimSize: (name: string) => data.dims.get(name)?.size };
  const found: Record<string, number | string> = {};
  for (const statement of program.statements) {
    if (statement.kind !== 'settings' || statement.method !== command) continue;
    for (const { name: ident, value } of statement.settings) {
      const name = synonyms[ident.name] ?? ident.name;
      if (isNumberSetting(name)) {
        const number = evaluateScalar(value, scope);
        if (number !== null && approximationRules[name].accepts(number)) found[name] = number;
      } else if (name === 'method') {
        const method = methodWords[wordOf(value)];
        if (method !== undefined) found.method = method;
      }
    }
  }
  return found;
}

/** All settings; `freshSeed` is used where neither the model nor the caller gives one. */
export function approximationSettings(
  program: Program,
  data: LoadedData,
  asked: AskedApproximation,
  freshSeed: number,
): ApproximationSettings {
  const inModel = settingsInBlocks(program, data, asked.command);
  const seed = { seed: freshSeed };
  switch (asked.command) {
    case 'advi':
      return { ...defaultAdvi, ...seed, ...inModel, ...given(asked.settings) };
    case 'pathfinder':
      return { ...defaultPathfinder, ...seed, ...inModel, ...given(asked.settings), method: 'pathfinder' };
    case 'laplace':
      return { ...defaultLaplace, ...seed, ...inModel, ...given(asked.settings), method: 'laplace' };
  }
}

function given<T extends object>(settings: T): T {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as T;
}

/** In words what is wrong with settings that came over the wire, or null. */
export function checkApproximationSettings(settings: ApproximationSettings): string | null {
  for (const [name, value] of Object.entries(settings)) {
    if (!isNumberSetting(name) || (name === 'learning_rate' && value === null)) continue;
    const rule = approximationRules[name];
    if (typeof value !== 'number' || !rule.accepts(value)) {
      return `\`${name}\`: expected ${rule.expected}, found ${String(value)}`;
    }
  }
  const methods: readonly string[] = ['meanfield', 'fullrank', 'pathfinder', 'laplace'];
  if (methods.includes(settings.method)) return null;
  return `\`method\`: expected \`meanfield\` or \`fullrank\`, found ${String(settings.method)}`;
}
