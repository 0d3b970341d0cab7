/** Requests exactly the data that the plots of one quantity need. */

import type { RunQuestion } from '../../sampler/protocol.ts';
import { labelIndicator } from '../../sampler/stats/label-indicator.ts';
import type { PageContext } from '../context.ts';
import { unavailable } from '../data/unavailable.ts';
import type { PlotData } from '../plots/plot-figure.ts';
import type { QuantityNeed } from '../plots/quantity-plots.ts';

type QuantityData = Pick<PlotData, QuantityNeed>;

interface Unavailable {
  readonly kind: 'unavailable';
  readonly message: string;
}

type Part<K extends QuantityNeed> = Pick<QuantityData, K> | Unavailable;

export function quantityData(
  context: PageContext,
  { row, chains }: Pick<QuantityData, 'row' | 'chains'>,
): (
  needs: readonly QuantityNeed[],
) => Promise<{ readonly kind: 'ok'; readonly data: QuantityData } | Unavailable> {
  // For a label's row the draws of its quantity become indicators of the label.
  const { element: name = row.name, position } = row;
  const ofLabel = (values: Float64Array) =>
    position === undefined ? values : labelIndicator(values, position);
  const parts: { readonly [K in QuantityNeed]: () => Promise<Part<K>> } = {
    row: async () => ({ row }),
    chains: async () => ({ chains }),
    draws: async () => {
      const result = await context.draws.get(name);
      if (result.kind !== 'ok') return result;
      const { draws } = result;
      return { draws: { ...draws, name: row.name, values: ofLabel(draws.values) } };
    },
    sampler: async () => ({ sampler: await context.sampler() }),
    essGrowth: async () => {
      const answer = await ask(context, { kind: 'ess-growth', names: [name] });
      return answer.kind === 'unavailable' ? answer : { essGrowth: answer };
    },
    prior: async () => {
      const answer = await ask(context, { kind: 'prior', names: [name] });
      if (answer.kind === 'unavailable') return answer;
      const isOwn = answer.names[0] === name;
      return {
        prior: isOwn ? { ...answer, names: [row.name], values: [ofLabel(answer.values[0])] } : answer,
      };
    },
  };
  return async (needs) => {
    const found = await Promise.all(needs.map((need) => parts[need]()));
    const refused = found.find((part) => 'message' in part);
    if (refused !== undefined) return refused;
    // `plotFigure` reads only the needs of its row, which TypeScript cannot infer through the table.
    return { kind: 'ok', data: Object.assign({}, ...found) as QuantityData };
  };
}

/** Asks a question; a failure is returned as an answer. */
async function ask<K extends 'ess-growth' | 'prior'>(
  context: PageContext,
  question: Extract<RunQuestion, { readonly kind: K }>,
) {
  try {
    return await context.source.ask<K>(question);
  } catch (error) {
    return unavailable(error);
  }
}
