import { strict as assert } from "node:assert";
import {
  computed,
  type DeclaredInputs,
  type DeclaredResource,
} from "../../declared/declared-resource";
import { Links } from "../../declared/links";
import { judgeIndependence } from "../../failover/independence";
import type { Judgement } from "../../failover/judgement";
import { readTopology } from "../../failover/topology-from-resources";
import { declare, from, loadBalancer, record, type Sources } from "./reading/declare";

const [east, west] = ["us-east-1", "us-west-2"] as const;
const sites = [east, west];
const cases = [
  { failed: [], answer: east },
  { failed: [east], answer: west },
  { failed: [west], answer: east },
];

const inRegion = (
  region: string | undefined,
  type: string,
  name: string,
  inputs: DeclaredInputs = {},
  sources: Sources = {},
) => declare(type, name, inputs, { region, ...from(sources) });

/** A service whose task definition takes this. */
function service(inputs: DeclaredInputs, sources: Sources = {}): DeclaredResource[] {
  const task = inRegion(west, "aws:ecs/taskDefinition:TaskDefinition", "task", inputs, sources);
  return [
    inRegion(
      west,
      "aws:ecs/service:Service",
      "app",
      { taskDefinition: computed },
      {
        taskDefinition: [task],
      },
    ),
    task,
    ...Object.values(sources).flat(),
  ];
}

function judge(...resources: DeclaredResource[]): Judgement {
  return judgeIndependence(resources, new Links(resources), readTopology(resources), sites, cases);
}

function holds(...resources: DeclaredResource[]): boolean | null {
  return judge(...resources).holds;
}

function because(...resources: DeclaredResource[]): string[] {
  return judge(...resources).counterexamples.map((each) => each.because);
}

const containers = (value: unknown) => ({ containerDefinitions: value }) as DeclaredInputs;

