/**
 * Remarks on implausible data implied by a prior, as sentences with numbers and the line concerned: probabilities that
 * are nearly all 0 or 1, outcomes far outside the observations, data that the prior nearly excludes, draws with invalid
 * values.
 */

import type { Fix } from '../../grammar/diagnostic.ts';
import type { Span } from '../../grammar/span.ts';
import type { Program } from '../../grammar/syntax/ast.ts';
import type { OutputArray, OutputDistribution } from '../compile/compiled-model.ts';
import { elementNames } from '../compile/element-names.ts';
import type { PriorRemark } from '../report/run-questions.ts';
import { quantileOfSorted } from '../stats/quantile.ts';
import type { DatumView } from './datum-views.ts';
import { drawnUnknowns, namesInCode } from './drawn-unknowns.ts';
import { numberText, percentText } from './format-number.ts';
import type { Forward } from './forward-sampler.ts';

export interface Remark {
  readonly code: PriorRemark['code'];
  readonly message: string;
  /** The declaration concerned. */
  readonly span: Span;
  /** The parameter whose prior is blamed, and the datum that it implies. */
  readonly blamed?: string;
  readonly datum?: string;
  /** A prior under which there is nothing to blame. */
  readonly fix?: Fix;
}

interface PriorWatch {
  /** Records the forward model's last draw. */
  add(): void;
  remarks(): readonly Remark[];
}

/** Implied data this many times wider than the observed ones are remarked on. */
const TOO_WIDE = 5;
/** Share of probabilities near 0 or 1 that is remarked on. */
const TOO_CERTAIN = 0.5;
const NEAR = 0.01;
/** A statistic of the data further out than this among the implied ones contradicts the prior. */
const CONFLICT = 0.005;
/** Rank correlation with the problem at which a parameter is named as its cause. */
const CAUSE = 0.3;
/** Among parameters with correlations this near to the largest, the first declared is named. */
const NEARLY = 0.9;

export function createPriorWatch(
  forward: Forward,
  views: readonly DatumView[],
  program: Program,
  draws: number,
): PriorWatch {
  const outcomes = new Set(views.map(({ name }) => name));
  // No prior of a discrete unknown can be narrowed: it follows the parameters of its distribution, which are named.
  const own = forward.model.params.filter(({ name, kind }) => kind === 'param' && !outcomes.has(name));
  const params = own.flatMap((param) =>
    elementNames(param).map((name, i) => ({
      name,
      param: param.name,
      span: param.origin.span,
      at: param.offset + i,
    })),
  );
  // A few of many elements are enough.
  const chosen = thinned(params, 200);
  const extremes = chosen.map(() => new Float64Array(draws));
  const watches = views.map((view) => createDatumWatch(view, forward, draws));
  let draw = 0;
  return {
    add() {
      for (const [k, { at }] of chosen.entries()) extremes[k][draw] = forward.params[at];
      for (const watch of watches) watch.add(draw);
      draw++;
    },
    remarks() {
      const cause = (score: Float64Array): Cause | null => {
        const strengths = chosen.map((_, k) => rankCorrelation(extremity(extremes[k]), score));
        const most = strengths.reduce((a, b) => Math.max(a, b), 0);
        if (most < CAUSE) return null;
        // Members of a hierarchy follow their common mean or scale, which is declared before them.
        const first = strengths.findIndex((strength) => strength >= NEARLY * most);
        return chosen[first];
      };
      return [
        ...failures(forward, draws),
        ...watches.flatMap((watch) => watch.remarks(cause)),
        ...ignored(program),
      ];
    },
  };
}

interface Cause {
  readonly name: string;
  /** That it is an element of. */
  readonly param: string;
  readonly span: Span;
}

interface DatumWatch {
  add(draw: number): void;
  remarks(cause: (score: Float64Array) => Cause | null): readonly Remark[];
}

