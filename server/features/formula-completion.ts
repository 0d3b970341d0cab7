/** Completion within and behind the text of a formula. */
import { type CompletionItem, CompletionItemKind, InsertTextFormat } from 'vscode-languageserver';
import { expandFormulas } from '../../grammar/formula/expand-formulas.ts';
import { families } from '../../grammar/formula/families.ts';
import { kernels } from '../../grammar/formula/spectrum.ts';
import { parse } from '../../grammar/syntax/parse.ts';
import { asName, withFormulaData } from '../../sampler/data/formula-data.ts';
import type { CursorContext } from '../cursor-context.ts';
import { columnsOf, columnText } from '../data-file-columns.ts';
import { loadOptions, type ModelDocument } from '../documents.ts';

/** Where the word at the cursor begins: the text up to it is kept. */
export function formulaWordStart({ word, wordStart }: CursorContext): number {
  return wordStart + word.length - (/[\p{L}_][\p{L}\p{N}_]*$/u.exec(word)?.[0].length ?? 0);
}

/** Whether the cursor is in the quoted text of a formula, or of a line of further terms. */
export function isFormulaText({ place, statement, before }: CursorContext): boolean {
  const last = before.at(-1)?.text;
  return place === 'string' && statement === 'formula' && (last === 'formula' || last === '~');
}

interface Names {
  readonly data: readonly CompletionItem[];
  readonly groups: readonly CompletionItem[];
}

export function formulaTextItems({ word, before }: CursorContext, { data, groups }: Names): CompletionItem[] {
  const typed = word.replace(/[\p{L}_][\p{L}\p{N}_]*$/u, '');
  if (before.at(-1)?.text === 'formula' && !typed.includes('~'))
    return [...data, ...(typed.trim() === '' ? outcomes : [])];
  const open = openCall(typed);
  if (open === null) return [...data, ...terms, ...functions];
  if (open.callee === '' && /\|[^|)]*$/.test(typed)) return [...groups];
  if (open.callee === '') return [...data, ...functions];
  const settings = settingsOf[open.callee] ?? [];
  const [argument] = open.inside.split(',').slice(-1);
  if (/=\s*$/.test(argument)) {
    if (/\bby\s*=\s*$/.test(argument)) return [...data];
    if (/share_cov\s*=\s*$/.test(argument)) return ['false', 'true'].map((label) => valueItem(label));
    return /kernel\s*=\s*$/.test(argument) ? kernels.map((label) => valueItem(label)) : [];
  }
  if (!open.inside.includes(',')) return [...data];
  const more = open.callee === 'hsgp' && !open.inside.includes('=') ? data : [];
  return [
    ...more,
    ...settings.filter(({ label }) => !open.inside.includes(label)).map((item) => ({ ...item })),
  ];
}

/** The innermost bracket that is open, with the name before it. */
function openCall(text: string): { readonly callee: string; readonly inside: string } | null {
  let depth = 0;
  for (let i = text.length - 1; i >= 0; i--) {
    if (text[i] === ')') depth++;
    if (text[i] !== '(' || depth-- > 0) continue;
    return {
      callee: /[\p{L}_][\p{L}\p{N}_]*$/u.exec(text.slice(0, i))?.[0] ?? '',
      inside: text.slice(i + 1),
    };
  }
  return null;
}

const term = (label: string, text: string, detail: string): CompletionItem => ({
  label,
  kind: CompletionItemKind.Function,
  detail,
  insertText: text,
  insertTextFormat: InsertTextFormat.Snippet,
  sortText: `2${label}`,
});

const outcomes: readonly CompletionItem[] = [
  term('p', 'p($1, $2)', 'p(y, n): y successes of n trials'),
  term('cens', 'cens($1, $2)', 'cens(y, c): c says which values are censored'),
  term('weights', 'weights($1, $2)', 'weights(y, w): w multiplies the log density of each row'),
];

const terms: readonly CompletionItem[] = [
  term('s', 's($1)', 's(x): a smooth curve, a penalised spline'),
  term('hsgp', 'hsgp($1)', 'hsgp(x): a smooth curve, an approximate Gaussian process'),
  term('poly', 'poly($1, 2)', 'poly(x, 2): orthogonal polynomials'),
  term('mo', 'mo($1)', 'mo(x): a monotonic effect of an ordered datum'),
  term('C', 'C($1, sum)', 'C(x, sum): levels against the mean of all'),
  term('offset', 'offset($1)', 'offset(log(n)): is added as it is'),
  term('(1 | g)', '(1 | $1)', 'effects that vary by group'),
];

const functions: readonly CompletionItem[] = [
  term('log', 'log($1)', 'log(x)'),
  term('standardize', 'standardize($1)', 'standardize(x): mean 0 and standard deviation 1'),
  term('I', 'I($1)', 'I(x^2): an expression of data'),
];

const setting = (label: string, detail: string): CompletionItem => ({
  label,
  kind: CompletionItemKind.Property,
  detail,
  insertText: `${label} `,
});

