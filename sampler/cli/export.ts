/** `bayes export RUN`: a kept run's draws or summary as a file that other programs read. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ComputedGroup } from '../exchange/inference-groups.ts';
import type { SampleReport } from '../report/sample-report.ts';
import { summaryColumns } from '../report/summary-text.ts';
import type { Column } from '../store/arrow-stream.ts';
import type { ColumnValues } from '../store/record-batch.ts';
import { openRunColumns } from '../store/run-columns.ts';
import type { RunRows } from '../store/run-rows.ts';
import { unreachable } from '../unreachable.ts';
import { type Console, complaint } from './console.ts';
import { csvNumber, csvText } from './csv-text.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { wholeFile } from './whole-file.ts';

export interface ExportOptions {
  readonly to: 'csv' | 'json' | 'arrow' | 'parquet' | 'netcdf' | 'cmdstan';
  readonly what: 'draws' | 'summary';
  /** File to write; null prints. */
  readonly out: string | null;
  /** Groups to compute for NetCDF. */
  readonly groups?: readonly ComputedGroup[];
}

const notPrinted = {
  arrow: 'an Arrow file is not text',
  parquet: 'a Parquet file is not text',
  netcdf: 'a NetCDF file is not text',
  cmdstan: "CmdStan's draws are a file for each chain",
} as const;

export async function exportRun(name: string, options: ExportOptions, console: Console): Promise<ExitCode> {
  const refuse = (message: string): ExitCode => {
    console.err(complaint(message));
    return exitCodes.usage;
  };
  const folder = resolve(console.cwd, name);
  const opened = openRunColumns(folder);
  if (opened.kind === 'problem') return refuse(opened.message);
  const { report, info, damage } = opened.run;
  const { to, groups = [] } = options;
  const isPrinted = to === 'csv' || to === 'json';
  if (!isPrinted && options.what === 'summary')
    return refuse(`a summary is exported as csv or json; --to ${to} is for draws`);
  if (!isPrinted && options.out === null)
    return refuse(`${notPrinted[to]}: say where to write it with -o FILE`);
  if (to !== 'netcdf' && groups.length > 0)
    return refuse(`--with adds groups to a NetCDF file; expected --to netcdf, found --to ${to}`);
  if (options.what === 'summary' && report === null)
    return refuse(`the report of the approximation in ${name} is missing; its draws can be exported`);
  /** Incomplete draws are exported with a warning. */
  const ended = (): ExitCode => {
    const reasons = (report?.diagnostics.reasons ?? []).filter(
      ({ code }) => code === 'interrupted' || code === 'damaged',
    );
    if (reasons.length === 0 && damage.length === 0) return exitCodes.done;
    const words = reasons.length > 0 ? reasons.map(({ message }) => message) : damage;
    console.err(
      `PROVISIONAL: what was exported is not the whole run (${info.model}).\n${words.map((word) => `  - ${word}.\n`).join('')}`,
    );
    return exitCodes.provisional;
  };
  const { runRows } = await import('../store/run-rows.ts');
  try {
    const target = options.out === null ? null : resolve(console.cwd, options.out);
    if (options.what === 'summary' && report !== null) {
      const text = options.to === 'csv' ? summaryCsv(report) : `${JSON.stringify(report, null, 1)}\n`;
      write(target, [text], console);
      return ended();
    }
    const rows = runRows(folder);
    if (rows.draws === 0) return refuse(`the run in ${name} holds no draws`);
    switch (options.to) {
      case 'csv':
        write(target, drawsCsv(rows), console);
        break;
      case 'json':
        write(target, drawsJson(rows), console);
        break;
      case 'arrow':
        if (target !== null)
          writeTable(target, rows, (await import('../store/arrow-file.ts')).writeArrowFile);
        break;
      case 'parquet':
        if (target !== null)
          writeTable(target, rows, (await import('../store/parquet-file.ts')).writeParquetFile);
        break;
      case 'netcdf': {
        if (target === null) break;
        const { exportNetcdf } = await import('./export-netcdf.ts');
        const code = await exportNetcdf(opened.run, target, new Set(groups), console);
        if (code !== null) return code;
        break;
      }
      case 'cmdstan': {
        const { exportCmdstan } = await import('./export-cmdstan.ts');
        if (target !== null) exportCmdstan(opened.run, target, console);
        break;
      }
      default:
        return unreachable(options.to);
    }
    return ended();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return refuse(`cannot export ${name}${options.out === null ? '' : ` to ${options.out}`}: ${why}`);
  }
}

function write(target: string | null, parts: Iterable<string>, console: Console): void {
  if (target === null) {
    for (const part of parts) console.out(part);
    return;
  }
  wholeFile(target, (temporary) => {
    const file = openSync(temporary, 'w');
    try {
      for (const part of parts) writeSync(file, part);
    } finally {
      closeSync(file);
    }
  });
}

export function summaryCsv(report: SampleReport): string {
  const lines = report.summary.map((row) =>
    [csvText(row.name), ...summaryColumns.map(({ key }) => csvNumber(row[key] ?? null))].join(','),
  );
  return `${[['name', ...summaryColumns.map(({ key }) => key)].join(','), ...lines].join('\n')}\n`;
}

/** `chain` and `draw` count from 1. */
function* drawsCsv(rows: RunRows): Generator<string> {
  yield `${['chain', 'draw', ...rows.names.map(csvText)].join(',')}\n`;
  for (const { chain, firstDraw, rows: count, columns } of rows.batches()) {
    let text = '';
    for (let i = 0; i < count; i++) {
      text += `${chain},${firstDraw + i}`;
      for (const column of columns) text += `,${csvNumber(column[i])}`;
      text += '\n';
    }
    yield text;
  }
}

/** Per name one array for each chain: what ArviZ's `from_dict` takes. */
function* drawsJson(rows: RunRows): Generator<string> {
  const batches = [...rows.batches()];
  yield '{';
  for (const [k, name] of rows.names.entries()) {
    const chains = rows.chains.map((chain) =>
      batches.filter((batch) => batch.chain === chain).flatMap(({ columns }) => [...columns[k]]),
    );
    yield `${k === 0 ? '' : ','}\n${JSON.stringify(name)}: ${JSON.stringify(chains)}`;
  }
  yield '\n}\n';
}

/** A row per draw, with the types kept. */
function writeTable(
  target: string,
  rows: RunRows,
  writeFile: (path: string, columns: readonly Column[], batches: Iterable<readonly ColumnValues[]>) => void,
): void {
  const first = [...rows.batches()][0];
  const columns: Column[] = [
    { name: 'chain', type: 'uint32' },
    { name: 'draw', type: 'uint32' },
    ...rows.names.map((name, k): Column => ({ name, type: typeOf(first.columns[k]) })),
  ];
  function* batches() {
    for (const { chain, firstDraw, rows: count, columns: values } of rows.batches()) {
      const draw = Uint32Array.from({ length: count }, (_, i) => firstDraw + i);
      yield [new Uint32Array(count).fill(chain), draw, ...values];
    }
  }
  wholeFile(target, (temporary) => writeFile(temporary, columns, batches()));
}

function typeOf(values: Float64Array | Uint8Array | Uint32Array): Column['type'] {
  if (values instanceof Float64Array) return 'float64';
  return values instanceof Uint32Array ? 'uint32' : 'uint8';
}
