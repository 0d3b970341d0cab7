/** `cens(y, c)`: which outcomes are known only to lie above or below what is recorded. */
import type { LoadedData } from '../data.ts';
import type { DataEntry } from '../syntax/ast.ts';

/** The bounds of each row's distribution, where a value on a bound has the probability of the whole tail. */
export interface Censoring {
  readonly lower?: string;
  readonly upper?: string;
}

type Read =
  | { readonly kind: 'ok'; readonly censoring: Censoring }
  | { readonly kind: 'error'; readonly message: string };

const codes: ReadonlyMap<string, -1 | 0 | 1> = new Map([
  ['none', 0],
  ['right', 1],
  ['left', -1],
]);

/** A number (0 none, 1 right, -1 left), a truth value, or the labels that Bambi and brms have. */
export function readCensoring(
  outcome: string,
  datum: string,
  entry: DataEntry | undefined,
  data: LoadedData | undefined,
): Read {
  const bound = (rows: string, side: 'lower' | 'upper') =>
    `if ${rows} then ${outcome} else ${side === 'upper' ? '-log(0)' : 'log(0)'}`;
  const type = entry?.type.name ?? 'int';
  if (type === 'bool') return { kind: 'ok', censoring: { upper: bound(datum, 'upper') } };
  if (type === 'int') {
    const values = [...new Set(data?.arrays.get(datum)?.values ?? [1])].sort((a, b) => a - b);
    const other = values.find((value) => ![-1, 0, 1].includes(value));
    if (other !== undefined)
      return {
        kind: 'error',
        message: `\`${datum}\` is ${other} in a row: expected 0 (not censored), 1 (right) or -1 (left)`,
      };
    return {
      kind: 'ok',
      censoring: {
        ...(values.includes(-1) ? { lower: bound(`${datum} == -1`, 'lower') } : {}),
        upper: bound(`${datum} == 1`, 'upper'),
      },
    };
  }
  if (type === 'real')
    return {
      kind: 'error',
      message: `\`${datum}\` is \`real\`: \`cens(y, c)\` takes an \`int\`, a \`bool\`, or labels`,
    };
  const labels = data?.dims.get(type)?.labels ?? ['none', 'right'];
  const unknown = labels.find((label) => !codes.has(label));
  if (unknown !== undefined)
    return {
      kind: 'error',
      message: `"${unknown}" of \`${datum}\` is no kind of censoring: expected "none", "right" or "left"`,
    };
  const is = (label: string) => `${datum} == ${JSON.stringify(label)}`;
  return {
    kind: 'ok',
    censoring: {
      ...(labels.includes('left') ? { lower: bound(is('left'), 'lower') } : {}),
      ...(labels.includes('right') ? { upper: bound(is('right'), 'upper') } : {}),
    },
  };
}

export function censoredDistribution(distribution: string, { lower, upper }: Censoring): string {
  const bounds = [
    ...(lower === undefined ? [] : [`lower = ${lower}`]),
    ...(upper === undefined ? [] : [`upper = ${upper}`]),
  ];
  return bounds.length === 0 ? distribution : `Censored(${[distribution, ...bounds].join(', ')})`;
}
