/** The server's state other than documents: settings, capabilities of the editor, last runs. */
import {
  defaultSettings,
  type InitializationOptions,
  type RunSummary,
  type ServerSettings,
} from './protocol.ts';

export interface Session {
  readonly settings: ServerSettings;
  /** Last run of each model, by URI. */
  readonly runs: ReadonlyMap<string, RunSummary>;
  readonly hoverImages: boolean;
  readonly markdown: boolean;
  readonly snippets: boolean;
  readonly editorCommands: boolean;
}

/** Settings as the editor sends them: any part may be missing or of the wrong type. */
export function mergeSettings(given: unknown): ServerSettings {
  return merge(defaultSettings, given) as ServerSettings;
}

function merge(fallback: unknown, given: unknown): unknown {
  if (Array.isArray(fallback)) {
    return Array.isArray(given) ? given.filter((item) => typeof item === 'string') : fallback;
  }
  if (typeof fallback === 'object' && fallback !== null) {
    const source: Record<string, unknown> = typeof given === 'object' && given !== null ? { ...given } : {};
    return Object.fromEntries(
      Object.entries(fallback).map(([key, value]) => [key, merge(value, source[key])]),
    );
  }
  return typeof given === typeof fallback ? given : fallback;
}

/** The initialisation options, which come from outside and may be anything. */
export function readInitializationOptions(given: unknown): InitializationOptions {
  return typeof given === 'object' && given !== null ? given : {};
}
