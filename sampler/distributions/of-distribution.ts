/** The entry and the sampler of a distribution, be it of the table or of the program itself. */
import type { Distribution } from '../../grammar/distributions/distribution.ts';
import { distributions } from '../../grammar/distributions/index.ts';
import type { DistributionSampler } from './distribution-sampler.ts';
import { samplers } from './index.ts';
import { ownSampler } from './own-sampler.ts';
import { drawnAlone } from './state-space-draws.ts';

interface Named {
  readonly name: string;
  readonly own?: Distribution;
}

export function entryOf({ name, own }: Named): Distribution | undefined {
  return own ?? distributions.get(name) ?? drawnAlone.get(name)?.entry;
}

/** Undefined where the program's own has no `draw =`. */
export function samplerOf({ name, own }: Named): DistributionSampler | undefined {
  if (own !== undefined) return ownSampler(own);
  return samplers.get(name) ?? drawnAlone.get(name)?.sampler;
}
