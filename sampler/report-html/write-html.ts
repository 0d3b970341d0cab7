/**
 * The results page as one HTML file that loads nothing: the page's script, allowed by its hash, and the
 * run's data. The draws come after the script, so that the page can be used while they are parsed.
 */
import { createHash } from 'node:crypto';
import type { Embedded } from './embed-run.ts';

/** `script` is the bundled page (`dist/webview.js`). */
export function reportHtml({ run, draws }: Embedded, script: string): string {
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
  const title = `${run.report.model}: ${run.report.diagnostics.pass ? 'results' : 'provisional results'}`;
  return [
    '<!DOCTYPE html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeText(title)}</title>`,
    '</head>',
    '<body class="vscode-light">',
    '<noscript>This report needs JavaScript to show its tables and plots.</noscript>',
    `<script type="application/json" id="bayes-run">${escapeJson(JSON.stringify(run))}</script>`,
    `<script>${code}</script>`,
    ...draws.map((text, k) => `<script type="text/plain" id="bayes-draws-${k}">${text}</script>`),
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** `</script>` and `<!--` must not occur within a script element. */
function escapeJson(json: string): string {
  return json.replaceAll('<', '\\u003c');
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
