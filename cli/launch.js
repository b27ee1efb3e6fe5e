#!/usr/bin/env node
"use strict";
const { spawn } = require("node:child_process");
const fs = require("node:fs");
const module_ = require("node:module");
const path = require("node:path");

/** The oldest Node that the Pulumi SDK supports. */
const oldestMajor = 22;
const packages = path.join(__dirname, "../node_modules");
const projectNode = path.join(packages, "node/bin/node");

/** Plain JavaScript and old syntax, so that any Node can at least say what is missing. */
function launch() {
  if (!fs.existsSync(path.join(packages, "esbuild"))) {
    stop("failover's packages are not installed. Run `npm ci` first.");
    return;
  }
  if (Number(process.versions.node.split(".")[0]) < oldestMajor) {
    startAgainUnderProjectNode();
    return;
  }
  const { bundle, cacheFolder } = require("../offline/bundle");
  module_.enableCompileCache(cacheFolder);
  bundle(path.join(__dirname, "main.ts"))
    .then((file) => require(file).main(process.argv.slice(2)))
    .catch((error) => {
      console.error(error);
      process.exitCode = 2;
    });
}

function startAgainUnderProjectNode() {
  if (!fs.existsSync(projectNode)) {
    stop(
      `failover needs Node ${oldestMajor} or newer, and this is Node ${process.versions.node}. ` +
        "`npm ci` installs one for this project only.",
    );
    return;
  }
  const child = spawn(projectNode, [__filename, ...process.argv.slice(2)], { stdio: "inherit" });
  // What ends this process has to reach the one that does the work, which may have to clean up.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => child.kill(signal));
  }
  child.once("error", (error) => {
    stop(`${projectNode} cannot be started: ${error.message}`);
  });
  child.once("exit", (code) => {
    process.exitCode = code === null ? 2 : code;
  });
}

function stop(message) {
  console.error(message);
  process.exitCode = 2;
}

launch();
