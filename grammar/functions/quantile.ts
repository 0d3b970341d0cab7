/** `quantile(x, p)` of an array, and `quantile(D(…), p)` of a distribution. */
import { broadcast } from '../shapes/broadcast.ts';
import { arrayType, type DistributionType, joinDepends } from '../shapes/type.ts';
import { ok, problem, type Rule } from './function.ts';

/** @param ofArray the rule of a reduction. */
export function quantileRule(ofArray: Rule): Rule {
  return (args, context) => {
    const [x, p] = args.map(({ type }) => type);
    if (x?.kind === 'distribution') return ofDistribution(args, context);
    if (p?.kind === 'array' && p.dims.length > 0)
      return problem({ kind: 'shape', arg: 1, expected: 'a number' });
    if (p?.kind === 'array' && p.depends === 'param') return problem({ kind: 'needs-data', arg: 1 });
    return ofArray(args, context);
  };
}

const ofDistribution: Rule = ([{ type: d }, { type: p }], { table }) => {
  if (d.kind !== 'distribution' || p.kind === 'unknown') return ok({ kind: 'unknown' });
  if (p.kind !== 'array') return problem({ kind: 'type', arg: 1, expected: 'a probability' });
  if (d.event.length > 0)
    return problem({ kind: 'type', arg: 0, expected: 'a distribution of numbers', found: d });
  const depends = joinDepends([d, p]);
  if (depends === 'param' && !hasClosedQuantile(d))
    return problem({
      kind: 'needs-data',
      arg: d.depends === 'param' ? 0 : 1,
      reason: `the quantile of \`${nameOf(d)}\` has no closed form; draw from it instead, as in \`draw z ~ ${nameOf(d)}(…)\`, and read the quantiles of the draws`,
    });
  const dims = broadcast(p.dims, d.batch, table);
  if (dims.ok) return ok(arrayType(d.discrete ? 'int' : 'real', dims.dims, depends));
  const { left, right } = dims.clash;
  return problem({ kind: 'clash', left: 1, right: 0, leftDim: left, rightDim: right });
};

/** Also between limits, whose probabilities the distribution then gives. */
function hasClosedQuantile({ entry, name, components: [base] }: DistributionType): boolean {
  if (entry !== null) return entry.quantile !== undefined;
  return (name === 'Truncated' || name === 'Censored') && base.entry?.quantile !== undefined;
}

function nameOf({ entry, name, components: [base] }: DistributionType): string {
  return entry !== null || base === undefined || name === 'Mixture' ? name : nameOf(base);
}
