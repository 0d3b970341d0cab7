/** Where the points of a kept run are in its data files. */
import { resolve } from 'node:path';
import { placesOfData } from '../../data/load.ts';
import { readDataFile } from '../../data/node-reader.ts';
import type { Place } from '../../data/raw-array.ts';
import type { PosteriorModel } from '../posterior-model.ts';
import type { Point } from './points.ts';

/** The place of a point's first value. */
export function placesInFiles({ program, info }: PosteriorModel): (point: Point) => Place {
  const place = placesOfData(program, { modelPath: resolve(info.modelPath), readFile: readDataFile });
  return ({ datum, places }) => place(datum, places[0]);
}
