/** The reference pages generated from the tables: distributions, functions, methods, diagnostics. */
import { checks } from '../../../grammar/checks/codes.ts';
import { distributions } from '../../../grammar/distributions/index.ts';
import { modifiers } from '../../../grammar/distributions/modifiers.ts';
import type { FunctionGroup } from '../../../grammar/functions/function.ts';
import { functions } from '../../../grammar/functions/index.ts';
import { methodList } from '../../../grammar/methods/index.ts';
import { expectedValue, type Setting, settingDoc } from '../../../grammar/methods/setting.ts';
import { dataCodes } from '../../../sampler/data/data-codes.ts';
import { runCodes } from '../../../sampler/model/refusal-codes.ts';
import { builtinText } from '../../../server/hover/distribution-text.ts';

const note = '<!-- Made from the tables by `npm run reference`; a test holds it to them. -->';

function page(title: string, intro: string, sections: readonly string[]): string {
  return `${[`# ${title}`, note, intro, ...sections].join('\n\n')}\n`;
}

const entries = (names: readonly string[]) =>
  names.map((name) => `### ${name}\n\n${builtinText(name) ?? ''}`);

export function distributionsPage(): string {
  const all = [...distributions.values()];
  const names = (pick: (d: (typeof all)[number]) => boolean) =>
    entries(all.filter(pick).map(({ name }) => name));
  return page(
    'Distributions',
    'Arguments are positional in the order shown, or named: `Normal(mu = 0, sigma = 1)`. Each log density is written in the language itself; the compiler differentiates that text.',
    [
      '## Continuous',
      ...names(({ type, eventDims }) => type === 'continuous' && eventDims === 0),
      '## Discrete',
      ...names(({ type, eventDims }) => type === 'discrete' && eventDims === 0),
      '## Of vectors and matrices',
      ...names(({ eventDims }) => eventDims > 0),
      '## Made of other distributions',
      ...entries([...modifiers.keys()]),
    ],
  );
}

const groups: Readonly<Partial<Record<FunctionGroup, string>>> = {
  scalar: 'Of numbers, element by element',
  reduction: 'Reductions',
  'linear-algebra': 'Linear algebra',
  array: 'Arrays',
  kernel: 'Covariance kernels',
  distribution: 'Of distributions',
  solver: 'Differential equations, roots, integrals',
  'data-source': 'Sources of data',
};

export function functionsPage(): string {
  const all = [...functions.values()];
  return page(
    'Functions',
    'A function of numbers takes arrays too, element by element, and broadcasts by the names of dimensions.',
    Object.entries(groups).flatMap(([group, title]) => [
      `## ${title}`,
      ...entries(all.filter((fn) => fn.group === group).map(({ name }) => name)),
    ]),
  );
}

const list = (codes: Readonly<Record<string, string>>) =>
  Object.entries(codes)
    .map(([code, doc]) => `- \`${code}\`: ${doc}.`)
    .join('\n');

export function diagnosticsPage(): string {
  const tiers = [
    ['error', 'Errors', 'The model cannot be sampled.'],
    ['warning', 'Warnings', 'The model can be sampled, but is most likely not what was meant.'],
    ['hint', 'Advice', 'What an experienced colleague would say; `bayes sample` runs all the same.'],
  ] as const;
  const of = (severity: string) => [...checks.values()].filter((check) => check.severity === severity);
  return page(
    'Diagnostics',
    'Every finding has a code that does not change. Warnings and advice are switched off by the setting `bayes.diagnostics.disabled` or by a comment: `# bayes: ignore CODE`.',
    [
      ...tiers.flatMap(([severity, title, intro]) => [
        `## ${title}`,
        intro,
        ...of(severity).map(({ code, title: words, doc }) => `### \`${code}\`\n\n**${words}.** ${doc}`),
      ]),
      '## Data',
      'Found when the data files are read; errors, with file, row and column.',
      list(dataCodes),
      '## Running',
      'Found when a model is compiled or a run begins; errors.',
      list(runCodes),
    ],
  );
}

function settingRow(setting: Setting): string {
  const { name, flag: flagged = name, aliases = [], where } = setting;
  const names = [name, ...aliases].map((one) => `\`${one}\``).join(', ');
  const flag = `\`--${flagged.replaceAll('_', '-')}\``;
  const only = where === 'flag' ? ' On the command line only.' : '';
  const cells = [names, flag, expectedValue(setting), `${settingDoc(setting)}${only}`];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

export function methodsPage(): string {
  return page(
    'Methods and their settings',
    'A setting is written in the model, in the statement of its method, or given as a flag, which overrides the model. With one seed every method gives the same result each time.',
    methodList.map(({ name, title, block, command, settings, editor }) =>
      [
        `## ${title.charAt(0).toUpperCase()}${title.slice(1)}`,
        [
          `- on the command line: \`${command === null ? `bayes sample FILE --method ${name}` : `bayes ${command.name} FILE`}\`${command === null ? '' : `: ${command.doc}`}`,
          ...editor.map(
            ({ title: words, description }) => `- in the editor: *Bayes: ${words}*: ${description}`,
          ),
          `- in the model: ${block === null ? 'no statement of its own' : `\`${block} { … }\``}`,
        ].join('\n'),
        [
          '| setting | flag | takes | |',
          '|---|---|---|---|',
          ...settings.filter(({ where }: Setting) => where !== 'later').map(settingRow),
        ].join('\n'),
      ].join('\n\n'),
    ),
  );
}

/** The README with a row for each method that has a command of its own beside `sample`. */
export function readme(text: string): string {
  const own = methodList.flatMap(({ command }) =>
    command === null || command.name === 'sample' ? [] : [command],
  );
  const isOwn = (line: string) => own.some(({ name }) => line.startsWith(`| \`bayes ${name} FILE\` `));
  const lines = text.split('\n').filter((line) => !isOwn(line));
  const at = lines.findIndex((line) => line.startsWith('| `bayes compare-widths FILE`'));
  const rows = own.map(({ name, doc }) => `| \`bayes ${name} FILE\` | ${doc} |`);
  return [...lines.slice(0, at), ...rows, ...lines.slice(at)].join('\n');
}
