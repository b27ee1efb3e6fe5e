import { strict as assert } from "node:assert";
import {
  computed,
  type DeclaredInputs,
  type DeclaredResource,
} from "../../declared/declared-resource";
import { Links } from "../../declared/links";
import { judgeCapacity, wholeLoadTag } from "../../failover/capacity";
import type { Judgement } from "../../failover/judgement";
import { declare, from } from "./reading/declare";

const [east, west] = ["us-east-1", "us-west-2"] as const;
const cases = [
  { failed: [], answer: east },
  { failed: [east], answer: west },
];

const service = (region: string, inputs: DeclaredInputs, tag: unknown = "6") =>
  declare(
    "aws:ecs/service:Service",
    `app-${region}`,
    {
      ...inputs,
      ...(tag === undefined ? {} : { tags: { [wholeLoadTag]: tag } }),
    } as DeclaredInputs,
    { region },
  );

function judge(...resources: DeclaredResource[]): Judgement {
  return judgeCapacity(new Links(resources), [east, west], cases);
}

const untagged = declare("aws:ecs/service:Service", "batch", { desiredCount: 1 }, { region: east });

describe("capacity of sites (F7)", () => {
  it("holds with as many tasks as the tag says, or more", () => {
    assert.deepEqual(
      judge(service(east, { desiredCount: 6 }), service(west, { desiredCount: 7 }), untagged),
      { holds: true, unknown: [], counterexamples: [] },
    );
  });

  it("is not judged without a tag, in no site or in one", () => {
    assert.equal(judge(untagged).holds, null);
    assert.equal(
      judge(service(east, { desiredCount: 6 }), untagged).reason,
      "not judged without the tag: us-west-2",
    );
  });

  it("does not look at services outside the sites", () => {
    assert.equal(judge(service("ap-south-1", { desiredCount: 1 })).holds, null);
  });

  it("is refuted with fewer, in the case in which the site answers", () => {
    const { holds, counterexamples } = judge(
      service(east, { desiredCount: 6 }),
      service(west, { desiredCount: 5 }),
    );
    assert.equal(holds, false);
    assert.deepEqual(counterexamples, [
      {
        failed: [east],
        answer: west,
        because:
          "us-west-2 then carries the whole load with 5 tasks of the service app-us-west-2 " +
          "(desiredCount), and its tag failover:whole-load-tasks says that it takes 6",
      },
    ]);
  });

  it("takes an absent count for none, as the provider does", () => {
    assert.match(judge(service(east, {})).counterexamples[0]!.because, /with 0 tasks/);
  });

  describe("with autoscaling", () => {
    const target = (resourceId: unknown, minCapacity: unknown, sources: DeclaredResource[] = []) =>
      declare(
        "aws:appautoscaling/target:Target",
        "scaling",
        { resourceId, minCapacity, maxCapacity: 20, serviceNamespace: "ecs" } as DeclaredInputs,
        { region: east, ...from({ resourceId: sources }) },
      );
    const named = () =>
      service(east, { desiredCount: 6, name: "app", cluster: "arn:x:cluster/main" });

    it("goes by the minimum, by property and by name", () => {
      const own = named();
      for (const scaling of [target(computed, 5, [own]), target("service/main/app", 5)]) {
        const [found] = judge(own, scaling).counterexamples;
        assert.match(found!.because, /5 tasks .* \(minCapacity of its autoscaling\)/);
      }
      const few = service(east, { desiredCount: 1 });
      assert.equal(judge(few, target(computed, 6, [few])).holds, true);
    });

    it("goes by the desired count where the minimum is another service's", () => {
      for (const resourceId of ["service/main/other", "service/other/app"]) {
        assert.equal(judge(named(), target(resourceId, 1)).holds, true);
      }
    });

    it("is not known where it may be this service's", () => {
      const { holds, unknown } = judge(named(), target(computed, 1));
      assert.deepEqual([holds, unknown.length], [false, 1]);
      assert.match(unknown[0]!.reason, /which the scaling target scaling may change/);
    });
  });

  for (const [what, inputs, tag, reason] of [
    [
      "the count",
      { desiredCount: computed },
      "6",
      /its desiredCount is not known before the update/,
    ],
    ["the tag", { desiredCount: 6 }, computed, /its tag .* is not known before the update/],
    ["a number in the tag", { desiredCount: 6 }, "many", /its tag .* is not a whole number/],
    [
      "a count at all",
      { schedulingStrategy: "DAEMON" },
      "6",
      /one runs on each container instance/,
    ],
  ] as [string, DeclaredInputs, unknown, RegExp][]) {
    it(`is not known without ${what}`, () => {
      const { holds, unknown, counterexamples } = judge(service(east, inputs, tag));
      assert.deepEqual([holds, counterexamples.length], [false, 0]);
      assert.match(unknown[0]!.reason, reason);
    });
  }
});