const by = setting('by =', 'a curve for each level of a datum, or one that is multiplied by it');

const settingsOf: Readonly<Record<string, readonly CompletionItem[]>> = {
  s: [setting('k =', 'knots, 10 unless stated'), by],
  hsgp: [
    setting('m =', 'functions, 20 unless stated'),
    setting('c =', 'the boundary, in half ranges from the middle, 1.5 unless stated'),
    setting('kernel =', 'exp_quad unless stated'),
    by,
    setting('share_cov =', 'false: a standard deviation and a length scale for each level'),
  ],
};

const valueItem = (label: string): CompletionItem => ({ label, kind: CompletionItemKind.EnumMember });
const wordItem = (label: string): CompletionItem => ({ label, kind: CompletionItemKind.Keyword });

/** Behind the text: the family, its link, terms of other parameters, and priors. Undefined where an expression stands. */
export function formulaClauseItems(
  { before, statementTokens, brackets, startsLine }: CursorContext,
  {
    unknownsBefore,
    hasData,
  }: {
    readonly unknownsBefore: (end: number) => readonly CompletionItem[];
    /** Whether data are declared before: a file of the formula's own is not offered. */
    readonly hasData: boolean;
  },
): CompletionItem[] | undefined {
  const last = before.at(-1);
  const words = statementTokens.map(({ text }) => text);
  const family = families.get(words[words.indexOf('family') + 1]);
  if (last?.text === 'from') return [];
  if (last?.text === 'family')
    return [...families.keys()].map((label) => ({ ...valueItem(label), sortText: `0${label}` }));
  if (brackets.at(-1)?.bracket === '(' && words.at(-3) === 'family')
    return [setting('link =', 'on which scale terms add up')];
  if (last?.text === '=' && words.at(-2) === 'link') return (family?.links ?? []).map(valueItem);
  if (last?.text === 'prior') return [...unknownsBefore(last.start)];
  const isBehind = last?.kind === 'string' || last?.text === ')' || words.at(-2) === 'family';
  if (brackets.length > 0 || !(isBehind || startsLine)) return undefined;
  const parameters =
    family?.parameters.map(({ name }) => name) ?? (words.includes('family') ? [] : ['sigma']);
  const further = parameters.map((name) => ({
    ...term(name, `${name} ~ `, 'its own terms'),
    insertTextFormat: undefined,
  }));
  const clauses = ['family', ...(hasData ? [] : ['from'])]
    .filter((word) => !words.includes(word))
    .map(wordItem);
  return [...clauses, wordItem('prior'), ...further];
}

/** The unknowns of the formula that ends there: what follows is being typed, and would hide it. */
export function formulaUnknowns({ text, data, reader }: ModelDocument, end: number): CompletionItem[] {
  const typed = parse(text.getText().slice(0, end)).program;
  const { program } = expandFormulas(withFormulaData(typed, loadOptions(reader, new Map())).program, data);
  const made = program.statements.filter(({ expanded }) => expanded === true);
  const computed = made.flatMap((s) =>
    s.kind === 'deterministic' && /(?:^|_)(?:Intercept|cutpoints|cor_.*)$/u.test(s.name.name)
      ? [s.name.name]
      : [],
  );
  const sampled = made.flatMap((s) => (s.kind === 'param' ? [s.name.name] : []));
  const own = sampled.filter((name) => !/(?:^|_)(?:[rzLs]|z_hsgp)_|_centred$/u.test(name));
  return [...new Set([...computed, ...own])].map((label) => ({ label, kind: CompletionItemKind.Variable }));
}

/** The effects of `b`, or of another array of effects, in the formula that ends there. */
export function formulaEffects(
  { text, data, reader }: ModelDocument,
  end: number,
  of: string,
): CompletionItem[] {
  const typed = parse(text.getText().slice(0, end)).program;
  const { program } = expandFormulas(withFormulaData(typed, loadOptions(reader, new Map())).program, data);
  const entry = program.statements
    .flatMap((s) => (s.kind === 'dim' && s.expanded === true ? s.entries : []))
    .find(({ name }) => name.name === `${of}_term`);
  const labels = entry?.value?.kind === 'list' ? entry.value.elements : [];
  return labels.flatMap((label) => (label.kind === 'string' ? [valueItem(label.value)] : []));
}

/** Columns of the file of the formula's own, by the names that it has for them. */
export function columnsOfFormula(
  { text, reader }: ModelDocument,
  { wordStart }: CursorContext,
): CompletionItem[] {
  const formula = parse(text.getText()).program.statements.find(
    (s) => s.kind === 'formula' && s.span.start <= wordStart && wordStart <= s.span.end,
  );
  if (formula?.kind !== 'formula' || formula.source === undefined) return [];
  return columnsOf(formula.source.value, reader).map((column) => ({
    label: asName(column.name),
    kind: CompletionItemKind.Field,
    detail: columnText(column),
  }));
}
