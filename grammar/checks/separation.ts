import type { Analysis } from '../analysis.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { CallExpr, ObserveStatement } from '../syntax/ast.ts';
import { diagnose, type ProgramCheck } from './check.ts';
import { momentsOf } from './data-scale.ts';
import { dataValuesOf } from './data-values.ts';
import { isFlat } from './improper-posterior.ts';
import { type Column, columnsOf } from './linear-predictor.ts';
import { defined, linkedPredictors } from './link-terms.ts';
import { literal, priorArguments } from './prior-arguments.ts';
import { separatingDirection, type Way } from './separating-plane.ts';

export const separation: ProgramCheck = {
  code: 'separation',
  severity: 'warning',
  title: 'Data that a predictor separates, under a flat prior',
  doc: 'Where a predictor tells all zeros from all ones (every `y` is 0 below a value of `x` and 1 above it), the likelihood grows for ever with the coefficient: under a flat prior the posterior is improper, and chains wander off. The same where several predictors do so together, also with rows of both kinds on the dividing plane (quasi-complete separation), where all outcomes of a group are alike, and for counts that are all 0 in some cell of the predictors. A proper prior such as `Normal(0, 2.5)` on a predictor of unit scale answers it (Gelman et al. 2008). Needs the data.',
  find: checkSeparation,
};

function checkSeparation(analysis: Analysis): readonly Diagnostic[] {
  return separations(analysis, 'flat');
}

/** @param priors `broad`: also under priors so wide that they alone bound the posterior. */
export function separations(analysis: Analysis, priors: 'flat' | 'broad'): readonly Diagnostic[] {
  if (analysis.data === undefined) return [];
  const found = new Map<object, Diagnostic>();
  for (const statement of analysis.program.statements) {
    if (statement.kind !== 'observe' || statement.distribution.kind !== 'call') continue;
    const finding = judge(analysis, statement, statement.distribution, priors);
    if (finding !== null && !found.has(finding.column.coefficient))
      found.set(finding.column.coefficient, finding.diagnostic);
  }
  return [...found.values()];
}

/** Outcome of a row: 0 or 1 if it is at that end, null in between. */
type End = 0 | 1 | null;

interface Finding {
  readonly column: Column;
  readonly diagnostic: Diagnostic;
}

function judge(
  analysis: Analysis,
  { target }: ObserveStatement,
  call: CallExpr,
  priors: 'flat' | 'broad',
): Finding | null {
  const predictor = predictorOf(analysis, call);
  const outcomes = dataValuesOf(analysis, target);
  if (predictor === null || outcomes === null || outcomes.dims.length !== 1 || outcomes.first !== 1)
    return null;
  const rows = outcomes.values.length;
  const ends = endsOf(analysis, call, outcomes.values);
  if (ends === null) return null;
  // A direction among the columns that are known is one with the coefficients of the others at 0.
  const columns = columnsOf(analysis, predictor, rows).filter(
    (column) => isFree(column, priors) && column.values.every(Number.isFinite),
  );
  const isCount = counts.has(call.callee.name);
  const y = (analysis.program.text ?? '').slice(target.span.start, target.span.end);
  const hasIntercept = columns.some(({ kind }) => kind === 'intercept');
  for (const column of columns) {
    const words = isCount
      ? zerosAlone(column, ends, hasIntercept, y)
      : separatedBy(column, ends, hasIntercept, y);
    if (words !== null) return finding(column, [column], words);
  }
  const names = columns.map(({ name }) => name);
  if (columns.length < 2 || new Set(names).size < names.length) return null;
  const direction = separatingDirection(
    columns.map(({ values }) => values),
    ends.map((end) => wayOf(end, isCount)),
  );
  if (direction === null) return null;
  const concerned = columns.filter((column, k) => moves(column, direction[k], columns, direction));
  const together = concerned.filter(({ kind }) => kind !== 'intercept');
  const [first] = together.length > 0 ? together : concerned;
  return finding(first, together.length > 0 ? together : concerned, wordsTogether(concerned, isCount, y));
}

