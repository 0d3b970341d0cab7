/** Wraps request handlers: an exception in one feature is logged and answered with the fallback. */
import { type CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver';

type Log = (message: string) => void;

/** `handler`, with its exceptions caught; errors meant for the client (`ResponseError`) pass. */
export function guarded<P, R>(name: string, log: Log, fallback: R, handler: (params: P) => R) {
  return async (params: P, token?: CancellationToken): Promise<R | ResponseError<void>> => {
    // Requests that the client gave up while they queued behind others are not worked on.
    await new Promise((resolve) => setImmediate(resolve));
    if (token?.isCancellationRequested) {
      return new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
    }
    try {
      return handler(params);
    } catch (error) {
      if (error instanceof ResponseError) throw error;
      log(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      return fallback;
    }
  };
}
