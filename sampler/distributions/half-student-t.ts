import type { ScalarSampler } from './distribution-sampler.ts';
import { drawStudentT, studentTCdf, studentTQuantile } from './student-t.ts';

export const halfStudentT: ScalarSampler = {
  kind: 'scalar',
  name: 'HalfStudentT',
  draw: ({ 0: nu, 1: sigma }, rng) => sigma * Math.abs(drawStudentT(nu, rng)),
  cdf: (x, { 0: nu, 1: sigma }) => (x <= 0 ? 0 : 1 - 2 * studentTCdf(-x / sigma, nu)),
  quantile: (p, { 0: nu, 1: sigma }) => (p === 0 ? 0 : -sigma * studentTQuantile((1 - p) / 2, nu)),
};
