// Whether dist/ was built from the sources as they are now. Contents are compared, not times: a file that was
// deleted, renamed, or put back with an old date makes the build stale as well.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** All that the bundles are made from, apart from packages, whose versions package-lock.json states. */
export const SOURCES = [
  'client',
  'server',
  'webview',
  'grammar',
  'sampler',
  'scripts/build.mjs',
  'scripts/build-math.mjs',
  'scripts/build-kernel.mjs',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];
/** Made by the build itself. */
const GENERATED = [
  'sampler/math/generated',
  'sampler/kernel/generated',
  'sampler/diagnose/generated',
  'sampler/infer/generated',
];
export const STAMP = 'dist/.stamp';

function filesOf(root, path) {
  if (GENERATED.includes(path) || !existsSync(join(root, path))) return [];
  if (!statSync(join(root, path)).isDirectory()) return [path];
  return readdirSync(join(root, path))
    .sort()
    .flatMap((name) => filesOf(root, `${path}/${name}`));
}

export function fingerprint(root) {
  const hash = createHash('sha256');
  for (const path of SOURCES.flatMap((source) => filesOf(root, source))) {
    const content = readFileSync(join(root, path));
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/** What the last complete build left: `fingerprint`, `inputs`, `outputs`; null where there was none. */
export function readStamp(root) {
  try {
    return JSON.parse(readFileSync(join(root, STAMP), 'utf8'));
  } catch {
    return null;
  }
}

export function isFresh(root) {
  const stamp = readStamp(root);
  if (stamp === null || !stamp.outputs.every((path) => existsSync(join(root, path)))) return false;
  return stamp.fingerprint === fingerprint(root);
}
