/**
 * Runs a bundle beside this file with the code that V8 compiled for it in an earlier process: most of what a process
 * does until it can work is to compile. Node's own cache (`module.enableCompileCache`) needs Node 22, and a process
 * that is killed does not write it. Without a usable file, or where none can be written, all works as before.
 */
import {
  accessSync,
  constants,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cachedDataVersionTag } from 'node:v8';
import { Script } from 'node:vm';
import { threadId } from 'node:worker_threads';

/** Keeps what is compiled by now; `part` names what was done, and what a kept file has already is not written again. */
type KeepCode = (part: string) => void;

interface Bundle<T> {
  readonly exports: T;
  readonly keepCode: KeepCode;
}

/** Compiled code, and the parts of the bundle that had run by then. */
interface Kept {
  readonly code: Buffer;
  readonly parts: readonly string[];
}

/** The hash of a bundle, which the build writes into its first line. */
const HASH = /^\/\* (\w+) \*\//;

/**
 * @param beside the address of a file in the folder of the bundle
 * @param use keeps the code of different uses of one bundle apart, each of which needs little of it
 */
export function loadBundle<T>(name: string, beside: string, use = 'all'): Bundle<T> {
  const folder = dirname(fileURLToPath(beside));
  const path = join(folder, `${name}.cjs`);
  // Bundles are ASCII, so that their text needs one byte a character.
  const text = readFileSync(path, 'latin1');
  const hash = HASH.exec(text)?.[1] ?? '';
  // V8 compares the length of the text only. The tag is of its version and flags.
  const file = join(folder, 'code', `${name}-${hash}-${use}-${cachedDataVersionTag()}`);
  const kept = hash === '' ? null : readKept(file);
  const script = new Script(`(function (exports, require, module, __filename, __dirname) {${text}\n})`, {
    filename: path,
    cachedData: kept?.code,
  });
  const known = new Set(script.cachedDataRejected === true ? [] : kept?.parts);
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(path), module, path, folder);
  return {
    exports: module.exports as T,
    keepCode(part) {
      if (hash === '' || known.has(part)) return;
      known.add(part);
      writeKept(file, () => ({ code: script.createCachedData(), parts: [...known] }));
      removeOthers(join(folder, 'code'), name, hash);
    },
  };
}

/** The code comes first, where V8 need not copy it to an even address; then the parts, and their length. */
function readKept(file: string): Kept | null {
  try {
    const bytes = readFileSync(file);
    const end = bytes.length - 4;
    const begin = end - bytes.readUInt32LE(end);
    return { code: bytes.subarray(0, begin), parts: JSON.parse(bytes.toString('utf8', begin, end)) };
  } catch {
    return null;
  }
}

function writeKept(file: string, made: () => Kept): void {
  const temporary = `${file}.${process.pid}.${threadId}`;
  // Where the folder cannot be written, or the disk is full, nothing is kept.
  const isWritten = attempt(() => {
    // Before the code is made, which takes time in vain where nothing can be written.
    mkdirSync(dirname(file), { recursive: true });
    accessSync(dirname(file), constants.W_OK);
    const { code, parts } = made();
    const text = Buffer.from(JSON.stringify(parts));
    const length = Buffer.alloc(4);
    length.writeUInt32LE(text.length);
    writeFileSync(temporary, Buffer.concat([code, text, length]));
    // Several processes may start at once: each reads a whole file.
    renameSync(temporary, file);
  });
  if (!isWritten) attempt(() => rmSync(temporary, { force: true }));
}

/** Those of earlier builds. */
function removeOthers(folder: string, name: string, hash: string): void {
  attempt(() => {
    for (const file of readdirSync(folder))
      if (file.startsWith(`${name}-`) && !file.startsWith(`${name}-${hash}-`))
        rmSync(join(folder, file), { force: true });
  });
}

function attempt(body: () => void): boolean {
  try {
    body();
    return true;
  } catch {
    return false;
  }
}
