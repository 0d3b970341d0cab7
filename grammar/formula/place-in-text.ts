/** Gives the statements that a formula, or another statement, stands for their place in the text of the model. */
import type { Span } from '../span.ts';
import type { Program, Statement } from '../syntax/ast.ts';

/**
 * Names stand where the formula has them, in turn where it has one several times, so that they are found and
 * renamed there; everything else is at the formula as a whole.
 */
export function placed(made: Statement, program: Program, formula: Pick<Statement, 'span'>): Statement {
  const text = (program.text ?? '').slice(formula.span.start, formula.span.end);
  const turns = new Map<string, number>();
  const spanOf = (name: string): Span => {
    const places = placesOf(text, name);
    if (places.length === 0) return formula.span;
    const turn = turns.get(name) ?? 0;
    turns.set(name, turn + 1);
    const start = formula.span.start + places[turn % places.length];
    return { start, end: start + name.length };
  };
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit);
    if (typeof value !== 'object' || value === null) return value;
    const node = value as Readonly<Record<string, unknown>>;
    const copy = Object.fromEntries(Object.entries(node).map(([key, part]) => [key, visit(part)]));
    if ('span' in node) copy.span = typeof node.name === 'string' ? spanOf(node.name) : formula.span;
    if ('opSpan' in node) copy.opSpan = formula.span;
    return copy;
  };
  return { ...(visit(made) as Statement), span: formula.span, expanded: true };
}

/** Where a name stands as a word of its own. */
export function placesOf(text: string, name: string): readonly number[] {
  if (name === '') return [];
  const word = new RegExp(`(?<![\\p{L}\\p{N}_])${name}(?![\\p{L}\\p{N}_])`, 'gu');
  return [...text.matchAll(word)].map((found) => found.index);
}
