import type { ImproperSampler } from './distribution-sampler.ts';

export const flat: ImproperSampler = { kind: 'improper', name: 'Flat' };
export const halfFlat: ImproperSampler = { kind: 'improper', name: 'HalfFlat' };
