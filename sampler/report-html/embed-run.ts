/** Contents of an HTML report: everything the page can request, limited to a size that browsers can open. */
import { essGrowth, samplerAnswer } from '../kept-run/answer-question.ts';
import { headerOf } from '../kept-run/header-of.ts';
import { packFloat32 } from '../kept-run/pack-floats.ts';
import { mapSampler } from '../report/answer-values.ts';
import { defaultEffects } from '../report/effects-ask.ts';
import type {
  EffectsAnswer,
  EmbeddedPart,
  EmbeddedRun,
  LooAnswer,
  PredictionsAnswer,
  PredictiveAnswer,
  SensitivityAnswer,
} from '../report/run-questions.ts';
import type { SampleReport } from '../report/sample-report.ts';
import type { RunColumns } from '../store/run-columns.ts';
import { baseName, drawnIn, part, thinned, withoutPaths } from './embedded-parts.ts';

/** Quantities with their prior and the growth of their effective draws; each costs some milliseconds. */
const MOST_EXTRAS = 200;
/** Log likelihoods of all observed values at all draws; ten million take some seconds to weigh. */
const MOST_WEIGHED = 10_000_000;
/** Rows of a prediction at new data. */
const MOST_ROWS = 20_000;

export interface Embedded {
  readonly run: EmbeddedRun;
  /** The draws of each name in `run.drawn`. */
  readonly draws: readonly string[];
}

export async function embedRun(columns: RunColumns, report: SampleReport): Promise<Embedded> {
  const { chains, drawsPerChain, info } = columns;
  const drawn = drawnIn(report, columns);
  const values = columns.read(drawn);
  const extras = drawn.slice(0, MOST_EXTRAS);
  const prior = await part(columns, { kind: 'prior', names: extras });
  const replicated = await part(columns, { kind: 'predictive', from: 'posterior' });
  return {
    run: {
      version: 1,
      header: withoutPaths(headerOf('', info)),
      report: { ...report, draws: null },
      chains,
      drawsPerChain,
      drawn,
      sampler: mapSampler(samplerAnswer(columns), packFloat32),
      essGrowth: essGrowth(columns, extras),
      prior: prior.kind === 'prior' ? { ...prior, values: prior.values.map(packFloat32) } : prior,
      posteriorPredictive: thinned(replicated),
      priorPredictive: thinned(await part(columns, { kind: 'predictive', from: 'prior' })),
      predictions: fewer(await part(columns, { kind: 'predictions', files: null })),
      widths: await part(columns, { kind: 'widths' }),
      approximation: await part(columns, { kind: 'approximation' }),
      loo: await leaveOneOut(columns, replicated),
      effects: await effectsPart(columns, replicated),
      sensitivity: await sensitivityPart(columns, replicated),
      methods: await part(columns, { kind: 'methods' }),
      baseline: await part(columns, { kind: 'baseline', compute: false }),
      pooling: await part(columns, { kind: 'pooling' }),
    },
    draws: values.map((column) => (column === null ? '' : packFloat32(column))),
  };
}

async function leaveOneOut(
  columns: RunColumns,
  replicated: EmbeddedPart<PredictiveAnswer>,
): Promise<EmbeddedPart<LooAnswer>> {
  const answer =
    leftOut(
      columns,
      replicated,
      (values, draws) =>
        `no leave-one-out cross-validation: ${values} observed values at ${draws} draws take long to weigh. \`bayes loo RUN\` computes it.`,
    ) ?? (await part(columns, { kind: 'loo' }));
  if (answer.kind === 'unavailable') return answer;
  const { loo } = answer;
  const points = loo.points.map((point) =>
    point.file === undefined ? point : { ...point, file: baseName(point.file) },
  );
  return { kind: 'loo', loo: { ...loo, points } };
}

async function effectsPart(
  columns: RunColumns,
  replicated: EmbeddedPart<PredictiveAnswer>,
): Promise<EmbeddedPart<EffectsAnswer>> {
  return (
    leftOut(
      columns,
      replicated,
      (values, draws) =>
        `no effects: the expected outcomes of ${values} rows at ${draws} draws take long to compute. \`bayes effects RUN\` computes them.`,
    ) ?? part(columns, { kind: 'effects', ask: defaultEffects })
  );
}

async function sensitivityPart(
  columns: RunColumns,
  replicated: EmbeddedPart<PredictiveAnswer>,
): Promise<EmbeddedPart<SensitivityAnswer>> {
  return (
    leftOut(
      columns,
      replicated,
      (values, draws) =>
        `no sensitivity to the priors: the likelihood of ${values} values at ${draws} draws takes long to compute. \`bayes sensitivity RUN\` computes it.`,
    ) ?? part(columns, { kind: 'sensitivity' })
  );
}

/** What stands in place of a part that would take too long at so many observed values and draws; else null. */
function leftOut(
  { chains, drawsPerChain }: RunColumns,
  replicated: EmbeddedPart<PredictiveAnswer>,
  lacking: (values: number, draws: number) => string,
): { readonly kind: 'unavailable'; readonly message: string } | null {
  const [values, draws] = [observedValues(replicated), chains * drawsPerChain];
  if (values * draws <= MOST_WEIGHED) return null;
  return { kind: 'unavailable', message: `This report holds ${lacking(values, draws)}` };
}

function observedValues(replicated: EmbeddedPart<PredictiveAnswer>): number {
  if (replicated.kind === 'unavailable') return 0;
  return replicated.data.reduce((sum, { observed }) => sum + observed.length, 0);
}

function fewer(answer: EmbeddedPart<PredictionsAnswer>): EmbeddedPart<PredictionsAnswer> {
  if (answer.kind === 'unavailable') return answer;
  const tables = answer.tables.map((table) => ({ ...table, rows: table.rows.slice(0, MOST_ROWS) }));
  return { ...answer, tables };
}
