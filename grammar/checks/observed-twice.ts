import type { Analysis } from '../analysis.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { SymbolInfo } from '../scope/symbol.ts';
import type { ObserveStatement, Program } from '../syntax/ast.ts';
import { diagnose, type ProgramCheck } from './check.ts';

export const observedTwice: ProgramCheck = {
  code: 'observed-twice',
  severity: 'warning',
  title: 'A datum under two likelihoods',
  doc: 'Two `observe` statements for the same elements of a datum multiply their likelihoods: the data count twice, and intervals come out too narrow. Keep one, or give each rows of its own: `observe y[i in 1..10] ~ …` and `observe y[i in 11..20] ~ …`, or `observe y[i in row where early[i]] ~ …` and `observe y[i in row where not early[i]] ~ …`.',
  find: checkObservedTwice,
};

interface Observed {
  readonly statement: ObserveStatement;
  /** Rows of the first axis, from 1; infinite ends where they are not known or all are observed. */
  readonly from: number;
  readonly to: number;
}

function checkObservedTwice(analysis: Analysis): readonly Diagnostic[] {
  const before = new Map<SymbolInfo | string, Observed[]>();
  const columns = columnsOf(analysis.program);
  const found: Diagnostic[] = [];
  for (const statement of analysis.program.statements) {
    if (statement.kind !== 'observe' || statement.target.kind !== 'name') continue;
    const symbol = analysis.references.get(statement.target);
    if (symbol?.kind !== 'data') continue;
    const own = rowsOf(analysis, statement);
    const datum = columns.get(symbol.name) ?? symbol;
    const others = before.get(datum) ?? [];
    before.set(datum, [...others, own]);
    // Which rows a condition holds for is found when the model is compiled.
    const first = others.find(
      (other) =>
        other.from <= own.to &&
        own.from <= other.to &&
        statement.where === undefined &&
        other.statement.where === undefined,
    );
    if (first === undefined) continue;
    found.push(
      diagnose(
        observedTwice,
        statement.target.span,
        `${what(first.statement, symbol.name)} is observed twice, so its data count twice and intervals come out too narrow; keep one \`observe\`, or give each rows of its own, as in \`observe ${symbol.name}[i in 1..10] ~ …\``,
        { related: [{ message: 'first observed here', span: first.statement.target.span }] },
      ),
    );
  }
  return found;
}

function rowsOf({ references }: Analysis, statement: ObserveStatement): Observed {
  const [binder] = statement.indices;
  const domain = binder === undefined ? null : (references.get(binder.name)?.domain ?? null);
  return {
    statement,
    from: domain?.lo ?? Number.NEGATIVE_INFINITY,
    to: domain?.hi ?? Number.POSITIVE_INFINITY,
  };
}

/** The file and column that a datum is, by its name: one column under two names is one datum. */
function columnsOf({ statements }: Program): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const statement of statements) {
    if (statement.kind !== 'data' || statement.source === undefined || statement.where !== undefined)
      continue;
    for (const { name, value } of statement.entries) {
      const [column] = value?.kind === 'call' && value.callee.name === 'column' ? value.args : [];
      const text =
        value === undefined ? name.name : column?.value.kind === 'string' ? column.value.value : null;
      if (text !== null) found.set(name.name, JSON.stringify([statement.source.value, text]));
    }
  }
  return found;
}

function what(first: ObserveStatement, name: string): string {
  const { target } = first;
  return target.kind === 'name' && target.name !== name
    ? `\`${name}\`, the same column as \`${target.name}\`,`
    : `\`${name}\``;
}
