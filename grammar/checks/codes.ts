/** All codes of diagnostics with their documentation: for `bayes check`, the editor and the reference page. */
import { ambiguousAxis } from './ambiguous-axis.ts';
import { argumentCount } from './argument-count.ts';
import { argumentName } from './argument-name.ts';
import { broadPrior } from './broad-prior.ts';
import { centredHierarchy } from './centred-hierarchy.ts';
import type { Check, ProgramCheck } from './check.ts';
import { coefficientScale } from './coefficient-scale.ts';
import { constraintMismatch } from './constraint-mismatch.ts';
import { dataInRange } from './data-in-range.ts';
import { discreteParameter } from './discrete-parameter.ts';
import { drawnInDensity } from './drawn-in-density.ts';
import { duplicateName } from './duplicate-name.ts';
import { emptyRange } from './empty-range.ts';
import { fewDraws } from './few-draws.ts';
import { formulaTerm } from './formula-term.ts';
import { ignoreCode, unusedIgnore } from './ignore-comments.ts';
import { improperPosterior } from './improper-posterior.ts';
import { imputedRange } from './imputed-range.ts';
import { indexCount } from './index-count.ts';
import { indexRange } from './index-range.ts';
import { infiniteUniform } from './infinite-uniform.ts';
import { kindMismatch } from './kind-mismatch.ts';
import { labelArithmetic } from './label-arithmetic.ts';
import { labelSwitching } from './label-switching.ts';
import { dataComment, dataLabelSimilar, dataRowOrder, dataWhere } from './loader-findings.ts';
import { missingDims } from './missing-dims.ts';
import { needsData } from './needs-data.ts';
import { neighbourGraph } from './neighbour-graph.ts';
import { noReferenceCategory } from './no-reference-category.ts';
import { notCallable } from './not-callable.ts';
import { notFinite } from './not-finite.ts';
import { observedTwice } from './observed-twice.ts';
import { odeTimes } from './ode-times.ts';
import { oneChain } from './one-chain.ts';
import { outcomeCircle } from './outcome-circle.ts';
import { ownDistributionCheck } from './own-distribution.ts';
import { recoveryTest } from './recovery-test.ts';
import { recursionOrder } from './recursion-order.ts';
import { recursiveFunction } from './recursive-function.ts';
import { redundantIntercept } from './redundant-intercept.ts';
import { separation } from './separation.ts';
import { setting } from './setting.ts';
import { shapeMismatch } from './shape-mismatch.ts';
import { supportMismatch } from './support-mismatch.ts';
import { typeMismatch } from './type-mismatch.ts';
import { unknownLabel } from './unknown-label.ts';
import { unknownName } from './unknown-name.ts';
import { unreachedParameter } from './unreached-parameter.ts';
import { unsupported } from './unsupported.ts';
import { unusedData } from './unused-data.ts';
import { unusedDimension } from './unused-dimension.ts';
import { unusedParameter } from './unused-parameter.ts';
import { unusedSetting } from './unused-setting.ts';
import { useBeforeDeclaration } from './use-before-declaration.ts';
import { varianceAsScale } from './variance-as-scale.ts';

/** Found by the parser. */
const syntax: Check = {
  code: 'syntax',
  severity: 'error',
  title: 'Not the language',
  doc: 'Text that cannot be read as a program. The message says what was expected and what was found; parsing continues after it.',
};

const all: readonly (Check | ProgramCheck)[] = [
  syntax,
  unknownName,
  useBeforeDeclaration,
  duplicateName,
  typeMismatch,
  shapeMismatch,
  ambiguousAxis,
  missingDims,
  notCallable,
  argumentCount,
  argumentName,
  setting,
  indexCount,
  indexRange,
  unknownLabel,
  labelArithmetic,
  recursionOrder,
  recursiveFunction,
  ownDistributionCheck,
  needsData,
  emptyRange,
  infiniteUniform,
  constraintMismatch,
  supportMismatch,
  kindMismatch,
  neighbourGraph,
  discreteParameter,
  formulaTerm,
  unsupported,
  unusedParameter,
  unusedData,
  unusedDimension,
  unreachedParameter,
  dataInRange,
  dataLabelSimilar,
  improperPosterior,
  noReferenceCategory,
  separation,
  notFinite,
  observedTwice,
  drawnInDensity,
  outcomeCircle,
  ignoreCode,
  imputedRange,
  broadPrior,
  coefficientScale,
  varianceAsScale,
  centredHierarchy,
  redundantIntercept,
  labelSwitching,
  odeTimes,
  oneChain,
  fewDraws,
  unusedSetting,
  recoveryTest,
  unusedIgnore,
  dataComment,
  dataRowOrder,
  dataWhere,
];

/** Codes of the grammar; those of the data loader are in `sampler/data/data-codes.ts`, those of a run in `sampler/model/refusal-codes.ts`. */
export const checks: ReadonlyMap<string, Check> = new Map(all.map((c) => [c.code, c]));

/** Run after typing, in this order. */
export const programChecks: readonly ProgramCheck[] = all.filter((check) => 'find' in check);
