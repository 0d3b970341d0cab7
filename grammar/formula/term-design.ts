/** The terms of a formula over the data: their columns, and the groups that effects vary by. */
import type { LoadedData } from '../data.ts';
import type { DataEntry } from '../syntax/ast.ts';
import { type Column, columnsOf, type DesignColumn, monotonicDatum, nameOf } from './design.ts';
import type { GroupTerm, Term, Terms } from './formula-text.ts';
import { monotonicColumn, monotonicProblem, sharedSteps } from './monotonic.ts';
import { polynomialOf, polynomialProblem, polynomialStatements } from './polynomial.ts';
import { repeatedSmooth, smoothDesign, straightLines } from './smooth-design.ts';
import type { GroupDesign, TermDesign } from './statements.ts';

interface Source {
  /** The data before the formula. */
  readonly entries: ReadonlyMap<string, DataEntry>;
  readonly data: LoadedData | undefined;
  /** A problem at a place of the text of the terms. */
  readonly report: (at: number, length: number, message: string) => void;
}

export function termDesign(terms: Terms, text: string, source: Source): TermDesign {
  const { entries, data, report } = source;
  const columnOf = (name: string): Column => {
    const ordered = monotonicDatum(name);
    if (ordered !== undefined) return monotonicColumn(ordered, entries.get(ordered), data);
    const entry = entries.get(name);
    if (entry === undefined || isNumber(entry)) return { kind: 'number' };
    return { kind: 'factor', levels: data?.dims.get(entry.type.name)?.labels ?? [] };
  };
  const definitions = new Set<string>();
  const columns = (of: readonly Term[], intercept: boolean) => {
    for (const term of of)
      for (const factor of term.factors) {
        const at = Math.max(term.at, text.indexOf(factor, term.at));
        const polynomial = polynomialOf(factor) ?? undefined;
        const datum = monotonicDatum(factor) ?? polynomial?.of ?? factor;
        checkDatum({ at: Math.max(at, text.indexOf(datum, at)) }, datum, source);
        const problem = polynomialProblem(factor, source) ?? monotonicProblem(factor, source);
        if (problem !== undefined) report(at, factor.length, problem);
        else if (polynomial !== undefined)
          for (const line of polynomialStatements(polynomial)) definitions.add(line);
      }
    return columnsOf(of, intercept, columnOf);
  };
  const smooths = terms.smooths.flatMap((smooth) => {
    let from = smooth.at + smooth.kind.length;
    for (const datum of smooth.inputs) {
      from = text.indexOf(datum, from);
      checkDatum({ at: from }, datum, source);
    }
    if (smooth.by !== undefined) checkDatum(smooth.by, smooth.by.datum, source);
    const made = smoothDesign(smooth, source);
    return made === null ? [] : [made];
  });
  const alone = new Set(terms.terms.flatMap(({ factors }) => (factors.length === 1 ? factors : [])));
  const isLinear = (datum: string) => alone.has(datum);
  const repeated = repeatedSmooth(terms.smooths, isLinear);
  if (repeated !== undefined) report(repeated.smooth.at, repeated.smooth.text.length, repeated.message);
  const straight = smooths.flatMap((smooth) => straightLines(smooth, isLinear));
  const population = distinctColumns([...columns(terms.terms, terms.intercept), ...straight]);
  const groups = terms.groups.flatMap((term): readonly GroupDesign[] => {
    const found = term.groups.map((group) => ({ group, datum: groupDatum(group, entries) }));
    const wrong = found.find(({ datum }) => datum === null);
    if (wrong !== undefined) {
      report(
        term.at,
        text.indexOf(')', term.at) - term.at + 1,
        `\`${wrong.group}\` are no groups: expected a datum of labels, or a dimension that one datum has the labels of`,
      );
      return [];
    }
    const known = found.flatMap(({ datum }) => (datum === null ? [] : [datum]));
    const needed = withoutImplied(known, data);
    return [
      {
        name: term.groups.join('_'),
        data: needed.map(({ name }) => name.name),
        dims: needed.map(({ type }) => type.name),
        intercept: term.intercept,
        columns: columns(term.terms, term.intercept).map((column) => {
          const shared = sharedSteps(column, population);
          if (shared === null)
            report(
              term.at,
              text.indexOf(')', text.indexOf('|', term.at)) - term.at + 1,
              `\`${column.name}\` varies by group only beside the same effect without groups, whose steps it shares: add the term \`${column.name}\``,
            );
          return shared ?? column;
        }),
        correlated: term.correlated,
      },
    ];
  });
  const twice = groups.find((group, i) => groups.findIndex(({ name }) => name === group.name) < i);
  if (twice !== undefined)
    report(
      0,
      text.length,
      `the groups of \`${twice.name}\` have two terms: write one, such as \`(1 + x | ${twice.name})\`, or \`||\` for independent effects`,
    );
  return {
    intercept: terms.intercept,
    columns: population,
    groups,
    offsets: terms.offsets,
    smooths,
    definitions: [...definitions],
  };
}

/** Two splines multiplied by one datum have its level once. */
function distinctColumns(columns: readonly DesignColumn[]): readonly DesignColumn[] {
  return columns.filter(({ name }, i) => columns.findIndex((other) => other.name === name) === i);
}

/** Whether a factor, where it is a name, is a datum before the formula. */
export function checkDatum(term: { readonly at: number }, factor: string, { entries, report }: Source): void {
  const own = nameOf(factor);
  if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(own) || entries.has(own)) return;
  const names = [...entries.keys()].map((name) => `\`${name}\``).join(', ');
  report(
    term.at,
    own.length,
    names === ''
      ? `\`${own}\` is no datum: name their file behind the formula, \`from "f.csv"\`, or declare the columns in a \`data\` block before it`
      : `\`${own}\` is no datum declared before the formula: expected one of ${names}`,
  );
}

function isNumber({ type }: DataEntry): boolean {
  return ['real', 'int', 'bool'].includes(type.name);
}

/** The groups are named by the datum that has them, or by their dimension. */
function groupDatum(
  group: GroupTerm['groups'][number],
  entries: ReadonlyMap<string, DataEntry>,
): DataEntry | null {
  const own = entries.get(group);
  if (own !== undefined) return isNumber(own) ? null : own;
  const ofDim = [...entries.values()].filter(({ type }) => type.name === group);
  return ofDim.length === 1 ? ofDim[0] : null;
}

/** A class that has one school alone names the pair of both: a table of all pairs would be empty nearly everywhere. */
function withoutImplied(groups: readonly DataEntry[], data: LoadedData | undefined): readonly DataEntry[] {
  return groups.reduce<readonly DataEntry[]>((left, group) => {
    const rest = left.filter((other) => other !== group);
    return rest.some((other) => implies(other, group, data)) ? rest : left;
  }, groups);
}

function implies(inner: DataEntry, outer: DataEntry, data: LoadedData | undefined): boolean {
  const [inside, outside] = [inner, outer].map(({ name }) => data?.arrays.get(name.name)?.values);
  if (inside === undefined || outside === undefined || inside.length !== outside.length) return false;
  const outerOf = new Map<number, number>();
  for (let row = 0; row < inside.length; row++) {
    const seen = outerOf.get(inside[row]) ?? outside[row];
    if (seen !== outside[row]) return false;
    outerOf.set(inside[row], seen);
  }
  return true;
}