/** Direction in which a row's linear predictor can move without loss; rates of counts above 0 cannot move. */
function wayOf(end: End, isCount: boolean): Way {
  if (end === 0) return -1;
  return end === 1 && !isCount ? 1 : 0;
}

/** Whether a column's share in the direction is more than rounding error. */
function moves(
  { values }: Column,
  weight: number,
  columns: readonly Column[],
  direction: readonly number[],
): boolean {
  const reach = (of: Float64Array, by: number) => of.reduce((far, x) => Math.max(far, Math.abs(x * by)), 0);
  const most = columns.reduce((far, column, k) => Math.max(far, reach(column.values, direction[k])), 0);
  return reach(values, weight) > 1e-6 * most;
}

function wordsTogether(concerned: readonly Column[], isCount: boolean, y: string): string {
  const names = concerned
    .filter(({ kind }) => kind !== 'intercept')
    .map(({ name, predictor }) => `\`${predictor === null || name.includes('[') ? name : predictor}\``);
  const listed = names.length > 5 ? [...names.slice(0, 4), `${names.length - 4} others`] : names;
  const last = listed.at(-1) ?? '';
  const together = listed.length > 1 ? `${listed.slice(0, -1).join(', ')} and ${last} together` : last;
  return isCount
    ? `${together} set rows apart in which every \`${y}\` is 0`
    : `the data are separated by ${together}`;
}

function finding(column: Column, concerned: readonly Column[], words: string): Finding {
  const { statement, coefficient } = column;
  const flat = isFlat(statement, coefficient);
  const why = flat
    ? 'under flat priors the posterior is improper'
    : 'under so broad a prior the posterior goes as far out as the prior does';
  const params = [...new Set(concerned.map(({ coefficient: { name: param } }) => param))];
  return {
    column,
    diagnostic: diagnose(
      separation,
      statement.prior.span,
      `${words}: ${why}; give \`${params.join('` and `')}\` a prior such as \`Normal(0, 2.5)\``,
      {
        fixes: [
          {
            title: `Give \`${params.join('` and `')}\` the prior \`Normal(0, 2.5)\``,
            edits: [...new Set(concerned.map((other) => other.statement))].map(({ prior }) => ({
              span: prior.span,
              newText: 'Normal(0, 2.5)',
            })),
          },
        ],
        names: params,
      },
    ),
  };
}

const counts: ReadonlySet<string> = new Set(['Poisson', 'NegativeBinomial']);

/** The linear predictor on the log odds, the probit or the log scale. */
function predictorOf(analysis: Analysis, call: CallExpr) {
  const { name } = call.callee;
  if (name !== 'Bernoulli' && name !== 'Binomial' && !counts.has(name)) return null;
  const [linked] = linkedPredictors(analysis, call);
  if (linked !== undefined) return linked.predictor;
  const p = priorArguments(call).get('p');
  const written = p === undefined ? null : defined(analysis, p);
  return written?.kind === 'call' && written.callee.name === 'Phi' && written.args.length === 1
    ? written.args[0].value
    : null;
}

function endsOf(analysis: Analysis, call: CallExpr, outcomes: ArrayLike<number>): readonly End[] | null {
  const values = Array.from(outcomes);
  if (values.some((y) => !Number.isFinite(y))) return null;
  if (call.callee.name !== 'Binomial')
    return values.map((y) => (y === 0 ? 0 : y === 1 || counts.has(call.callee.name) ? 1 : null));
  const n = priorArguments(call).get('n');
  const trials = n === undefined ? null : dataValuesOf(analysis, n);
  if (trials === null) return null;
  const of = (i: number) => (trials.dims.length === 0 ? trials.values[0] : trials.values[i]);
  return values.map((y, i) => (y === 0 ? 0 : y === of(i) ? 1 : null));
}

