/** What HTML reports hold of a run: answers to the page's questions, limited to a size that browsers can open. */
import { answerRun } from '../kept-run/answer-question.ts';
import type {
  EmbeddedPart,
  PredictiveAnswer,
  PredictiveData,
  RunHeader,
  RunQuestion,
} from '../report/run-questions.ts';
import type { SampleReport } from '../report/sample-report.ts';
import type { RunColumns } from '../store/run-columns.ts';

/** Numbers of draws in a report, at most: 24 MB as base64 of float32. */
const MOST_NUMBERS = 4_500_000;
/** Predicted data sets, and numbers in all of them together. */
const MOST_SETS = 100;
const MOST_PREDICTED = 200_000;

/** An unavailable part is replaced by the reason; the rest of the report is unaffected. */
export async function part<Question extends RunQuestion>(columns: RunColumns, question: Question) {
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

/** A report is shared: it contains no paths of this machine. */
export function withoutPaths<H extends Omit<RunHeader, 'madeBy'>>(header: H): H {
  return {
    ...header,
    folder: '',
    modelPath: baseName(header.modelPath),
    data: header.data.map((datum) => ({ ...datum, file: baseName(datum.file) })),
  };
}

export function baseName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}

/**
 * Quantities whose draws are in a report. Where not all fit: those named in the verdict, scalars, then the others as in
 * the model.
 * @param runs that share the report
 */
export function drawnIn(
  report: SampleReport,
  { chains, drawsPerChain }: RunColumns,
  runs = 1,
): readonly string[] {
  const room = Math.max(1, Math.floor(MOST_NUMBERS / runs / Math.max(1, chains * drawsPerChain)));
  const names = [...new Set(report.summary.map(({ name, element = name }) => element))];
  if (names.length <= room) return names;
  const all = new Set(names);
  const concerned = report.diagnostics.reasons
    .flatMap((reason) => reason.names)
    .filter((name) => all.has(name));
  const scalars = names.filter((name) => !name.includes('['));
  return [...new Set([...concerned, ...scalars, ...names])].slice(0, room);
}

/** Fewer sets and digits: they are drawn, not computed with. The statistics are of all draws. */
export function thinned(answer: EmbeddedPart<PredictiveAnswer>): EmbeddedPart<PredictiveAnswer> {
  return answer.kind === 'unavailable' ? answer : { ...answer, data: answer.data.map(thinData) };
}

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
