/** The completion items that do not depend on the model: words, snippets, distributions, functions. */
import { type CompletionItem, CompletionItemKind, InsertTextFormat, MarkupKind } from 'vscode-languageserver';
import type { Argument } from '../../grammar/distributions/distribution.ts';
import { distributions } from '../../grammar/distributions/index.ts';
import { signatureTexts } from '../../grammar/distributions/lookup.ts';
import { modifiers } from '../../grammar/distributions/modifiers.ts';
import { signatureText } from '../../grammar/functions/function.ts';
import { functions } from '../../grammar/functions/index.ts';
import type { OpenBracket } from '../cursor-context.ts';

function snippet(
  label: string,
  insertText: string,
  detail: string,
  kind: CompletionItemKind,
): CompletionItem {
  return { label, insertText, insertTextFormat: InsertTextFormat.Snippet, detail, kind };
}

// Placeholders are written `<name>` here, for reading.
const statements: readonly (readonly [label: string, body: string, detail: string])[] = [
  ['model', 'model <name>', 'name of the model'],
  ['dim', 'dim <name>', 'named dimensions'],
  ['data', 'data from "<file.csv>" {\n  <>\n}', 'data from a file, or inline without `from`'],
  ['param', 'param <name> ~ <>', 'an unknown with its prior'],
  ['let', 'let <name> = <>', 'an intermediate, not stored'],
  ['deterministic', 'deterministic <name> = <>', 'a derived quantity, stored with the draws'],
  ['observe', 'observe <datum> ~ <>', 'the likelihood of a datum'],
  ['potential', 'potential <name> = <>', 'a term of the log density'],
  ['fun', 'fun <name>(<a>) = <>', 'a function'],
  ['predict', 'predict <name> from "<file.csv>"', 'new values for data'],
  ['formula', 'formula "<y> ~ 1 + <x>"', 'a regression in one line'],
  ['sample', 'sample { draws = <2000>, tune = <1000>, chains = <4> }', 'settings of NUTS'],
  ['advi', 'advi { <> }', 'settings of ADVI'],
  ['pathfinder', 'pathfinder { <> }', 'settings of Pathfinder'],
];

export function statementItems(): CompletionItem[] {
  return statements.map(([label, body, detail]) => {
    let stop = 0;
    const text = body
      .replaceAll('}', '\\}')
      .replace(/<([^>]*)>/g, (_, name: string) => (name === '' ? `$${++stop}` : `\${${++stop}:${name}}`));
    return { ...snippet(label, text, detail, CompletionItemKind.Keyword), sortText: `3${label}` };
  });
}

export function distributionItems(): CompletionItem[] {
  const plain = [...distributions.values()].map((d) => ({
    ...snippet(d.name, callSnippet(d.name, d.arguments), signatureTexts(d)[0], CompletionItemKind.Class),
    documentation: { kind: MarkupKind.Markdown, value: d.doc },
    sortText: `1${d.name}`,
  }));
  const made = [...modifiers.values()].map((m) => ({
    ...snippet(m.name, callSnippet(m.name, m.arguments), m.signatures[0], CompletionItemKind.Class),
    documentation: { kind: MarkupKind.Markdown, value: m.doc },
    sortText: `2${m.name}`,
  }));
  return [...plain, ...made];
}

function callSnippet(name: string, args: readonly Argument[]): string {
  return `${name}(${args.map((a, i) => `\${${i + 1}:${a.name}}`).join(', ')})`;
}

export function functionItems(): CompletionItem[] {
  return [...functions.values()]
    .filter(({ group }) => group !== 'data-source')
    .map((fn) => ({
      ...snippet(fn.name, `${fn.name}($1)`, signatureText(fn, fn.signatures[0]), CompletionItemKind.Function),
      documentation: { kind: MarkupKind.Markdown, value: fn.doc },
      sortText: `2${fn.name}`,
    }));
}

/** Arguments of the call that have not been given yet, by name. */
export function argumentItems({ callee, named, commas }: OpenBracket): CompletionItem[] {
  const name = callee?.text ?? '';
  const distribution = distributions.get(name);
  const lists =
    distribution === undefined
      ? [modifiers.get(name)?.arguments ?? []]
      : [distribution.arguments, ...(distribution.parameterisations ?? []).map((p) => p.arguments)];
  const keywords = (functions.get(name)?.signatures ?? []).flat().filter(({ keyword }) => keyword === true);
  const positional = commas - named.length;
  const open = lists
    .flatMap((list) => list.slice(Math.max(0, positional)))
    .concat(keywords.map(({ name, doc }): Argument => ({ name, doc, domain: 'real', eventDims: 0 })))
    .filter((argument) => !named.includes(argument.name));
  return [...new Map(open.map((argument) => [argument.name, argument])).values()].map((argument) => ({
    label: `${argument.name} =`,
    insertText: `${argument.name} = `,
    filterText: argument.name,
    kind: CompletionItemKind.Property,
    detail: argument.doc,
    sortText: `4${argument.name}`,
  }));
}

export function elementTypeItems(): CompletionItem[] {
  return (
    [
      ['real', 'numbers'],
      ['real?', 'numbers, some missing'],
      ['int', 'whole numbers'],
      ['int?', 'whole numbers, some missing'],
      ['bool', 'true or false, also 0 and 1'],
    ] as const
  ).map(([label, detail]) => ({ label, detail, kind: CompletionItemKind.Keyword }));
}

export function constraintItems(): CompletionItem[] {
  return (
    [
      ['ordered', 'increasing along the last dimension'],
      ['positive_ordered', 'positive and increasing'],
      ['simplex', 'positive, sums to one'],
      ['unit_vector', 'of length one'],
      ['sum_to_zero', 'sums to zero'],
      ['cholesky_corr', 'Cholesky factor of a correlation matrix'],
      ['corr', 'correlation matrix'],
      ['cov', 'covariance matrix'],
    ] as const
  ).map(([label, detail]) => ({ label, detail, kind: CompletionItemKind.TypeParameter }));
}

const settings = {
  sample: [
    ['draws', '2000', 'kept draws per chain; `enough` goes on until the diagnostics pass'],
    ['tune', '1000', 'tuning draws per chain, thrown away'],
    ['chains', '4', 'number of chains'],
    ['target_accept', '0.8', 'acceptance probability that the step size is tuned for'],
    ['max_treedepth', '10', 'largest depth of the trajectory’s tree'],
    ['max_draws', '20000', 'limit of `draws = enough`'],
    ['seed', '1', 'seed of the random numbers'],
  ],
  advi: [
    ['draws', '1000', 'draws from the approximation'],
    ['seed', '1', 'seed of the random numbers'],
  ],
  pathfinder: [
    ['draws', '1000', 'draws from the approximation'],
    ['seed', '1', 'seed of the random numbers'],
  ],
} as const;

export function settingItems(method: keyof typeof settings): CompletionItem[] {
  return settings[method].map(([label, value, detail]) =>
    snippet(label, `${label} = \${1:${value}}`, detail, CompletionItemKind.Property),
  );
}

export function expressionWords(): CompletionItem[] {
  return [
    snippet(
      'if',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: placeholders of a snippet
      'if ${1:condition} then ${2:a} else ${3:b}',
      'a choice between two values',
      CompletionItemKind.Keyword,
    ),
    ...['true', 'false', 'and', 'or', 'not'].map((label) => ({ label, kind: CompletionItemKind.Keyword })),
  ].map((item) => ({ ...item, sortText: `5${item.label}` }));
}
