/**
 * Calibration page and extension: `postMessage` both ways. Owned by the page.
 * Version 1. A new member of a union breaks the build at both ends until both handle it.
 */
import type { CalibrationReport } from '../sampler/report/calibration-report.ts';

export const CALIBRATION_VERSION = 1;

/** State saved by the editor to show the calibration again after a reload of the window. */
export interface CalibrationIdentity {
  readonly version: typeof CALIBRATION_VERSION;
  /** Of the model's document. */
  readonly uri: string;
}

/** extension → page. */
export type ToCalibration =
  /** Sent once the page is ready, and after each new calibration. */
  | {
      readonly kind: 'calibration';
      readonly identity: CalibrationIdentity;
      readonly report: CalibrationReport;
      /** Whether the model has another text by now. */
      readonly isStale: boolean;
    }
  /** Nothing was kept of it. */
  | { readonly kind: 'gone' }
  /** The outcome of the page's `save`: the file's name, or null if cancelled. */
  | { readonly kind: 'saved'; readonly id: number; readonly name: string | null };

/** page → extension. */
export type FromCalibration =
  | { readonly kind: 'ready'; readonly version: typeof CALIBRATION_VERSION }
  /** Show a 0-based line of the calibrated model. */
  | { readonly kind: 'reveal'; readonly line: number }
  /** Write the page as one HTML file. */
  | { readonly kind: 'save-report' }
  | {
      readonly kind: 'save';
      readonly id: number;
      readonly name: string;
      readonly content: string | Uint8Array;
    }
  /** An internal error of the page, for the extension's log. */
  | { readonly kind: 'error'; readonly message: string };
