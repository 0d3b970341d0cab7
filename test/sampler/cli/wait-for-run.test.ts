/** Ctrl-C, by its signals and a clock that the test moves. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { untilDone } from '../../../sampler/cli/wait-for-run.ts';

const before = process.listenerCount('SIGINT');
beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.runAllTimers();
  expect(process.listenerCount('SIGINT')).toBe(before);
  vi.useRealTimers();
});

const interrupt = () => process.emit('SIGINT');

function started(wasInterrupted = () => false) {
  const cancel = vi.fn();
  const close = vi.fn();
  let end = (_kind: string) => {};
  const result = new Promise<{ readonly kind: string }>((resolve) => {
    end = (kind) => resolve({ kind });
  });
  return { cancel, close, end, ended: untilDone({ result, cancel }, { close, wasInterrupted }) };
}

describe('a request to stop', () => {
  test('that comes as two signals, to the process and to its group, is one', async () => {
    const { cancel, close, end, ended } = started();
    interrupt();
    vi.advanceTimersByTime(400);
    interrupt();
    expect(cancel).toHaveBeenCalledTimes(1);
    expect(close).not.toHaveBeenCalled();
    end('interrupted');
    expect(await ended).toEqual({ result: { kind: 'interrupted' }, killed: false });
  });

  test('that is made again ends the host', async () => {
    const { cancel, close, end, ended } = started();
    interrupt();
    vi.advanceTimersByTime(600);
    interrupt();
    expect(cancel).toHaveBeenCalledTimes(1);
    expect(close).toHaveBeenCalledTimes(1);
    end('failed');
    expect(await ended).toEqual({ result: { kind: 'failed' }, killed: true });
  });

  test('that reaches the host before it ignores signals is no fault of it', async () => {
    const { end, ended } = started(() => true);
    interrupt();
    end('failed');
    expect(await ended).toEqual({ result: { kind: 'failed' }, killed: true });
  });

  test('whose second signal comes after the run has ended does not end the printing', async () => {
    const { end, ended } = started();
    interrupt();
    end('interrupted');
    await ended;
    vi.advanceTimersByTime(400);
    expect(process.listenerCount('SIGINT')).toBe(before + 1);
    vi.advanceTimersByTime(200);
    expect(process.listenerCount('SIGINT')).toBe(before);
  });
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s cancels the run', async (signal) => {
  const { cancel, end, ended } = started();
  process.emit(signal);
  expect(cancel).toHaveBeenCalledTimes(1);
  end('interrupted');
  expect(await ended).toEqual({ result: { kind: 'interrupted' }, killed: false });
});

test('a run that is not stopped leaves no listener', async () => {
  const { end, ended } = started();
  end('done');
  expect(await ended).toEqual({ result: { kind: 'done' }, killed: false });
  expect(process.listenerCount('SIGINT')).toBe(before);
});

test('a host that does not end a minute after it was asked to is ended', async () => {
  const { cancel, close, end, ended } = started();
  process.emit('SIGTERM');
  vi.advanceTimersByTime(59_000);
  expect(close).not.toHaveBeenCalled();
  vi.advanceTimersByTime(2_000);
  expect(cancel).toHaveBeenCalledTimes(1);
  expect(close).toHaveBeenCalledTimes(1);
  end('failed');
  expect(await ended).toEqual({ result: { kind: 'failed' }, killed: true });
});
