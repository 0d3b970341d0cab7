/**
 * Distributions made of other distributions. The compiler builds their densities from those of their parts;
 * these entries serve completion, hovers, signature help and the reference page.
 */
import type { Argument } from './distribution.ts';

interface Modifier {
  readonly name: 'Mixture' | 'Truncated' | 'Censored';
  /** How a call looks, one line per form. */
  readonly signatures: readonly string[];
  readonly arguments: readonly Argument[];
  readonly doc: string;
}

const inner: Argument = {
  name: 'dist',
  domain: 'distribution',
  eventDims: 0,
  doc: 'A distribution of scalars, written as a call: `Normal(mu, sigma)`.',
};

const bounds: readonly Argument[] = [
  {
    name: 'lo',
    domain: 'real',
    eventDims: 0,
    default: 'log(0)',
    doc: 'Lower bound (included); none by default.',
  },
  {
    name: 'hi',
    domain: 'real',
    eventDims: 0,
    default: '-log(0)',
    doc: 'Upper bound (included); none by default.',
  },
];

const mixture: Modifier = {
  name: 'Mixture',
  signatures: ['Mixture(w, D1(...), D2(...), ...)', 'Mixture(w over k, D(mu[k], ...))'],
  arguments: [
    {
      name: 'w',
      domain: 'simplex',
      eventDims: 1,
      doc: 'Weights of the components, summing to one; `w over k` names the dimension of the components.',
    },
    {
      ...inner,
      doc: 'The components: one call per weight, or one call over the dimension `k`; all of numbers, or all of vectors.',
    },
  ],
  doc: `A mixture: a component is chosen with probability \`w\`, then the value is drawn from it. The choice is summed out.

    p(x) = sum(w[k] * p[k](x))

[Mixture distribution](https://en.wikipedia.org/wiki/Mixture_distribution)`,
};

const truncated: Modifier = {
  name: 'Truncated',
  signatures: ['Truncated(D, lo, hi)'],
  arguments: [inner, ...bounds],
  doc: `A distribution cut to \`lo\`..\`hi\` and normalised: values outside are never seen. It needs the cumulative distribution of \`D\`.

    p(x) = p_D(x) / (F_D(hi) - F_D(lo)),   lo <= x <= hi

For a discrete \`D\` both bounds are possible values. [Truncated distribution](https://en.wikipedia.org/wiki/Truncated_distribution)`,
};

const censored: Modifier = {
  name: 'Censored',
  signatures: ['Censored(D, lo, hi)'],
  arguments: [inner, ...bounds],
  doc: `A distribution whose values below \`lo\` are recorded as \`lo\` and above \`hi\` as \`hi\`. A value on a bound counts with the probability of the whole tail.

    p(lo) = F_D(lo),   p(x) = p_D(x) for lo < x < hi,   p(hi) = 1 - F_D(hi)

[Censoring](https://en.wikipedia.org/wiki/Censoring_(statistics))`,
};

export const modifiers: ReadonlyMap<string, Modifier> = new Map(
  [mixture, truncated, censored].map((m) => [m.name, m]),
);
