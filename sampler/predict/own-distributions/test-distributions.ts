/**
 * Tests the distributions of a program: that each integrates to one, and that its draws agree with its density, at the
 * arguments that the model gives it where its parameters are drawn from their priors.
 */
import type { LoadedData } from '../../../grammar/data.ts';
import type { Diagnostic } from '../../../grammar/diagnostic.ts';
import { lineOf, ownDistribution } from '../../../grammar/distributions/own.ts';
import type { DistributionStatement, Expr, Program } from '../../../grammar/syntax/ast.ts';
import { parseExpression } from '../../../grammar/syntax/parse.ts';
import type { OutputDistribution } from '../../compile/compiled-model.ts';
import { ownSampler } from '../../distributions/own-sampler.ts';
import { createRandom } from '../../random.ts';
import type { Forward } from '../forward-sampler.ts';
import { openPrior } from '../prior-predictive.ts';
import { densityOfOwn } from './density-of-own.ts';
import { drawsAgree } from './draws-agree.ts';
import { massOfOwn } from './mass-of-own.ts';

const SEED = 20_240_601;
/** Draws of the prior at which each is tested. */
const PLACES = 5;
const DRAWS = 100_000;
/** How far from one the total may be: quadrature is far better, mistakes are far larger. */
const TOLERANCE = 1e-6;
const LEAST_P = 1e-4;

interface DistributionTest {
  readonly name: string;
  /** Null where it could not be tested. */
  readonly passes: boolean | null;
  /** At which arguments, and the total mass there. */
  readonly places: readonly {
    readonly args: Readonly<Record<string, number>>;
    readonly total: number;
    readonly p_value: number | null;
  }[];
  readonly message: string;
  readonly statement: DistributionStatement;
}

/** For a model without errors. */
export async function testDistributions(
  program: Program,
  data: LoadedData,
): Promise<readonly DistributionTest[]> {
  const statements = program.statements.filter((s): s is DistributionStatement => s.kind === 'distribution');
  if (statements.length === 0) return [];
  const opened = await openPrior(withDraws(program), data);
  if (opened.kind === 'invalid') {
    const why = opened.diagnostics[0]?.message ?? 'the prior has no draws';
    return statements.map((statement) =>
      untested(statement, `no arguments can be drawn to test it at: ${why}`),
    );
  }
  return statements.map((statement) => testOne(program, statement, opened.forward));
}

/** Where `draw =` is missing, values of the support stand in for draws: they are arguments of other distributions. */
function withDraws(program: Program): Program {
  const written = (expr: Expr): string => (program.text ?? '').slice(expr.span.start, expr.span.end);
  const statements = program.statements.map((statement) => {
    if (statement.kind !== 'distribution' || lineOf(statement, 'draw') !== null) return statement;
    const { lo, hi } = statement.support ?? {};
    const noise = '-log(uniform())';
    const continuous =
      lo !== undefined && hi !== undefined
        ? `(${written(lo)}) + ((${written(hi)}) - (${written(lo)})) * uniform()`
        : lo !== undefined
          ? `(${written(lo)}) ${noise}`
          : hi !== undefined
            ? `(${written(hi)}) + log(uniform())`
            : 'normal()';
    const text = statement.discrete === undefined ? continuous : `floor(${continuous})`;
    const { span } = statement;
    const line = { name: { name: 'draw', span }, value: parseExpression(text).expr, span };
    return { ...statement, entries: [...statement.entries, line] };
  });
  return { ...program, statements };
}

function untested(statement: DistributionStatement, why: string): DistributionTest {
  const { name } = statement.name;
  return { name, passes: null, places: [], message: `\`${name}\` was not tested: ${why}`, statement };
}

