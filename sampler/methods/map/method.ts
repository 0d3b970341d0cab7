import type { EstimateMethod } from '../method.ts';
import { estimateMode } from './estimate-mode.ts';
import { withoutDrawn } from './without-drawn.ts';
import { withoutJacobian } from './without-jacobian.ts';

export const mapMethod: EstimateMethod = {
  family: 'estimate',
  program: (posterior, { jacobian }) => {
    const reported = withoutDrawn(posterior);
    return jacobian === true ? reported : withoutJacobian(reported);
  },
  estimate: (model, { starts, iterations }, random, watch) =>
    estimateMode(model, { starts: Number(starts), iterations: Number(iterations) }, random, watch),
};
