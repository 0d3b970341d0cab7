/** Collects predicted data sets draw by draw: their elements, their statistics, and some of them for plots. */
import type { LoadedData } from '../../grammar/data.ts';
import type { OutputQuantity } from '../compile/compiled-model.ts';
import { elementNames } from '../compile/element-names.ts';
import type { Predictions, QuantityRow, StatisticRow } from '../report/predictive-summary.ts';
import type { PredictiveData } from '../report/run-questions.ts';
import { type DatumView, datumViews } from './datum-views.ts';
import type { Forward } from './forward-sampler.ts';
import { createLabelShares, type LabelShares } from './label-shares.ts';
import { createColumns, quantityRow } from './summarise-columns.ts';
import { type Statistic, standardStatistics } from './test-statistics.ts';
import type { UserStatistic } from './user-statistic.ts';

/** Limits of predicted data sets for plots, and of numbers in all of them. */
const MOST_PLOTTED = 200;
const MOST_PLOTTED_NUMBERS = 2_000_000;

interface PredictionCollector {
  readonly views: readonly DatumView[];
  /** Adds the forward model's last draw. */
  add(): void;
  finish(): Predictions;
}

interface CollectOptions {
  readonly draws: number;
  /** Data without any observed value: they have no statistics. */
  readonly unobserved?: ReadonlySet<string>;
  /** Data of which only the missing values are predicted. */
  readonly partlySet?: ReadonlySet<string>;
  readonly statistics?: readonly UserStatistic[];
  /** Deterministic quantities that are not collected. */
  readonly without?: readonly string[];
  /** Also collect the parameters, for the prior predictive. */
  readonly withParams?: boolean;
}

export function createPredictionCollector(
  forward: Forward,
  data: LoadedData,
  options: CollectOptions,
): PredictionCollector {
  const { draws } = options;
  const { model } = forward;
  const views = datumViews(forward, data, options.partlySet);
  // Outcomes that are drawn before others are inputs of the model, but not parameters.
  const own = model.params.filter(
    ({ name, kind }) => kind === 'drawn' || (options.withParams === true && !data.arrays.has(name)),
  );
  const params = own.flatMap((param) => elementNames(param));
  const derived = model.deterministics.flatMap((quantity, k) =>
    options.without?.includes(quantity.name) === true ? [] : [derivedOf(forward, data, quantity, k)],
  );
  const numeric = views.filter(({ kind }) => kind !== 'label');
  const names = [
    ...params,
    ...derived.flatMap(({ elements, shares: own }) => (own === null ? elements : [])),
    ...numeric.flatMap(({ elements }) => elements),
  ];
  const columns = createColumns(names, draws);
  const shares = new Map(
    views
      .filter(({ kind }) => kind === 'label')
      .map((view) => [view, createLabelShares(view.elements, view.labels, () => view.predicted)]),
  );
  const checks = views
    .filter(({ name, isObserved }) => options.unobserved?.has(name) !== true && isObserved.includes(1))
    .map((view) => createCheck(view, draws));
  const extra = (options.statistics ?? []).map((statistic) => ({ statistic, values: pairs() }));

  return {
    views,
    add() {
      for (const view of views) view.update();
      let at = 0;
      for (const { offset, size } of own) {
        columns.set(at, forward.params.subarray(offset, offset + size));
        at += size;
      }
      for (const { elements, values, shares: own } of derived) {
        if (own !== null) {
          own.add();
          continue;
        }
        columns.set(at, values());
        at += elements.length;
      }
      for (const { predicted } of numeric) {
        columns.set(at, predicted);
        at += predicted.length;
      }
      columns.next();
      for (const share of shares.values()) share.add();
      for (const check of checks) check.add();
      for (const { statistic, values } of extra) {
        const [observed, predicted] = statistic.evaluate(forward, views);
        values.add(observed, predicted);
      }
    },
    finish: () => ({
      quantities: inOrder(columns.rows(), [
        { elements: params, shares: null },
        ...derived,
        ...views.map((view) => ({ elements: view.elements, shares: shares.get(view) ?? null })),
      ]),
      statistics: [
        ...checks.flatMap((check) => check.rows()),
        ...extra.map(({ statistic, values }) => values.row(statistic.datum, statistic.name)),
      ],
      data: checks.map((check) => check.plotted()),
    }),
  };
}

