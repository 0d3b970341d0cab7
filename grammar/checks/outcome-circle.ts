import type { Analysis } from '../analysis.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { distributions } from '../distributions/index.ts';
import { scalarFunctions } from '../functions/scalar.ts';
import type { SymbolInfo } from '../scope/symbol.ts';
import type { Expr, ObserveStatement } from '../syntax/ast.ts';
import { diagnose, type ProgramCheck } from './check.ts';

export const outcomeCircle: ProgramCheck = {
  code: 'outcome-circle',
  severity: 'warning',
  title: 'Outcomes that depend on each other in a circle',
  doc: 'Each of two data is observed with a distribution that depends on the other: `observe a ~ Normal(b, s)` and `observe b ~ Normal(a, s)`. The product of two such densities is not the density of both, and a prediction can draw neither, since nothing comes first. Write one of them without the other, or both by a joint distribution such as `MvNormal`.',
  find: checkOutcomeCircle,
};

type Observed = ReadonlyMap<SymbolInfo, ObserveStatement>;

function checkOutcomeCircle(analysis: Analysis): readonly Diagnostic[] {
  const observed = wholeOutcomes(analysis);
  const found: Diagnostic[] = [];
  const told = new Set<SymbolInfo>();
  for (const [symbol, statement] of observed) {
    const way = wayBack(analysis, observed, symbol);
    if (way === null || way.some((other) => told.has(other))) continue;
    for (const other of way) told.add(other);
    const names = way.map(({ name }) => `\`${name}\``);
    found.push(
      diagnose(
        outcomeCircle,
        statement.distribution.span,
        `${names.slice(0, -1).join(', ')} and ${names.at(-1)} depend on each other in a circle, so that no prediction can draw them; write one without the others, or all by a joint distribution such as \`MvNormal\``,
        {
          related: way
            .slice(1)
            .flatMap((other) => observed.get(other) ?? [])
            .map(({ target, distribution }) => ({
              message: 'and here',
              span: { start: target.span.start, end: distribution.span.end },
            })),
        },
      ),
    );
  }
  return found;
}

/** Data observed as a whole: by an index, a series may depend on another's past, and the other on its. */
function wholeOutcomes({ program, references }: Analysis): Observed {
  const found = new Map<SymbolInfo, ObserveStatement>();
  for (const statement of program.statements) {
    if (statement.kind !== 'observe' || statement.target.kind !== 'name') continue;
    const symbol = references.get(statement.target);
    if (symbol?.kind === 'data' && statement.indices.length === 0) found.set(symbol, statement);
  }
  return found;
}

/** The outcomes on the shortest way from one through those it depends on back to it; null where there is none. */
function wayBack(analysis: Analysis, observed: Observed, start: SymbolInfo): readonly SymbolInfo[] | null {
  const ways: (readonly SymbolInfo[])[] = [[start]];
  const seen = new Set<SymbolInfo>();
  for (let way = ways.shift(); way !== undefined; way = ways.shift()) {
    const statement = observed.get(way[way.length - 1]);
    if (statement === undefined) continue;
    for (const next of elementwiseIn(analysis, statement.distribution)) {
      if (next === start && way.length > 1) return way;
      if (next === start || seen.has(next) || !observed.has(next)) continue;
      seen.add(next);
      ways.push([...way, next]);
    }
  }
  return null;
}

/** Data that enter element by element, also through `let`; elements of other rows and means do not count. */
function elementwiseIn({ references }: Analysis, expr: Expr): ReadonlySet<SymbolInfo> {
  const found = new Set<SymbolInfo>();
  const followed = new Set<SymbolInfo>();
  // Iterative, since definitions may form a chain of thousands.
  const pending: Expr[] = [expr];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    switch (node.kind) {
      case 'name': {
        const symbol = references.get(node);
        if (symbol === undefined || followed.has(symbol)) break;
        followed.add(symbol);
        if (symbol.kind === 'data') found.add(symbol);
        const { statement } = symbol;
        if (statement.kind === 'let' && statement.indices.length === 0) pending.push(statement.value);
        break;
      }
      case 'unary':
        pending.push(node.operand);
        break;
      case 'binary':
        pending.push(node.right, node.left);
        break;
      case 'call': {
        const { name } = node.callee;
        if (distributions.has(name) || scalarFunctions.some((fn) => fn.name === name))
          pending.push(...node.args.map(({ value }) => value).reverse());
        break;
      }
      default:
        break;
    }
  }
  return found;
}
