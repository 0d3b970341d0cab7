/**
 * Runs that are killed (the whole process group, in the midst of an event) lose no committed block, are never
 * said to pass, and go on to the draws of a run that was not killed. BAYES_KILLS says how often.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { createRandom } from '../../../../sampler/random.ts';
import { type OpenRun, openRun } from '../../../../sampler/store/open-run.ts';
import { command } from '../../../bayes-command.ts';

const KILLS = Number(process.env.BAYES_KILLS ?? 10);
const phases = ['compiling', 'tuning', 'sampling', 'writing', 'summarising'] as const;
type Phase = (typeof phases)[number];
/** Events are counted to at most so many. */
const most: Readonly<Record<Phase, number>> = {
  compiling: 8,
  tuning: 3,
  sampling: 12,
  writing: 60,
  summarising: 14,
};

const line = `dim row
data { x : real[row] = [1, 2, 3, 4]  y : real[row] = [2.1, 3.9, 6.2, 7.8] }
param a ~ Normal(0, 5)
param b ~ Normal(0, 5)
param sigma ~ HalfNormal(2)
observe y ~ Normal(a + b * x, sigma)
`;
const schools = `dim school
data {
  y : real[school] = [28, 8, -3, 7, -1, 1, 18, 12]
  se : real[school] = [15, 10, 16, 11, 9, 11, 10, 18]
}
param mu ~ Normal(0, 5)
param tau ~ HalfCauchy(5)
param z[school] ~ Normal(0, 1)
deterministic theta = mu + tau * z
observe y ~ Normal(theta, se)
`;
const ways = [
  { text: line, flags: ['--draws', '400', '--tune', '400', '--seed', '1'] },
  { text: schools, flags: ['--draws', '300', '--tune', '300', '--seed', '2'] },
  { text: line, flags: ['--draws', '2000', '--tune', '1000', '--method', 'metropolis', '--seed', '3'] },
  { text: schools, flags: ['--max-draws', '1300', '--tune', '200', '--seed', '4'] },
  { text: line, flags: ['--draws', '300', '--tune', '300', '--init', 'pathfinder', '--seed', '5'] },
] as const;

const root = mkdtempSync(join(tmpdir(), 'bayes-kills-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const hook = new URL('./kill-hook.mjs', import.meta.url).href;

/** Runs `bayes` in a process group of its own; with `kill` it is killed there. */
function run(args: readonly string[], kill: object | null): Promise<{ code: number | null; err: string }> {
  const env = {
    ...process.env,
    ...(kill === null ? {} : { BAYES_KILL: JSON.stringify(kill), NODE_OPTIONS: `--import=${hook}` }),
  };
  const child = spawn(process.execPath, [command, ...args], {
    cwd: root,
    env,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let err = '';
  child.stderr.on('data', (text) => {
    err += String(text);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, err }));
  });
}

function opened(folder: string): OpenRun {
  const result = openRun(folder);
  if (result.kind === 'problem') throw new Error(result.message);
  return result.run;
}

const bytesOf = (values: Float64Array | Uint8Array | Uint32Array): Buffer =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength);

/** Everything that was drawn, as one checksum. */
function drawn({ draws, stats }: OpenRun): number {
  const parts = [draws.values, ...Object.values(stats)].map(bytesOf);
  return parts.reduce((crc, part) => crc32(part, crc), 0);
}

const whole = new Map<number, Promise<number>>();
/** Of a run of the same kind that was not killed. */
function uninterrupted(way: number): Promise<number> {
  const folder = join(root, `whole-${way}`);
  const found = whole.get(way) ?? run(argsOf(way, folder), null).then(() => drawn(opened(folder)));
  whole.set(way, found);
  return found;
}

function argsOf(way: number, folder: string): readonly string[] {
  const model = join(root, `model-${way}.bayes`);
  if (!existsSync(model)) writeFileSync(model, ways[way].text);
  return ['sample', model, '--out', folder, ...ways[way].flags];
}

interface Told {
  /** Phase and event that it was killed at; null where it was not. */
  readonly killed: string | null;
  /** Per chain, the lines of the blocks that were committed. */
  readonly committed: ReadonlyMap<string, readonly string[]>;
}

