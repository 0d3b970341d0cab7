/** Chooses how to show progress: live lines on a terminal, else log lines; none with JSON output. */
import type { ApproximationProgress } from '../protocol.ts';
import type { Console } from './console.ts';
import { logView, type ProgressView } from './progress-text.ts';

interface ProgressOptions {
  readonly format: 'text' | 'json';
}

export async function progressView({ format }: ProgressOptions, console: Console): Promise<ProgressView> {
  if (console.isTerminal) {
    const { liveView } = await import('./live-view.ts');
    return liveView(process.stderr);
  }
  return format === 'json' ? { update() {}, finish() {} } : logView(console.err, () => performance.now());
}

export interface ApproximationView {
  update(progress: ApproximationProgress): void;
  finish(): void;
}

export async function approximationView(
  { format }: ProgressOptions,
  console: Console,
): Promise<ApproximationView> {
  const { approximationLine, approximationLogView } = await import('./approximation-text.ts');
  if (console.isTerminal) {
    const { createLogUpdate } = await import('log-update');
    const draw = createLogUpdate(process.stderr);
    return { update: (progress) => draw(approximationLine(progress)), finish: () => draw.done() };
  }
  return format === 'json'
    ? { update() {}, finish() {} }
    : approximationLogView(console.err, () => performance.now());
}
