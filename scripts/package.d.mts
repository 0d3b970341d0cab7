/** Node and the script of vsce to run with it; undefined where vsce is not installed. */
export function findVsce(): readonly string[] | undefined;
/** Packages the extension; gives the absolute path of the `.vsix`. */
export function packageExtension(out?: string): string;
