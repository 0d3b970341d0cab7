/** The edit that gives parameters of a mixture an order. */
import type { Analysis } from '../analysis.ts';
import type { Fix, TextEdit } from '../diagnostic.ts';
import type { Span } from '../span.ts';
import type { Role } from './exchangeable-components.ts';

/** One ordered vector in the place of two scalars; for elements of a vector, its order. */
export function orderedInstead(analysis: Analysis, [one, other]: readonly [Role, Role]): readonly Fix[] {
  const { bounds } = one.symbol;
  if (one.statement.range !== undefined || one.statement.type !== undefined) return [];
  if (bounds.hi !== Number.POSITIVE_INFINITY) return [];
  const word =
    bounds.lo === 0 ? 'positive_ordered' : bounds.lo === Number.NEGATIVE_INFINITY ? 'ordered' : null;
  if (word === null) return [];
  if (one.at !== undefined) {
    const last = one.statement.dims.at(-1);
    if (last === undefined || one.statement.dims.length !== 1) return [];
    const end = last.span.end + 1;
    const edits = [{ span: { start: end, end }, newText: `: ${word}` }];
    return [{ title: `Make \`${one.symbol.name}\` \`${word}\``, edits }];
  }
  if (one.statement.dims.length > 0) return [];
  const name = vectorName(analysis, one.symbol.name, other.symbol.name);
  const elements = (role: Role, position: number): TextEdit[] =>
    role.symbol.uses.map(({ span }) => ({ span, newText: `${name}[${position}]` }));
  // The vector is declared where the later of the two was: what the priors use is known there.
  const [first, second] = one.statement.span.start < other.statement.span.start ? [one, other] : [other, one];
  return [
    {
      title: `Make them one ordered vector, \`${name}[2]\``,
      edits: [
        { span: first.statement.name.span, newText: `${name}[2]: ${word}` },
        { span: withLine(analysis.program.text ?? '', second.statement.span), newText: '' },
        ...elements(one, 1),
        ...elements(other, 2),
      ],
    },
  ];
}

/** What two names have in common, if it is a name by itself; `mu` for `mu1` and `mu2`. */
function vectorName({ symbols }: Analysis, one: string, other: string): string {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  const common = one.slice(0, length).replace(/_+$/, '');
  const name = /^\p{L}/u.test(common) && !symbols.has(common) ? common : `${one}_${other}`;
  return name;
}

/** A statement, with its line if nothing else is on it. */
function withLine(text: string, span: Span): Span {
  const start = text.lastIndexOf('\n', span.start - 1) + 1;
  const newline = text.indexOf('\n', span.end);
  const end = newline < 0 ? text.length : newline + 1;
  const rest = text.slice(span.end, end).trim();
  const isAlone = text.slice(start, span.start).trim() === '' && (rest === '' || rest.startsWith('#'));
  return isAlone ? { start, end } : span;
}
