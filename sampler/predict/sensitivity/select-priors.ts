/** Which priors are scaled: those asked for, or those whose arguments hold no unknowns. */
import type { IrProgram } from '../../../grammar/ir.ts';
import type { PriorStatement } from './prior-densities.ts';

type Selected =
  | { readonly kind: 'ok'; readonly scaled: ReadonlySet<string> }
  | { readonly kind: 'problem'; readonly message: string };

/**
 * Scaling the prior of `a[g] ~ Normal(mu, tau)` would change the model rather than a statement about it: it is the
 * priors of mu and tau that say what is known.
 */
export function selectPriors(
  ir: IrProgram,
  priors: readonly PriorStatement[],
  asked: readonly string[] | null,
): Selected {
  if (asked === null) {
    const own = priors.filter(({ dependsOn }) => dependsOn.length === 0);
    return { kind: 'ok', scaled: new Set(own.map(({ name }) => name)) };
  }
  const known = priors.map(({ name }) => name);
  const expected = `expected one of ${known.join(', ')}`;
  for (const name of asked) {
    if (known.includes(name)) continue;
    const isParam = ir.quantities.some((quantity) => quantity.kind === 'param' && quantity.name === name);
    return {
      kind: 'problem',
      message: isParam
        ? `the prior of \`${name}\` is flat or imputes data: a power of it changes nothing; ${expected}`
        : `\`${name}\` is no parameter of the model: ${expected}`,
    };
  }
  return { kind: 'ok', scaled: new Set(asked) };
}
