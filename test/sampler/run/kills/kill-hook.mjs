/**
 * Loaded before the sampler's host (`NODE_OPTIONS=--import`): kills the whole process group at the n-th event of a
 * phase given by BAYES_KILL (`{ "phase", "n", "log" }`), synchronously in the call of the event, so that timing does
 * not matter. Writes are torn: half of their bytes go to the file. Committed blocks are written to the log.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { basename } from 'node:path';
import { isMainThread } from 'node:worker_threads';

const asked = process.env.BAYES_KILL === undefined ? null : JSON.parse(process.env.BAYES_KILL);
const isHost = /host\.js$/.test(process.argv[1] ?? '');

// Chains send a block every 250 ms: a faster clock gives small models many. A worker's file is its own, not the host's.
if (asked !== null && !isMainThread) {
  const now = performance.now.bind(performance);
  performance.now = () => 1000 * now();
}
if (asked !== null && isHost && isMainThread) watch(asked);

function watch({ phase: wanted, n, log }) {
  let phase = 'starting';
  let count = 0;
  const real = { ...fs };
  const tell = (line) => real.appendFileSync(log, `${line}\n`);
  const kill = (event) => {
    tell(`killed ${phase} ${event}`);
    process.kill(-process.ppid, 'SIGKILL');
    for (;;);
  };
  /** @param half the partial effect of a torn event. */
  const event = (name, half = () => {}) => {
    const isWriting = /^write chain-/.test(name) && phase === 'sampling';
    if (wanted !== (isWriting ? 'writing' : phase)) return;
    count++;
    if (count < n) return;
    half();
    if (isWriting) phase = 'writing';
    kill(name);
  };

  const send = process.send.bind(process);
  process.send = (message, ...others) => {
    if (message?.method === 'phase') {
      // A phase with fewer events than asked for ends with its last.
      if (phase === 'sampling' && wanted === 'writing') phase = wanted;
      if (phase === wanted) kill(`end of ${phase}`);
      phase = message.params.phase;
    }
    const isLast = message?.id !== undefined && 'result' in message && phase === 'summarising';
    if (isLast && wanted !== 'starting') kill('the answer');
    event(`send ${message?.method ?? 'answer'}`);
    return send(message, ...others);
  };

  const paths = new Map();
  fs.openSync = (path, ...others) => {
    event(`open ${basename(String(path))}`);
    const file = real.openSync(path, ...others);
    paths.set(file, basename(String(path)));
    return file;
  };
  fs.writeSync = (file, bytes, ...others) => {
    const name = paths.get(file) ?? '';
    event(`write ${name}`, () => real.writeSync(file, bytes.subarray(0, bytes.length >> 1)));
    const written = real.writeSync(file, bytes, ...others);
    if (/^chain-\d+\.blocks$/.test(name)) tell(`${name} ${Buffer.from(bytes).toString().trimEnd()}`);
    return written;
  };
  fs.renameSync = (from, to) => {
    event(`rename ${basename(String(to))}`);
    real.renameSync(from, to);
    event(`renamed ${basename(String(to))}`);
  };
  syncBuiltinESMExports();

  const { Module } = WebAssembly;
  WebAssembly.Module = new Proxy(Module, {
    construct(target, args) {
      event('compiled');
      return Reflect.construct(target, args);
    },
  });
}
