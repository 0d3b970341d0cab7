/** The points of leave-one-out cross-validation: the observed values, or vectors, of every `observe`. */
import type { LoadedData } from '../../../grammar/data.ts';
import type { ForwardModel, ForwardObservation } from '../../compile/compile-forward.ts';
import { elementNames } from '../../compile/element-names.ts';
import { sizeOf } from '../../compile/passes/pass-program.ts';
import { placesOf } from '../../compile/places-of-part.ts';

export interface Point {
  /** `y[3]`; a vector of several values is named by its row. */
  readonly name: string;
  readonly datum: string;
  /** Index of the model's observation, and position on its batch shape. */
  readonly observation: number;
  readonly position: number;
  /** Flat places in the datum of its values. */
  readonly places: Int32Array;
  /**
   * The observed values, NaN where parts of a vector are missing that its density is not of; null where they depend on
   * unknowns, as in `observe (y - mu)`.
   */
  readonly observed: Float64Array | null;
}

export interface Points {
  readonly points: readonly Point[];
  /** Left out: all of their values are imputed, so that nothing was observed. */
  readonly imputed: readonly Point[];
  /** Left out: vectors with imputed values, whose density is not only of data. */
  readonly partlyImputed: readonly Point[];
}

/** @param observed values of each observation; NaN where they depend on unknowns. */
export function pointsOf(model: ForwardModel, data: LoadedData, observed: readonly Float64Array[]): Points {
  const points: Point[] = [];
  const imputed: Point[] = [];
  const partlyImputed: Point[] = [];
  for (const [k, observation] of model.observations.entries()) {
    const values = data.arrays.get(observation.name)?.values;
    const isMissing = (place: number) => values !== undefined && Number.isNaN(values[place]);
    for (const point of pointsOfObservation(observation, k, data, observed[k])) {
      const missing = point.places.filter(isMissing).length;
      if (missing === 0) points.push(point);
      else if (missing === point.places.length) imputed.push(point);
      else if (!observation.isMarginal) partlyImputed.push(point);
      else
        points.push({
          ...point,
          observed: Float64Array.from(point.places, (place) => values?.[place] ?? Number.NaN),
        });
    }
  }
  return { points, imputed, partlyImputed };
}

function pointsOfObservation(
  observation: ForwardObservation,
  k: number,
  data: LoadedData,
  observed: Float64Array,
): readonly Point[] {
  const { name, shape, dims, datum, part } = observation;
  const count = sizeOf(shape);
  const at = placesOf(data, name, datum.shape, part);
  const width = count === 0 ? 0 : at.length / count;
  return elementNames({ name, dims }).map((element, position) => {
    const values = observed.slice(position * width, (position + 1) * width);
    return {
      name: element,
      datum: name,
      observation: k,
      position,
      places: at.slice(position * width, (position + 1) * width),
      observed: values.some(Number.isNaN) ? null : values,
    };
  });
}
