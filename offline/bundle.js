"use strict";
const crypto = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

/**
 * Bundles and compiled code. Everything in it is named by its content, so that nothing gets stale.
 * Its path is without symbolic links, as it is in the stacks of what runs from there.
 */
const cacheFolder = path.join(
  fs.realpathSync(path.join(__dirname, "../node_modules")),
  ".cache/regional-failover",
);

/**
 * Turns a TypeScript program into one CommonJS file in the cache, and gives that file's path. Its
 * source map lies beside it with `.map` appended. Packages stay outside and are loaded from
 * `node_modules`.
 *
 * Plain JavaScript, because the launcher needs it before any TypeScript can run.
 */
async function bundle(entryPoint) {
  const { build } = require("esbuild");
  const { outputFiles } = await build({
    entryPoints: [entryPoint],
    absWorkingDir: path.dirname(entryPoint),
    outfile: path.join(cacheFolder, "bundle.cjs"),
    bundle: true,
    write: false,
    platform: "node",
    format: "cjs",
    packages: "external",
    sourcemap: "external",
    logLevel: "silent",
    plugins: [ownLocation],
  });
  return store(path.parse(entryPoint).name, outputFiles);
}

/** Lets a source file find what lies beside it, although the bundle lies elsewhere. */
const ownLocation = {
  name: "own-location",
  setup({ onLoad }) {
    onLoad({ filter: /\.[cm]?[jt]s$/ }, async ({ path: file }) => {
      const text = await fs.promises.readFile(file, "utf8");
      if (!/\b__(dirname|filename)\b/.test(text)) {
        return undefined;
      }
      const location =
        `const __dirname = ${JSON.stringify(path.dirname(file))}, ` +
        `__filename = ${JSON.stringify(file)};`;
      return { contents: location + text, loader: /ts$/.test(file) ? "ts" : "js" };
    });
  },
};

function store(name, outputFiles) {
  const [map, code] = outputFiles.map(({ contents }) => contents);
  const hash = crypto.createHash("sha256").update(code).update(map).digest("hex").slice(0, 16);
  const file = path.join(cacheFolder, `${name}-${hash}.cjs`);
  if (!fs.existsSync(file)) {
    fs.mkdirSync(cacheFolder, { recursive: true });
    // The code last: where it is, its map is too.
    writeAtOnce(`${file}.map`, map);
    writeAtOnce(file, code);
  }
  return file;
}

/** Another process may write the same file at the same time; both must see it whole. */
function writeAtOnce(file, contents) {
  const unfinished = `${file}.${process.pid}`;
  fs.writeFileSync(unfinished, contents);
  fs.renameSync(unfinished, file);
}

module.exports = { bundle, cacheFolder };
