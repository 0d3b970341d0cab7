export { evaluateDefine, type KnownArray } from './constant.ts';
export { type Interpretation, interpret, interpretGenerated, interpretValue } from './interpret.ts';
export { type BadElement, evaluateTerms, type LoadedElement, type TermValue } from './terms.ts';