function createDatumWatch(view: DatumView, forward: Forward, draws: number): DatumWatch {
  const probabilities = forward.model.observations
    .filter(({ name }) => name === view.name)
    .flatMap(({ distribution }) => probabilityOf(distribution));
  const given = drawnUnknowns(forward.model, view.name);
  const observed = [...view.isObserved.keys()].filter((i) => view.isObserved[i] === 1);
  const rows = thinned(observed, 100);
  const implied: number[] = [];
  const certainty = new Float64Array(draws);
  const reach = new Float64Array(draws);
  const means = new Float64Array(draws);
  let invalid = 0;
  return {
    add(draw) {
      certainty[draw] = shareNearEnds(probabilities, forward, given.length > 0);
      let most = 0;
      let sum = 0;
      let isValid = true;
      for (const i of rows) {
        const value = view.predicted[i];
        if (!Number.isFinite(value)) isValid = false;
        else implied.push(value);
        most = Math.max(most, Math.abs(value));
        sum += value;
      }
      if (!isValid) invalid++;
      reach[draw] = isValid ? most : Number.POSITIVE_INFINITY;
      means[draw] = sum / rows.length;
    },
    remarks(cause) {
      const remarks: Remark[] = [];
      const { name, origin } = view;
      const where = (score: Float64Array) => {
        const found = cause(score);
        const blamed = found === null ? {} : { blamed: found.param, datum: name };
        return { place: { span: found?.span ?? origin.span, ...blamed }, blame: blameText(found) };
      };
      if (invalid > 0) {
        const { place, blame } = where(reach);
        remarks.push({
          code: 'prior-invalid',
          message: `in ${percentText(invalid / draws)} of the prior draws \`${name}\` cannot be drawn: an argument of its distribution lies outside its domain or overflows${blame}`,
          ...place,
        });
      }
      const share = certainty.reduce((total, value) => total + value, 0) / draws;
      if (probabilities.length > 0 && share >= TOO_CERTAIN) {
        const { place, blame } = where(certainty);
        const leftOut = given.length === 0 ? '' : ` that are not 0 or 1 given ${namesInCode(given)}`;
        remarks.push({
          code: 'prior-certain',
          message: `the prior says that \`${name}\` is all but certain: ${percentText(share)} of its probabilities${leftOut} lie below ${NEAR} or above ${1 - NEAR}${blame}`,
          ...place,
        });
        return remarks;
      }
      const spread = spreadRemark(view, rows, implied);
      if (spread !== null) {
        const { place, blame } = where(reach);
        remarks.push({ ...spread, message: `${spread.message}${blame}`, ...place });
      } else {
        const conflict = view.kind === 'label' ? null : conflictRemark(view, observed, means);
        if (conflict !== null) remarks.push({ ...conflict, span: origin.span });
      }
      return remarks;
    },
  };
}

function blameText(cause: Cause | null): string {
  return cause === null ? '' : `; mostly through \`${cause.name}\`: give it a narrower prior`;
}

/** Implied values far wider than, or far away from, the observations. */
function spreadRemark(
  view: DatumView,
  rows: readonly number[],
  implied: readonly number[],
): Pick<Remark, 'code' | 'message'> | null {
  if (view.kind === 'binary' || view.kind === 'label' || implied.length === 0 || rows.length < 2) return null;
  const all = Float64Array.from(implied).sort();
  const [low, high] = [quantileOfSorted(all, 0.03), quantileOfSorted(all, 0.97)];
  const values = [...view.isObserved.keys()]
    .filter((i) => view.isObserved[i] === 1)
    .map((i) => view.observed[i]);
  const least = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const most = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const width = most - least;
  if (!(width > 0) || !(high - low > TOO_WIDE * width)) return null;
  const times = (high - low) / width;
  return {
    code: 'prior-wide',
    message: `the prior implies \`${view.name}\` from ${numberText(low)} to ${numberText(high)} (94% of its draws), ${numberText(times)} times as wide as everything observed (${numberText(least)} to ${numberText(most)})`,
  };
}

