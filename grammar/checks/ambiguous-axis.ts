import type { Diagnostic, Fix } from '../diagnostic.ts';
import type { Dim } from '../shapes/type.ts';
import type { Span } from '../span.ts';
import type { Statement } from '../syntax/ast.ts';
import { type Check, diagnose } from './check.ts';

export const ambiguousAxis: Check = {
  code: 'ambiguous-axis',
  severity: 'error',
  title: 'Two axes of one name',
  doc: 'A name such as `a` in `sum(W over a)` does not say which axis is meant where the array has two of that name, as a covariance or a transition matrix has. Name the elements: `let s[i in a] = sum(W[i, j] for j in a)` for each row, `let s[j in a] = sum(W[i, j] for i in a)` for each column. `sum(W over a, a)` goes over both. So is an argument such as the drift of a random walk that could be over the axis of the walk or over an axis of several walks: give one of them a dimension of another name.',
};

interface Reduction {
  /** The name after `over`. */
  readonly span: Span;
  readonly callSpan: Span;
  readonly callee: string;
  readonly dim: string;
  /** The reduced expression, in a form that can be indexed: `W`, or `(W + V)`. */
  readonly array: string;
  readonly dims: readonly Dim[];
  /** The statement, where an edit of it is possible: its expression mentions no local index. */
  readonly statement: Statement | null;
  /** Names that no new index may have. */
  readonly taken: (name: string) => boolean;
}

export function whichAxis(reduction: Reduction): Diagnostic {
  const { span, callee, dim, array, dims } = reduction;
  const positions = dims.flatMap((d, i) => (d.kind === 'named' && d.name === dim ? [i] : []));
  const indices = freshIndices(dims.length, reduction.taken);
  // The last axis first, since reducing along each row is the most common intention.
  const forms = positions.toReversed().map((position) => formOver(reduction, indices, position));
  const ways = forms.map(({ reduced, kept }) => `\`${reduced}\` for each ${kept}`);
  const count = ['no', 'one', 'two', 'three', 'four'][positions.length] ?? String(positions.length);
  return diagnose(
    ambiguousAxis,
    span,
    `\`${array}\` has ${count} axes \`${dim}\`, and \`${callee}(… over ${dim})\` does not say which; write ${ways.slice(0, -1).join(', ')} or ${ways.at(-1)}`,
    { fixes: forms.flatMap((form) => fixOf(reduction, form)) },
  );
}

interface Form {
  /** `sum(W[i, j] for j in a)`. */
  readonly reduced: string;
  /** The remaining indices, for the message. */
  readonly kept: string;
  /** `[i in a]`; null where the size of an axis is not known. */
  readonly binders: string | null;
}

function formOver(
  { callee, array, dim, dims }: Reduction,
  indices: readonly string[],
  position: number,
): Form {
  const left = dims.flatMap((d, i) => (i === position ? [] : [{ name: indices[i], domain: domainOf(d) }]));
  const isKnown = left.every(({ domain }) => domain !== null);
  return {
    reduced: `${callee}(${array}[${indices.join(', ')}] for ${indices[position]} in ${dim})`,
    kept: left.map(({ name }) => name).join(' and '),
    binders: isKnown ? `[${left.map(({ name, domain }) => `${name} in ${domain}`).join(', ')}]` : null,
  };
}

function domainOf(dim: Dim): string | null {
  if (dim.kind === 'named') return dim.name;
  return dim.size === null ? null : `1..${dim.size}`;
}

/** The definition by elements, or one before the statement with a name in the place of the call. */
function fixOf({ callSpan, statement, callee, dim, taken }: Reduction, form: Form): readonly Fix[] {
  if (statement === null || form.binders === null) return [];
  const title = `Take \`${form.reduced}\` for each ${form.kept}`;
  const isWhole =
    (statement.kind === 'let' || statement.kind === 'deterministic') &&
    statement.value.span.start === callSpan.start &&
    statement.value.span.end === callSpan.end;
  if (isWhole) {
    if (statement.indices.length > 0) return [];
    const end = statement.name.span?.end ?? 0;
    const edits = [
      { span: { start: end, end }, newText: form.binders },
      { span: callSpan, newText: form.reduced },
    ];
    return [{ title, edits }];
  }
  const name = [`${callee}_${dim}`, `${callee}_over_${dim}`].find((candidate) => !taken(candidate));
  if (name === undefined) return [];
  const { start } = statement.span;
  const edits = [
    { span: { start, end: start }, newText: `let ${name}${form.binders} = ${form.reduced}\n` },
    { span: callSpan, newText: name },
  ];
  return [{ title, edits }];
}

function freshIndices(count: number, taken: (name: string) => boolean): readonly string[] {
  const letters = [...'ijklmnpqrstuvw'].filter((letter) => !taken(letter));
  return Array.from({ length: count }, (_, i) => letters[i] ?? `i${i + 1}`);
}

/** For the weights of a mixture: the components are on one axis. */
export function whichComponents(span: Span, array: string, dim: string): Diagnostic {
  return diagnose(
    ambiguousAxis,
    span,
    `\`${array}\` has several axes \`${dim}\`, and \`over ${dim}\` does not say along which the components lie; take the weights of one row, as in \`Mixture(${array}[i] over ${dim}, …)\` with \`observe y[i in ${dim}] ~ …\``,
  );
}

interface Argument {
  readonly span: Span;
  readonly name: string;
  /** As in `real[time]`. */
  readonly type: string;
  /** What the distribution is of, as in `` `x` ``, and its axes in words. */
  readonly target: string;
  readonly vectors: readonly string[];
  readonly elements: string;
}

/** For an argument of a walk that could be of each walk or of each element. */
export function whichReading({ span, name, type, target, vectors, elements }: Argument): Diagnostic {
  return diagnose(
    ambiguousAxis,
    span,
    `\`${name}\` is \`${type}\`, which could be one number for each element along axis ${elements} of ${target} or one for each vector along ${vectors.map((axis) => `axis ${axis}`).join(', ')}; give \`${name}\` the dimension that it is over, and the axes of ${target} dimensions of different names`,
  );
}
