/** The observed data of a model as whole data sets, whichever `observe` statements predict their parts. */
import type { LoadedData } from '../../grammar/data.ts';
import type { Origin } from '../../grammar/ir.ts';
import type { ForwardObservation } from '../compile/compile-forward.ts';
import type { OutputDistribution } from '../compile/compiled-model.ts';
import { elementNames } from '../compile/element-names.ts';
import { entryOf } from '../distributions/of-distribution.ts';
import type { Forward, Replicate } from './forward-sampler.ts';
import type { DatumKind } from './test-statistics.ts';

export interface DatumView {
  readonly name: string;
  readonly kind: DatumKind;
  /** For label data: value k is the kth label, from 1. Empty for others. */
  readonly labels: readonly string[];
  /** Of its first `observe` statement. */
  readonly origin: Origin;
  /** Names of all elements that are predicted. */
  readonly elements: readonly string[];
  /** Places in the datum of those elements. */
  readonly places: Int32Array;
  /** The last prediction, element by element. */
  readonly predicted: Float64Array;
  /** The observed values; they vary by draw only for residuals. */
  readonly observed: Float64Array;
  /** Elements that were observed: all but the imputed ones. */
  readonly isObserved: Uint8Array;
  /** Copies the last draw of the forward model here. */
  update(): void;
}

/** @param partlySet data of which only the missing values are predicted. */
export function datumViews(
  forward: Forward,
  data: LoadedData,
  partlySet: ReadonlySet<string> = new Set(),
): readonly DatumView[] {
  const names = [...new Set(forward.replicates.map(({ datum }) => datum))];
  return names.map((name) => viewOf(name, forward, data, partlySet.has(name)));
}

function viewOf(name: string, forward: Forward, data: LoadedData, isPartlySet: boolean): DatumView {
  const own = forward.replicates.filter(({ datum }) => datum === name);
  const observations = forward.model.observations.filter((o) => o.name === name);
  const isShown = (place: number) => !isPartlySet || Number.isNaN(data.arrays.get(name)?.values[place] ?? 0);
  const places = Int32Array.from(new Set(own.flatMap(({ at }) => [...at].filter(isShown)))).sort();
  const slot = new Map(Array.from(places, (place, i) => [place, i]));
  const slots = own.map(({ at }) => at.map((place) => slot.get(place) ?? -1));
  const predicted = new Float64Array(places.length);
  const observed = new Float64Array(places.length);
  const array = data.arrays.get(name);
  const isObserved = Uint8Array.from(places, (place) => (Number.isNaN(array?.values[place] ?? 0) ? 0 : 1));
  const labels = data.dims.get(array?.labelsOf ?? '')?.labels;
  const all = namesOf(name, data, observations[0]);
  const copy = (from: (replicate: Replicate) => Float64Array, to: Float64Array) => {
    for (const [k, replicate] of own.entries()) {
      const values = from(replicate);
      for (let i = 0; i < values.length; i++) if (slots[k][i] >= 0) to[slots[k][i]] = values[i];
    }
  };
  return {
    name,
    kind:
      labels !== undefined
        ? 'label'
        : kindOf(observations, array?.values.filter((value) => !Number.isNaN(value)) ?? null),
    labels: labels ?? [],
    origin: observations[0].origin,
    elements: Array.from(places, (place) => all[place] ?? `${name}[${place + 1}]`),
    places,
    predicted,
    observed,
    isObserved,
    update() {
      copy(({ values }) => values, predicted);
      copy((replicate) => replicate.observed, observed);
    },
  };
}

/** Names of the elements of the whole datum. */
function namesOf(name: string, data: LoadedData, observation: ForwardObservation): readonly string[] {
  const array = data.arrays.get(name);
  const dims =
    array === undefined ? observation.datum.shape.map((size) => ({ name: null, size })) : array.dims;
  return elementNames({
    name,
    dims: dims.map((dim) => ({
      name: dim.name,
      labels:
        (dim.name === null ? undefined : data.dims.get(dim.name)?.labels) ??
        Array.from({ length: dim.size }, (_, i) => String(i + 1)),
    })),
  });
}

function kindOf(observations: readonly ForwardObservation[], observed: Float64Array | null): DatumKind {
  if (!observations.every(({ distribution }) => isDiscrete(distribution))) return 'continuous';
  if (observations.every(({ distribution }) => isBernoulli(distribution))) return 'binary';
  const isBinary = observed?.every((value) => value === 0 || value === 1) ?? false;
  return isBinary && observed?.includes(1) ? 'binary' : 'count';
}

function isBernoulli(d: OutputDistribution): boolean {
  if (d.kind === 'mixture') return d.components.every(isBernoulli);
  return d.kind === 'plain' && d.name === 'Bernoulli';
}

function isDiscrete(d: OutputDistribution): boolean {
  if (d.kind === 'plain') return entryOf(d)?.type === 'discrete';
  return d.kind === 'mixture' ? d.components.some(isDiscrete) : isDiscrete(d.base);
}
