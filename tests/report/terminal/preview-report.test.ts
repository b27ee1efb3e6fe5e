import { strict as assert } from "node:assert";
import { computed } from "../../../declared/declared-resource";
import { renderPreview } from "../../../report/terminal/preview-report";
import type { Terminal } from "../../../report/terminal/terminal";
import { declared, plain, previewOf, urnOf } from "./examples";

const component = (name: string, region?: string) => declared("demo:index:Part", name, { region });
const inside = (name: string) => ({ parent: urnOf("demo:index:Part", name) });

const service = declared("aws:ecs/service:Service", "app-us-west-2", {
  ...inside("app-us-west-2"),
  region: "us-west-2",
  inputs: { desiredCount: 6 },
});
const role = (name: string) => declared("aws:iam/role:Role", name, inside("app-us-west-2"));
const check = declared("aws:route53/healthCheck:HealthCheck", "failover-us-west-2", {
  ...inside("failover"),
  inputs: {
    type: "HTTPS",
    fqdn: "us-west-2.app.example.com",
    port: 443,
    resourcePath: "/health",
    requestInterval: 10,
    failureThreshold: 2,
  },
});
const record = declared("aws:route53/record:Record", "failover-link-1-primary", {
  ...inside("failover"),
  inputs: {
    name: "app.example.com",
    type: "CNAME",
    ttl: 10,
    records: ["us-west-2.app.example.com"],
    healthCheckId: computed,
    failoverRoutingPolicies: [{ type: "PRIMARY" }],
  },
  propertyDependencies: { healthCheckId: [check.urn] },
});
const resources = [
  component("app-us-west-2", "us-west-2"),
  role("app-us-west-2-task"),
  service,
  role("app-us-west-2-execution"),
  component("failover"),
  record,
  check,
];

