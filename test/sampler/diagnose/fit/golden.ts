/** Golden values of the tests of fit, made by `test/golden/fit.py`. */
import { readFileSync } from 'node:fs';

interface Golden {
  readonly pot: readonly {
    readonly name: string;
    readonly values: readonly number[];
    readonly p_value: number;
  }[];
  readonly monotone: readonly { readonly y: readonly number[]; readonly fitted: readonly number[] }[];
  readonly holm: readonly { readonly p: readonly number[]; readonly adjusted: readonly number[] }[];
}

export const golden: Golden = JSON.parse(
  readFileSync(new URL('../../../golden/fit.json', import.meta.url), 'utf8'),
);