function told(log: string): Told {
  const committed = new Map<string, string[]>();
  let killed: string | null = null;
  for (const text of existsSync(log) ? readFileSync(log, 'utf8').split('\n') : []) {
    if (text.startsWith('killed ')) killed = text.slice('killed '.length);
    const block = /^(chain-\d+)\.blocks (\d+ .*)$/.exec(text);
    if (block !== null) committed.set(block[1], [...(committed.get(block[1]) ?? []), block[2]]);
  }
  return { killed, committed };
}

/** How many of the committed blocks are not in the folder, byte for byte. */
function lost(folder: string, committed: Told['committed']): number {
  let missing = 0;
  for (const [chain, lines] of committed) {
    const there = readFileSync(join(folder, `${chain}.blocks`), 'utf8').split('\n');
    const bytes = readFileSync(join(folder, `${chain}.arrows`));
    const ends = new Map(
      there.slice(1).map((text, i) => [text, i === 0 ? 0 : Number(there[i].split(' ')[1])]),
    );
    for (const text of lines) {
      const [, end, crc] = text.split(' ');
      const from = ends.get(text);
      const isThere =
        from !== undefined && crc32(bytes.subarray(from, Number(end))) === Number.parseInt(crc, 16);
      if (!isThere) missing++;
    }
  }
  return missing;
}

const counts = new Map<string, number>();
let blocks = 0;
/** Runs that were killed after several blocks of a chain. */
let within = 0;

describe('a run that is killed', () => {
  test.each(Array.from({ length: KILLS }, (_, i) => [i] as const))(
    'loses nothing and goes on to the same draws (%i)',
    async (i) => {
      const random = createRandom(i);
      const phase = phases[i % phases.length];
      const way = Math.floor(i / phases.length) % ways.length;
      const folder = join(root, `run-${i}`);
      const kill = (of: Phase, log: string) => ({
        phase: of,
        n: 1 + Math.floor(random.next() * most[of]),
        log: join(root, log),
      });
      const ended = await run(argsOf(way, folder), kill(phase, `log-${i}`));
      const first = told(join(root, `log-${i}`));
      expect(first.killed, ended.err).not.toBeNull();
      const at = first.killed?.split(' ')[0] ?? '';
      expect(at).toBe(phase);
      counts.set(at, (counts.get(at) ?? 0) + 1);
      expect(lost(folder, first.committed)).toBe(0);
      expect(opened(folder).report?.diagnostics).toMatchObject({
        pass: false,
        reasons: expect.arrayContaining([expect.objectContaining({ code: 'interrupted' })]),
      });

      // One in four is killed again while it goes on.
      let committed = first.committed;
      if (random.next() < 0.25) {
        const again = phases[Math.floor(random.next() * phases.length)];
        await run(['resume', folder], kill(again, `log-${i}-2`));
        const second = told(join(root, `log-${i}-2`)).committed;
        const chains = new Set([...committed.keys(), ...second.keys()]);
        committed = new Map(
          [...chains].map((chain) => [
            chain,
            [...(committed.get(chain) ?? []), ...(second.get(chain) ?? [])],
          ]),
        );
        expect(lost(folder, committed)).toBe(0);
      }
      const resumed = await run(['resume', folder], null);
      expect(resumed.code === 0 || resumed.code === 3, resumed.err).toBe(true);
      expect(lost(folder, committed)).toBe(0);
      blocks += [...committed.values()].reduce((sum, lines) => sum + lines.length, 0);
      if (phase === 'writing' && [...first.committed.values()].some((lines) => lines.length > 1)) within++;
      expect(opened(folder).info.state).toBe('done');
      expect(drawn(opened(folder))).toBe(await uninterrupted(way));
      rmSync(folder, { recursive: true, force: true });
    },
  );

  test('is killed in every phase', () => {
    const figures = phases.map((phase) => `${phase} ${counts.get(phase) ?? 0}`).join(', ');
    console.info(`${KILLS} kills (${figures}); ${blocks} blocks were committed before, none is lost`);
    for (const phase of phases) expect(counts.get(phase)).toBe(KILLS / phases.length);
    // Chains that send all their draws as one block would have nothing to lose.
    expect(within).toBeGreaterThan(0);
  });
});
