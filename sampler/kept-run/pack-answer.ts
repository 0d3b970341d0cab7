/** Numbers as text for JSON: base64 of little-endian floats. */
import { eachAnswered } from '../draws/draw-statistics.ts';
import type { RunAnswer, SamplerAnswer } from '../report/run-questions.ts';
import { unreachable } from '../unreachable.ts';

type Pack = (values: Float64Array) => string;

export const packFloat64: Pack = (values) => {
  const bytes = Buffer.alloc(values.length * 8);
  for (let i = 0; i < values.length; i++) bytes.writeDoubleLE(values[i], 8 * i);
  return bytes.toString('base64');
};

/** Seven digits are enough for a plot, at half the size. */
export const packFloat32: Pack = (values) => {
  const bytes = Buffer.alloc(values.length * 4);
  for (let i = 0; i < values.length; i++) bytes.writeFloatLE(values[i], 4 * i);
  return bytes.toString('base64');
};

export function packAnswer(answer: RunAnswer<Float64Array>, pack: Pack): RunAnswer<string> {
  switch (answer.kind) {
    case 'draws':
    case 'prior':
      return { ...answer, values: answer.values.map(pack) };
    case 'sampler':
      return packSampler(answer, pack);
    case 'ess-growth':
    case 'predictive':
    case 'predictions':
    case 'widths':
    case 'approximation':
    case 'unavailable':
      return answer;
    default:
      return unreachable(answer);
  }
}

export function packSampler(answer: SamplerAnswer<Float64Array>, pack: Pack): SamplerAnswer<string> {
  return { ...answer, ...eachAnswered((key) => pack(answer[key])) };
}
