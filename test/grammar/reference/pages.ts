/** The pages of the reference that are made from the tables: distributions, functions, diagnostics. */
import { checks } from '../../../grammar/checks/codes.ts';
import { distributions } from '../../../grammar/distributions/index.ts';
import { modifiers } from '../../../grammar/distributions/modifiers.ts';
import type { FunctionGroup } from '../../../grammar/functions/function.ts';
import { functions } from '../../../grammar/functions/index.ts';
import { dataCodes } from '../../../sampler/data/codes.ts';
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
  ode: 'Differential equations',
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
