import type { EstimateMethod } from '../method.ts';
import { estimateMode } from './estimate-mode.ts';
import { withoutJacobian } from './without-jacobian.ts';

export const mapMethod: EstimateMethod = {
  family: 'estimate',
  program: (posterior, { jacobian }) => (jacobian === true ? posterior : withoutJacobian(posterior)),
  estimate: (model, { starts, iterations }, random, watch) =>
    estimateMode(model, { starts: Number(starts), iterations: Number(iterations) }, random, watch),
};
