import type { Analysis } from '../analysis.ts';
import type { Diagnostic, Fix } from '../diagnostic.ts';
import { methods } from '../methods/index.ts';
import { centring } from '../methods/nuts.ts';
import { settingNamed, wordValue } from '../methods/setting.ts';
import type { SymbolInfo } from '../scope/symbol.ts';
import type { Expr, ParamStatement, Program } from '../syntax/ast.ts';
import { diagnose, type ProgramCheck } from './check.ts';
import { evidenceOf } from './observations-per-group.ts';
import { priorArguments } from './prior-arguments.ts';
import { paramsOf } from './usage.ts';

export const centredHierarchy: ProgramCheck = {
  code: 'centred-hierarchy',
  severity: 'hint',
  title: 'Centred hierarchy over small groups',
  doc: 'With `sample { centring = centred }`, group effects `a[g] ~ Normal(mu, sigma)` with an unknown `sigma` and fewer than five observations per group make a funnel that NUTS samples badly (Betancourt & Girolami 2015). The non-centred form `a = mu + sigma * a_raw` with `a_raw ~ Normal(0, 1)` is the same model without the funnel. With many observations per group the centred form is the better one, and nothing is said; a trial of a binomial and an event that is counted are an observation each. Nor where measurements have errors that are known and small: the values behind them are then told apart by the data; nor unless `sample { centring = centred }` asks for the form as written: by default tuning learns how to sample each element (`centring = auto`).',
  find: checkCentredHierarchy,
};

/** Fewer observations per group than this, on average, favour the non-centred form. */
const small = 5;

function checkCentredHierarchy(analysis: Analysis): readonly Diagnostic[] {
  if (!isSampledCentred(analysis.program)) return [];
  return paramsOf(analysis).flatMap(([statement, symbol]) => {
    const { prior } = statement;
    if (prior.kind !== 'call' || prior.callee.name !== 'Normal' || statement.dims.length === 0) return [];
    if (statement.range !== undefined || statement.type !== undefined) return [];
    const args = priorArguments(prior);
    const mu = args.get('mu');
    const sigma = args.get('sigma');
    const scale = sigma === undefined ? undefined : analysis.references.get(sigma);
    if (mu === undefined || sigma === undefined || scale?.kind !== 'param') return [];
    const evidence = evidenceOf(analysis, symbol);
    if (evidence === null || evidence.precise || evidence.perGroup >= small) return [];
    const { perGroup } = evidence;
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

/** Whether the model's settings make NUTS sample the parameters as written; by default tuning decides. */
function isSampledCentred({ statements }: Program): boolean {
  const given = statements
    .flatMap((s) => (s.kind === 'settings' && s.method === methods.nuts.block ? s.settings : []))
    .findLast(({ name }) => settingNamed(methods.nuts.settings, name.name)?.name === centring.name);
  return given?.value.kind === 'name' && wordValue(centring, given.value.name) === 'centred';
}

/** The edit, whatever the number of observations per group; null where the prior is of another form. */
export function nonCentredForm(analysis: Analysis, statement: ParamStatement): Fix | null {
  const { prior, range, type } = statement;
  const symbol = analysis.references.get(statement.name);
  if (symbol === undefined || prior.kind !== 'call' || prior.callee.name !== 'Normal') return null;
  if (range !== undefined || type !== undefined) return null;
  const args = priorArguments(prior);
  const mu = args.get('mu');
  const sigma = args.get('sigma');
  if (mu === undefined || sigma === undefined) return null;
  return nonCentred(analysis, statement, symbol, mu, sigma)[0] ?? null;
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
