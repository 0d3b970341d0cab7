/** Writes an HTML report where the command line asks for one. */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Console, complaint } from './console.ts';

type Written =
  | { readonly kind: 'ok'; readonly html: string }
  | { readonly kind: 'problem'; readonly message: string };

/** The bundled page beside this program. */
export function pageScript(): URL {
  return new URL('./webview.js', import.meta.url);
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
    console.err(
      complaint(`cannot write ${output}: ${error instanceof Error ? error.message : String(error)}`),
    );
    return false;
  }
  console.err(`wrote ${output} (${(made.html.length / 1e6).toFixed(1)} MB)\n`);
  return true;
}
