/** Whether every prior is a probability density: the evidence is its mean of the likelihood. */
import type { LoadedData } from '../../../grammar/data.ts';
import { distributions } from '../../../grammar/distributions/index.ts';
import type { ObservedDistribution, ParameterPrior } from '../../../grammar/ir.ts';
import type { Program } from '../../../grammar/syntax/ast.ts';
import { lower } from '../../compile/lower/lower.ts';
import { samplers } from '../../distributions/index.ts';
import { createLineIndex } from '../../model/line-index.ts';

/** Densities without their constant. */
const UNNORMALISED: ReadonlySet<string> = new Set(['ICAR']);

/** What the distributions of vectors and matrices are constrained to, as declared at parameters. */
const constraints: Readonly<Record<string, string>> = {
  simplex: 'simplex',
  sumToZero: 'sum_to_zero',
  choleskyCorr: 'cholesky_corr',
  corr: 'corr',
  cov: 'cov',
};

/** The first prior that does not integrate to 1, in words; null where all do. */
export function unnormalisedPrior(program: Program, data: LoadedData, modelText: string): string | null {
  const locate = createLineIndex(modelText);
  for (const prior of lower(program, data, { priors: true }).ir.priors) {
    const problem = problemOf(prior);
    if (problem !== null)
      return `the prior of \`${prior.name}\` (line ${locate(prior.origin.span.start).line + 1}) ${problem}`;
  }
  return null;
}

function problemOf({ distribution, constraint, zeroSumAxes }: ParameterPrior): string | null {
  for (const name of namesOf(distribution)) {
    if (samplers.get(name)?.kind === 'improper')
      return `holds ${name}(), which is no probability distribution: any factor of it is as good, and the evidence with it; give it a proper prior, such as Normal(0, 1), or Uniform(0, 10) over a range`;
    if (UNNORMALISED.has(name))
      return `is ${name}, whose density leaves out a constant, and so would the evidence; use a normalised prior`;
  }
  if (constraint === null || zeroSumAxes !== undefined || impliesConstraint(distribution, constraint))
    return null;
  return `is not normalised over vectors that are ${constraint}: its density is that of all vectors; use a distribution of such vectors`;
}

function impliesConstraint(distribution: ObservedDistribution, constraint: string): boolean {
  if (distribution.kind !== 'plain') return false;
  return constraints[distributions.get(distribution.name)?.support.kind ?? ''] === constraint;
}

function namesOf(distribution: ObservedDistribution): readonly string[] {
  switch (distribution.kind) {
    case 'plain':
      return [distribution.name, ...Object.values(distribution.inner ?? {}).flatMap(namesOf)];
    case 'truncated':
    case 'censored':
      return namesOf(distribution.base);
    case 'mixture':
      return distribution.components.flatMap(namesOf);
  }
}
