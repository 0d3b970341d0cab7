/** A folder with a few models, created for each test. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';

export interface Workspace {
  readonly folder: () => string;
  readonly path: (name: string) => string;
  readonly write: (name: string, text: string) => string;
  readonly read: (name: string) => string;
}

/** Call at the top of a test file or a `describe`. */
export function useWorkspace(): Workspace {
  return workspace(beforeEach, afterEach);
}

/** One folder for all tests of the file, where runs are costly to make. */
export function sharedWorkspace(): Workspace {
  return workspace(beforeAll, afterAll);
}

function workspace(before: (make: () => void) => void, after: (remove: () => void) => void): Workspace {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'bayes-test-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  const path = (name: string) => join(folder, name);
  return {
    folder: () => folder,
    path,
    write(name, text) {
      writeFileSync(path(name), text);
      return path(name);
    },
    read: (name) => readFileSync(path(name), 'utf8'),
  };
}

export const line = `model line
dim row
data { x : real[row] = [1, 2, 3, 4]  y : real[row] = [2.1, 3.9, 6.2, 7.8] }
param a ~ Normal(0, 5)
param b ~ Normal(0, 5)
param sigma ~ HalfNormal(2)
observe y ~ Normal(a + b * x, sigma)
sample { draws = 300, tune = 300, chains = 2, seed = 7 }
`;
