/** Converts the numbers in an answer: packing them as text for JSON, and unpacking. */
import { eachAnswered } from '../draws/draw-statistics.ts';
import { unreachable } from '../unreachable.ts';
import type { RunAnswer, SamplerAnswer } from './run-questions.ts';

export function mapAnswer<From, To>(answer: RunAnswer<From>, map: (values: From) => To): RunAnswer<To> {
  switch (answer.kind) {
    case 'draws':
    case 'prior':
      return { ...answer, values: answer.values.map(map) };
    case 'sampler':
      return mapSampler(answer, map);
    case 'ess-growth':
    case 'predictive':
    case 'predictions':
    case 'widths':
    case 'approximation':
    case 'loo':
    case 'k-fold':
    case 'future':
    case 'sensitivity':
    case 'effects':
    case 'methods':
    case 'baseline':
    case 'pooling':
    case 'unavailable':
      return answer;
    default:
      return unreachable(answer);
  }
}

export function mapSampler<From, To>(
  answer: SamplerAnswer<From>,
  map: (values: From) => To,
): SamplerAnswer<To> {
  const { kind, chains, drawsPerChain } = answer;
  return { kind, chains, drawsPerChain, ...eachAnswered((key) => map(answer[key])) };
}
