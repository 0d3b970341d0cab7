/** What is in the package that people install: bundles and what the editor reads, nothing else. */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageExtension } from '../../scripts/package.mjs';

const MEGABYTE = 1e6;
let folder = '';
let vsix = '';
let files: ReadonlyMap<string, () => Buffer> = new Map();

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bayes-vsix-'));
  vsix = packageExtension(join(folder, 'bayes-workbench.vsix'));
  files = readZip(readFileSync(vsix));
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const names = () =>
  [...files.keys()].filter((name) => name.startsWith('extension/')).map((name) => name.slice(10));
const text = (name: string) => files.get(`extension/${name}`)?.().toString('utf8') ?? '';

describe('the package', () => {
  it('is smaller than 12 MB', () => {
    expect(statSync(vsix).size).toBeLessThan(12 * MEGABYTE);
  });

  it('holds bundles, what the editor reads, the reference, and examples', () => {
    const known =
      /^(package\.json|readme\.md|changelog\.md|LICENSE\.txt|THIRD_PARTY_NOTICES\.txt|dist\/(package\.json|[\w-]+\.(c?js|css))|syntaxes\/[\w.-]+\.json|client\/media\/(walkthrough\/)?[\w-]+\.(svg|png)|grammar\/reference\/\w+\.md|examples\/[\w./-]+\.(bayes|csv|json|md|mjs|svg))$/;
    expect(names().filter((name) => !known.test(name))).toEqual([]);
  });

  it('holds every bundle that is started, loaded or shown', () => {
    for (const name of [
      'client.cjs',
      'server.js',
      'host.js',
      'worker.js',
      'bayes.js',
      'webview.js',
      'package.json',
    ])
      expect(names()).toContain(`dist/${name}`);
    const bundles = names()
      .filter((name) => /^dist\/[\w-]+\.c?js$/.test(name))
      .flatMap((name) => [
        ...[...text(name).matchAll(/["']\.\/([\w-]+\.cjs)["']/g)].map(([, bundle]) => bundle),
        ...[...text(name).matchAll(/loadBundle\(["'](\w+)["']/g)].map(([, bundle]) => `${bundle}.cjs`),
      ]);
    expect(bundles).toEqual(expect.arrayContaining(['command.cjs', 'host.cjs', 'worker.cjs', 'h5wasm.cjs']));
    for (const bundle of new Set(bundles)) expect(names()).toContain(`dist/${bundle}`);
  });

  it('holds every file that its manifest names', () => {
    const manifest = JSON.parse(text('package.json'));
    const named: string[] = [];
    const visit = (value: unknown): void => {
      if (typeof value === 'string') {
        if (/^(\.\/)?(client|dist|syntaxes|examples)\/[\w./-]+\.\w+$/.test(value))
          named.push(value.replace(/^\.\//, ''));
      } else if (typeof value === 'object' && value !== null) Object.values(value).forEach(visit);
    };
    visit({ ...manifest, bin: undefined, scripts: undefined });
    expect(named).toContain('client/media/walkthrough/verdict.svg');
    for (const name of named) expect(names()).toContain(name);
    for (const page of ['language', 'distributions', 'functions', 'diagnostics'])
      expect(names()).toContain(`grammar/reference/${page}.md`);
  });

  it('holds the pictures of its README', () => {
    const pictures = [...text('readme.md').matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map(([, path]) => path);
    expect(pictures).toContain('client/media/workbench.png');
    for (const picture of pictures) expect(names()).toContain(picture);
  });

  it('holds the examples with their data', () => {
    const models = names().filter((name) => /^examples\/.*\.bayes$/.test(name));
    expect(models).toContain('examples/radon/radon.bayes');
    for (const model of models) {
      for (const [, data] of text(model).matchAll(/from "([^"]+)"/g))
        expect(names()).toContain(join(model, '..', data));
    }
  });

  it('holds no path of the machine that made it', () => {
    for (const name of names()) expect(text(name).includes(process.cwd()), name).toBe(false);
  });
});

describe('the manifest', () => {
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const { contributes } = manifest;
  const commands = new Set<string>(contributes.commands.map(({ command }: { command: string }) => command));

  it('names only commands that it contributes', () => {
    const used = [
      ...Object.values<{ command: string }[]>(contributes.menus).flat(),
      ...contributes.keybindings,
    ].map(({ command }) => command);
    for (const command of used) expect(commands).toContain(command);
    const linked = [...JSON.stringify(contributes).matchAll(/\(command:(bayes\.[\w.]+)\)/g)].map((m) => m[1]);
    expect(linked.length).toBeGreaterThan(3);
    // A view brings its own command to focus it.
    for (const command of linked) if (!command.endsWith('.focus')) expect(commands).toContain(command);
  });

  it('contributes only commands that the client registers', () => {
    const client = readFileSync(new URL('../../dist/client.cjs', import.meta.url), 'utf8');
    for (const command of commands) expect(client).toContain(`"${command}"`);
  });

  it('documents every setting, and puts every command in one category', () => {
    for (const { properties } of contributes.configuration) {
      for (const [name, setting] of Object.entries<Record<string, unknown>>(properties))
        expect(setting.markdownDescription ?? setting.description, name).toMatch(/^[A-Z].*\.$/s);
    }
    for (const { title, category } of contributes.commands) {
      expect(category).toBe('Bayes');
      expect(title).toMatch(/^[A-Z]/);
    }
  });
});

/** Names and contents of a zip file's entries: enough of the format for what vsce writes. */
function readZip(bytes: Buffer): Map<string, () => Buffer> {
  const END = 0x06054b50;
  let end = bytes.length - 22;
  while (bytes.readUInt32LE(end) !== END) end--;
  const entries = new Map<string, () => Buffer>();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const method = bytes.readUInt16LE(at + 10);
    const size = bytes.readUInt32LE(at + 20);
    const nameLength = bytes.readUInt16LE(at + 28);
    const local = bytes.readUInt32LE(at + 42);
    entries.set(bytes.toString('utf8', at + 46, at + 46 + nameLength), () => {
      const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
      const packed = bytes.subarray(start, start + size);
      return method === 0 ? packed : inflateRawSync(packed);
    });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}
