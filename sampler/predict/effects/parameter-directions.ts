/** On which side of zero the unknowns of a kept run lie. */

import type { LoadedData } from '../../../grammar/data.ts';
import { elementNames } from '../../compile/element-names.ts';
import { lower } from '../../compile/lower/lower.ts';
import { directionOf } from '../../diagnose/direction.ts';
import type { EffectsAsk } from '../../report/effects-ask.ts';
import type { ParameterDirection } from '../../report/effects-report.ts';
import type { PosteriorModel } from '../posterior-model.ts';
import { quantityRow } from '../summarise-columns.ts';

/** Of the parameters that can be any number; a scale lies on one side whatever the data say. */
export function parameterDirections(
  { program, data, draws }: PosteriorModel,
  rope: EffectsAsk['rope'],
): readonly ParameterDirection[] {
  const { ir } = lower(program, data);
  const free = new Set(ir.unconstrainedNames);
  const width = draws.names.length;
  const columns = new Map(draws.names.map((name, k) => [name, k]));
  const own = new Float64Array(draws.chains * draws.drawsPerChain);
  return ir.quantities
    .filter(({ kind, name }) => kind === 'param' && !isImputed(name, data))
    .flatMap((quantity) => elementNames(quantity).filter((name) => free.has(name)))
    .flatMap((name): ParameterDirection[] => {
      const column = columns.get(name);
      if (column === undefined) return [];
      for (let i = 0; i < own.length; i++) own[i] = draws.values[i * width + column];
      const { mean, sd, q3, q50, q97 } = quantityRow(name, own);
      return [{ name, mean, sd, q3, q50, q97, ...directionOf(own, rope) }];
    });
}

function isImputed(name: string, { arrays }: LoadedData): boolean {
  return name.endsWith('_missing') && arrays.has(name.slice(0, -'_missing'.length));
}