describe("independence of sites (F6)", () => {
  it("is not judged without an entrance or a service in any site", () => {
    const { holds, reason } = judge(inRegion(west, "aws:ecr/repository:Repository", "images"));
    assert.equal(holds, null);
    assert.match(reason!, /^no load balancer, service or other entrance/);
  });

  it("holds for what comes from the own Region, and from nowhere", () => {
    const own = inRegion(west, "aws:ecr/repository:Repository", "images");
    const role = inRegion(undefined, "aws:iam/role:Role", "role");
    const reference = declare("pulumi:pulumi:StackReference", "global");
    const build = inRegion(
      undefined,
      "docker-build:index:Image",
      "image",
      { tags: computed },
      {
        tags: [inRegion(east, "aws:ecr/repository:Repository", "eastern")],
      },
    );
    assert.equal(
      holds(
        ...service(containers(computed), { containerDefinitions: [own, role, reference, build] }),
      ),
      true,
    );
  });

  it("shows the loss, who then answers, and the whole way", () => {
    const image = inRegion(east, "aws:ecr/repository:Repository", "images");
    assert.deepEqual(judge(...service(containers(computed), { containerDefinitions: [image] })), {
      holds: false,
      unknown: [],
      counterexamples: [
        {
          failed: [east],
          answer: west,
          because:
            "us-west-2 needs repository images of us-east-1, which is lost with us-east-1: service " +
            "app, its taskDefinition: taskDefinition task, its containerDefinitions: repository images",
        },
      ],
    });
  });

  for (const type of [
    "aws:kms/key:Key",
    "aws:acm/certificate:Certificate",
    "aws:ssm/parameter:Parameter",
    "aws:secretsmanager/secret:Secret",
    "aws:cloudwatch/logGroup:LogGroup",
  ]) {
    it(`is refuted by another site's ${type}`, () => {
      const other = inRegion(east, type, "other");
      assert.equal(because(...service({ x: computed }, { x: [other] })).length, 1);
    });
  }

  for (const [what, text, found] of [
    ["a secret's ARN", "arn:aws:secretsmanager:us-east-1:1:secret:db", true],
    ["a table's ARN", "arn:aws:dynamodb:us-east-1:1:table/Orders", true],
    ["an image", "1.dkr.ecr.us-east-1.amazonaws.com/app@sha256:0", true],
    ["a table endpoint", "https://dynamodb.us-east-1.amazonaws.com", true],
    ["another partition's ARN", "arn:aws-us-gov:s3:us-east-1:1:x", true],
    ["an own ARN", "arn:aws:secretsmanager:us-west-2:1:secret:db", false],
    ["an ARN without a Region", "arn:aws:iam::1:role/us-east-1", false],
    ["a Region that is no site", "arn:aws:sqs:ap-south-1:1:queue", false],
    ["the bare name of a Region", "us-east-1", false],
  ] as const) {
    it(`${found ? "is refuted by" : "does not mind"} ${what} in plain text`, () => {
      const inputs = containers(JSON.stringify([{ environment: [{ name: "X", value: text }] }]));
      assert.equal(because(...service(inputs)).length, found ? 1 : 0);
    });
  }

  it("never counts waiting", () => {
    const [app, task] = service({});
    const other = inRegion(east, "aws:ecr/repository:Repository", "images");
    assert.equal(holds({ ...app!, dependencies: [other.urn] }, task!, other), true);
  });

  it("follows entrances to their listeners, targets and what these name by ARN", () => {
    const lb = loadBalancer(west, { outputs: { dnsName: "lb.us-west-2.elb.amazonaws.com" } });
    const key = inRegion(east, "aws:kms/key:Key", "key");
    const group = declare(
      "aws:lb/targetGroup:TargetGroup",
      "group",
      {},
      { region: west, outputs: { arn: "arn:aws:elasticloadbalancing:us-west-2:1:targetgroup/g" } },
    );
    const resources = [
      lb,
      key,
      group,
      record("r", {
        name: "r.example.com",
        type: "CNAME",
        ttl: 10,
        records: ["lb.us-west-2.elb.amazonaws.com"],
      }),
      inRegion(
        west,
        "aws:lb/listener:Listener",
        "listener",
        {
          loadBalancerArn: computed,
          defaultActions: [
            { targetGroupArn: "arn:aws:elasticloadbalancing:us-west-2:1:targetgroup/g" },
          ],
        },
        { loadBalancerArn: [lb] },
      ),
      inRegion(
        west,
        "aws:lb/targetGroupAttachment:TargetGroupAttachment",
        "attached",
        {
          targetGroupArn: "arn:aws:elasticloadbalancing:us-west-2:1:targetgroup/g",
          targetId: computed,
        },
        {
          targetId: [inRegion(west, "aws:ec2/instance:Instance", "server")],
        },
      ),
      inRegion(
        west,
        "aws:ec2/instance:Instance",
        "server",
        { kmsKeyId: computed },
        { kmsKeyId: [key] },
      ),
    ];
    assert.deepEqual(because(...resources), [
      "us-west-2 needs key key of us-east-1, which is lost with us-east-1: loadBalancer lb-us-west-2, " +
        "listener listener, its defaultActions: targetGroup group, targetGroupAttachment attached, its " +
        "targetId: instance server, its kmsKeyId: key key",
    ]);
  });

  it("takes a copy for its own, wherever it was made from", () => {
    const primary = inRegion(east, "aws:kms/key:Key", "primary");
    const replica = inRegion(
      west,
      "aws:kms/replicaKey:ReplicaKey",
      "replica",
      { primaryKeyArn: computed },
      {
        primaryKeyArn: [primary],
      },
    );
    assert.equal(holds(primary, ...service({ key: computed }, { key: [replica] })), true);
  });

  describe("with a table of another Region", () => {
    const table = (replicas: string[]) =>
      inRegion(east, "aws:dynamodb/table:Table", "orders", {
        name: "Orders",
        replicas: replicas.map((regionName) => ({ regionName })),
      });

    it("holds where it has a replica and is taken by name", () => {
      assert.equal(
        holds(
          ...service(containers('[{"environment":[{"value":"Orders"}]}]'), {
            containerDefinitions: [table([west])],
          }),
        ),
        true,
      );
    });

    it("is not known where it has a replica and what is taken cannot be seen", () => {
      const { holds, unknown, counterexamples } = judge(
        ...service(containers(computed), { containerDefinitions: [table([west])] }),
      );
      assert.deepEqual([holds, unknown.length, counterexamples.length], [false, 1, 0]);
      assert.match(unknown[0]!.reason, /table orders cannot be seen before the update/);
    });

    it("is refuted where it has no replica", () => {
      for (const replicas of [[], ["eu-central-1"]]) {
        const value = containers('[{"environment":[{"value":"Orders"}]}]');
        assert.equal(
          because(...service(value, { containerDefinitions: [table(replicas)] })).length,
          1,
        );
      }
    });
  });

  it("ends where resources name each other in a circle", () => {
    const [app, task] = service({});
    task!.propertyDependencies["x"] = [app!.urn];
    assert.equal(holds(app!, task!), true);
  });

  it("comes to an end with hostile texts", () => {
    assert.equal(holds(...service(containers("a.-".repeat(500_000)))), true);
    assert.equal(holds(...service(containers("arn:aws".repeat(200_000)))), true);
  });
});
