import type { Analysis } from '../analysis.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { CallExpr } from '../syntax/ast.ts';
import { unreachable } from '../unreachable.ts';
import { diagnose, type ProgramCheck } from './check.ts';
import { largest } from './data-scale.ts';
import { dataValuesOf } from './data-values.ts';
import { type LinkTerm, linkTerms } from './link-terms.ts';
import { literal, priorArguments } from './prior-arguments.ts';
import { paramsOf } from './usage.ts';

export const broadPrior: ProgramCheck = {
  code: 'broad-prior',
  severity: 'hint',
  title: 'Very broad prior',
  doc: 'A normal prior with a scale of 100 or more, a uniform prior over a range of 100 or more, or a gamma prior with both arguments near zero says that enormous values are as plausible as ordinary ones. It slows sampling and, with few data, dominates the posterior. A scale that fits the quantity is better: try `bayes prior`. Not reported where the observed data are themselves on that scale; on a log or logit scale, where one unit is much, from 50 on.',
  find: checkBroadPrior,
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

/** The smallest scale that counts as broad; on a log or logit scale one unit is already large. */
const least = 100;
const leastOnLink = 50;

function checkBroadPrior(analysis: Analysis): readonly Diagnostic[] {
  const data = observedScale(analysis);
  const terms = linkTerms(analysis);
  return paramsOf(analysis).flatMap(([{ prior }, symbol]) => {
    if (prior.kind !== 'call') return [];
    const term = terms.get(symbol);
    const width = widthOf(prior, term === undefined ? least : leastOnLink);
    if (width === null) return [];
    if (term === undefined && data !== null && width.size !== null && width.size < 20 * data) return [];
    const consequence = term === undefined || width.size === null ? width.mass : onLink(term, width.size);
    return [
      diagnose(
        broadPrior,
        prior.span,
        `${width.words} is very broad for \`${symbol.name}\`: ${consequence}; a prior on the quantity's own scale samples better`,
      ),
    ];
  });
}

/** What a scale on a log or logit link means for the outcome. */
function onLink({ link, target, factor }: LinkTerm, size: number): string {
  const most = size * factor;
  const power = 10 ** Math.floor(Math.log10(most));
  switch (link) {
    case 'log':
      return `on the log scale it lets rates of \`${target}\` go beyond e^${power}`;
    case 'logit':
      return `on the logit scale it says that probabilities of \`${target}\` are all but 0 or 1, with log odds beyond ${power}`;
    case 'probit':
      return `on the probit scale it says that probabilities of \`${target}\` are all but 0 or 1, ${power} standard deviations and more from even`;
    default:
      return unreachable(link);
  }
}

/** The largest observed value by magnitude; null where no data are loaded. */
function observedScale(analysis: Analysis): number | null {
  let most: number | null = null;
  for (const statement of analysis.program.statements) {
    if (statement.kind !== 'observe') continue;
    // Includes `y - mean(y)`, whose scale is that of the differences.
    const observed = dataValuesOf(analysis, statement.target);
    if (observed !== null) most = Math.max(most ?? 0, largest(observed.values));
  }
  return most;
}

interface Width {
  /** Null if no single number describes the width. */
  readonly size: number | null;
  readonly words: string;
  /** Where its mass is concentrated. */
  readonly mass: string;
}

function widthOf(prior: CallExpr, from: number): Width | null {
  const distribution = prior.callee.name;
  const args = priorArguments(prior);
  const beyond = (size: number) => `most of its mass is on values larger than ${size / 10}`;
  const scale = scales[distribution];
  if (scale !== undefined) {
    const value = literal(args.get(scale));
    return value !== null && value >= from
      ? { size: value, words: `a scale of ${value}`, mass: beyond(value) }
      : null;
  }
  if (distribution === 'Uniform') {
    const lower = literal(args.get('lower'));
    const upper = literal(args.get('upper'));
    if (lower === null || upper === null || upper - lower < from) return null;
    const size = Math.max(Math.abs(lower), Math.abs(upper));
    return { size, words: `a uniform prior from ${lower} to ${upper}`, mass: beyond(size) };
  }
  if (distribution !== 'Gamma' && distribution !== 'InverseGamma') return null;
  const alpha = literal(args.get('alpha'));
  const beta = literal(args.get('beta'));
  if (alpha === null || beta === null || !(alpha > 0 && beta > 0) || alpha > 0.01 || beta > 0.01) return null;
  // Near 0 the distribution function of Gamma(a, b) is (b x)^a up to a factor near 1: half of it lies below 2^(-1/a) / b.
  const exponent = -Math.log10(2) / alpha - Math.log10(beta);
  const half =
    distribution === 'Gamma'
      ? `half of its mass is below 1e${Math.ceil(exponent)}`
      : `half of its mass is above 1e${Math.floor(-exponent)}`;
  return { size: null, words: `\`${distribution}(${alpha}, ${beta})\``, mass: half };
}
