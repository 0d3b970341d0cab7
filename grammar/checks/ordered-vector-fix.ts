/** The edit that gives parameters of a mixture an order. */
import type { Analysis } from '../analysis.ts';
import type { Fix, TextEdit } from '../diagnostic.ts';
import type { Span } from '../span.ts';
import type { Role } from './exchangeable-components.ts';

/** One ordered vector in the place of scalars; for elements of a vector, its order. */
export function orderedInstead(analysis: Analysis, roles: readonly Role[]): readonly Fix[] {
  const [one] = roles;
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
  const name = vectorName(
    analysis,
    roles.map(({ symbol }) => symbol.name),
  );
  const elements = (role: Role, position: number): TextEdit[] =>
    role.symbol.uses.map(({ span }) => ({ span, newText: `${name}[${position}]` }));
  // The first declaration stands for all: their priors are the same text.
  const [first, ...rest] = roles.toSorted((a, b) => a.statement.span.start - b.statement.span.start);
  return [
    {
      title: `Make them one ordered vector, \`${name}[${roles.length}]\``,
      edits: [
        { span: first.statement.name.span, newText: `${name}[${roles.length}]: ${word}` },
        ...rest.map(({ statement }) => ({
          span: withLine(analysis.program.text ?? '', statement.span),
          newText: '',
        })),
        ...roles.flatMap((role, i) => elements(role, i + 1)),
      ],
    },
  ];
}

/** The common prefix of two names, if it is a valid name: `mu` for `mu1` and `mu2`. */
function vectorName({ symbols }: Analysis, names: readonly string[]): string {
  const [one] = names;
  let length = 0;
  while (length < one.length && names.every((name) => name[length] === one[length])) length += 1;
  const common = one.slice(0, length).replace(/_+$/, '');
  const name = /^\p{L}/u.test(common) && !symbols.has(common) ? common : names.join('_');
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
