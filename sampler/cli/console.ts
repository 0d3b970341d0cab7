/** Input and output of commands; passed in, so that tests can replace it. */
import { isUtf8 } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';

export interface Console {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Progress may be redrawn in place on standard error. */
  readonly isTerminal: boolean;
  readonly cwd: string;
}

export const processConsole: Console = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  isTerminal: process.stderr.isTTY === true,
  cwd: process.cwd(),
};

type ModelFile =
  | { readonly kind: 'ok'; readonly path: string; readonly text: string }
  | { readonly kind: 'problem'; readonly message: string };

/** Reads a `.bayes` file; `name` is as the user wrote it. */
export function readModel(name: string, cwd: string): ModelFile {
  const path = resolve(cwd, name);
  let bytes: Buffer;
  try {
    if (statSync(path).isCharacterDevice()) {
      return { kind: 'problem', message: `cannot read model ${name}: it is a device, not a file` };
    }
    bytes = readFileSync(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const why =
      code === 'ENOENT' ? 'no such file' : code === 'EISDIR' ? 'it is a folder' : 'it cannot be read';
    return { kind: 'problem', message: `cannot read model ${name}: ${why}` };
  }
  if (bytes.includes(0))
    return { kind: 'problem', message: `cannot read model ${name}: it is a binary file` };
  if (!isUtf8(bytes)) {
    // Otherwise `fmt` would write back replacement characters.
    return { kind: 'problem', message: `cannot read model ${name}: it is not UTF-8 text; save it as UTF-8` };
  }
  return { kind: 'ok', path, text: bytes.toString('utf8').replace(/^\uFEFF/, '') };
}

/** The form of messages about the command line or a file, shared by all commands. */
export function complaint(message: string): string {
  return `bayes: ${message}\n`;
}
