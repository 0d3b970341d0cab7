/** A calibration from text to report, for the command line and the editor: check → simulate → fit → judge → keep. */
import { checkModel, hasErrors } from '../model/check-model.ts';
import { invalid } from '../model/compile-model.ts';
import type { ModelText } from '../run/run-info.ts';
import type { RunMachine } from '../run/run-machine.ts';
import { checkSettings, sampleSettings } from '../run/sample-settings.ts';
import { type CalibrateResult, calibrate } from './calibrate.ts';
import { type CalibrationFolder, openCalibrationFolder } from './calibration-folder.ts';
import { fitOnMachine } from './fit-simulated.ts';

const DEFAULT_SIMULATIONS = 200;
/** One is compiled while the chains of others run. */
const BEYOND_CORES = 1;

interface CalibrationRequest {
  readonly model: ModelText;
  readonly simulations?: number;
  /** By default that of the folder, else the model's, else a fresh one. */
  readonly seed?: number;
  /** Folder that simulations are kept in, and taken from; null where they are not kept. */
  readonly out: string | null;
}

interface CalibrationListener {
  progress(done: number, total: number): void;
}

export type CalibrationResult = CalibrateResult | { readonly kind: 'refused'; readonly message: string };

export async function runCalibration(
  { model, simulations = DEFAULT_SIMULATIONS, seed: asked, out }: CalibrationRequest,
  machine: RunMachine,
  cores: number,
  { progress }: CalibrationListener,
  signal: AbortSignal,
): Promise<CalibrationResult> {
  const checked = checkModel(model.modelText, model.modelPath);
  const { program, data, diagnostics } = checked;
  if (hasErrors(diagnostics)) return { kind: 'invalid', diagnostics };
  const given = asked === undefined ? {} : { seed: asked };
  const settings = sampleSettings(program, data, given, machine.freshSeed());
  const refused = checkSettings(settings);
  if (refused !== null) return invalid('setting-value', refused);
  const { seed: _, draws: __, ...kept } = settings;
  const info = {
    version: 1,
    modelText: model.modelText,
    data: [...data.sources].flatMap(([name, { hash }]) => (hash === undefined ? [] : [{ name, hash }])),
    settings: kept,
    seed: settings.seed,
  } as const;
  const notKept: CalibrationFolder = { seed: settings.seed, kept: [], keep() {} };
  const opened =
    out === null
      ? ({ kind: 'ok', folder: notKept } as const)
      : openCalibrationFolder(out, info, asked !== undefined);
  if (opened.kind === 'refused') return opened;
  const { folder } = opened;
  return calibrate({
    model,
    checked,
    seed: folder.seed,
    simulations,
    fit: fitOnMachine({ model, checked, settings, machine, signal, keepsSummaries: true }),
    together: cores + BEYOND_CORES,
    signal,
    kept: folder.kept,
    keep: folder.keep,
    progress,
  });
}
