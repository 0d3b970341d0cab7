// The language server over its real connection: from a keystroke in a 500-line model to its diagnostics,
// and the memory of the process after an hour's worth of edits (one every half second).
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { largeModel } from './large-model.mjs';
import { median, root, slowest } from './tools.mjs';

const KEYSTROKES = 200;
const HOUR = 7200;

export default async function* server() {
  const child = spawn(
    process.execPath,
    ['--max-semi-space-size=4', join(root, 'dist/server.js'), '--stdio'],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  let published = () => {};
  connection.onNotification('textDocument/publishDiagnostics', (params) => published(params));
  connection.onRequest('client/registerCapability', () => null);
  connection.onRequest('workspace/configuration', ({ items }) => items.map(() => null));
  connection.listen();
  await connection.sendRequest('initialize', { processId: process.pid, rootUri: null, capabilities: {} });
  await connection.sendNotification('initialized', {});

  const uri = 'file:///large.bayes';
  const text = largeModel(500);
  const lines = text.split('\n');
  let version = 1;
  const answered = () =>
    new Promise((resolve) => {
      published = (params) => {
        if (params.uri === uri && (params.version === undefined || params.version === version)) resolve();
      };
    });
  const first = answered();
  await connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'bayes', version, text },
  });
  await first;

  /** Types a space at the end of a line, or takes it away again. */
  const edit = async (turn) => {
    const line = 4 + (((turn >> 1) * 7) % (lines.length - 5));
    const at = { line, character: lines[line].length };
    const range = { start: at, end: turn % 2 === 0 ? at : { line, character: at.character + 1 } };
    version++;
    const done = answered();
    const begun = performance.now();
    await connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [{ range, text: turn % 2 === 0 ? ' ' : '' }],
    });
    await done;
    return performance.now() - begun;
  };

  const times = [];
  for (let turn = 0; turn < KEYSTROKES; turn++) times.push(await edit(turn));
  yield `diagnostics after a keystroke in ${lines.length} lines: median ${median(times).toFixed(1)} ms (budget 20), slowest of ${KEYSTROKES} ${slowest(times).toFixed(0)} ms (budget 200)`;
  for (let turn = 0; turn < HOUR; turn++) await edit(turn);
  yield `memory after ${HOUR} edits: ${residentMegabytes(child.pid)} MB resident (budget 150)`;
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
  connection.dispose();
}

function residentMegabytes(pid) {
  const found = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return found === null ? 'unknown' : (Number(found[1]) / 1024).toFixed(0);
}
