/** Short constructors for the arguments of a distribution; they only fill in the fields of `Argument`. */
import type { Argument, Domain } from './distribution.ts';

function scalar(domain: Domain) {
  return (name: string, doc: string, fallback?: string): Argument =>
    fallback === undefined
      ? { name, domain, eventDims: 0, doc }
      : { name, domain, eventDims: 0, default: fallback, doc };
}

function event(domain: Domain, eventDims: 1 | 2) {
  return (name: string, doc: string): Argument => ({ name, domain, eventDims, doc });
}

export const real = scalar('real');
export const positive = scalar('positive');
export const nonnegative = scalar('nonnegative');
export const unit = scalar('unit');
export const integer = scalar('integer');
export const count = scalar('count');
export const base = scalar('distribution');

export const vector = event('vector', 1);
export const positiveVector = event('positiveVector', 1);
export const orderedVector = event('orderedVector', 1);
export const simplex = event('simplex', 1);
export const covariance = event('covariance', 2);
export const choleskyFactor = event('choleskyFactor', 2);
export const matrix = event('matrix', 2);
