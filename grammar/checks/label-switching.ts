import type { Analysis } from '../analysis.ts';
import type { Diagnostic, Fix } from '../diagnostic.ts';
import type { SymbolInfo } from '../scope/symbol.ts';
import type { Dim } from '../shapes/type.ts';
import type { CallExpr, Expr, Ident, Node, ParamStatement } from '../syntax/ast.ts';
import { walk } from '../syntax/walk.ts';
import { diagnose, type ProgramCheck, replace } from './check.ts';
import { type Role, tradingPlaces } from './exchangeable-components.ts';
import { type IndexedMixture, type ListedMixture, mixturesOf } from './mixtures.ts';
import { orderedInstead } from './ordered-vector-fix.ts';
import { literal } from './prior-arguments.ts';

export const labelSwitching: ProgramCheck = {
  code: 'label-switching',
  severity: 'hint',
  title: 'Components of a mixture that can trade places',
  doc: 'Where every component of a mixture has the same priors, the posterior is the same after any two trade places. Chains then disagree about which component is which, R-hat is large, and the means of the components mean nothing. An order takes the copies away: `param mu[k]: ordered ~ …`. Also `Mixture([w, 1 - w], Normal(mu1, s), Normal(mu2, s))`, whose means trade places where their priors are equal. Not reported where a prior, the weights or the data tell the components apart.',
  find: checkLabelSwitching,
};

function checkLabelSwitching(analysis: Analysis, whole: boolean): readonly Diagnostic[] {
  if (!whole) return [];
  return mixturesOf(analysis).flatMap((mixture) =>
    mixture.kind === 'indexed' ? overIndex(analysis, mixture) : oneByOne(analysis, mixture),
  );
}

function overIndex(analysis: Analysis, mixture: IndexedMixture): readonly Diagnostic[] {
  if (!alike(analysis, mixture.weights)) return [];
  const params = componentParams(analysis, mixture.component, mixture.index);
  if (params === null || params.length === 0 || !params.every((p) => isAlike(analysis, p))) return [];
  const [{ statement, symbol }] = params;
  return [
    diagnose(
      labelSwitching,
      statement.name.span,
      `\`${symbol.name}\` has the same prior in each component of the mixture, so the components can trade places and chains disagree about which is which; give it an order`,
      {
        related: [{ message: 'the mixture', span: mixture.span }],
        fixes: ordered(statement, symbol),
        names: params.map((param) => param.symbol.name),
      },
    ),
  ];
}

function oneByOne(analysis: Analysis, mixture: ListedMixture): readonly Diagnostic[] {
  const trade = tradingPlaces(analysis, mixture);
  if (trade === null) return [];
  const [one] = trade.alike;
  const words = ({ symbol, at }: Role) => `\`${symbol.name}${at === undefined ? '' : `[${at}]`}\``;
  const named = trade.alike.map(words);
  const all = `${named.slice(0, -1).join(', ')} and ${named[named.length - 1]}`;
  const more = trade.pairs.slice(1).map(([a, b]) => `${words(a)} and ${words(b)}`);
  const along = more.length === 0 ? '' : `, with them ${more.join(', ')}`;
  return [
    diagnose(
      labelSwitching,
      one.statement.name.span,
      `${all} can trade places${along}: the components of the mixture are the same but for them and their priors are equal, so chains disagree about which is which; give them an order`,
      {
        related: [{ message: 'the mixture', span: mixture.span }],
        fixes: orderedInstead(analysis, trade.alike),
        names: [...new Set([...trade.pairs.flat(), ...trade.alike].map(({ symbol }) => symbol.name))],
      },
    ),
  ];
}

interface ComponentParam {
  readonly statement: ParamStatement;
  readonly symbol: SymbolInfo;
}

/** The parameters that differ between the components; null where anything else does. */
function componentParams(
  analysis: Analysis,
  component: CallExpr,
  index: Ident,
): readonly ComponentParam[] | null {
  const params: ComponentParam[] = [];
  let other = false;
  const indices = new Set<Node>();
  walk(component, (node) => {
    if (!('kind' in node)) return;
    if (node.kind === 'index') {
      const [arg, ...more] = node.args;
      if (!(arg?.kind === 'name' && arg.name === index.name)) return;
      indices.add(arg);
      const symbol = analysis.references.get(node.target);
      if (symbol?.statement.kind === 'param' && more.length === 0)
        params.push({ statement: symbol.statement, symbol });
      else other = true;
    }
    // The index itself as a number, or within a longer list of indices.
    if (node.kind === 'name' && node.name === index.name && !indices.has(node)) other = true;
  });
  return other ? null : params;
}

/** The elements are exchangeable: neither an order nor a prior distinguishes them. */
function isAlike(analysis: Analysis, { statement }: ComponentParam): boolean {
  const { type, prior, range } = statement;
  if (type !== undefined || range !== undefined || prior.kind !== 'call') return false;
  return prior.args.every(({ value }) => alike(analysis, value));
}

/** Whether a value, or the prior of a parameter, is the same for each component. */
function alike(analysis: Analysis, expr: Expr): boolean {
  if (expr.kind === 'list') {
    const values = expr.elements.map((element) => literal(element));
    return values.every((value) => value !== null && value === values[0]);
  }
  const symbol = analysis.references.get(expr);
  if (symbol?.statement.kind === 'param')
    return symbol.type.kind !== 'array' || symbol.type.dims.length === 0
      ? true
      : isAlike(analysis, { statement: symbol.statement, symbol });
  const type = analysis.types.get(expr);
  return type?.kind === 'array' && type.dims.length === 0;
}

function ordered(statement: ParamStatement, { bounds, type }: SymbolInfo): readonly Fix[] {
  const dims: readonly Dim[] = type.kind === 'array' ? type.dims : [];
  if (dims.length !== 1 || bounds.hi !== Number.POSITIVE_INFINITY) return [];
  const word =
    bounds.lo === 0 ? 'positive_ordered' : bounds.lo === Number.NEGATIVE_INFINITY ? 'ordered' : null;
  if (word === null) return [];
  // Between `[k]` and `~`: after the bracket that closes the dimensions.
  const last = statement.dims[statement.dims.length - 1];
  const end = last.span.end + 1;
  return [replace(`Make \`${statement.name.name}\` \`${word}\``, { start: end, end }, `: ${word}`)];
}
