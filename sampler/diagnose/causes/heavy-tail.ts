/** Parameters with a heavy-tailed prior whose draws reach far into its tail, and therefore move slowly. */
import { replace } from '../../../grammar/checks/check.ts';
import { literal, priorArguments } from '../../../grammar/checks/prior-arguments.ts';
import { paramsOf } from '../../../grammar/checks/usage.ts';
import type { Fix } from '../../../grammar/diagnostic.ts';
import type { ParamStatement } from '../../../grammar/syntax/ast.ts';
import {
  anyOfSampling,
  type Cause,
  drawsOf,
  type FailedRun,
  lineAt,
  quantileOf,
  short,
  textOf,
} from './cause.ts';
import { failingNames } from './from-checks.ts';

/** Distance of the farthest draw, in interquartile ranges. It is about 3 in ten thousand normal draws. */
const FAR = 30;

export function heavyTails(run: FailedRun): readonly Cause[] {
  const failing = failingNames(run);
  const tails = run.diagnostics.reasons.some(({ code }) => code === 'e-bfmi' || code === 'divergences');
  return paramsOf(run.analysis).flatMap(([statement, { name }]) => {
    const heavy = heavyPrior(run, statement);
    if (heavy === null || !(failing.has(name) || tails)) return [];
    const reach = farthest(run, name);
    if (reach === null) return [];
    return [
      {
        code: 'heavy-tail',
        message: `The prior of \`${reach.name}\`, \`${heavy.words}\`, has so heavy a tail that draws go out to ${short(reach.most)}, ${short(reach.widths)} times the width of their middle half: the sampler is slow to go there and back`,
        nextStep:
          heavy.fix === null
            ? 'Give it a lighter prior, such as `StudentT(4, …)` or `Normal(…)`'
            : heavy.fix.title,
        names: [name],
        line: lineAt(run, statement.span.start),
        ...(heavy.fix === null ? {} : { fix: heavy.fix }),
        explains: anyOfSampling,
      } satisfies Cause,
    ];
  });
}

/** The element with the farthest draw, if beyond `FAR`. */
function farthest(run: FailedRun, param: string) {
  const { names, chains } = run.draws;
  let worst: { readonly name: string; readonly most: number; readonly widths: number } | null = null;
  for (const [k, name] of names.entries()) {
    if (name !== param && !name.startsWith(`${param}[`)) continue;
    const all = Array.from({ length: chains }, (_, chain) => [...drawsOf(run, k, chain)]).flat();
    const middle = quantileOf(all, 0.5);
    const width = quantileOf(all, 0.75) - quantileOf(all, 0.25);
    const most = all.reduce((far, x) => (Math.abs(x - middle) > Math.abs(far - middle) ? x : far), middle);
    const widths = Math.abs(most - middle) / width;
    if (widths > FAR && widths > (worst?.widths ?? 0)) worst = { name, most, widths };
  }
  return worst;
}

interface HeavyPrior {
  readonly words: string;
  readonly fix: Fix | null;
}

/** A prior without a variance, and one with lighter tails on the same scale. */
function heavyPrior(run: FailedRun, { prior }: ParamStatement): HeavyPrior | null {
  if (prior.kind !== 'call') return null;
  const words = textOf(run, prior.span);
  const args = priorArguments(prior);
  const written = (name: string) => {
    const arg = args.get(name);
    return arg === undefined ? null : textOf(run, arg.span);
  };
  const instead = (text: string): HeavyPrior => ({
    words,
    fix: replace(`Write \`${text}\``, prior.span, text),
  });
  switch (prior.callee.name) {
    case 'Cauchy':
      return instead(`StudentT(4, ${written('alpha') ?? '0'}, ${written('beta') ?? '1'})`);
    case 'HalfCauchy':
      return instead(`HalfStudentT(4, ${written('beta') ?? '1'})`);
    case 'StudentT':
    case 'HalfStudentT': {
      const nu = args.get('nu');
      if (!((literal(nu) ?? 100) <= 2) || nu === undefined) return null;
      const { start } = prior.span;
      const text = words.slice(0, nu.span.start - start) + 4 + words.slice(nu.span.end - start);
      return instead(text);
    }
    case 'Pareto':
    case 'InverseGamma':
      return (literal(args.get('alpha')) ?? 100) <= 2 ? { words, fix: null } : null;
    default:
      return null;
  }
}
