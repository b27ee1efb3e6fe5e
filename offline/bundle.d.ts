/** Bundles and compiled code. Everything in it is named by its content, so that nothing gets stale. */
export const cacheFolder: string;

/**
 * Turns a TypeScript program into one CommonJS file in the cache, and gives that file's path. Its
 * source map lies beside it with `.map` appended.
 *
 * @throws esbuild's `BuildFailure` when the program cannot be read or parsed.
 */
export function bundle(entryPoint: string): Promise<string>;
