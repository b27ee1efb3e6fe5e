// Preloaded into every Node process of a measured command: says at its end how much memory it took.
"use strict";
const fs = require("node:fs");
const path = require("node:path");

process.on("exit", () => {
  const file = path.join(process.env.BENCH_MEMORY_FOLDER, String(process.pid));
  fs.writeFileSync(file, String(process.resourceUsage().maxRSS));
});
