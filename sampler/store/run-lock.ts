/**
 * `run.lock`: which process writes a run's folder. A process is identified by its id and start time, since ids are
 * reused.
 */
import { execFileSync } from 'node:child_process';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { lockFile } from './run-folder.ts';

interface Holder {
  readonly pid: number;
  /** Start time of the process, as the system formats it; null if unavailable. */
  readonly start: string | null;
  readonly host: string;
}

/** Process information of this machine; passed in, so that tests can replace it. */
export interface Processes {
  readonly self: Holder;
  /** The start time of a live process, null where unknown; undefined where there is no such process. */
  startOf(pid: number): string | null | undefined;
}

type LockResult =
  | {
      readonly kind: 'held';
      release(): void;
      /** Releases the lock by renaming its file, which works on a full disk. Never throws. */
      leaveAsMark(path: string): void;
    }
  | { readonly kind: 'refused'; readonly message: string };

/** @throws where the folder cannot be written. */
export function lockRun(folder: string, processes: Processes = thisMachine()): LockResult {
  const path = lockFile(folder);
  const mine = JSON.stringify(processes.self);
  for (;;) {
    if (createWhole(path, mine, processes.self.pid))
      return {
        kind: 'held',
        release: () => release(path, mine),
        leaveAsMark: (mark) => leaveAsMark(path, mine, mark),
      };
    const theirs = lockText(path);
    if (theirs === null) continue;
    const holder = parsed(theirs);
    if (holder !== null && isAlive(holder, processes))
      return { kind: 'refused', message: inWords(folder, holder, processes) };
    removeStale(path, theirs, processes.self.pid);
  }
}

/** Null where it has gone in the meantime. @throws where what stands in its place cannot be read. */
function lockText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw new Error(`${path} is no lock that can be read (${codeOf(error)}); remove it where no run goes on`);
  }
}

/** The live process that writes the folder, or null. */
export function lockHolder(folder: string, processes: Processes = thisMachine()): Holder | null {
  const text = textOf(lockFile(folder));
  const holder = text === null ? null : parsed(text);
  return holder !== null && isAlive(holder, processes) ? holder : null;
}

function inWords(folder: string, { pid, host }: Holder, { self }: Processes): string {
  return host === self.host
    ? `process ${pid} is writing the run in ${folder}; wait for its end, stop it, or choose another folder`
    : `process ${pid} on ${host} is writing the run in ${folder}, or did when it was last heard of; where it has ended, delete ${lockFile(folder)}`;
}

/** Processes of other machines cannot be checked, so their locks count as held. */
function isAlive(holder: Holder, { self, startOf }: Processes): boolean {
  if (holder.host !== self.host) return true;
  const start = startOf(holder.pid);
  if (start === undefined) return false;
  return start === null || holder.start === null || start === holder.start;
}

/** False if there is a lock. Created atomically with its contents, so that no reader sees a partial file. */
function createWhole(path: string, text: string, pid: number): boolean {
  const temporary = `${path}.${pid}`;
  writeFileSync(temporary, text);
  try {
    linkSync(temporary, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    // Some file systems do not support links.
    return createExclusive(path, text);
  } finally {
    rmSync(temporary, { force: true });
  }
}

function createExclusive(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Removes the stale lock; restores it if another process has replaced it in the meantime. */
function removeStale(path: string, stale: string, pid: number): void {
  const aside = `${path}.${pid}.stale`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  const taken = textOf(aside);
  if (taken !== null && taken !== stale) createExclusive(path, taken);
  rmSync(aside, { force: true });
}

function release(path: string, mine: string): void {
  if (textOf(path) === mine) rmSync(path, { force: true });
}

function leaveAsMark(path: string, mine: string, mark: string): void {
  try {
    if (textOf(path) === mine) renameSync(path, mark);
  } catch {
    release(path, mine);
  }
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function parsed(text: string): Holder | null {
  try {
    const { pid, start, host }: Partial<Holder> = JSON.parse(text);
    return typeof pid === 'number' && typeof host === 'string' ? { pid, host, start: start ?? null } : null;
  } catch {
    return null;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function thisMachine(): Processes {
  return {
    self: { pid: process.pid, start: startOf(process.pid) ?? null, host: hostname() },
    startOf,
  };
}

function startOf(pid: number): string | null | undefined {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: the process exists, but belongs to another user.
    if (codeOf(error) !== 'EPERM') return undefined;
  }
  if (process.platform === 'linux') return startOnLinux(pid);
  return process.platform === 'win32' ? null : startByPs(pid);
}

function startOnLinux(pid: number): string | null | undefined {
  const text = textOf(`/proc/${pid}/stat`);
  if (text === null) return null;
  // After the name in parentheses: the state, and 19 fields later the start time in ticks since boot.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  // A zombie has ended and no longer writes.
  return fields[0] === 'Z' || fields[0] === 'X' ? undefined : (fields[19] ?? null);
}

function startByPs(pid: number): string | null {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
  } catch {
    return null;
  }
}
