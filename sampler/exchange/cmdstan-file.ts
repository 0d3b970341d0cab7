/**
 * A chain as CmdStan writes it: settings as comments, the sampler's statistics, the quantities, and comments about
 * tuning after the header and about time at the end, which cmdstanpy looks for.
 */
import type { drawStatistics } from '../draws/draw-statistics.ts';
import type { SampleReport } from '../report/sample-report.ts';
import type { RunColumns } from '../store/run-columns.ts';
import { cmdstanColumns } from './cmdstan-columns.ts';
import type { QuantityColumns } from './quantity-arrays.ts';

/** In CmdStan's order. */
const cmdstanStatistics = [
  'lp__',
  'accept_stat__',
  'stepsize__',
  'treedepth__',
  'n_leapfrog__',
  'divergent__',
  'energy__',
] as const satisfies readonly (typeof drawStatistics)[number]['column'][];

/** The text of each chain's file, in parts. */
export function cmdstanChains(
  run: RunColumns,
  quantities: readonly QuantityColumns[],
): readonly (() => Generator<string>)[] {
  const isNuts = run.info.method === undefined && (run.info.settings.method ?? 'nuts') === 'nuts';
  const statistics = isNuts ? cmdstanStatistics : cmdstanStatistics.slice(0, 1);
  const columns = cmdstanColumns(quantities);
  const names = [...statistics, ...columns.map(({ name }) => name)];
  const values = run.read([...statistics, ...columns.map(({ element }) => element)]).map((column, k) => {
    if (column === null) throw new Error(`the run has no column ${names[k]}`);
    return column;
  });
  return Array.from(
    { length: run.chains },
    (_, chain) =>
      function* () {
        const first = chain * run.drawsPerChain;
        yield `${headLines(run, chain + 1, isNuts)
          .map(comment)
          .join('')}${names.join(',')}\n`;
        if (isNuts)
          yield ['Adaptation terminated', `Step size = ${values[statistics.indexOf('stepsize__')][first]}`]
            .map(comment)
            .join('');
        for (let draw = first; draw < first + run.drawsPerChain; draw += ROWS)
          yield rowsText(values, draw, Math.min(draw + ROWS, first + run.drawsPerChain));
        yield timeLines(run.report?.timing).map(comment).join('');
      },
  );
}

/** Rows of a part. */
const ROWS = 256;

function rowsText(columns: readonly Float64Array[], from: number, to: number): string {
  let text = '';
  for (let i = from; i < to; i++) text += `${columns.map((column) => numberText(column[i])).join(',')}\n`;
  return text;
}

/** As C++ writes them, which all readers of CmdStan's files know. */
function numberText(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
}

const comment = (line: string): string => `# ${line}\n`;

/** Names and nesting are CmdStan's. A metric is named there only with its matrix, which a run does not keep. */
function headLines({ info, drawsPerChain }: RunColumns, chain: number, isNuts: boolean): readonly string[] {
  const { settings } = info;
  const { thin = 1 } = settings;
  const algorithm = isNuts
    ? [
        '    algorithm = hmc',
        '      hmc',
        '        engine = nuts',
        '          nuts',
        `            max_depth = ${settings.max_treedepth}`,
        '        metric = unit_e',
      ]
    : ['    algorithm = fixed_param'];
  return [
    `made by Bayes Workbench ${info.versions.bayes}${isNuts ? '; the matrix of the metric is not written' : `, method ${info.method ?? settings.method}`}`,
    `model = ${info.model.replace(/\s+/g, '_')}`,
    `start_datetime = ${info.started}`,
    'method = sample',
    '  sample',
    `    num_samples = ${drawsPerChain * thin}`,
    `    num_warmup = ${settings.tune}`,
    '    save_warmup = false',
    `    thin = ${thin}`,
    '    adapt',
    `      engaged = ${isNuts}`,
    `      delta = ${settings.target_accept}`,
    ...algorithm,
    '    num_chains = 1',
    `id = ${chain}`,
    'random',
    `  seed = ${info.seed}`,
  ];
}

function timeLines(timing: SampleReport['timing'] | undefined): readonly string[] {
  if (timing === undefined) return [''];
  const { warmup_ms: warmup, sample_ms: sample } = timing;
  const seconds = (ms: number) => String(ms / 1000);
  return [
    '',
    ` Elapsed Time: ${seconds(warmup)} seconds (Warm-up)`,
    `               ${seconds(sample)} seconds (Sampling)`,
    `               ${seconds(warmup + sample)} seconds (Total)`,
    '',
  ];
}
