/** Converts the host's results to messages for the results page. Pure. */
import type {
  DrawsParams,
  PriorResult,
  RunAnswer,
  RunHeader,
  SampleResult,
  SamplerFailure,
} from '../../sampler/protocol.ts';
import { mapAnswer } from '../../sampler/report/answer-values.ts';
import type { SampleReport } from '../../sampler/report/sample-report.ts';
import type { LiveDrawsMessage, LocatedWarning, ToPage } from '../../webview/protocol.ts';
import type { HostProblem } from '../sampler-host.ts';
import { unreachable } from '../unreachable.ts';

/** The end of a run; `header` is from its folder, if any. */
export function endMessage(result: SampleResult, modelText: string, header: RunHeader | null): ToPage {
  switch (result.kind) {
    case 'done':
    case 'interrupted': {
      const warnings = located(result.warnings ?? [], modelText);
      return { kind: 'report', report: result.report, header, warnings };
    }
    case 'invalid': {
      const problems = located(
        result.diagnostics.filter(({ severity }) => severity === 'error'),
        modelText,
      );
      return { kind: 'failed', failure: { kind: 'invalid', problems } };
    }
    case 'failed':
      return { kind: 'failed', failure: { kind: 'sampler', failure: result.failure } };
    default:
      return unreachable(result);
  }
}

/** The report of a whole run, while its fit is judged. */
export function sampledMessage(report: SampleReport): ToPage {
  return { kind: 'report', report, header: null, warnings: [], isFitPending: true };
}

type Crash = Extract<SamplerFailure, { readonly kind: 'crash' }>;

export function isCrash(
  result: SampleResult,
): result is Extract<SampleResult, { readonly kind: 'failed' }> & { readonly failure: Crash } {
  return result.kind === 'failed' && result.failure.kind === 'crash';
}

type Diagnostic = Extract<SampleResult, { readonly kind: 'invalid' }>['diagnostics'][number];

function located(diagnostics: readonly Diagnostic[], text: string): readonly LocatedWarning[] {
  return diagnostics.map(({ severity, message, span }) => ({
    severity,
    message,
    line: (text.slice(0, span.start).match(/\r\n|\r|\n/g) ?? []).length,
  }));
}

export function liveDrawsMessage({ chain, firstDraw, names, values }: DrawsParams): LiveDrawsMessage {
  return { kind: 'live-draws', chain, firstDraw, names, values: decode(values) };
}

/** Predictions from the prior, in the form of a run's answer. */
export function priorAnswer(result: PriorResult | HostProblem): RunAnswer<Float64Array> {
  switch (result.kind) {
    case 'done': {
      const { data, remarks } = result.report;
      return { kind: 'predictive', from: 'prior', data, remarks };
    }
    case 'invalid': {
      const errors = result.diagnostics.filter(({ severity }) => severity === 'error');
      return { kind: 'unavailable', message: errors.map(({ message }) => message).join('. ') };
    }
    case 'problem':
      return { kind: 'unavailable', message: result.message };
    default:
      return unreachable(result);
  }
}

/** Decodes the base64 arrays of a host's answer. */
export function decodeAnswer(answer: RunAnswer<string>): RunAnswer<Float64Array> {
  return mapAnswer(answer, decode);
}

function decode(text: string): Float64Array {
  const { buffer, byteOffset, byteLength } = Buffer.from(text, 'base64');
  // Copied: a pooled buffer need not begin at a multiple of eight.
  return new Float64Array(buffer.slice(byteOffset, byteOffset + byteLength));
}
