/** An approximation's texts in the table of methods, by its name in reports. */
import { variantNamed } from '../../../grammar/methods/index.ts';
import type { ApproximationWords } from '../../../grammar/methods/method.ts';
import type { ApproximationMethodName } from '../../report/approximation-report.ts';

export function wordsOf(name: ApproximationMethodName): ApproximationWords {
  const words = variantNamed(name)?.words;
  if (words === undefined) throw new Error(`the method ${name} has no words for its verdict`);
  return words;
}