describe("the preview in a terminal", () => {
  const linesOf = (text: string) => text.split("\n");

  it("has a header, the tree by Region, totals, failover and warnings", () => {
    const text = renderPreview(previewOf(resources, { warnings: ["look out"] }), plain(Infinity));
    assert.equal(
      text,
      `demo, stack prod: offline preview. Nothing was contacted, nothing is changed.

  Name      app.example.com
  Regions   us-east-1 (table) → us-west-2 → eu-central-1
  Contract  MyGlobalAppTable EVENTUAL PAY_PER_REQUEST AWS_MANAGED_KEY, HTTPS 443 /health every 10 s, unhealthy after 2, TTL at most 10 s, RTO 60 s, RPO 5 s

Global
└ Part failover
  ├ HealthCheck us-west-2  HTTPS us-west-2.app.example.com:443/health, every 10 s, unhealthy after 2
  └ Record link-1-primary  app.example.com CNAME → us-west-2.app.example.com, PRIMARY, TTL 10 s, while failover-us-west-2 is healthy

us-west-2  2 of 3 in the chain
└ Part app-us-west-2
  ├ Service  6 tasks
  └ also 2 Role

5 resources in 2 components: Global 4, us-west-2 1
1 input is unknown until AWS answers

Failover of app.example.com: proved with the stacks of all Regions together: export each with \`pulumi stack export\`, then \`failover prove --from FILE...\`

warning: look out`,
    );
  });

  it("breaks lines at 80 columns, between facts, and keeps the tree's lines going", () => {
    const warnings = ["a warning of many words ".repeat(8).trim()];
    const lines = linesOf(renderPreview(previewOf(resources, { warnings }), plain(80)));
    for (const line of lines) {
      assert.ok(line.length <= 80, `${line.length}: ${line}`);
    }
    assert.deepEqual(lines.slice(lines.indexOf("Global"), lines.indexOf("Global") + 7), [
      "Global",
      "└ Part failover",
      "  ├ HealthCheck us-west-2  HTTPS us-west-2.app.example.com:443/health,",
      "  │     every 10 s, unhealthy after 2",
      "  └ Record link-1-primary  app.example.com CNAME → us-west-2.app.example.com,",
      "        PRIMARY, TTL 10 s, while failover-us-west-2 is healthy",
      "",
    ]);
    assert.match(lines.at(-1)!, /^ {9}\S/);
  });

  it("begins on the next line what would not fit behind a long name", () => {
    const long = declared("aws:ecr/repository:Repository", "n".repeat(60), {
      inputs: { name: "r".repeat(40) },
      region: "us-east-1",
    });
    const lines = linesOf(renderPreview(previewOf([long]), plain(80)));
    const first = lines.indexOf(`\u2514 Repository ${long.name}`);
    assert.equal(lines[first + 1], `      ${"r".repeat(40)}`);
  });

  it("only counts resources of which it cannot even say what they are", () => {
    const validation = declared("aws:route53/record:Record", "validation", {
      inputs: { name: computed, type: computed, records: [computed], ttl: 60 },
      ...inside("failover"),
    });
    const text = renderPreview(previewOf([component("failover"), validation]), plain(80));
    assert.match(text, /\u2514 Part failover\n {2}\u2514 also Record\n/);
  });

  it("says everything on one line for each resource where nobody reads along", () => {
    const text = renderPreview(previewOf(resources), plain(Infinity));
    assert.equal(linesOf(text).filter((line) => line.includes("HealthCheck")).length, 1);
  });

  it("says what the stack is, in other scopes and layouts", () => {
    const headerOf = (settings: Record<string, string>) =>
      renderPreview(previewOf([service], { settings }), plain(Infinity)).split("\n\n")[1]!;
    assert.match(headerOf({ scope: "global" }), /eu-central-1, this stack: only what they share/);
    assert.match(
      headerOf({
        scope: "region",
        "aws:region": "us-west-2",
        globalStack: "organization/demo/prod-global",
      }),
      /→ us-west-2 \(this stack\) →/,
    );
    assert.match(headerOf({ domainName: "example.com" }), /Name +example\.com \(the zone's apex\)/);
  });

  it("says where a resource is that its group does not tell, unless its name does", () => {
    const table = declared("aws:dynamodb/table:Table", "table", {
      region: "us-east-1",
      ...inside("failover"),
    });
    const repository = declared("aws:ecr/repository:Repository", "app-us-east-1", {
      region: "us-east-1",
      inputs: { name: "app" },
      ...inside("failover"),
    });
    const text = renderPreview(
      previewOf([component("failover"), table, repository]),
      plain(Infinity),
    );
    assert.match(text, /Table table {2}in us-east-1, /);
    assert.match(text, /Repository app-us-east-1 {2}app$/m);
  });

  it("counts what is unknown however deep it is, and hidden secrets not", () => {
    const text = renderPreview(
      previewOf([
        declared("aws:sns/topic:Topic", "topic", {
          inputs: { a: computed, b: [{ c: computed }], d: "known" },
        }),
      ]),
      plain(Infinity),
    );
    assert.match(text, /^2 inputs are unknown until AWS answers$/m);
  });

  it("lists Regions outside of the chain after it", () => {
    const text = renderPreview(
      previewOf([
        { ...service, parent: undefined, region: "sa-east-1" },
        { ...service, parent: undefined, urn: "other" },
      ]),
      plain(Infinity),
    );
    assert.ok(text.indexOf("\nus-west-2 ") < text.indexOf("\nsa-east-1\n"), text);
  });

  it("paints headings, names and what is unknown", () => {
    const marking: Terminal = {
      columns: Infinity,
      paint: (style, text) => `<${String(style)}>${text}</>`,
    };
    const task = declared("aws:ecs/taskDefinition:TaskDefinition", "task", {
      inputs: { cpu: "512", containerDefinitions: computed },
      region: "us-east-1",
    });
    const text = renderPreview(previewOf([task], { warnings: ["w"] }), marking);
    assert.match(text, /<bold>us-east-1 {2}1 of 3 in the chain<\/>/);
    assert.match(text, /TaskDefinition<cyan> task<\/> {2}512 CPU units, image <yellow>unknown<\/>/);
    assert.match(text, /<yellow>warning: <\/>w/);
  });
});
