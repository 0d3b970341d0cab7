/** A plot of one quantity as the table of plots has it: what it needs of a run, and what it makes of that. */
import type { AnswerTo, SamplerAnswer } from '../../sampler/protocol.ts';
import type { SummaryRow } from '../../sampler/report/sample-report.ts';
import type { QuantityDraws } from '../data/draws-cache.ts';
import type { Plot } from './plot.ts';

/** Data of the run that a plot may need. Where one is unavailable, its message replaces the plot. */
export interface QuantityData {
  readonly draws: QuantityDraws;
  /** Null where the sampler's statistics were not kept. */
  readonly sampler: SamplerAnswer<Float64Array> | null;
  readonly essGrowth: Answered<'ess-growth'>;
  readonly prior: Answered<'prior'>;
}
type Answered<Kind extends 'ess-growth' | 'prior'> = Extract<
  AnswerTo<Kind, Float64Array>,
  { readonly kind: Kind }
>;
export type Need = keyof QuantityData;

/** What is known of every quantity. */
export interface QuantityFacts {
  readonly row: SummaryRow;
  readonly chains: number;
}

/** Words in the place of a plot. */
export interface Missing {
  readonly missing: string;
}

/** The place of a plot on the page. */
export interface Place<Data> {
  show(data: Data): void;
  say(message: string): void;
}

export interface QuantityFigure {
  readonly needs: readonly Need[];
  /** `create` makes the plot's place; what comes back fills it once all needs are there. */
  open<Made>(create: <Data>(plot: Plot<Data>) => Place<Data> & Made): {
    readonly place: Place<never> & Made;
    fill(facts: QuantityFacts, data: QuantityData): void;
  };
}

/** `data` is called with what `needs` names; nothing else of it may be read. */
export function quantityFigure<Data extends object, const N extends Need>(
  plot: Plot<Data>,
  needs: readonly N[],
  data: (facts: QuantityFacts & Pick<QuantityData, N>) => NoInfer<Data> | Missing,
): QuantityFigure {
  return {
    needs,
    open(create) {
      const place = create(plot);
      return {
        place,
        fill(facts, given) {
          const made = data({ ...given, ...facts });
          if ('missing' in made) place.say(made.missing);
          else place.show(made);
        },
      };
    },
  };
}
