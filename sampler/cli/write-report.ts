/** Writes an HTML report where the command line asks for one. */
import { accessSync, constants, existsSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Console, complaint } from './console.ts';

type Written =
  | { readonly kind: 'ok'; readonly html: string }
  | { readonly kind: 'problem'; readonly message: string };

/** The bundled page beside this program. */
export function pageScript(): URL {
  return new URL('./webview.js', import.meta.url);
}

/** False where a file cannot be written, which is then said: before the work whose result it is to hold. */
export function canWrite(output: string, console: Console): boolean {
  const path = resolve(console.cwd, output);
  try {
    const isThere = existsSync(path);
    if (isThere && statSync(path).isDirectory())
      throw new Error('it is a folder; expected the name of a file');
    accessSync(isThere ? path : dirname(path), constants.W_OK);
    return true;
  } catch (error) {
    console.err(complaint(cannotWrite(output, error)));
    return false;
  }
}

function cannotWrite(output: string, error: unknown): string {
  return `cannot write ${output}: ${error instanceof Error ? error.message : String(error)}`;
}

/** False where it could not be written, which is then said. */
export function writeHtml(made: Written, output: string, console: Console): boolean {
  if (made.kind === 'problem') {
    console.err(complaint(made.message));
    return false;
  }
  try {
    writeFileSync(resolve(console.cwd, output), made.html);
  } catch (error) {
    console.err(complaint(cannotWrite(output, error)));
    return false;
  }
  console.err(`wrote ${output} (${(made.html.length / 1e6).toFixed(1)} MB)\n`);
  return true;
}