interface Shown {
  readonly elements: readonly string[];
  /** For labels; null for numbers. */
  readonly shares: LabelShares | null;
}

interface Derived extends Shown {
  /** The last draw. */
  readonly values: () => Float64Array;
}

function derivedOf(forward: Forward, data: LoadedData, quantity: OutputQuantity, k: number): Derived {
  const elements = elementNames(quantity);
  const values = () => forward.deterministic(k);
  const labels = data.dims.get(quantity.labelsOf ?? '')?.labels;
  return {
    elements,
    values,
    shares: labels === undefined ? null : createLabelShares(elements, labels, values),
  };
}

/** @param rows of the elements that are numbers. */
function inOrder(rows: readonly QuantityRow[], shown: readonly Shown[]): readonly QuantityRow[] {
  let at = 0;
  return shown.flatMap(({ elements, shares }) => {
    if (shares !== null) return shares.rows();
    at += elements.length;
    return rows.slice(at - elements.length, at);
  });
}

interface Check {
  add(): void;
  rows(): StatisticRow[];
  plotted(): PredictiveData;
}

function createCheck(view: DatumView, draws: number): Check {
  const { name, kind, labels, isObserved } = view;
  const chosen = Int32Array.from([...isObserved.keys()].filter((i) => isObserved[i] === 1));
  const statistics: readonly Statistic[] = standardStatistics(kind, labels);
  const values = statistics.map(pairs);
  const observed = new Float64Array(chosen.length);
  const predicted = new Float64Array(chosen.length);
  const sets = Math.min(MOST_PLOTTED, Math.max(10, Math.floor(MOST_PLOTTED_NUMBERS / chosen.length)), draws);
  const plotted: number[][] = [];
  const rowOf = ({ name: statistic, label }: Statistic, k: number): StatisticRow => ({
    ...values[k].row(name, statistic),
    ...(label === undefined ? {} : { label }),
  });
  let draw = 0;
  return {
    add() {
      for (let i = 0; i < chosen.length; i++) {
        observed[i] = view.observed[chosen[i]];
        predicted[i] = view.predicted[chosen[i]];
      }
      for (const [k, { of }] of statistics.entries()) values[k].add(of(observed), of(predicted));
      if (Math.floor(((draw + 1) * sets) / draws) > Math.floor((draw * sets) / draws)) {
        plotted.push([...predicted]);
      }
      draw++;
    },
    // One value has no spread.
    rows: () =>
      statistics.flatMap((statistic, k) =>
        statistic.name === 'sd' && chosen.length < 2 ? [] : [rowOf(statistic, k)],
      ),
    plotted: () => ({
      datum: name,
      kind,
      ...(kind === 'label' ? { labels } : {}),
      observed: [...observed],
      draws: plotted,
      statistics: statistics.map(rowOf),
    }),
  };
}

interface Pairs {
  add(observed: number, predicted: number): void;
  row(datum: string, statistic: string): StatisticRow;
}

/**
 * A statistic of the data and of each prediction. The p-value is the share of draws with
 * T(predicted) >= T(observed), Gelman, Meng & Stern (1996); draws without a value do not count.
 */
function pairs(): Pairs {
  const predicted: number[] = [];
  let atLeast = 0;
  // For a residual the observed value varies by draw; for data the sum of deviations is zero.
  let first = Number.NaN;
  let deviations = 0;
  return {
    add(observed, value) {
      if (Number.isNaN(value) || Number.isNaN(observed)) return;
      if (predicted.length === 0) first = observed;
      predicted.push(value);
      if (observed !== first) deviations += observed - first;
      if (value >= observed) atLeast++;
    },
    row(datum, statistic) {
      const { mean, q3, q50, q97 } = quantityRow(statistic, Float64Array.from(predicted));
      const n = predicted.length;
      return {
        datum,
        statistic,
        observed: first + deviations / n,
        predicted_mean: mean,
        p_value: atLeast / n,
        q3,
        q50,
        q97,
      };
    },
  };
}
