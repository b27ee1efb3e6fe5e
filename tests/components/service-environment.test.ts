import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as path from "node:path";
import type { RegionalServiceArgs } from "../../components/regional-service";
import { serviceEnvironment } from "../../components/service-environment";

interface Setting {
  name: string;
  required: boolean;
}

const args = {
  region: "eu-west-1",
  peerRegions: ["us-east-1", "ap-south-1"],
  table: { name: "Orders", hashKey: "order" },
  rpoSeconds: 7,
} as RegionalServiceArgs;

const root = path.join(__dirname, "../..");

/** What the service says of its settings, from the Python environment that its own tests use. */
function describedSettings(): Setting[] {
  const text = execFileSync(
    process.execPath,
    ["app/environment.mts", "regional_app", "--describe-settings"],
    { cwd: root, encoding: "utf8" },
  );
  return JSON.parse(text.slice(text.indexOf("["))) as Setting[];
}

describe("the settings that tasks are given", () => {
  it("are settings of the service, with all that it requires", () => {
    const described = describedSettings();
    const passed = Object.keys(serviceEnvironment(args, 8080));
    const names = described.map(({ name }) => name);
    assert.deepEqual(
      passed.filter((name) => !names.includes(name)),
      [],
    );
    const required = described.filter((setting) => setting.required).map(({ name }) => name);
    assert.ok(required.length > 0);
    assert.deepEqual(
      required.filter((name) => !passed.includes(name)),
      [],
    );
  });

  it("name the other Regions in an order of their own", () => {
    assert.equal(serviceEnvironment(args, 8080).PEER_REGIONS, "ap-south-1,us-east-1");
  });
});