/** Prior scale above which the coefficient is practically unrestricted: log odds of 20 are certainty. */
const certain = 20;
const scales = ['sigma', 'beta', 'b', 's'];

function isFree({ statement, coefficient, values }: Column, priors: 'flat' | 'broad'): boolean {
  if (isFlat(statement, coefficient)) return true;
  const { prior } = statement;
  if (priors === 'flat' || prior.kind !== 'call') return false;
  const args = priorArguments(prior);
  const isUniform = prior.callee.name === 'Uniform';
  const width = isUniform
    ? (literal(args.get('upper')) ?? 0) - (literal(args.get('lower')) ?? 0)
    : (scales.map((name) => literal(args.get(name))).find((scale) => scale !== null) ?? 0);
  const spread = momentsOf(values)?.sd ?? 0;
  return width * (spread === 0 ? 1 : spread) >= certain;
}

/** Describes a value of the predictor that separates the zeros from the ones. */
function separatedBy(
  { name, predictor, kind, values }: Column,
  ends: readonly End[],
  hasIntercept: boolean,
  y: string,
): string | null {
  if (kind === 'intercept') return alike(ends) === null ? null : `every \`${y}\` is ${alike(ends)}`;
  if (kind === 'group') {
    const own = ends.filter((_, i) => values[i] !== 0);
    const signs = new Set([...values].filter((x) => x !== 0).map(Math.sign));
    const end = alike(own);
    return end === null || signs.size > 1 || own.length === 0
      ? null
      : `every \`${y}\` of \`${name}\` is ${end}`;
  }
  const of = (end: 0 | 1) => [...values].filter((_, i) => ends[i] === end || ends[i] === null);
  const zeros = of(0);
  const ones = of(1);
  if (zeros.length === 0 || ones.length === 0 || new Set(values).size < 2) return null;
  const range = (xs: readonly number[]) => ({
    lo: xs.reduce((a, b) => Math.min(a, b)),
    hi: xs.reduce((a, b) => Math.max(a, b)),
  });
  const [zero, one] = [range(zeros), range(ones)];
  const apart = (low: { hi: number }, high: { lo: number }) =>
    low.hi <= high.lo && (hasIntercept || (low.hi <= 0 && high.lo >= 0));
  const short = (x: number) => Number(x.toPrecision(3));
  if (apart(zero, one))
    return `the data are separated by \`${predictor}\` (\`${y}\` is 0 up to ${short(zero.hi)} and 1 from ${short(one.lo)} on)`;
  if (apart(one, zero))
    return `the data are separated by \`${predictor}\` (\`${y}\` is 1 up to ${short(one.hi)} and 0 from ${short(zero.lo)} on)`;
  return null;
}

/** For counts: the coefficient sends rates to 0 where all counts are 0, and does not change other rates. */
function zerosAlone(
  { name, predictor, kind, values }: Column,
  ends: readonly End[],
  hasIntercept: boolean,
  y: string,
): string | null {
  const own = kind === 'group' ? ends.filter((_, i) => values[i] !== 0) : ends;
  if (kind !== 'predictor') {
    if (own.length === 0 || own.some((end) => end !== 0)) return null;
    return kind === 'intercept' ? `every \`${y}\` is 0` : `every \`${y}\` of \`${name}\` is 0`;
  }
  const positive = new Set([...values].filter((_, i) => ends[i] !== 0));
  if (positive.size !== 1) return null;
  const [level] = positive;
  if (!hasIntercept && level !== 0) return null;
  const others = [...values].filter((x) => x !== level);
  const isOneSided = others.every((x) => x > level) || others.every((x) => x < level);
  return others.length === 0 || !isOneSided
    ? null
    : `every \`${y}\` is 0 where \`${predictor}\` is not ${Number(level.toPrecision(3))}`;
}

function alike(ends: readonly End[]): 0 | 1 | null {
  const [first] = ends;
  return first !== undefined && first !== null && ends.every((end) => end === first) ? first : null;
}
