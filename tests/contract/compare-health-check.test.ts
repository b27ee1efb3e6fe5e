import assert from "node:assert/strict";
import * as fc from "fast-check";
import { compareHealthCheck } from "../../contract/compare-health-check";
import { asksEndpoint, readDeclaredHealthCheck } from "../../contract/declared-health-check";
import { describeDifference, isUnseen } from "../../contract/difference";
import { computed, type DeclaredInputs, secret } from "../../declared/declared-resource";
import { anyInputs } from "./arbitrary-table";
import { declareHealthCheck, resource, types } from "./declared-examples";
import { goodContract } from "./good-contract";

const contract = goodContract().healthCheck;

function read(inputs: DeclaredInputs) {
  return readDeclaredHealthCheck(resource(types.healthCheck, "check", inputs));
}

function sentences(changes: DeclaredInputs): string[] {
  const check = readDeclaredHealthCheck(declareHealthCheck(contract, changes));
  return compareHealthCheck(contract, check).map(describeDifference);
}

describe("a declared health check", () => {
  const defaults: [string, unknown, unknown, unknown, unknown][] = [
    ["HTTP", 80, "/", undefined, undefined],
    ["HTTPS", 443, "/", true, undefined],
    ["HTTP_STR_MATCH", 80, "/", undefined, "ok"],
    ["HTTPS_STR_MATCH", 443, "/", false, "ok"],
    ["TCP", undefined, undefined, undefined, undefined],
  ];
  for (const [type, port, path, enableSni, searchString] of defaults) {
    it(`of type ${type} has Route 53's defaults, and nothing that the type ignores`, () => {
      assert.deepEqual(read({ type, searchString: "ok" }), {
        urn: resource(types.healthCheck, "check", {}).urn,
        type,
        port,
        path,
        intervalSeconds: 30,
        failureThreshold: 3,
        searchString,
        enableSni,
        disabled: false,
        inverted: false,
        checkerRegions: undefined,
        childHealthThreshold: undefined,
        insufficientDataHealthStatus: undefined,
      });
    });
  }

  it("that asks no endpoint has no port, path, interval or threshold", () => {
    for (const type of ["CALCULATED", "CLOUDWATCH_METRIC", "RECOVERY_CONTROL"]) {
      const check = read({
        type,
        childHealthThreshold: 2,
        insufficientDataHealthStatus: "Healthy",
        regions: ["us-east-1"],
        enableSni: true,
      });
      assert.deepEqual(
        [check.port, check.path, check.intervalSeconds, check.failureThreshold, check.enableSni],
        [undefined, undefined, undefined, undefined, undefined],
      );
      assert.equal(check.checkerRegions, undefined);
      assert.equal(check.childHealthThreshold, type === "CALCULATED" ? 2 : undefined);
      const status = type === "CLOUDWATCH_METRIC" ? "Healthy" : undefined;
      assert.equal(check.insufficientDataHealthStatus, status);
      assert.equal(asksEndpoint(type), false);
    }
  });

  it("takes an empty path for the root, no Region for all, and sorts Regions", () => {
    const check = read({ type: "HTTPS", resourcePath: "", regions: [] });
    assert.equal(check.path, "/");
    assert.equal(check.checkerRegions, undefined);
    const some = read({ type: "HTTPS", regions: ["us-west-2", "eu-west-1", "us-east-1"] });
    assert.deepEqual(some.checkerRegions, ["eu-west-1", "us-east-1", "us-west-2"]);
  });

  it("takes zero, as AWS's answers have it, for absent", () => {
    const check = read({ type: "HTTPS", port: 0, requestInterval: 0, failureThreshold: 0 });
    assert.deepEqual([check.port, check.intervalSeconds, check.failureThreshold], [443, 30, 3]);
  });

  it("of unknown type has unknown defaults, but keeps what is declared", () => {
    const check = read({ type: computed, port: 443 });
    assert.equal(check.port, 443);
    assert.equal(check.path, computed);
    assert.equal(check.intervalSeconds, computed);
    assert.equal(check.failureThreshold, computed);
  });
});

describe("a health check against the contract", () => {
  const cases: [string, DeclaredInputs, string[]][] = [
    ["as contracted", {}, []],
    ["a lower threshold, which is stricter", { failureThreshold: 1 }, []],
    [
      "a higher threshold",
      { failureThreshold: 3 },
      [
        "failureThreshold: found 3; allowed: at most 2: a higher value sees a failure later, and clients wait that much longer",
      ],
    ],
    [
      "no interval, which is 30 s",
      { requestInterval: null },
      [
        "intervalSeconds: found 30; allowed: at most 10: a higher value sees a failure later, and clients wait that much longer",
      ],
    ],
    ["no port, which is the contracted one", { port: null }, []],
    ["another port", { port: 8443 }, ["port: found 8443; allowed: 443"]],
    ["another path", { resourcePath: "/" }, ['path: found "/"; allowed: "/health"']],
    [
      "another type, whose port is given",
      { type: "HTTP" },
      ['type: found "HTTP"; allowed: "HTTPS"'],
    ],
    [
      "a type that asks no endpoint differs in nothing else",
      { type: "CALCULATED" },
      ['type: found "CALCULATED"; allowed: "HTTPS"'],
    ],
    [
      "unknown values",
      { type: computed, failureThreshold: secret },
      [
        'type: is not known before the update, so that it cannot be compared; allowed: "HTTPS"',
        "failureThreshold: is a secret, so that it cannot be compared; allowed: at most 2: a higher value sees a failure later, and clients wait that much longer",
      ],
    ],
    [
      "a threshold that is no number",
      { failureThreshold: "two" },
      [
        'failureThreshold: found "two"; allowed: at most 2: a higher value sees a failure later, and clients wait that much longer',
      ],
    ],
    ["numbers written as text", { port: "443", failureThreshold: "2" }, []],
  ];
  for (const [description, changes, expected] of cases) {
    it(`is judged: ${description}`, () => {
      assert.deepEqual(sentences(changes), expected);
    });
  }

  it("may ask every 10 s where 30 s are contracted", () => {
    const slow = { ...contract, intervalSeconds: 30 as const };
    const check = readDeclaredHealthCheck(declareHealthCheck(contract));
    assert.deepEqual(compareHealthCheck(slow, check), []);
  });

  it("is unknown wherever a value is hidden", () => {
    const { inputs } = declareHealthCheck(contract);
    const contracted = ["type", "port", "resourcePath", "requestInterval", "failureThreshold"];
    for (const name of contracted) {
      assert.ok(name in inputs);
      const check = read({ ...inputs, [name]: computed });
      assert.ok(compareHealthCheck(contract, check).some(isUnseen), name);
    }
  });

  it("never makes the comparison throw, and never passes without the contracted values", () => {
    fc.assert(
      fc.property(anyInputs, (inputs) => {
        const check = read(inputs);
        const differences = compareHealthCheck(contract, check);
        const isAsContracted =
          check.type === "HTTPS" &&
          check.port === 443 &&
          check.path === "/health" &&
          check.intervalSeconds === 10 &&
          (check.failureThreshold === 1 || check.failureThreshold === 2);
        assert.equal(differences.length === 0, isAsContracted);
        differences.map(describeDifference);
      }),
      { numRuns: 1000 },
    );
  });
});
