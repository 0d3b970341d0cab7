/** Wraps request handlers: an exception in one feature is logged and answered with the fallback. */
import { type CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver';

type Log = (message: string) => void;

/** Catches exceptions of `handler`, except errors meant for the client (`ResponseError`). */
export function guarded<P, R>(name: string, log: Log, fallback: R, handler: (params: P) => R) {
  return async (params: P, token?: CancellationToken): Promise<R | ResponseError<void>> => {
    // Yields once, so that requests cancelled while queued are skipped.
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