function testOne(program: Program, statement: DistributionStatement, forward: Forward): DistributionTest {
  const { name } = statement.name;
  const params = statement.params.map((param) => param.name);
  const density = densityOfOwn(program, statement);
  if (density === null) return untested(statement, 'it does not compile by itself');
  const used = argumentsUsed(name, params, forward);
  if (used.length === 0) return untested(statement, 'no prior or likelihood of the model uses it');
  const functions = program.statements.filter((other) => other.kind === 'fun');
  const sampler = ownSampler(ownDistribution(statement, program.text ?? '', functions));
  const rng = createRandom(SEED);
  const places: DistributionTest['places'][number][] = [];
  for (const args of used) {
    const draws = sampler === undefined ? [] : Array.from({ length: DRAWS }, () => sampler.draw(args, rng));
    const mass = massOfOwn(density, args, draws);
    const at = Object.fromEntries(params.map((param, i) => [param, args[i]]));
    const words = params.map((param, i) => `${param} = ${Number(args[i].toPrecision(4))}`).join(', ');
    const where = words === '' ? '' : ` at ${words}`;
    const fails = (message: string, p: number | null): DistributionTest => ({
      name,
      passes: false,
      places: [...places, { args: at, total: mass.total, p_value: p }],
      message,
      statement,
    });
    const sums = density.discrete ? 'sums' : 'integrates';
    if (!(Math.abs(mass.total - 1) < TOLERANCE))
      return fails(
        `\`${name}\` ${sums} to ${Number(mass.total.toPrecision(4))}${where}: expected 1; \`logpdf\` is the logarithm of the normalised ${density.discrete ? 'probability' : 'density'}`,
        null,
      );
    if (draws.length === 0) {
      places.push({ args: at, total: mass.total, p_value: null });
      continue;
    }
    const { lower, upper } = density.at(args);
    const outside = draws.find((x) => !(x >= lower && x <= upper));
    if (outside !== undefined)
      return fails(`\`draw =\` of \`${name}\` gives ${outside}${where}, which lies outside of its values`, 0);
    const { pValue, where: differs } = drawsAgree(draws, mass, density.discrete);
    if (pValue < LEAST_P)
      return fails(
        `the draws of \`${name}\` do not agree with its density${where}: ${differs} (p ${pValue < 1e-10 ? '< 1e-10' : `= ${pValue.toPrecision(2)}`})`,
        pValue,
      );
    places.push({ args: at, total: mass.total, p_value: pValue });
  }
  const verb = density.discrete ? 'sums' : 'integrates';
  const drawn =
    sampler === undefined
      ? '; it has no `draw =`'
      : `, and ${DRAWS} draws agree with its ${density.discrete ? 'probabilities' : 'density'}`;
  const count = `${places.length} ${places.length === 1 ? 'choice' : 'choices'} of its arguments`;
  return { name, passes: true, places, message: `\`${name}\` ${verb} to 1${drawn}, at ${count}`, statement };
}

/** What the model gives it, at a few draws of the prior: the first element of each use. */
function argumentsUsed(name: string, params: readonly string[], forward: Forward): readonly Float64Array[] {
  const rng = createRandom(SEED);
  const found = new Map<string, Float64Array>();
  const uses = [
    ...forward.model.params.flatMap(({ prior }) => (prior === null ? [] : [prior.distribution])),
    ...forward.model.observations.map(({ distribution }) => distribution),
  ]
    .flatMap(plainParts)
    .filter((part) => part.own !== undefined && part.name === name);
  for (let i = 0; i < PLACES && uses.length > 0; i++) {
    forward.drawParams(rng);
    forward.drawRest(rng);
    for (const { args } of uses) {
      const values = Float64Array.from(params, (param) => forward.read(args[param])[0]);
      if (values.every(Number.isFinite) && found.size < PLACES) found.set(values.join(), values);
    }
  }
  return [...found.values()];
}

function plainParts(d: OutputDistribution): readonly Extract<OutputDistribution, { kind: 'plain' }>[] {
  switch (d.kind) {
    case 'plain':
      return [d];
    case 'mixture':
      return d.components.flatMap(plainParts);
    case 'truncated':
    case 'censored':
      return plainParts(d.base);
  }
}

/** A failed test is an error at its line, a passed one a remark. */
export function diagnosticOf({ passes, message, statement }: DistributionTest): Diagnostic {
  const severity = passes === null ? 'warning' : passes ? 'hint' : 'error';
  return { code: 'distribution-test', severity, message, span: statement.name.span };
}
