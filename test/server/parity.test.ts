/** The editor shows what `bayes check` prints: the same findings at the same places, for every kind of mistake. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver/node';
import { check } from '../../sampler/cli/check.ts';
import { readSnippets, type Snippet } from '../grammar/errors/snippet.ts';
import { root, type ServerUnderTest, startServer } from './client.ts';

interface Shown {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly range: Diagnostic['range'];
}

const folder = mkdtempSync(join(tmpdir(), 'bayes-parity-'));
let server: ServerUnderTest;
beforeAll(async () => {
  server = await startServer(folder, { version: 1, trusted: true });
});
afterAll(async () => {
  expect(await server.stop()).toBe(0);
  rmSync(folder, { recursive: true });
});

const severities = ['', 'error', 'warning', 'hint'];

function sorted(found: readonly Shown[]): readonly Shown[] {
  const key = ({ range: { start, end }, code, message }: Shown) =>
    [start.line, start.character, end.line, end.character, code, message].join(' ');
  return found
    .map(({ code, severity, message, range }) => ({ code, severity, message, range }))
    .sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

async function onCommandLine(path: string): Promise<readonly Shown[]> {
  let text = '';
  const console = {
    out: (part: string) => {
      text += part;
    },
    err: () => {},
    isTerminal: false,
    cwd: folder,
  };
  await check(path, { format: 'json' }, console);
  return sorted((JSON.parse(text) as { diagnostics: readonly Shown[] }).diagnostics);
}

let models = 0;
async function inEditor(text: string, files: ReadonlyMap<string, string>): Promise<void> {
  const own = join(folder, String(++models));
  mkdirSync(own);
  const path = join(own, 'model.bayes');
  writeFileSync(path, text);
  for (const [name, content] of files) writeFileSync(join(own, name), content);
  const expected = await onCommandLine(path);
  const found = await server.open(path, text);
  // What the compiler finds comes after a pause.
  const all = found.length < expected.length ? await server.nextDiagnostics(path) : found;
  expect(sorted(all.map(shown))).toEqual(expected);
}

function shown({ code, severity, message, range }: Diagnostic): Shown {
  return {
    code: String(code),
    severity: severities[severity ?? 0],
    message: typeof message === 'string' ? message : message.value,
    range,
  };
}

const sources = ['test/server', 'test/grammar/errors', 'test/grammar/checks'].flatMap((place) =>
  readdirSync(join(root, place))
    .filter((name) => name.endsWith('.snippets'))
    .map((name) => join(place, name)),
);

describe.each(sources)('%s', (source) => {
  const snippets: readonly Snippet[] = readSnippets(readFileSync(join(root, source), 'utf8'));
  it.each(snippets)('$title', ({ text, files }) => inEditor(text, files));
});

describe('a prediction', () => {
  it('is checked again when its file changes', async () => {
    const own = join(folder, 'changing');
    mkdirSync(own);
    const path = join(own, 'model.bayes');
    const text =
      'dim row\ndata { x : real[row] = [1, 2]   y : real[row] = [1, 2] }\nparam a ~ Normal(0, 1)\n' +
      'observe y ~ Normal(a * x, 1)\npredict new from "new.csv"\n';
    writeFileSync(join(own, 'new.csv'), 'x\n1\n');
    expect(await server.open(path, text)).toEqual([]);
    const broken = server.nextDiagnostics(path);
    writeFileSync(join(own, 'new.csv'), 'x\nten\n');
    expect((await broken).map(({ code }) => code)).toEqual(['data-value']);
  });
});

describe('errors that the compiler finds', () => {
  it('is reported after a pause in typing, and gone when it is fixed', async () => {
    const path = join(folder, 'late.bayes');
    const text = 'param z[40] ~ Bernoulli(0.5)\nobserve (1.5) ~ Normal(sum(z), 1)\n';
    writeFileSync(path, text);
    const compiled = await onCommandLine(path);
    expect(compiled.map(({ code }) => code)).toEqual(['unsupported']);
    expect(await server.open(path, text)).toEqual([]);
    expect(sorted((await server.nextDiagnostics(path)).map(shown))).toEqual(compiled);
    expect(await server.edit(path, 'Bernoulli(0.5)', 'Beta(1, 1)')).toEqual([]);
  });

  it('is also what no draws can be carried to', async () => {
    const path = join(folder, 'late-predict.bayes');
    const text =
      'dim t\ndata { x : real[t] = [1, 2, 3]   y : real[t] = [1, 2, 1] }\nparam rho[1] ~ Normal(0, 0.5)\n' +
      'param b ~ Normal(0, 1)\nobserve y ~ AR(rho, 1)\nobserve (b) ~ Normal(mean(x), 1)\npredict new { x = [4] }\n';
    writeFileSync(path, text);
    const refused = await onCommandLine(path);
    expect(refused.map(({ code }) => code)).toEqual(['predict-rows']);
    expect(await server.open(path, text)).toEqual([]);
    expect(sorted((await server.nextDiagnostics(path)).map(shown))).toEqual(refused);
  });
});
