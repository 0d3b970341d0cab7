/**
 * Simulations kept in a folder: what they are of in `calibration.json`, and a line for each that has ended in
 * `simulations.jsonl`, so that one that was stopped goes on where it was.
 */
import { appendFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolders } from '../store/make-folders.ts';
import type { SimulationRecord } from './simulations.ts';

/** What simulations are of: those of another model, other data or another seed do not go together. */
interface CalibrationInfo {
  readonly version: 1;
  readonly modelText: string;
  readonly data: readonly { readonly name: string; readonly hash: string }[];
  readonly settings: unknown;
  readonly seed: number;
}

export interface CalibrationFolder {
  /** That of the folder, where none was asked for. */
  readonly seed: number;
  readonly kept: readonly SimulationRecord[];
  keep(record: SimulationRecord): void;
}

type OpenedFolder =
  | { readonly kind: 'ok'; readonly folder: CalibrationFolder }
  | { readonly kind: 'refused'; readonly message: string };

const INFO = 'calibration.json';
const RECORDS = 'simulations.jsonl';

/**
 * Opens a new or an empty folder, or that of an earlier calibration to go on with. Never throws.
 * @param info of the simulations to come; `isSeeded` where the caller asked for that seed.
 */
export function openCalibrationFolder(path: string, info: CalibrationInfo, isSeeded: boolean): OpenedFolder {
  try {
    return open(path, info, isSeeded);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { kind: 'refused', message: `cannot write the folder ${path}: ${why}` };
  }
}

function open(path: string, info: CalibrationInfo, isSeeded: boolean): OpenedFolder {
  const refuse = (why: string): OpenedFolder => ({
    kind: 'refused',
    message: `${path} ${why}; choose a new or an empty folder`,
  });
  if (existsSync(path) && !statSync(path).isDirectory()) return refuse('is a file');
  const infoFile = join(path, INFO);
  const recordsFile = join(path, RECORDS);
  const keep = (record: SimulationRecord) => appendFileSync(recordsFile, `${JSON.stringify(record)}\n`);
  if (!existsSync(infoFile)) {
    if (existsSync(path) && readdirSync(path).length > 0)
      return refuse('is no folder of a calibration, and it is not empty');
    makeFolders(path);
    writeFileSync(infoFile, `${JSON.stringify(info)}\n`);
    return { kind: 'ok', folder: { seed: info.seed, kept: [], keep } };
  }
  const before = readInfo(infoFile);
  if (before === null) return refuse(`has a damaged ${INFO}`);
  const seed = isSeeded ? info.seed : before.seed;
  const differs = differenceOf(before, { ...info, seed });
  if (differs !== null) return refuse(`has simulations of ${differs}`);
  const { records, text } = readRecords(recordsFile);
  // A line that was cut off when its process was ended is dropped, so that the next one stands alone.
  if (text !== null) writeFileSync(recordsFile, text);
  return { kind: 'ok', folder: { seed, kept: records, keep } };
}

function readInfo(file: string): CalibrationInfo | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as CalibrationInfo;
  } catch {
    return null;
  }
}

function differenceOf(before: CalibrationInfo, now: CalibrationInfo): string | null {
  if (before.version !== now.version) return 'another version of the program';
  if (before.modelText !== now.modelText) return 'another text of the model';
  if (JSON.stringify(before.data) !== JSON.stringify(now.data)) return 'other data';
  if (before.seed !== now.seed) return `seed ${before.seed}, not ${now.seed}`;
  return JSON.stringify(before.settings) === JSON.stringify(now.settings) ? null : 'other settings';
}

/** `text` is that of the whole lines, where the file has others. */
function readRecords(file: string): {
  readonly records: readonly SimulationRecord[];
  readonly text: string | null;
} {
  if (!existsSync(file)) return { records: [], text: null };
  const written = readFileSync(file, 'utf8');
  const whole: string[] = [];
  const records: SimulationRecord[] = [];
  for (const line of written.split('\n')) {
    try {
      const record = JSON.parse(line) as SimulationRecord;
      records.push(record);
      whole.push(line);
    } catch {
      // The empty end of the file, or a line cut off.
    }
  }
  const text = whole.map((line) => `${line}\n`).join('');
  return { records, text: text === written ? null : text };
}
