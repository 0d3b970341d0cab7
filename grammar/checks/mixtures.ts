/** The mixtures of a program: their weights and components, whichever way they are written. */
import type { Analysis } from '../analysis.ts';
import type { Span } from '../span.ts';
import type { CallExpr, Expr, Ident } from '../syntax/ast.ts';

/** `Mixture(w over k, D(mu[k]))`. */
export interface IndexedMixture {
  readonly kind: 'indexed';
  readonly weights: Expr;
  readonly index: Ident;
  readonly component: CallExpr;
  readonly span: Span;
}

/** `Mixture(w, D1, D2)`, or `log_mix(w, lp1, lp2)`, with the weights `[w, 1 - w]`. */
export interface ListedMixture {
  readonly kind: 'listed';
  readonly weights: { readonly kind: 'all' | 'first'; readonly expr: Expr };
  readonly components: readonly Expr[];
  readonly span: Span;
}

type MixtureSite = IndexedMixture | ListedMixture;

/** Every mixture of the program, also within other distributions, outside of functions. */
export function mixturesOf({ program, types }: Analysis): readonly MixtureSite[] {
  const functions = program.statements.filter(({ kind }) => kind === 'fun');
  const found: MixtureSite[] = [];
  for (const expr of types.keys()) {
    if (expr.kind !== 'call') continue;
    const site = siteOf(expr);
    const isInFunction = functions.some(
      ({ span }) => span.start <= expr.span.start && expr.span.end <= span.end,
    );
    if (site !== null && !isInFunction) found.push(site);
  }
  return found.toSorted((a, b) => a.span.start - b.span.start);
}

function siteOf(call: CallExpr): MixtureSite | null {
  const [first, ...rest] = call.args;
  const { span } = call;
  if (first === undefined) return null;
  if (call.callee.name === 'log_mix' && rest.length === 2) {
    const components = rest.map((arg) => arg.value);
    return { kind: 'listed', weights: { kind: 'first', expr: first.value }, components, span };
  }
  if (call.callee.name !== 'Mixture' || rest.length === 0) return null;
  const index = first.over?.[0];
  if (index === undefined) {
    const components = rest.map((arg) => arg.value);
    return { kind: 'listed', weights: { kind: 'all', expr: first.value }, components, span };
  }
  const component = rest[0].value;
  if (component.kind !== 'call' || rest.length > 1) return null;
  return { kind: 'indexed', weights: first.value, index, component, span };
}
