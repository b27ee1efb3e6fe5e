import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { clientAllowanceSeconds, requestLimitSeconds } from "../../rehearsal/client-limits";
import { appFolder, preparePython } from "../../rehearsal/processes/python";

const printLimits = `
import json
from regional_app.client.attempts import Limits
from regional_app.client.retries import Backoff
limits = Limits()
print(json.dumps([limits.connect_seconds, limits.read_seconds, limits.request_seconds,
                  Backoff().longest_seconds]))
`;

describe("the client's own time limits", () => {
  it("are those that the client has", async () => {
    const python = await preparePython(new AbortController().signal);
    const [connect, read, request, pause] = JSON.parse(
      execFileSync(python, ["-c", printLimits], { cwd: appFolder, encoding: "utf8" }),
    ) as [number, number, number, number];
    // To connect, to agree on TLS, to read, and the pause before the next attempt.
    assert.equal(clientAllowanceSeconds, connect + connect + read + pause);
    assert.equal(requestLimitSeconds, request);
  });
});
