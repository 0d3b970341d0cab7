/**
 * A page of results, of a comparison or of a calibration as one HTML file that loads nothing: the page's script, allowed
 * by its hash, and its data. The draws come after the script, so that the page can be used while they are parsed.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

interface HtmlParts {
  readonly title: string;
  readonly page: 'results' | 'comparison' | 'calibration';
  /** What the page reads first, as JSON in the element with this id. */
  readonly id: string;
  readonly data: unknown;
  /** Texts of further elements, by their ids. */
  readonly more?: readonly { readonly id: string; readonly text: string }[];
}

/** `script` is the bundled page (`dist/webview.js`). */
export function htmlFile({ title, page, id, data, more = [] }: HtmlParts, script: string): string {
  const code = script.replace(/\n?\/\/# sourceMappingURL=.*\s*$/, '');
  const hash = createHash('sha256').update(code).digest('base64');
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${hash}'`,
    "style-src 'unsafe-inline'",
    'img-src data: blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return [
    '<!DOCTYPE html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeText(title)}</title>`,
    '</head>',
    `<body class="vscode-light" data-page="${page}">`,
    '<noscript>This report needs JavaScript to show its tables and plots.</noscript>',
    `<script type="application/json" id="${id}">${escapeJson(JSON.stringify(data))}</script>`,
    `<script>${code}</script>`,
    ...more.map((one) => `<script type="text/plain" id="${one.id}">${one.text}</script>`),
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** The bundled page, `webview.js`, built next to every bundled program; null where it is missing. */
export function readPageScript(page: URL): string | null {
  try {
    return readFileSync(page, 'utf8');
  } catch {
    return null;
  }
}

export const NO_SCRIPT = 'the results page is missing from this installation (webview.js)';

/** `</script>` and `<!--` must not occur within a script element. */
function escapeJson(json: string): string {
  return json.replaceAll('<', '\\u003c');
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
