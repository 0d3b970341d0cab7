/** The mixtures of a program: their weights and components, whichever way they are written. */
import type { Analysis } from '../analysis.ts';
import type { Span } from '../span.ts';
import type { CallExpr, Expr, Ident } from '../syntax/ast.ts';
import { walk } from '../syntax/walk.ts';

/** `Mixture(w over k, D(mu[k]))`. */
export interface IndexedMixture {
  readonly kind: 'indexed';
  readonly weights: Expr;
  readonly index: Ident;
  readonly component: CallExpr;
  readonly span: Span;
}

/** `Mixture(w, D1, D2)`, or `log_mix(w, lp1, lp2)`, whose weight stands for `[w, 1 - w]`. */
export interface ListedMixture {
  readonly kind: 'listed';
  readonly weights: { readonly kind: 'all' | 'first'; readonly expr: Expr };
  readonly components: readonly Expr[];
  readonly span: Span;
}

export type MixtureSite = IndexedMixture | ListedMixture;

/** Every mixture that enters the likelihood: in `observe`, also in other distributions, in `let` and `potential`. */
export function mixturesOf({ program }: Analysis): readonly MixtureSite[] {
  const found: MixtureSite[] = [];
  for (const statement of program.statements) {
    if (statement.kind === 'param' || statement.kind === 'fun') continue;
    walk(statement, (node) => {
      if (!('kind' in node) || node.kind !== 'call') return;
      const site = siteOf(node as CallExpr);
      if (site !== null) found.push(site);
    });
  }
  return found;
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
