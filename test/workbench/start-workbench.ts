/**
 * Starts the real workbench for all specs: packages the extension, installs it into an empty profile, and serves
 * VS Code on a free port.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    server: WorkbenchServer;
    chromium: string;
    /** Folder under which each spec makes its own workspace. */
    workspaces: string;
    screenshots: string;
  }
}

export interface WorkbenchServer {
  readonly url: string;
  /** Holds `userData` and the installed extension. */
  readonly home: string;
  /** Where the workbench keeps its profile and its logs. */
  readonly userData: string;
}

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');

export const userSettings = {
  'workbench.startupEditor': 'none',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'workbench.colorTheme': 'Default Dark Modern',
  'window.commandCenter': false,
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'editor.minimap.enabled': false,
  'editor.accessibilitySupport': 'off',
  'files.autoSave': 'off',
  // `restricted.spec.ts` turns it on for its own window.
  'security.workspace.trust.enabled': false,
};

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const env = workbenchEnvironment();
  const scratch = mkdtempSync(join(tmpdir(), 'bayes-workbench-'));
  const workspaces = join(scratch, 'workspaces');
  const screenshots = join(root, 'test-output', 'workbench');
  mkdirSync(workspaces);
  mkdirSync(screenshots, { recursive: true });

  const vsix = join(scratch, 'bayes-workbench.vsix');
  if (process.env.WORKBENCH_NO_BUILD === undefined)
    run(process.execPath, [join(root, 'scripts', 'build.mjs'), '--if-needed']);
  run(process.execPath, [join(root, 'scripts', 'package.mjs'), vsix]);
  const entry = join(env.home, 'node_modules', 'code-server', 'out', 'node', 'entry.js');
  const home = join(scratch, 'home');
  const userData = join(home, 'user');
  mkdirSync(join(userData, 'User'), { recursive: true });
  writeFileSync(join(userData, 'User', 'settings.json'), JSON.stringify(userSettings));
  writeFileSync(join(home, 'config.yaml'), '{}\n');
  const profile = [
    ...['--extensions-dir', join(home, 'extensions')],
    ...['--user-data-dir', userData],
    ...['--config', join(home, 'config.yaml')],
  ];
  run(env.node, [entry, '--install-extension', vsix, ...profile]);
  const port = await freePort();
  const child = spawn(
    env.node,
    [
      entry,
      ...profile,
      ...['--auth', 'none', '--bind-addr', `127.0.0.1:${port}`],
      ...['--disable-telemetry', '--disable-update-check'],
      workspaces,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  await listening(child);
  project.provide('server', { url: `http://127.0.0.1:${port}/`, home, userData });
  project.provide('chromium', env.chromium);
  project.provide('workspaces', workspaces);
  project.provide('screenshots', screenshots);
  return async () => {
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await gone;
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  };
}

function workbenchEnvironment(): { home: string; node: string; chromium: string } {
  const script = join(here, 'setup.sh');
  const lines = execFileSync('bash', [script, '--env'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const value = (name: string): string => {
    const found = new RegExp(`export ${name}='([^']*)'`).exec(lines)?.[1];
    if (found === undefined) throw new Error(`setup.sh did not tell ${name}`);
    return found;
  };
  return {
    home: value('WORKBENCH_HOME'),
    node: value('WORKBENCH_NODE'),
    chromium: value('WORKBENCH_CHROMIUM'),
  };
}

function run(command: string, args: readonly string[]): void {
  execFileSync(command, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address !== null && typeof address === 'object' ? resolve(address.port) : reject()));
    });
  });
}

/** Resolves when the server says that it listens; rejects when it ends first. */
function listening(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const hear = (chunk: Buffer): void => {
      said += chunk.toString();
      if (said.includes('HTTP server listening')) resolve();
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', (code) => reject(new Error(`code-server ended with code ${code}:\n${said}`)));
  });
}
