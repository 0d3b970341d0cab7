import type { Analysis } from '../analysis.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { CallExpr } from '../syntax/ast.ts';
import { type Check, diagnose } from './check.ts';
import { literal, priorArguments } from './prior-arguments.ts';
import { largest } from './statistics.ts';
import { paramsOf } from './usage.ts';

export const broadPrior: Check = {
  code: 'broad-prior',
  severity: 'hint',
  title: 'Very broad prior',
  doc: 'A normal prior with a scale of 100 or more, a uniform prior over a range of 100 or more, or a gamma prior with both arguments near zero says that enormous values are as plausible as ordinary ones. It slows sampling and, with few data, dominates the posterior. A scale that fits the quantity is better: try `bayes prior`. Not reported where the observed data are themselves on that scale.',
};

const scales: Readonly<Record<string, string | undefined>> = {
  Normal: 'sigma',
  HalfNormal: 'sigma',
  StudentT: 'sigma',
  HalfStudentT: 'sigma',
  Cauchy: 'beta',
  HalfCauchy: 'beta',
  Laplace: 'b',
  Logistic: 's',
};

export function checkBroadPrior(analysis: Analysis): readonly Diagnostic[] {
  const data = observedScale(analysis);
  return paramsOf(analysis).flatMap(([{ prior }, { name }]) => {
    if (prior.kind !== 'call') return [];
    const width = widthOf(prior);
    if (width === null || (data !== null && width.size < 20 * data)) return [];
    return [
      diagnose(
        broadPrior,
        prior.span,
        `${width.words} is very broad for \`${name}\`: most of its mass is on values larger than ${width.size / 10}; a prior on the quantity's own scale samples better`,
      ),
    ];
  });
}

/** The largest observed value by magnitude; null where no data are loaded. */
function observedScale({ program, references, data }: Analysis): number | null {
  let most: number | null = null;
  for (const statement of program.statements) {
    if (statement.kind !== 'observe') continue;
    const symbol = references.get(statement.target);
    const array = symbol === undefined ? undefined : data?.arrays.get(symbol.name);
    if (array !== undefined) most = Math.max(most ?? 0, largest(array.values));
  }
  return most;
}

function widthOf(prior: CallExpr): { readonly size: number; readonly words: string } | null {
  const distribution = prior.callee.name;
  const args = priorArguments(prior);
  const scale = scales[distribution];
  if (scale !== undefined) {
    const value = literal(args.get(scale));
    return value !== null && value >= 100 ? { size: value, words: `a scale of ${value}` } : null;
  }
  if (distribution === 'Uniform') {
    const lower = literal(args.get('lower'));
    const upper = literal(args.get('upper'));
    if (lower === null || upper === null || upper - lower < 100) return null;
    return {
      size: Math.max(Math.abs(lower), Math.abs(upper)),
      words: `a uniform prior from ${lower} to ${upper}`,
    };
  }
  if (distribution === 'Gamma' || distribution === 'InverseGamma') {
    const alpha = literal(args.get('alpha'));
    const beta = literal(args.get('beta'));
    if (alpha === null || beta === null || alpha > 0.01 || beta > 0.01) return null;
    return { size: Number.POSITIVE_INFINITY, words: `\`${distribution}(${alpha}, ${beta})\`` };
  }
  return null;
}
