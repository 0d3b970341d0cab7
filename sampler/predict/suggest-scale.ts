/**
 * For a prior that a remark blames, the largest scale of 1, 2, 5, 10, … below its own under which the same draws leave
 * nothing to remark on, with other priors of a wider scale brought down to it where the one alone does not help: found
 * by drawing again.
 */

import { literal, priorArguments } from '../../grammar/checks/prior-arguments.ts';
import type { LoadedData } from '../../grammar/data.ts';
import type { Fix } from '../../grammar/diagnostic.ts';
import type { CallExpr, Expr, Program } from '../../grammar/syntax/ast.ts';
import { listed } from '../report/listed.ts';
import type { Pace } from './fit/pace.ts';
import { type PriorRequest, priorPredictive } from './prior-predictive.ts';
import type { Remark } from './prior-remarks.ts';

/** Draws of each try but the last. */
const TRIED_DRAWS = 200;
/** More observed values take too long to draw so often. */
const MOST_VALUES = 20_000;
/** Scales below the present one that are tried, 1, 2 and 5 of each power of ten. */
const MOST_STEPS = 24;
/** Narrower ones that are tried by all draws. */
const MOST_SURER = 3;

/** Arguments that the width of a prior is proportional to, or inversely. */
const scaleArguments: Readonly<Record<string, Readonly<Record<string, 'scale' | 'rate'>> | undefined>> = {
  Normal: { sigma: 'scale' },
  HalfNormal: { sigma: 'scale' },
  StudentT: { sigma: 'scale' },
  HalfStudentT: { sigma: 'scale' },
  Cauchy: { beta: 'scale' },
  HalfCauchy: { beta: 'scale' },
  Laplace: { b: 'scale' },
  Logistic: { s: 'scale' },
  LogNormal: { sigma: 'scale' },
  Exponential: { lam: 'rate', scale: 'scale' },
};

/** What is known of the first draws. */
interface Drawn {
  readonly remarks: readonly Remark[];
  readonly data: readonly { readonly observed: readonly number[] }[];
}

/** The same remarks, those that a narrower scale answers with it. */
export async function withSuggestions(
  program: Program,
  data: LoadedData,
  request: PriorRequest,
  { remarks, data: outcomes }: Drawn,
  pace?: Pace,
): Promise<readonly Remark[]> {
  const values = outcomes.reduce((sum, { observed }) => sum + observed.length, 0);
  if (values > MOST_VALUES) return remarks;
  const result: Remark[] = [];
  for (const remark of remarks) {
    const fix = await suggestion(program, data, request, remark, pace);
    result.push(
      fix === null
        ? remark
        : { ...remark, message: `${remark.message}, such as ${fix.example}`, fix: fix.fix },
    );
  }
  return result;
}

interface Suggestion {
  /** As it would be written, in words. */
  readonly example: string;
  readonly fix: Fix;
}

/** Null where there is no scale to change, or none that helps. */
async function suggestion(
  program: Program,
  data: LoadedData,
  request: PriorRequest,
  { blamed, datum }: Remark,
  pace?: Pace,
): Promise<Suggestion | null> {
  const places = scalePlaces(program);
  const place = places.find(({ name }) => name === blamed);
  if (place === undefined) return null;
  // Where the prior that is blamed is not alone, all that are wider come down to one scale.
  for (const candidates of [[place], [place, ...places.filter((one) => one !== place)]]) {
    const scales = narrowerThan(place.scale);
    const capped = (scale: number) => candidates.filter((one) => one.scale > scale);
    const k = await largestWithout(scales.length, request.draws, async (at, draws) => {
      const narrower = withScale(program, capped(scales[at]), scales[at]);
      const tried = await priorPredictive(narrower, data, { ...request, draws }, pace);
      return tried.kind === 'invalid' || tried.predictive.remarks.some((one) => one.datum === datum);
    });
    if (k !== null) return suggested(place, capped(scales[k]), scales[k]);
  }
  return null;
}

