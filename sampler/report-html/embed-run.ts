/** What an HTML report holds of a run: everything the page can ask for, within a size that a browser opens. */
import { essGrowth, headerOf, samplerAnswer } from '../host/answer-run.ts';
import { packFloat32, packSampler } from '../host/pack.ts';
import type { SampleReport } from '../report.ts';
import type { EmbeddedRun, PredictiveAnswer, PriorAnswer, WidthsAnswer } from '../results.ts';
import type { RunColumns } from '../store/run-columns.ts';

/** Numbers of draws in a report, at most: 24 MB as base64 of float32. */
const MOST_NUMBERS = 4_500_000;
/** Each costs some milliseconds. */
const MOST_ESS_GROWTHS = 200;

/** Parts that are computed elsewhere; null where the run has none. */
export interface EmbeddedExtras {
  readonly prior: PriorAnswer<Float64Array> | null;
  readonly predictive: readonly PredictiveAnswer[];
  readonly widths: WidthsAnswer | null;
}

export const noExtras: EmbeddedExtras = { prior: null, predictive: [], widths: null };

export interface Embedded {
  readonly run: EmbeddedRun;
  /** Of each name in `run.drawn`. */
  readonly draws: readonly string[];
}

export function embedRun(
  folder: string,
  columns: RunColumns,
  report: SampleReport,
  extras: EmbeddedExtras = noExtras,
): Embedded {
  const { chains, drawsPerChain, info } = columns;
  const room = Math.floor(MOST_NUMBERS / Math.max(1, chains * drawsPerChain));
  const drawn = chosen(report, Math.max(1, room));
  const values = columns.read(drawn);
  const header = headerOf(folder, info);
  return {
    run: {
      version: 1,
      // A report travels: it does not tell where on this machine things lie.
      header: {
        ...header,
        folder: '',
        modelPath: baseName(header.modelPath),
        data: header.data.map((datum) => ({ ...datum, file: baseName(datum.file) })),
      },
      report: { ...report, draws: null },
      chains,
      drawsPerChain,
      drawn,
      sampler: packSampler(samplerAnswer(columns), packFloat32),
      essGrowth: essGrowth(columns, drawn.slice(0, MOST_ESS_GROWTHS)),
      prior: extras.prior === null ? null : { ...extras.prior, values: extras.prior.values.map(packFloat32) },
      predictive: extras.predictive,
      widths: extras.widths,
    },
    draws: values.map((column) => (column === null ? '' : packFloat32(column))),
  };
}

/** Where not all fit: what the verdict names first, then scalars, then the others as in the model. */
function chosen(report: SampleReport, count: number): readonly string[] {
  const names = report.summary.map(({ name }) => name);
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
