/** The checks that look at a whole program after its statements are typed, one file each. */
import type { Analysis } from '../analysis.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { checkBroadPrior } from './broad-prior.ts';
import { checkCentredHierarchy } from './centred-hierarchy.ts';
import { checkCoefficientScale } from './coefficient-scale.ts';
import { checkFewDraws } from './few-draws.ts';
import { checkImproperPosterior } from './improper-posterior.ts';
import { checkImputedRange } from './imputed-range.ts';
import { checkLabelSwitching } from './label-switching.ts';
import { checkNoReferenceCategory } from './no-reference-category.ts';
import { checkNotFinite } from './not-finite.ts';
import { checkObservedTwice } from './observed-twice.ts';
import { checkOneChain } from './one-chain.ts';
import { checkRedundantIntercept } from './redundant-intercept.ts';
import { checkSeparation } from './separation.ts';
import { checkUnreachedParameter } from './unreached-parameter.ts';
import { checkUnusedData } from './unused-data.ts';
import { checkUnusedDimension } from './unused-dimension.ts';
import { checkUnusedParameter } from './unused-parameter.ts';

/** `whole` is false where names or statements could not be read: what is unused cannot be told then. */
export type AdviceCheck = (analysis: Analysis, whole: boolean) => readonly Diagnostic[];

export const adviceChecks: readonly AdviceCheck[] = [
  checkUnusedParameter,
  checkUnusedData,
  checkUnusedDimension,
  checkUnreachedParameter,
  checkImproperPosterior,
  checkNoReferenceCategory,
  checkSeparation,
  checkImputedRange,
  checkNotFinite,
  checkObservedTwice,
  checkBroadPrior,
  checkCoefficientScale,
  checkCentredHierarchy,
  checkRedundantIntercept,
  checkLabelSwitching,
  checkOneChain,
  checkFewDraws,
];
