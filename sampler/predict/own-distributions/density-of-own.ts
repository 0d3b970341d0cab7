/** The compiled log density of one distribution of the program as a function of its arguments and a value. */
import { ownDistribution, pointsOf } from '../../../grammar/distributions/own.ts';
import type { DistributionStatement, Expr, Program } from '../../../grammar/syntax/ast.ts';
import { parse } from '../../../grammar/syntax/parse.ts';
import { compileForward, instantiateForward } from '../../compile/compile-forward.ts';
import { lower } from '../../compile/lower/lower.ts';
import { loadData } from '../../data/load.ts';

export interface DensityOfOwn {
  readonly discrete: boolean;
  /** Sets the arguments. @returns the ends of the support, infinite where there are none, and what has a probability of its own */
  at(args: ArrayLike<number>): {
    readonly lower: number;
    readonly upper: number;
    readonly points: readonly number[];
  };
  /** At the arguments that were set. */
  logDensity(x: number): number;
}

/** Null where it does not compile by itself, which is told elsewhere. */
export function densityOfOwn(program: Program, statement: DistributionStatement): DensityOfOwn | null {
  const source = program.text ?? '';
  const written = ({ span }: { readonly span: { readonly start: number; readonly end: number } }): string =>
    source.slice(span.start, span.end);
  const before = program.statements.filter(
    (other) =>
      other.kind === 'fun' || (other.kind === 'distribution' && other.span.start <= statement.span.start),
  );
  const names = statement.params.map(({ name }) => name);
  const logpdf = statement.entries.find(({ name }) => name.name === 'logpdf');
  if (logpdf === undefined) return null;
  const entry = ownDistribution(statement, source);
  const points = pointsOf(logpdf.value, logpdf.argument?.name ?? 'x');
  // Arguments keep their names, which the bounds and points are written in.
  const quantity = (name: string, expr: Expr | null) =>
    expr === null ? [] : [`deterministic ${name} = 1.0 * (${written(expr)})`];
  const { support } = entry;
  const bound = (which: 'lower' | 'upper', expr: Expr | undefined) =>
    support.kind !== 'interval' && support.kind !== 'integers'
      ? []
      : quantity(`${which}__`, support[which] === undefined ? null : (expr ?? null));
  const text = [
    ...before.map(written),
    ...names.map((name) => `param ${name} ~ Flat()`),
    'param value__ ~ Flat()',
    `deterministic density__ = logpdf(${entry.name}(${names.join(', ')}), value__)`,
    ...bound('lower', statement.support?.lo),
    ...bound('upper', statement.support?.hi),
    ...points.flatMap((point, i) => quantity(`point${i}__`, point)),
  ].join('\n');
  const parsed = parse(text);
  const data = loadData(parsed.program, { modelPath: 'model.bayes', readFile: () => ({ error: 'no data' }) });
  const { ir, diagnostics } = lower(parsed.program, data);
  if ([...parsed.diagnostics, ...diagnostics].some(({ severity }) => severity === 'error')) return null;
  const model = compileForward(ir);
  const instance = instantiateForward(model);
  const read = (name: string): number | null => {
    const found = model.deterministics.find((d) => d.name === name);
    return found === undefined ? null : instance.read(found)[0];
  };
  const offset = (name: string): number => model.params.find((p) => p.name === name)?.offset ?? 0;
  const place = offset('value__');
  const density = model.deterministics.find((d) => d.name === 'density__');
  if (density === undefined) return null;
  const values = instance.read(density);
  return {
    discrete: entry.type === 'discrete',
    at(args) {
      names.forEach((name, i) => {
        instance.inputs[offset(name)] = args[i];
      });
      instance.run('rest');
      return {
        lower: read('lower__') ?? Number.NEGATIVE_INFINITY,
        upper: read('upper__') ?? Number.POSITIVE_INFINITY,
        points: points.flatMap((_, i) => read(`point${i}__`) ?? []),
      };
    },
    logDensity(x) {
      instance.inputs[place] = x;
      instance.run('rest');
      return values[0];
    },
  };
}
