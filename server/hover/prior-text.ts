/** A prior in words and as a plot: family, mean, sd, central 94 % interval, support, density. */
import { distributions } from '../../grammar/distributions/index.ts';
import type { SymbolInfo } from '../../grammar/scope/symbol.ts';
import type { ParamStatement } from '../../grammar/syntax/ast.ts';
import { walkExpr } from '../../grammar/syntax/walk.ts';
import { samplers } from '../../sampler/distributions/index.ts';
import { type Curve, shortNumber } from '../density-sketch.ts';
import type { ModelDocument } from '../documents.ts';
import { supportText } from './distribution-text.ts';
import { priorDraws } from './prior-draws.ts';
import { fixedPrior } from './prior-fixed.ts';

interface PriorText {
  /** Lines of Markdown. */
  readonly lines: readonly string[];
  readonly curve?: Curve;
}

export function priorText(document: ModelDocument, symbol: SymbolInfo, statement: ParamStatement): PriorText {
  const source = document.text.getText();
  const { prior, range } = statement;
  const written = source.slice(prior.span.start, range?.span.end ?? prior.span.end).replace(/\s+/g, ' ');
  const distribution = prior.kind === 'call' ? distributions.get(prior.callee.name) : undefined;
  const head = `Prior \`${written}\``;
  const support =
    distribution === undefined
      ? ''
      : `Support: ${supportText(distribution)}${range === undefined ? '' : ', truncated'}`;
  if (
    distribution !== undefined &&
    samplers.get(distribution.name)?.kind === 'improper' &&
    range === undefined
  ) {
    return { lines: [head, 'Improper: it has no mean and cannot be drawn from.', support] };
  }
  const fixed = fixedPrior(document, statement);
  if (fixed !== undefined) {
    return { lines: [head, momentsLine(fixed), support].filter((line) => line !== ''), curve: fixed.curve };
  }
  const draws = priorDraws(document, symbol);
  if (draws === undefined || draws.some(Number.isNaN))
    return { lines: [head, support].filter((line) => line !== '') };
  const simulated = fromDraws(draws, distribution?.type === 'discrete');
  const parents = parentsOf(document, statement);
  return {
    lines: [head, `With ${parents} drawn from their own priors: ${momentsLine(simulated)}`, support],
    curve: simulated.curve,
  };
}

export interface PriorNumbers {
  /** NaN where undefined, Infinity where infinite; absent where the estimate is poor. */
  readonly mean?: number;
  readonly sd?: number;
  /** Central 94 %: the 3rd and 97th percentile. */
  readonly interval: readonly [number, number];
  readonly curve?: Curve;
}

function momentsLine({ mean, sd, interval: [low, high] }: PriorNumbers): string {
  const moment = (name: string, value: number | undefined): string[] =>
    value === undefined ? [] : [`${name} ${Number.isNaN(value) ? 'undefined' : shortNumber(value)}`];
  const interval = `94 % between ${shortNumber(low)} and ${shortNumber(high)}`;
  return [...moment('mean', mean), ...moment('sd', sd), interval].join(', ');
}

function parentsOf({ analysis }: ModelDocument, { prior }: ParamStatement): string {
  const names = new Set<string>();
  walkExpr(prior, (inner) => {
    const symbol = inner.kind === 'name' ? analysis.references.get(inner) : undefined;
    if (symbol !== undefined && symbol.kind !== 'data') names.add(`\`${symbol.name}\``);
  });
  return [...names].join(', ');
}

const BINS = 40;

/** Numbers and a histogram; mean and sd are left out where they are dominated by a few draws. */
function fromDraws(draws: Float64Array, discrete: boolean): PriorNumbers {
  const sorted = draws.slice().sort();
  const at = (p: number) => sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))];
  const interval: [number, number] = [at(0.03), at(0.97)];
  const mean = draws.reduce((sum, x) => sum + x, 0) / draws.length;
  const sd = Math.sqrt(draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (draws.length - 1));
  const width94 = interval[1] - interval[0];
  const [low, high] = [at(0.01), at(0.99)];
  // The interval of a normal is 3.8 sds wide.
  const moments = width94 > 1.5 * sd ? { mean, sd } : {};
  if (!(high > low)) return { ...moments, interval };
  const bins = discrete ? Math.min(BINS, high - low + 1) : BINS;
  const width = discrete ? 1 : (high - low) / bins;
  const counts = new Array<number>(bins).fill(0);
  for (const x of sorted) {
    if (x >= low && x <= high) counts[Math.min(bins - 1, Math.floor((x - low) / width))]++;
  }
  const x = counts.map((_, i) => (discrete ? low + i : low + (i + 0.5) * width));
  return { ...moments, interval, curve: { kind: 'mass', x, y: counts, step: width, interval } };
}
