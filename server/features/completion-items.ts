/** The completion items that do not depend on the model: words, snippets, distributions, functions. */
import { type CompletionItem, CompletionItemKind, InsertTextFormat, MarkupKind } from 'vscode-languageserver';
import type { Argument } from '../../grammar/distributions/distribution.ts';
import { distributions } from '../../grammar/distributions/index.ts';
import { signatureTexts } from '../../grammar/distributions/lookup.ts';
import { modifiers } from '../../grammar/distributions/modifiers.ts';
import { shownArguments } from '../../grammar/distributions/over.ts';
import { kernels } from '../../grammar/formula/spectrum.ts';
import { signatureText } from '../../grammar/functions/function.ts';
import { functions } from '../../grammar/functions/index.ts';
import { type BlockName, methodList, settingsOfBlock } from '../../grammar/methods/index.ts';
import { settingDoc, usualValue } from '../../grammar/methods/setting.ts';
import type { OpenBracket } from '../cursor-context.ts';
import { keywordText, types } from '../hover/keyword-text.ts';

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
  ['draw', 'draw <name> ~ <>', 'a quantity drawn given the unknowns, stored with the draws'],
  ['observe', 'observe <datum> ~ <>', 'the likelihood of a datum'],
  ['potential', 'potential <name> = <>', 'a term of the log density'],
  ['fun', 'fun <name>(<a>) = <>', 'a function'],
  [
    'distribution',
    'distribution <Name>(<a>) in <0>.. {\n  logpdf(x) = <>\n  draw = <>\n}',
    'a distribution of your own',
  ],
  ['predict', 'predict <name> from "<file.csv>"', 'new values for data'],
  ['formula', 'formula "<y> ~ 1 + <x>"', 'a regression in one line'],
  ...methodList.flatMap(({ block, title }) =>
    block === null || block === 'sample' ? [] : [[block, `${block} { <> }`, `settings of ${title}`] as const],
  ),
  ['test', 'test recovers { <name> = <1> }', 'a check that simulated values are recovered: `bayes test`'],
  ['sample', 'sample { draws = <enough>, tune = <1000>, chains = <4> }', 'settings of NUTS'],
];

export function statementItems(): CompletionItem[] {
  return statements.map(([label, body, detail]) => {
    let stop = 0;
    const text = body
      .replaceAll('}', '\\}')
      .replace(/<([^>]*)>/g, (_, name: string) => (name === '' ? `$${++stop}` : `\${${++stop}:${name}}`));
    return {
      ...snippet(label, text, detail, CompletionItemKind.Keyword),
      documentation: { kind: MarkupKind.Markdown, value: keywordText(label) ?? detail },
      sortText: `3${label}`,
    };
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

/** What stands behind `~` of a statement of this kind alone. */
export function processItems(statement: string | undefined): CompletionItem[] {
  return [...functions.values()]
    .filter(({ name }) => statementOf.get(name) === statement)
    .map((fn) => {
      const [signature] = fn.signatures;
      const needed = signature.filter(({ optional }) => optional !== true);
      const text = `${fn.name}(${needed.map(({ name }, i) => `\${${i + 1}:${name}}`).join(', ')})`;
      return {
        ...snippet(fn.name, text, signatureText(fn, signature), CompletionItemKind.Class),
        documentation: { kind: MarkupKind.Markdown, value: fn.doc },
        sortText: `1${fn.name}`,
      };
    });
}

const statementOf: ReadonlyMap<string, string> = new Map([
  ['HSGP', 'param'],
  ['LinearGaussian', 'observe'],
  ['states', 'draw'],
]);

export function kernelItems(): CompletionItem[] {
  return kernels.map((label) => ({ label, kind: CompletionItemKind.EnumMember }));
}

export function functionItems(): CompletionItem[] {
  return [...functions.values()]
    .filter(({ name, group }) => group !== 'data-source' && !statementOf.has(name))
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
    distribution === undefined ? [modifiers.get(name)?.arguments ?? []] : shownArguments(distribution);
  const keywords = (functions.get(name)?.signatures ?? [])
    .flat()
    .filter(
      ({ keyword }, i) => keyword === true || (name === 'LinearGaussian' && i >= commas - named.length),
    );
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

const elementTypes = ['real', 'int', 'bool'];

export function elementTypeItems(): CompletionItem[] {
  return elementTypes.flatMap((label) => {
    const item = { label, detail: types.get(label), kind: CompletionItemKind.Keyword };
    return label === 'bool'
      ? [item]
      : [item, { ...item, label: `${label}?`, detail: `${item.detail}, some missing` }];
  });
}

export function constraintItems(): CompletionItem[] {
  return [...types]
    .filter(([label]) => !elementTypes.includes(label))
    .map(([label, detail]) => ({ label, detail, kind: CompletionItemKind.TypeParameter }));
}

/** The settings of a method that this version has, from the table that the checker reads. */
export function settingItems(block: BlockName): CompletionItem[] {
  return settingsOfBlock(block)
    .filter(({ where }) => where !== 'later')
    .map((setting) => {
      const { name, value } = setting;
      const offered = value.kind === 'choice' ? `|${value.values.join(',')}|` : `:${usualValue(setting)}`;
      return snippet(name, `${name} = \${1${offered}}`, settingDoc(setting), CompletionItemKind.Property);
    });
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

export function wordItems(names: readonly string[]): CompletionItem[] {
  return names.map((label) => ({ label, kind: CompletionItemKind.Keyword }));
}
