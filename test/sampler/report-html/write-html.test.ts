import { describe, expect, test } from 'vitest';
import type { Embedded } from '../../../sampler/report-html/embed-run.ts';
import { reportHtml } from '../../../sampler/report-html/report-of-run.ts';

/** Only what the document itself is made of. */
function embedded(model: string, pass = true): Embedded {
  return { run: { report: { model, diagnostics: { pass } } }, draws: ['AAAA'] } as unknown as Embedded;
}

const hostile = '</title><script>alert(1)</script>&amp;';

describe('the HTML report', () => {
  test('says in its title what model it is of, and whether its results are provisional', () => {
    expect(reportHtml(embedded('radon'), '')).toContain('<title>radon: results</title>');
    expect(reportHtml(embedded('radon', false), '')).toContain('<title>radon: provisional results</title>');
  });

  test('keeps a model’s name from being markup in the title', () => {
    const html = reportHtml(embedded(hostile), '');
    const titles = [...html.matchAll(/<title>(.*?)<\/title>/gs)];
    expect(titles).toHaveLength(1);
    expect(titles[0][1]).toBe('&lt;/title>&lt;script>alert(1)&lt;/script>&amp;amp;: results');
  });

  test('keeps a model’s name from ending the element that holds the run', () => {
    const html = reportHtml(embedded(hostile), '');
    expect(html.match(/<script>/g)).toHaveLength(1);
    const json = html.match(/id="bayes-run">([^<]*)<\/script>/)?.[1] ?? '';
    expect(JSON.parse(json).report.model).toBe(hostile);
  });

  test('allows the page’s script by its hash and nothing else', () => {
    const html = reportHtml(embedded('radon'), 'start();\n//# sourceMappingURL=webview.js.map\n');
    // echo -n 'start();' | openssl dgst -sha256 -binary | base64
    expect(html).toContain("script-src 'sha256-E6jQvrT2ZivWG9GJ4AAEZf4MhI7l3QkLroW4hgvUT4c='");
    expect(html).toContain('<script>start();</script>');
  });
});
