// Preloaded into a policy server: notes for how long it works on each whole stack, in milliseconds.
// That is what its stack policies cost, without sending 10,000 resources to it.
"use strict";
const fs = require("node:fs");
const { createRequire } = require("node:module");
const { performance } = require("node:perf_hooks");
const { Server } = createRequire(require.resolve("@pulumi/policy"))("@grpc/grpc-js");

const { addService } = Server.prototype;

Server.prototype.addService = function (service, { analyzeStack, ...others }) {
  const timed = (call, callback) => {
    const start = performance.now();
    analyzeStack(call, (...answer) => {
      fs.appendFileSync(process.env.BENCH_STACK_TIMES, `${performance.now() - start}\n`);
      callback(...answer);
    });
  };
  addService.call(this, service, { ...others, analyzeStack: timed });
};
