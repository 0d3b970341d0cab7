/** The document of the page of results, of a comparison or of a calibration: its policy allows only the script with the nonce. */

export type PageName = 'results' | 'comparison' | 'calibration';

interface PageHtmlParts {
  /** Of the page's script, as the webview may load it. */
  readonly scriptUri: string;
  /** `webview.cspSource`. */
  readonly cspSource: string;
  /** Fresh for every document. */
  readonly nonce: string;
  readonly page: PageName;
}

export function pageHtml({ scriptUri, cspSource, nonce, page }: PageHtmlParts): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    // Vega and the toolkit set styles on elements; styles cannot run code.
    `style-src ${cspSource} 'unsafe-inline'`,
    `font-src ${cspSource}`,
    `img-src ${cspSource} data: blob:`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Bayes ${page}</title>
</head>
<body data-page="${page}">
<script nonce="${nonce}" src="${scriptUri}"></script>
</body>
</html>
`;
}
