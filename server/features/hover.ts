/** Hover for the name under the cursor, as Markdown: prose first, numbers below, the picture last. */
import { type Hover, MarkupKind, type Position } from 'vscode-languageserver';
import { drawnNumbers } from '../../grammar/distributions/own.ts';
import type { SummedOut } from '../../grammar/ir.ts';
import type { SymbolInfo } from '../../grammar/scope/symbol.ts';
import { formatType } from '../../grammar/shapes/type.ts';
import type { Span } from '../../grammar/span.ts';
import type { Expr } from '../../grammar/syntax/ast.ts';
import { type AnyNode, isExpr, nodeAt } from '../../grammar/syntax/walk.ts';
import { cursorContext } from '../cursor-context.ts';
import { type Curve, sketchText, sketchUri } from '../density-sketch.ts';
import type { ModelDocument } from '../documents.ts';
import { dataCurve, dataLines } from '../hover/data-text.ts';
import { argumentText, builtinText } from '../hover/distribution-text.ts';
import { expressionText } from '../hover/expression-text.ts';
import { formulaPriors } from '../hover/formula-priors.ts';
import { wordAt } from '../hover/keyword-at.ts';
import { priorText } from '../hover/prior-text.ts';
import { costText, summedOutText } from '../hover/summed-out-text.ts';
import { rangeOf } from '../lsp-ranges.ts';
import { escapeCell, posteriorOf, posteriorTable } from '../posterior-summary.ts';
import type { Session } from '../session.ts';
import { labelAt, symbolAt } from '../symbol-references.ts';

interface Content {
  readonly span: Span;
  /** Paragraphs of Markdown. */
  readonly parts: readonly string[];
  readonly curve?: Curve;
}

/** @param summedOut what the compiler says of discrete unknowns, where it has looked at the model */
export function hover(
  document: ModelDocument,
  position: Position,
  session: Session,
  summedOut: readonly SummedOut[] = [],
): Hover | null {
  const { text } = document;
  const offset = text.offsetAt(position);
  const { place } = cursorContext(text.getText(), offset);
  if (place === 'comment') return null;
  const content = contentAt(document, offset, { session, summedOut }, place === 'code');
  if (content === undefined) return null;
  const picture = session.settings.hover.sketch && content.curve ? sketch(content.curve, session) : undefined;
  const value = [...content.parts, ...(picture === undefined ? [] : [picture])].join('\n\n');
  const contents = session.markdown
    ? { kind: MarkupKind.Markdown, value }
    : { kind: MarkupKind.PlainText, value: plain(value) };
  return { contents, range: rangeOf(text, content.span) };
}

function sketch(curve: Curve, { hoverImages, markdown }: Session): string | undefined {
  const drawn = hoverImages && markdown ? sketchUri(curve) : undefined;
  if (drawn !== undefined) return `![${sketchText(curve) ?? 'density'}](${drawn})`;
  const text = sketchText(curve);
  return text && `\`\`\`\n${text}\n\`\`\``;
}

function plain(markdown: string): string {
  return markdown.replace(/```\w*\n?|`|\*\*/g, '').trim();
}

interface Around {
  readonly session: Session;
  readonly summedOut: readonly SummedOut[];
}

function contentAt(
  document: ModelDocument,
  offset: number,
  around: Around,
  inCode: boolean,
): Content | undefined {
  const label = labelAt(document, offset);
  if (label !== undefined) return labelContent(document, label);
  const use = symbolAt(document, offset);
  if (use !== undefined) return { span: use.span, ...symbolContent(document, use.symbol, around) };
  const process = inCode ? processContent(document, offset) : undefined;
  if (process !== undefined) return process;
  const path = nodeAt(document.program, offset);
  const call = path.findLast((node) => 'kind' in node && node.kind === 'call');
  if (call !== undefined && 'callee' in call && inside(call.callee.span, offset)) {
    const { name, span } = call.callee;
    // The calls that a formula stands for are at the formula as a whole where its text does not have their names.
    const drawn = drawnNumbers.get(name);
    const about =
      textAt(document, span) !== name
        ? undefined
        : (builtinText(name) ?? (drawn && `\`${name}()\`: ${drawn}, in \`draw =\` of a distribution`));
    if (about !== undefined) return { span, parts: [about] };
  }
  const argument = call === undefined ? undefined : argumentContent(document, call, offset);
  if (argument !== undefined) return argument;
  const word = inCode ? wordAt(document, path, offset) : undefined;
  if (word === undefined) return expressionContent(document, path, offset);
  const isFormula = textAt(document, word.span) === 'formula';
  const priors = isFormula ? formulaPriors(document) : undefined;
  return { span: word.span, parts: [word.about, ...(priors === undefined ? [] : [priors])] };
}

