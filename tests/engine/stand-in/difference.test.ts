import { strict as assert } from "node:assert";
import type { Properties } from "./grpc";
import { findDifferences } from "./difference";

const table = "aws:dynamodb/table:Table";
const service = "aws:ecs/service:Service";

function summary(type: string, before: Properties, after: Properties): string[] {
  return findDifferences(type, before, after).map(
    ({ property, kind, replaces }) => `${kind} ${property}${replaces ? " by replacement" : ""}`,
  );
}

describe("differences as AWS sees them", () => {
  it("are of properties that are added, deleted or changed", () => {
    assert.deepEqual(
      summary(
        table,
        { billingMode: "PAY_PER_REQUEST", streamEnabled: true },
        { billingMode: "PROVISIONED", tableClass: "STANDARD" },
      ),
      ["update billingMode", "delete streamEnabled", "add tableClass"],
    );
  });

  it("are no matter of the order of an object's properties", () => {
    assert.deepEqual(
      summary(table, { tags: { a: "1", b: "2" } }, { tags: { b: "2", a: "1" } }),
      [],
    );
  });

  it("are no matter of order in a set, at any depth", () => {
    const replica = (regionName: string) => ({ regionName, propagateTags: true });
    assert.deepEqual(
      summary(
        table,
        { replicas: [replica("us-east-1"), replica("us-west-2")] },
        { replicas: [replica("us-west-2"), { propagateTags: true, regionName: "us-east-1" }] },
      ),
      [],
    );
    assert.deepEqual(
      summary(
        service,
        { networkConfiguration: { subnets: ["a", "b"] } },
        { networkConfiguration: { subnets: ["b", "a"] } },
      ),
      [],
    );
  });

  it("are a matter of order in a list", () => {
    assert.deepEqual(
      summary(
        "aws:lb/listener:Listener",
        { defaultActions: [{ order: 1 }, { order: 2 }] },
        { defaultActions: [{ order: 2 }, { order: 1 }] },
      ),
      ["update defaultActions"],
    );
  });

  it("replace what the table says, and everything that moves to another Region", () => {
    assert.deepEqual(summary(table, { hashKey: "a" }, { hashKey: "b" }), [
      "update hashKey by replacement",
    ]);
    assert.deepEqual(summary(table, { region: "us-east-1" }, { region: "us-west-2" }), [
      "update region by replacement",
    ]);
    assert.deepEqual(
      summary(
        "aws:acm/certificateValidation:CertificateValidation",
        { validationRecordFqdns: ["a"] },
        { validationRecordFqdns: ["a", "b"] },
      ),
      ["update validationRecordFqdns by replacement"],
    );
  });

  describe("of a table's replicas", () => {
    const replicas = (...regions: [string, string][]): Properties => ({
      replicas: regions.map(([regionName, kmsKeyArn]) => ({ regionName, kmsKeyArn })),
    });

    it("update it when one comes or goes", () => {
      assert.deepEqual(
        summary(
          table,
          replicas(["us-east-1", "k1"]),
          replicas(["us-east-1", "k1"], ["us-west-2", "k2"]),
        ),
        ["update replicas"],
      );
      assert.deepEqual(summary(table, replicas(["us-east-1", "k1"]), replicas()), [
        "update replicas",
      ]);
    });

    it("count as a replacement when one gets another key, which AWS does by deleting it", () => {
      assert.deepEqual(
        summary(table, replicas(["us-east-1", "k1"]), replicas(["us-east-1", "k2"])),
        ["update replicas by replacement"],
      );
    });
  });
});
