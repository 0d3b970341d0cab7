// What JavaScript calls.
export { configureBlock, drawBlock } from './block';
export { useMetric } from './metric';
export { configure } from './model';
export { take } from './pool';
export { nextNormal, nextUniform } from './random';
export { probe, transition } from './transition';
export { tuneBlock } from './tuning';
