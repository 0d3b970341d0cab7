/** Texts with marked errors, and the statements that remain of them. */
import { expect } from 'vitest';
import { parse } from '../../../grammar/syntax/parse.ts';
import { grouping, misplacedNodes } from './shape.ts';

/** `‹` and `›` in the text mark the range of each message, in order; the result lists the remaining statements. */
export function check(marked: string, messages: readonly string[], statements?: string): void {
  const marks: { start: number; end: number }[] = [];
  let text = '';
  for (const part of marked.split(/([‹›])/)) {
    if (part === '‹') marks.push({ start: text.length, end: -1 });
    else if (part === '›') marks[marks.length - 1].end = text.length;
    else text += part;
  }
  const { program, diagnostics } = parse(text);
  expect(diagnostics.map(({ message }) => message)).toEqual(messages);
  expect(diagnostics.map(({ span }) => span)).toEqual(marks);
  for (const { code, severity } of diagnostics) expect([code, severity]).toEqual(['syntax', 'error']);
  expect(misplacedNodes(program)).toEqual([]);
  if (statements !== undefined) expect(program.statements.map(summary).join('; ')).toBe(statements);
}

export function summary(statement: object): string {
  const { kind, name, entries, value, prior } = statement as Record<string, never>;
  const label = name === undefined ? '' : ` ${(name as { name: string }).name}`;
  const lines =
    entries === undefined
      ? ''
      : ` ${(entries as { name: { name: string } }[]).map((e) => e.name.name).join(' ')}`;
  const right = value ?? prior;
  return `${kind}${label}${lines}${right === undefined ? '' : ` ${grouping(right)}`}`;
}
