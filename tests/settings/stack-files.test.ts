import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { type Environment, readEnvironment } from "../../settings/environment";
import type { RawSettings } from "../../settings/raw-settings";
import { settingNames } from "../../settings/read-settings";

const root = path.join(__dirname, "../..");

interface DeclaredSetting {
  type: string;
  description: string;
  items?: { type: string };
  default?: unknown;
}

const project = parse(fs.readFileSync(path.join(root, "Pulumi.yaml"), "utf8")) as {
  name: string;
  config: Record<string, DeclaredSetting>;
};
const stacks = fs.readdirSync(root).flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);

function configuration(stack: string): Record<string, unknown> {
  const text = fs.readFileSync(path.join(root, `Pulumi.${stack}.yaml`), "utf8");
  return (parse(text) as { config: Record<string, unknown> }).config;
}

/** A stack's configuration over the project's defaults, as the Pulumi CLI merges them. */
function rawSettings(config: Record<string, unknown>): RawSettings {
  const defaults = Object.entries(project.config).map(([name, setting]) => [name, setting.default]);
  const own = Object.entries(config).map(([key, value]) => [
    key.replace(`${project.name}:`, ""),
    value,
  ]);
  return Object.fromEntries(
    [...defaults, ...own].map(([name, value]) => [
      name,
      typeof value === "string" || value === undefined ? value : JSON.stringify(value),
    ]),
  ) as RawSettings;
}

function environmentOf(config: Record<string, unknown>): Environment {
  const contractText = fs.readFileSync(path.join(root, "contract.json"), "utf8");
  return readEnvironment(rawSettings(config), contractText);
}

function environment(stack: string): Environment {
  return environmentOf(configuration(stack));
}

describe("Pulumi.yaml", () => {
  it("declares exactly the settings that the program reads", () => {
    assert.deepEqual(Object.keys(project.config), [...settingNames]);
  });

  it("describes and types each of them", () => {
    for (const [name, { type, description, items }] of Object.entries(project.config)) {
      assert.match(type, /^(string|integer|boolean|array)$/, name);
      assert.ok(description.length > 20, name);
      if (type === "array") assert.deepEqual(items, { type: "string" }, name);
    }
  });

  it("has a default for all but what says where an environment is", () => {
    const required = Object.entries(project.config).filter(
      ([, { default: value }]) => value === undefined,
    );
    assert.deepEqual(
      required.map(([name]) => name),
      ["regions", "tableRegion", "domainName", "hostedZone"],
    );
  });
});

describe("the defaults of Pulumi.yaml", () => {
  it("make an environment of nothing but its place, without a warning", () => {
    const { settings, warnings } = environmentOf({
      regions: ["us-east-1", "us-west-2"],
      tableRegion: "us-east-1",
      domainName: "app.example.com",
      hostedZone: "example.com",
    });
    assert.deepEqual(warnings, []);
    assert.equal(settings.scope, "all");
    assert.equal(settings.protect, true);
    assert.equal(settings.imageDigest, undefined);
  });
});

describe("stack files", () => {
  it("are the environments of the documentation", () => {
    assert.deepEqual(stacks.sort(), [
      "dev",
      "prod",
      "prod-eu-central-1",
      "prod-global",
      "prod-us-east-1",
      "prod-us-west-2",
    ]);
  });

  for (const stack of stacks) {
    it(`${stack} is valid with the contract, without a warning`, () => {
      assert.deepEqual(environment(stack).warnings, []);
    });

    it(`${stack} lets no resource fall back to a default provider`, () => {
      assert.deepEqual(configuration(stack)["pulumi:disable-default-providers"], ["aws"]);
    });

    it(`${stack} holds no key or salt of a secrets provider, and uses names that nobody owns`, () => {
      const text = fs.readFileSync(path.join(root, `Pulumi.${stack}.yaml`), "utf8");
      assert.deepEqual(Object.keys(parse(text) as object), ["config"]);
      assert.match(environment(stack).settings.hostedZone, /(^|\.)example\.com$/);
    });
  }

  it("give prod its three Regions in order, and dev two", () => {
    assert.deepEqual(environment("prod").settings.regions, [
      "us-east-1",
      "us-west-2",
      "eu-central-1",
    ]);
    assert.equal(environment("dev").settings.regions.length, 2);
  });

  it("describe the isolated layout of prod as the same environment", () => {
    const { ownRegion, scope, globalStack, ...prod } = environment("prod").settings;
    assert.deepEqual([ownRegion, scope, globalStack], [undefined, "all", undefined]);
    const global = environment("prod-global").settings;
    assert.deepEqual(global, { ...prod, scope: "global", ownRegion, globalStack });
    for (const region of prod.regions) {
      assert.deepEqual(environment(`prod-${region}`).settings, {
        ...prod,
        scope: "region",
        ownRegion: region,
        globalStack: "organization/regional-failover/prod-global",
      });
    }
  });
});
