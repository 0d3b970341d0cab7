import type { Analysis } from '../analyze.ts';
import type { Diagnostic, Fix } from '../diagnostic.ts';
import type { SymbolInfo } from '../scope/symbol.ts';
import type { Expr, Node, ParamStatement } from '../syntax/ast.ts';
import { children } from '../syntax/walk.ts';
import { type Check, diagnose } from './check.ts';
import { priorArguments } from './prior-arguments.ts';
import { paramsOf } from './usage.ts';

export const centredHierarchy: Check = {
  code: 'centred-hierarchy',
  severity: 'hint',
  title: 'Centred hierarchy over small groups',
  doc: 'Group effects `a[g] ~ Normal(mu, sigma)` with an unknown `sigma` and fewer than five observations per group make a funnel that NUTS samples badly (Betancourt & Girolami 2015). The non-centred form `a = mu + sigma * a_raw` with `a_raw ~ Normal(0, 1)` is the same model without the funnel. With many observations per group the centred form is the better one, and nothing is said.',
};

/** Fewer observations per group than this, on average, favour the non-centred form. */
const small = 5;

export function checkCentredHierarchy(analysis: Analysis): readonly Diagnostic[] {
  return paramsOf(analysis).flatMap(([statement, symbol]) => {
    const { prior } = statement;
    if (prior.kind !== 'call' || prior.callee.name !== 'Normal' || statement.dims.length === 0) return [];
    if (statement.range !== undefined || statement.type !== undefined) return [];
    const args = priorArguments(prior);
    const mu = args.get('mu');
    const sigma = args.get('sigma');
    const scale = sigma === undefined ? undefined : analysis.references.get(sigma);
    if (mu === undefined || sigma === undefined || scale?.kind !== 'param') return [];
    const perGroup = observationsPerGroup(analysis, symbol);
    if (perGroup === null || perGroup >= small) return [];
    const about =
      perGroup === 1 ? 'one observation' : `about ${Number(perGroup.toPrecision(2))} observations`;
    return [
      diagnose(
        centredHierarchy,
        statement.prior.span,
        `\`${symbol.name}\` is centred on \`${text(analysis, mu) || 'mu'}\` with only ${about} per group, which makes a funnel that is hard to sample; write it non-centred`,
        { fixes: nonCentred(analysis, statement, symbol, mu, sigma) },
      ),
    ];
  });
}

/** The least number of observations per group over all uses; null where it cannot be told. */
function observationsPerGroup(analysis: Analysis, symbol: SymbolInfo): number | null {
  const counts: number[] = [];
  const visit = (node: Node, direct: boolean) => {
    if ('kind' in node && node.kind === 'index') {
      const { target, args } = node as Extract<Expr, { kind: 'index' }>;
      if (analysis.references.get(target) === symbol) {
        const [first] = args;
        const count = first === undefined || first.kind !== 'name' ? null : gathered(analysis, first);
        if (count !== null) counts.push(count);
        return;
      }
    }
    // `observe y ~ Normal(a, se)`: one observation for each element.
    if (direct && analysis.references.get(node) === symbol) counts.push(1);
    for (const child of children(node)) visit(child, direct);
  };
  for (const statement of analysis.program.statements) {
    if (statement.kind === 'observe') {
      const observed = analysis.types.get(statement.target);
      const same =
        observed?.kind === 'array' &&
        symbol.type.kind === 'array' &&
        statement.indices.length === 0 &&
        observed.dims.length === symbol.type.dims.length &&
        observed.dims.every((d, i) => {
          const own = symbol.type.kind === 'array' ? symbol.type.dims[i] : d;
          return d.kind === 'named' && own.kind === 'named' && d.name === own.name;
        });
      visit(statement.distribution, same);
    } else if (statement.kind === 'let' || statement.kind === 'deterministic') visit(statement.value, false);
  }
  return counts.length === 0 ? null : Math.min(...counts);
}

/** Mean number of observations per label of `county_of`. */
function gathered(analysis: Analysis, index: Expr): number | null {
  const symbol = analysis.references.get(index);
  const array = symbol?.kind === 'data' ? analysis.data?.arrays.get(symbol.name) : undefined;
  if (array === undefined || array.values.length === 0) return null;
  return array.values.length / new Set(array.values).size;
}

function text({ program }: Analysis, { span }: Expr): string {
  return program.text?.slice(span.start, span.end) ?? '';
}

/** `mu + sigma * a_raw`, with brackets where an operand needs them. */
function nonCentred(
  analysis: Analysis,
  statement: ParamStatement,
  symbol: SymbolInfo,
  mu: Expr,
  sigma: Expr,
): readonly Fix[] {
  const source = analysis.program.text;
  if (source === undefined) return [];
  let raw = `${symbol.name}_raw`;
  while (analysis.symbols.has(raw)) raw += '_';
  const bracketed = (e: Expr) => {
    const simple =
      ['name', 'number', 'index', 'call'].includes(e.kind) ||
      (e === mu && e.kind === 'binary' && '+-*/@^'.includes(e.op));
    return simple ? text(analysis, e) : `(${text(analysis, e)})`;
  };
  const centre = mu.kind === 'number' && mu.value === 0 ? '' : `${bracketed(mu)} + `;
  const { start } = statement.span;
  const line = source.lastIndexOf('\n', start - 1) + 1;
  const indent = /^\s*/.exec(source.slice(line, start))?.[0] ?? '';
  const { name } = statement;
  return [
    {
      title: `Write \`${symbol.name}\` non-centred`,
      edits: [
        { span: name.span, newText: raw },
        { span: statement.prior.span, newText: 'Normal(0, 1)' },
        {
          span: { start: statement.span.end, end: statement.span.end },
          newText: `\n${indent}deterministic ${symbol.name} = ${centre}${bracketed(sigma)} * ${raw}`,
        },
      ],
    },
  ];
}
