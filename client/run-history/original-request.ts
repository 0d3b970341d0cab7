/** What was asked of the host for an approximation that is kept, so that it can be asked again. Pure. */
import type { ApproximationReport, AskedApproximation, WidthsReport } from '../../sampler/protocol.ts';

/** From its `approximation.json`; undefined where the text is not one. */
export function askedAgain(text: string): AskedApproximation | undefined {
  const settings = settingsOf(text);
  switch (settings?.method) {
    case 'meanfield':
    case 'fullrank':
      return { command: 'advi', settings };
    case 'pathfinder': {
      const { method: command, ...others } = settings;
      return { command, settings: others };
    }
    case 'laplace': {
      const { method: command, ...others } = settings;
      return { command, settings: others };
    }
    default:
      return undefined;
  }
}

/** The family of ADVI whose widths a run was compared with, from its `widths.json`; undefined where it was not. */
export function comparedBefore(text: string): WidthsReport['method'] | undefined {
  try {
    const report: Partial<WidthsReport> | null = JSON.parse(text);
    return report?.method;
  } catch {
    return undefined;
  }
}

function settingsOf(text: string): ApproximationReport['settings'] | undefined {
  try {
    const report: Partial<ApproximationReport> | null = JSON.parse(text);
    return report?.settings;
  } catch {
    return undefined;
  }
}
