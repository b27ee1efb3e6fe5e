// Preloaded into a policy server: notes how long it works on each whole stack, without receiving it.
"use strict";
const fs = require("node:fs");
const { createRequire } = require("node:module");
const { performance } = require("node:perf_hooks");
const { Server } = createRequire(require.resolve("@pulumi/policy"))("@grpc/grpc-js");

const { addService } = Server.prototype;

Server.prototype.addService = function (service, { analyzeStack, ...others }) {
  const timed = (call, callback) => {
    const start = performance.now();
    const used = process.threadCpuUsage();
    analyzeStack(call, (...answer) => {
      const { user, system } = process.threadCpuUsage(used);
      const times = {
        wallMilliseconds: performance.now() - start,
        computingMilliseconds: (user + system) / 1000,
      };
      fs.appendFileSync(process.env.BENCH_STACK_TIMES, `${JSON.stringify(times)}\n`);
      callback(...answer);
    });
  };
  addService.call(this, service, { ...others, analyzeStack: timed });
};
