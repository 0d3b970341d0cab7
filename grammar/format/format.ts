/** The canonical layout of a program. Only white space changes, and commas that a block does not need. */
import type { Diagnostic } from '../diagnostic.ts';
import type { Program, Statement } from '../syntax/ast.ts';
import { parse } from '../syntax/parse.ts';
import { prepareTokens } from '../syntax/preprocess-tokens.ts';
import { definedTogether, jointOf } from '../syntax/recurrence.ts';
import { tokenize } from '../syntax/tokens.ts';
import { paddings } from './block.ts';
import { blankLine, comment, type Doc, hardline, type PrintedLine, print } from './pretty-printer.ts';
import { statement, together } from './statement.ts';
import { Cursor } from './token-cursor.ts';

/** Longest line of code, in UTF-16 units. */
export const WIDTH = 100;

interface FormatResult {
  readonly text: string;
  readonly diagnostics: Diagnostic[];
}

/** A text with syntax errors is returned unchanged, with its diagnostics. Line endings are those of the first line. */
export function formatProgram(text: string): FormatResult {
  const { program, diagnostics } = parse(text);
  if (diagnostics.length > 0) return { text, diagnostics };
  const { tokens } = prepareTokens(text, tokenize(text).tokens);
  const lines = print(layout(new Cursor(text, tokens, program.comments), program), WIDTH);
  const formatted = withAlignedComments(lines);
  return { text: /^[^\n]*\r\n/.test(text) ? formatted.replaceAll('\n', '\r\n') : formatted, diagnostics };
}

function layout(cursor: Cursor, program: Program): Doc {
  const parts: Doc[] = [];
  const add = (offset: number, doc: Doc): void => {
    if (parts.length > 0) parts.push(hardline);
    if (parts.length > 0 && cursor.isBlankBefore(offset)) parts.push(blankLine);
    parts.push(doc);
  };
  const addComments = (): void => {
    for (const { text, span } of cursor.detachLeading()) add(span.start, comment(text.trimEnd(), true));
  };
  const pads = paramPaddings(cursor, program.statements);
  program.statements.forEach((node, i) => {
    const joint = jointOf(node);
    const isInBlock = joint !== undefined;
    const members = isInBlock ? definedTogether(program.statements, node) : [];
    // The first of a block takes all of it.
    if (isInBlock && members[0] !== node) return;
    addComments();
    const tail = cursor.detachTrailing((joint ?? node.span).end);
    const start = cursor.offset;
    const doc = isInBlock ? together(cursor, members) : statement(cursor, node, pads[i]);
    add(start, [doc, tail]);
  });
  addComments();
  if (!cursor.isDone) throw new RangeError('a token without a place in the layout');
  return parts;
}

/** The `~` of consecutive parameters without dimensions are aligned. */
function paramPaddings(cursor: Cursor, statements: readonly Statement[]): number[] {
  const pads = statements.map(() => 0);
  let start = 0;
  while (start < statements.length) {
    let end = start;
    while (
      end < statements.length &&
      statements[end].kind === 'param' &&
      jointOf(statements[end]) === undefined
    )
      end += 1;
    const run = statements.slice(start, end).map((node, i) => ({ node, i: start + i }));
    const padded = paddings(
      cursor,
      run.map(({ node }) => node),
      (node) => (isPlainParam(node) ? node.name.name.length : 0),
    );
    for (const [k, { node, i }] of run.entries()) if (isPlainParam(node)) pads[i] = padded[k];
    start = Math.max(end, start + 1);
  }
  return pads;
}

function isPlainParam(node: Statement): node is Statement & { kind: 'param' } {
  return (
    node.kind === 'param' && node.dims.length === 0 && node.indices.length === 0 && node.type === undefined
  );
}

/** Trailing comments of consecutive lines are aligned. */
function withAlignedComments(lines: readonly PrintedLine[]): string {
  const out: string[] = [];
  let start = 0;
  while (start < lines.length) {
    let end = start;
    while (end < lines.length && lines[end].comment !== undefined) end += 1;
    const run = lines.slice(start, end);
    const column = run.reduce((most, { code }) => Math.max(most, code.length), 0);
    for (const { code, comment: text } of run) out.push(`${code.padEnd(column)}  ${text ?? ''}`);
    if (end < lines.length) out.push(lines[end].code);
    start = end + 1;
  }
  return out.length === 0 ? '' : `${out.join('\n')}\n`;
}