/** `HSGP` and the names of its arguments, which the statements that it is written out to do not have. */
function processContent({ text, program }: ModelDocument, offset: number): Content | undefined {
  const span = program.approximations?.find((process) => inside(process.span, offset))?.span;
  if (span === undefined) return undefined;
  const written = text.getText().slice(span.start, span.end);
  const at = /(?<=~\s*)HSGP(?=\s*\()/.exec(written)?.index;
  if (at === undefined) return undefined;
  for (const found of written.slice(at).matchAll(/HSGP(?=\s*\()|\p{L}+(?=\s*=(?!=))/gu)) {
    const start = span.start + at + found.index;
    const own = { start, end: start + found[0].length };
    const about = found[0] === 'HSGP' ? builtinText('HSGP') : argumentText('HSGP', found[0]);
    if (inside(own, offset) && about !== undefined) return { span: own, parts: [about] };
  }
  return undefined;
}

/** The name before `=` in a call: `rtol = 1e-8`. */
function argumentContent(document: ModelDocument, call: AnyNode, offset: number): Content | undefined {
  if (!('callee' in call)) return undefined;
  const name = call.args.find((arg) => arg.name !== undefined && inside(arg.name.span, offset))?.name;
  const about = name === undefined ? undefined : argumentText(call.callee.name, name.name);
  // The arguments of what a formula stands for are at the formula as a whole.
  if (name === undefined || about === undefined || textAt(document, name.span) !== name.name)
    return undefined;
  return { span: name.span, parts: [about] };
}

function textAt({ text }: ModelDocument, { start, end }: Span): string {
  return text.getText().slice(start, end);
}

function inside({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}

function labelContent(
  { data }: ModelDocument,
  { dim, label, literal }: NonNullable<ReturnType<typeof labelAt>>,
): Content {
  const labels = data.dims.get(dim)?.labels ?? [];
  const at = labels.indexOf(label);
  const place = at < 0 ? '' : `, ${at + 1} of ${labels.length}`;
  return { span: literal.span, parts: [`Label ${escapeCell(label)} of dimension \`${dim}\`${place}`] };
}

function symbolContent(
  document: ModelDocument,
  symbol: SymbolInfo,
  { session, summedOut }: Around,
): Omit<Content, 'span'> {
  const { data } = document;
  const { name, kind, type, statement } = symbol;
  const words: Readonly<Record<string, string>> = { fun: 'fun', index: 'index', argument: 'argument' };
  const typed = type.kind === 'array' ? ` : ${formatType(type)}` : '';
  const head = `\`\`\`bayes\n${words[kind] ?? kind} ${name}${typed}\n\`\`\``;
  const shape = shapeText(document, symbol);
  const posterior = posteriorOf(document, symbol, session.runs.get(document.uri));
  const tail = [...shape, ...(posterior === undefined ? [] : [posteriorTable(posterior)])];
  switch (kind) {
    case 'param': {
      if (statement.kind !== 'param') return { parts: [head, ...tail] };
      const { lines, curve } = priorText(document, symbol, statement);
      return { parts: [head, [...lines, ...summedOutText(symbol, summedOut)].join('  \n'), ...tail], curve };
    }
    case 'data': {
      const array = data.arrays.get(name);
      if (array === undefined) return { parts: [head, 'Not loaded.'] };
      const lines = dataLines(array, data.sources.get(name), data.dims);
      const missing = summedOut.filter(({ names }) => names.includes(`${name}_missing`));
      const costs = missing.map((one) => costText(one, `${name}_missing`));
      return {
        parts: [head, [...lines, ...costs].join('  \n'), ...shape],
        curve: dataCurve(array),
      };
    }
    case 'dim':
      return { parts: [head, dimText(document, name)] };
    case 'let':
    case 'deterministic':
    case 'draw':
    case 'potential':
    case 'fun':
    case 'distribution':
      return {
        parts: [
          `\`\`\`bayes\n${definitionText(document, symbol)}\n\`\`\``,
          ...(typed === '' ? [] : [`\`${formatType(type)}\``]),
          ...tail,
        ],
      };
    case 'index':
      return { parts: [head, indexText(document, symbol)] };
    default:
      return { parts: [head, ...tail] };
  }
}

/** The statement as it is written, cut to a readable length. */
function definitionText({ text }: ModelDocument, { statement: { span } }: SymbolInfo): string {
  const source = text.getText().slice(span.start, span.end);
  return source.length > 400 ? `${source.slice(0, 400)}…` : source;
}

const SHOWN_LABELS = 6;

function shapeText(document: ModelDocument, { type }: SymbolInfo): string[] {
  if (type.kind !== 'array' || type.dims.length === 0) return [];
  const named = type.dims.flatMap((dim) => (dim.kind === 'named' ? [dim.name] : []));
  const lines = [...new Set(named)].map((name) => `- ${dimText(document, name)}`);
  return lines.length === 0 ? [] : [lines.join('\n')];
}

function dimText({ data }: ModelDocument, name: string): string {
  const dim = data.dims.get(name);
  if (dim === undefined) return `\`${name}\`: its size is not known yet`;
  const size = `\`${name}\`: ${dim.size} ${dim.size === 1 ? 'element' : 'elements'}`;
  if (!dim.labelled) return size;
  const shown = dim.labels.slice(0, SHOWN_LABELS).map(escapeCell).join(', ');
  return `${size}: ${shown}${dim.labels.length > SHOWN_LABELS ? ', …' : ''}`;
}

function indexText(document: ModelDocument, { domain }: SymbolInfo): string {
  if (domain === null) return 'An index.';
  const range = domain.lo !== null && domain.hi !== null ? `from ${domain.lo} to ${domain.hi}` : '';
  const over = domain.dim.kind === 'named' ? `over ${dimText(document, domain.dim.name)}` : '';
  return `Index ${[range, over].filter((part) => part !== '').join(', ')}`;
}

function expressionContent(
  document: ModelDocument,
  path: readonly AnyNode[],
  offset: number,
): Content | undefined {
  const expr = path.findLast((node): node is Expr => isExpr(node));
  if (expr === undefined || expr.kind === 'number' || expr.kind === 'string' || expr.kind === 'bool')
    return undefined;
  const about = expressionText(document, expr);
  if (about === undefined || !inside(expr.span, offset)) return undefined;
  return { span: expr.span, parts: [about] };
}
