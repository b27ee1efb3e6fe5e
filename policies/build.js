"use strict";
const path = require("node:path");
const { build } = require("esbuild");

/**
 * Bundles the pack into one file that needs nothing but Pulumi's own packages, so that the folder can
 * be published alone.
 */
async function buildPack(outfile = path.join(__dirname, "bin/index.js")) {
  await build({
    entryPoints: [path.join(__dirname, "index.ts")],
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    external: ["@pulumi/policy", "@pulumi/pulumi"],
    minify: true,
    legalComments: "none",
    logLevel: "warning",
  });
}

module.exports = { buildPack };

if (require.main === module) {
  void buildPack();
}
