// Forks the host and kills itself at an event: `node orphan-parent.mjs HOST EVENT`. The host inherits standard output,
// which closes when both have ended.
import { fork } from 'node:child_process';

const [host, event] = process.argv.slice(2);
const die = () => process.kill(process.pid, 'SIGKILL');
const child = fork(host, ['--ipc'], {
  stdio: ['ignore', 'inherit', 'ignore', 'ipc'],
  serialization: 'advanced',
});
process.stdout.write('forked');
if (event === 'fork') die();
child.once('spawn', () => {
  if (event === 'spawn') die();
  const params = {
    version: 1,
    runId: 'one',
    modelText: 'param x ~ Normal(0, 1)\nparam y ~ Normal(x, 1)\n',
    modelPath: '/models/m.bayes',
    settings: { draws: 5_000_000, tune: 100, seed: 3 },
    out: null,
  };
  child.send({ jsonrpc: '2.0', id: 1, method: 'sample', params });
  if (event === 'request') die();
});
child.on('message', ({ method }) => {
  if (method === event) die();
});