/** An observed mean that the prior nearly excludes. */
function conflictRemark(
  view: DatumView,
  observed: readonly number[],
  means: Float64Array,
): Pick<Remark, 'code' | 'message'> | null {
  if (observed.length === 0) return null;
  const mean = observed.reduce((sum, i) => sum + view.observed[i], 0) / observed.length;
  const valid = means.filter((value) => Number.isFinite(value)).sort();
  if (valid.length < 100) return null;
  const above = valid.filter((value) => value >= mean).length / valid.length;
  const below = valid.filter((value) => value <= mean).length / valid.length;
  if (Math.min(above, below) > CONFLICT) return null;
  const [low, high] = [quantileOfSorted(valid, 0.03), quantileOfSorted(valid, 0.97)];
  return {
    code: 'prior-conflict',
    message: `the prior all but rules out the data: the mean of \`${view.name}\` is ${numberText(mean)}, and 94% of the implied means lie from ${numberText(low)} to ${numberText(high)}; check the units, or widen the prior`,
  };
}

function failures(forward: Forward, draws: number): readonly Remark[] {
  return [...forward.failed].map(([name, count]) => {
    const param = forward.model.params.find((p) => p.name === name);
    return {
      code: 'prior-invalid',
      message: `\`${name}\` could not be drawn in ${percentText(Math.min(1, count / draws))} of the draws: an argument of its prior lies outside its domain, or its range holds next to none of the prior's mass`,
      span: param?.origin.span ?? { start: 0, end: 0 },
    };
  });
}

/** Terms of the density without a distribution to draw from. */
function ignored(program: Program): readonly Remark[] {
  return program.statements.flatMap((statement) =>
    statement.kind === 'potential'
      ? [
          {
            code: 'prior-ignores' as const,
            message: `\`potential ${statement.name.name}\` is left out: it is a term of the density without draws of its own`,
            span: statement.span,
          },
        ]
      : [],
  );
}

/** The probability of a Bernoulli or binomial observation, where it is one. */
function probabilityOf(d: OutputDistribution): readonly OutputArray[] {
  if (d.kind !== 'plain') return [];
  return (d.name === 'Bernoulli' || d.name === 'Binomial') && d.args.p !== undefined ? [d.args.p] : [];
}

/**
 * @param isGivenDiscrete whether probabilities depend on discrete unknowns, which make some of them 0 or 1: where a
 * species is absent, that it is not seen is no fault of a prior
 */
function shareNearEnds(places: readonly OutputArray[], forward: Forward, isGivenDiscrete: boolean): number {
  let near = 0;
  let count = 0;
  for (const place of places) {
    for (const p of forward.read(place)) {
      if (isGivenDiscrete && (p === 0 || p === 1)) continue;
      if (p < NEAR || p > 1 - NEAR) near++;
      count++;
    }
  }
  return count === 0 ? 0 : near / count;
}

/** Absolute deviation of each draw from the median. */
function extremity(values: Float64Array): Float64Array {
  const median = quantileOfSorted(values.slice().sort(), 0.5);
  return values.map((value) => Math.abs(value - median));
}

/** Spearman's correlation; 0 where one of the two does not vary. */
function rankCorrelation(a: Float64Array, b: Float64Array): number {
  const [x, y] = [ranks(a), ranks(b)];
  const middle = (x.length - 1) / 2;
  let xy = 0;
  let xx = 0;
  let yy = 0;
  for (let i = 0; i < x.length; i++) {
    const [dx, dy] = [x[i] - middle, y[i] - middle];
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  }
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : 0;
}

/** Ranks from 0; equal values share the middle of theirs. */
function ranks(values: Float64Array): Float64Array {
  // Compared without subtraction, since infinities would give NaN.
  const order = [...values.keys()].sort((i, j) =>
    values[i] < values[j] ? -1 : values[i] > values[j] ? 1 : 0,
  );
  const result = new Float64Array(values.length);
  for (let first = 0; first < order.length; ) {
    let last = first;
    while (last + 1 < order.length && values[order[last + 1]] === values[order[first]]) last++;
    for (let k = first; k <= last; k++) result[order[k]] = (first + last) / 2;
    first = last + 1;
  }
  return result;
}

function thinned<T>(items: readonly T[], most: number): readonly T[] {
  if (items.length <= most) return items;
  return Array.from({ length: most }, (_, i) => items[Math.floor((i * items.length) / most)]);
}
