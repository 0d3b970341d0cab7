/** Statistics of each datum and of its groups, observed and over data replicated at draws of the posterior. */
import type { LoadedData } from '../../../grammar/data.ts';
import type { Program } from '../../../grammar/syntax/ast.ts';
import { compileForward } from '../../compile/compile-forward.ts';
import { fitStatistics, sdOf, sdOfMeans } from '../../diagnose/fit/fit-statistics.ts';
import type { Replicated } from '../../diagnose/fit/judge-statistics.ts';
import type { Rng } from '../../distributions/distribution-sampler.ts';
import type { Draws } from '../../draws/draws.ts';
import { type DatumView, datumViews } from '../datum-views.ts';
import { createForward, type Forward } from '../forward-sampler.ts';
import { lowerReplicated } from '../lower-replicated.ts';
import { chosenDraws, mapAllDraws } from '../posterior-model.ts';
import { labelGroups } from './label-groups.ts';
import type { Pace } from './pace.ts';

interface DatumStatistics {
  readonly datum: string;
  readonly kind: DatumView['kind'];
  /** Of the distribution of its first `observe` statement. */
  readonly distribution: string;
  /** Of that statement in the model's text. */
  readonly offset: number;
  readonly isPositive: boolean;
  /** Of the observed values. */
  readonly sd: number;
  readonly statistics: readonly Replicated[];
}

/** Values drawn in all. */
const MOST_VALUES = 1_200_000;
const LEAST_DRAWS = 400;
const MOST_DRAWS = 4000;

/** @param most values of a datum. @returns null where nothing can be replicated, or it was stopped */
export async function replicatedStatistics(
  { program, data, draws }: { readonly program: Program; readonly data: LoadedData; readonly draws: Draws },
  most: number,
  rng: Rng,
  pace: Pace,
): Promise<readonly DatumStatistics[] | null> {
  const { ir, diagnostics, drawn } = lowerReplicated(program, data);
  if (diagnostics.some(({ severity }) => severity === 'error') || ir.observations.length === 0) return null;
  const created = createForward(compileForward(ir), data, () => false, { start: drawn, most });
  if (created.kind === 'invalid') return null;
  const { forward } = created;
  const mapped = mapAllDraws(forward.model, draws, drawn);
  if (mapped.kind === 'invalid') return null;
  const views = datumViews(forward, data);
  const values = views.reduce((sum, { places }) => sum + Math.min(places.length, most), 1);
  const count = Math.min(MOST_DRAWS, Math.max(LEAST_DRAWS, Math.floor(MOST_VALUES / values)));
  const chosen = chosenDraws(draws, count);
  let collectors: readonly Collector[] = [];
  for (const [i, draw] of chosen.entries()) {
    if (await pace.isStopped()) return null;
    mapped.map.copy(draw, forward.params);
    forward.drawRest(rng, mapped.map.given);
    for (const view of views) view.update();
    if (i === 0) collectors = views.flatMap((view) => collectorOf(view, forward, data, chosen.length));
    for (const collector of collectors) collector.add(i);
  }
  return collectors.map((collector) => collector.found);
}

interface Collector {
  readonly found: DatumStatistics;
  add(draw: number): void;
}

/** After the first draw: what was not drawn then never is. Expressions of unknowns have no observed values. */
function collectorOf(
  view: DatumView,
  forward: Forward,
  data: LoadedData,
  draws: number,
): readonly Collector[] {
  const { name, kind, labels, origin, predicted, observed, isObserved, places } = view;
  const chosen = Int32Array.from(
    [...isObserved.keys()].filter((i) => isObserved[i] === 1 && !Number.isNaN(predicted[i])),
  );
  if (!data.arrays.has(name) || chosen.length === 0) return [];
  const statistics = fitStatistics(kind, labels);
  const whole = { group: undefined, members: chosen };
  const groups = labelGroups(
    data,
    name,
    Int32Array.from(chosen, (i) => places[i]),
  ).map(({ by, label, members }) => ({ group: { by, label }, members: members.map((i) => chosen[i]) }));
  const parts = [whole, ...groups].map(({ group, members }) => {
    const sorted = new Float64Array(members.length);
    const sortedOf = (values: Float64Array) => {
      for (let i = 0; i < members.length; i++) sorted[i] = values[members[i]];
      return sorted.sort();
    };
    const seen = sortedOf(observed);
    const replicated = statistics.map(
      (statistic): Replicated => ({
        kind: statistic,
        ...(group === undefined ? {} : { group }),
        observed: statistic.of(seen),
        values: new Float64Array(draws),
      }),
    );
    return { sortedOf, replicated };
  });
  const together = kind === 'label' ? [] : spreadsOfMeans(parts, draws);
  const all = Float64Array.from(chosen, (i) => observed[i]);
  const observation = forward.model.observations.find((one) => one.name === name);
  return [
    {
      found: {
        datum: name,
        kind,
        distribution: observation?.distribution.kind === 'plain' ? observation.distribution.name : '',
        offset: origin.span.start,
        isPositive: all.every((value) => value > 0),
        sd: sdOf(all),
        statistics: [
          ...parts.flatMap(({ replicated }) => replicated),
          ...together.map(({ replicated }) => replicated),
        ],
      },
      add(draw) {
        for (const { sortedOf, replicated } of parts) {
          const sorted = sortedOf(predicted);
          for (const one of replicated) one.values[draw] = one.kind.of(sorted);
        }
        for (const { replicated, means } of together)
          replicated.values[draw] = sdOfMeans.of(Float64Array.from(means, ({ values }) => values[draw]));
      },
    },
  ];
}

interface Spread {
  readonly replicated: Replicated;
  /** Of the groups by one label datum. */
  readonly means: readonly Replicated[];
}

/** How far the means of groups are apart, by each label datum of at least two groups. */
function spreadsOfMeans(
  parts: readonly { readonly replicated: readonly Replicated[] }[],
  draws: number,
): readonly Spread[] {
  const ofGroups = parts.flatMap(({ replicated }) =>
    replicated.filter(({ kind, group }) => kind.name === 'mean' && group !== undefined),
  );
  return [...new Set(ofGroups.map(({ group }) => group?.by ?? ''))].flatMap((by) => {
    const means = ofGroups.filter(({ group }) => group?.by === by);
    if (means.length < 2) return [];
    const observed = sdOfMeans.of(Float64Array.from(means, (mean) => mean.observed));
    const values = new Float64Array(draws);
    return [{ replicated: { kind: sdOfMeans, group: { by, label: null }, observed, values }, means }];
  });
}
