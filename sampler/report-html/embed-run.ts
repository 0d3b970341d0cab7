/** Contents of an HTML report: everything the page can request, limited to a size that browsers can open. */
import { answerRun, essGrowth, samplerAnswer } from '../kept-run/answer-question.ts';
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
  PredictiveData,
  RunQuestion,
} from '../report/run-questions.ts';
import type { SampleReport } from '../report/sample-report.ts';
import type { RunColumns } from '../store/run-columns.ts';

/** Numbers of draws in a report, at most: 24 MB as base64 of float32. */
const MOST_NUMBERS = 4_500_000;
/** Quantities with their prior and the growth of their effective draws; each costs some milliseconds. */
const MOST_EXTRAS = 200;
/** Predicted data sets, and numbers in all of them together. */
const MOST_SETS = 100;
const MOST_PREDICTED = 200_000;
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
  const room = Math.floor(MOST_NUMBERS / Math.max(1, chains * drawsPerChain));
  const drawn = chosen(report, Math.max(1, room));
  const values = columns.read(drawn);
  const header = headerOf('', info);
  const extras = drawn.slice(0, MOST_EXTRAS);
  const prior = await part(columns, { kind: 'prior', names: extras });
  const replicated = await part(columns, { kind: 'predictive', from: 'posterior' });
  return {
    run: {
      version: 1,
      // A report is shared: it contains no paths of this machine.
      header: {
        ...header,
        modelPath: baseName(header.modelPath),
        data: header.data.map((datum) => ({ ...datum, file: baseName(datum.file) })),
      },
      report: { ...report, draws: null },
      chains,
      drawsPerChain,
      drawn,
      sampler: mapSampler(samplerAnswer(columns), packFloat32),
      essGrowth: essGrowth(columns, extras),
      prior: prior.kind === 'prior' ? { ...prior, values: prior.values.map(packFloat32) } : prior,
      posteriorPredictive: thin(replicated),
      priorPredictive: thin(await part(columns, { kind: 'predictive', from: 'prior' })),
      predictions: fewer(await part(columns, { kind: 'predictions', files: null })),
      widths: await part(columns, { kind: 'widths' }),
      approximation: await part(columns, { kind: 'approximation' }),
      loo: await leaveOneOut(columns, replicated),
      effects: await effectsPart(columns, replicated),
      methods: await part(columns, { kind: 'methods' }),
      baseline: await part(columns, { kind: 'baseline', compute: false }),
      pooling: await part(columns, { kind: 'pooling' }),
    },
    draws: values.map((column) => (column === null ? '' : packFloat32(column))),
  };
}

/** An unavailable part is replaced by the reason; the rest of the report is unaffected. */
async function part<Question extends RunQuestion>(columns: RunColumns, question: Question) {
  type Answer = Extract<
    Awaited<ReturnType<typeof answerRun>>,
    { readonly kind: Question['kind'] | 'unavailable' }
  >;
  try {
    // `answerRun` returns the answer of the question's kind, which TypeScript cannot infer.
    return (await answerRun(columns, question)) as Answer;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { kind: 'unavailable' as const, message };
  }
}

function thin(answer: EmbeddedPart<PredictiveAnswer>): EmbeddedPart<PredictiveAnswer> {
  return answer.kind === 'unavailable' ? answer : { ...answer, data: answer.data.map(thinData) };
}

async function leaveOneOut(
  columns: RunColumns,
  replicated: EmbeddedPart<PredictiveAnswer>,
): Promise<EmbeddedPart<LooAnswer>> {
  const draws = columns.chains * columns.drawsPerChain;
  const values = observedValues(replicated);
  if (values * draws > MOST_WEIGHED) {
    const message = `This report holds no leave-one-out cross-validation: ${values} observed values at ${draws} draws take long to weigh. \`bayes loo RUN\` computes it.`;
    return { kind: 'unavailable', message };
  }
  const answer = await part(columns, { kind: 'loo' });
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
  const draws = columns.chains * columns.drawsPerChain;
  const values = observedValues(replicated);
  if (values * draws > MOST_WEIGHED) {
    const message = `This report holds no effects: the expected outcomes of ${values} rows at ${draws} draws take long to compute. \`bayes effects RUN\` computes them.`;
    return { kind: 'unavailable', message };
  }
  return part(columns, { kind: 'effects', ask: defaultEffects });
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

/** Fewer sets and digits: they are drawn, not computed with. The statistics are of all draws. */
function thinData(data: PredictiveData): PredictiveData {
  const room = Math.floor(MOST_PREDICTED / Math.max(1, data.observed.length));
  const count = Math.min(data.draws.length, MOST_SETS, Math.max(10, room));
  const draws = Array.from({ length: count }, (_, i) =>
    data.draws[Math.floor(((i + 0.5) * data.draws.length) / count)].map((value) =>
      Number(value.toPrecision(5)),
    ),
  );
  return { ...data, draws };
}

/** Order of quantities if not all fit: those named in the verdict, scalars, then the others as in the model. */
function chosen(report: SampleReport, count: number): readonly string[] {
  const names = [...new Set(report.summary.map(({ name, element = name }) => element))];
  if (names.length <= count) return names;
  const all = new Set(names);
  const concerned = report.diagnostics.reasons
    .flatMap((reason) => reason.names)
    .filter((name) => all.has(name));
  const scalars = names.filter((name) => !name.includes('['));
  return [...new Set([...concerned, ...scalars, ...names])].slice(0, count);
}

function baseName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}