function suggested(place: ScalePlace, changed: readonly ScalePlace[], scale: number): Suggestion {
  const others = changed.filter((one) => one !== place).map(({ name }) => `\`${name}\``);
  const prior = `\`${textWith(place, scale)}\``;
  const names = listed([`\`${place.name}\``, ...others]);
  const of = `Narrow the ${others.length === 0 ? 'prior' : 'priors'} of ${names} to`;
  return {
    example: `${prior}${others.length === 0 ? '' : `, and ${listed(others)} the same scale`}`,
    fix: {
      title: others.length === 0 ? `${of} ${prior}` : `${of} a scale of ${decimal(scale)}`,
      edits: changed.map((one) => ({ span: one.argument.span, newText: writtenAs(one, scale) })),
    },
  };
}

/** The first of `count` places that nothing is left at, by halving; null if there is none. */
async function largestWithout(
  count: number,
  draws: number,
  isLeftAt: (k: number, draws: number) => Promise<boolean>,
): Promise<number | null> {
  let [leftAt, freeAt] = [-1, count];
  while (freeAt - leftAt > 1) {
    const middle = Math.floor((leftAt + freeAt) / 2);
    if (await isLeftAt(middle, Math.min(draws, TRIED_DRAWS))) leftAt = middle;
    else freeAt = middle;
  }
  // A few draws decide less surely than all.
  for (let k = freeAt; k < Math.min(count, freeAt + MOST_SURER); k++)
    if (!(await isLeftAt(k, draws))) return k;
  return null;
}

interface ScalePlace {
  /** Of the parameter. */
  readonly name: string;
  readonly prior: CallExpr;
  readonly argument: Expr;
  readonly scale: number;
  /** Whether the argument is one over the scale. */
  readonly isRate: boolean;
}

/** The scales of priors that are numbers as written; none of a formula, whose priors have no text. */
function scalePlaces(program: Program): readonly ScalePlace[] {
  return program.statements.flatMap((statement): readonly ScalePlace[] => {
    if (statement.kind !== 'param' || statement.expanded === true || statement.prior.kind !== 'call')
      return [];
    const { prior } = statement;
    const given = priorArguments(prior);
    const known = Object.entries(scaleArguments[prior.callee.name] ?? {}).find(([one]) => given.has(one));
    if (known === undefined) return [];
    const argument = given.get(known[0]);
    const value = literal(argument);
    if (argument?.kind !== 'number' || value === null || !(value > 0)) return [];
    const isRate = known[1] === 'rate';
    return [{ name: statement.name.name, prior, argument, scale: isRate ? 1 / value : value, isRate }];
  });
}

function withScale(program: Program, places: readonly ScalePlace[], scale: number): Program {
  const byPrior = new Map<Expr, ScalePlace>(places.map((one) => [one.prior, one]));
  return {
    ...program,
    statements: program.statements.map((statement) => {
      const place = statement.kind === 'param' ? byPrior.get(statement.prior) : undefined;
      if (statement.kind !== 'param' || place === undefined) return statement;
      const { prior, argument, isRate } = place;
      const args = prior.args.map((one) =>
        one.value === argument && argument.kind === 'number'
          ? { ...one, value: { ...argument, value: isRate ? 1 / scale : scale } }
          : one,
      );
      return { ...statement, prior: { ...prior, args } };
    }),
  };
}

function writtenAs({ isRate }: ScalePlace, scale: number): string {
  return decimal(isRate ? 1 / scale : scale);
}

function textWith(place: ScalePlace, scale: number): string {
  const parts = place.prior.args.map(({ name, value }) => {
    const text = value === place.argument ? writtenAs(place, scale) : shown(value);
    return name === undefined ? text : `${name.name} = ${text}`;
  });
  return `${place.prior.callee.name}(${parts.join(', ')})`;
}

/** A number as written; anything else is left out of the message's example. */
function shown(expr: Expr): string {
  const value = literal(expr);
  return value === null ? '…' : decimal(value);
}

/** Descending. */
function narrowerThan(scale: number): readonly number[] {
  const scales: number[] = [];
  for (let power = Math.floor(Math.log10(scale)) + 1; scales.length < MOST_STEPS; power--)
    for (const digit of [5, 2, 1]) {
      const one = Number(`${digit}e${power}`);
      if (one < scale && scales.length < MOST_STEPS) scales.push(one);
    }
  return scales;
}

/** Of one digit, so exact as text. */
function decimal(value: number): string {
  return String(Number(value.toPrecision(12)));
}
