// A host that dies on its first message.
process.on('message', () => {
  process.stderr.write('fatal: the last words of the host\n', () => process.kill(process.pid, 'SIGABRT'));
});
