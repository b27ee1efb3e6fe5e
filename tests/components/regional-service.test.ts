import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { createRegionProviders } from "../../components/region-providers";
import { RegionalNetwork } from "../../components/regional-network";
import { RegionalService, type RegionalServiceArgs } from "../../components/regional-service";
import { parsed, type Recording, record } from "./record";

const region = "ap-south-1";
const ingressType = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const egressType = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";

interface Statement {
  Sid: string;
  Action: string | string[];
  Resource: string | string[];
  Condition?: unknown;
}

function declare(args: Partial<RegionalServiceArgs> = {}, inRegion = region): Promise<Recording> {
  return record(() => {
    const provider = createRegionProviders([inRegion])[inRegion]!;
    const repository = new aws.ecr.Repository("repo", {}, { provider });
    new RegionalService(
      "svc",
      {
        region: inRegion,
        network: new RegionalNetwork("net", { region: inRegion }, { provider }),
        domainNames: ["app.example.com", `${inRegion}.app.example.com`],
        zoneId: "Z1",
        image: {
          repositoryName: "team/svc",
          repositoryUrl: repository.repositoryUrl,
          digest: `sha256:${"a".repeat(64)}`,
        },
        peerRegions: ["us-west-2", "eu-north-1"],
        table: { name: "Orders", hashKey: "order" },
        taskCpuUnits: 512,
        taskMemoryMebibytes: 2048,
        wholeLoadTasks: 5,
        rpoSeconds: 7,
        keepAliveSeconds: 240,
        deregistrationDelaySeconds: 45,
        ...args,
      },
      { provider },
    );
  });
}

function statements(recording: Recording, policy: string): Statement[] {
  const { inputs } = recording.resource("aws:iam/rolePolicy:RolePolicy", policy);
  return (parsed(inputs, "policy") as { Statement: Statement[] }).Statement;
}

describe("RegionalService", () => {
  it("runs as many tasks as carry the whole load, and says so where a proof can read it", async () => {
    const { inputs } = (await declare()).resource("aws:ecs/service:Service", "svc");
    assert.equal(inputs.desiredCount, 5);
    assert.deepEqual(inputs.tags, { "failover:whole-load-tasks": "5" });
    assert.equal(inputs.launchType, "FARGATE");
    assert.equal(inputs.availabilityZoneRebalancing, "ENABLED");
    assert.deepEqual(inputs.deploymentCircuitBreaker, { enable: true, rollback: true });
  });

  it("keeps tasks without public addresses in subnets without a way out", async () => {
    const recording = await declare();
    const service = recording.resource("aws:ecs/service:Service", "svc");
    const network = service.inputs.networkConfiguration as { assignPublicIp: boolean };
    assert.equal(network.assignPublicIp, false);
    assert.deepEqual(recording.sourcesOf(service, "networkConfiguration"), [
      "SecurityGroup svc-tasks",
      "Vpc net",
    ]);
  });

  it("waits for the way to AWS and for the listener before it starts tasks", async () => {
    const recording = await declare();
    const { dependencies } = recording.resource("aws:ecs/service:Service", "svc");
    const waitsFor = (type: string, name: string) =>
      dependencies.includes(recording.resource(type, name).urn);
    assert.ok(waitsFor("aws:lb/listener:Listener", "svc-https"));
    assert.ok(waitsFor("aws:ec2/vpcEndpoint:VpcEndpoint", "net-ecr-dkr"));
  });

  it("runs ARM64 tasks of the given size, and keeps old revisions to roll back to", async () => {
    const { inputs } = (await declare()).resource("aws:ecs/taskDefinition:TaskDefinition", "svc");
    assert.equal(inputs.cpu, "512");
    assert.equal(inputs.memory, "2048");
    assert.deepEqual(inputs.runtimePlatform, {
      cpuArchitecture: "ARM64",
      operatingSystemFamily: "LINUX",
    });
    assert.equal(inputs.skipDestroy, true);
  });

  it("takes its image from its own Region's repository, and its roles only with their policies", async () => {
    const recording = await declare();
    const task = recording.resource("aws:ecs/taskDefinition:TaskDefinition", "svc");
    assert.ok(recording.sourcesOf(task, "containerDefinitions").includes("Repository repo"));
    assert.ok(recording.sourcesOf(task, "executionRoleArn").includes("RolePolicy svc-execution"));
    assert.ok(recording.sourcesOf(task, "taskRoleArn").includes("RolePolicy svc-task"));
  });

  it("may use the local replica and nothing else", async () => {
    const own = statements(await declare(), "svc-task");
    assert.deepEqual(
      own.map(({ Sid, Resource, Condition }) => ({ Sid, Resource, Condition })),
      [
        {
          Sid: "LocalReplica",
          Resource: [
            "arn:aws:dynamodb:ap-south-1:*:table/Orders",
            "arn:aws:dynamodb:ap-south-1:*:table/Orders/index/*",
          ],
          Condition: { StringEquals: { "aws:ResourceAccount": "${aws:PrincipalAccount}" } },
        },
      ],
    );
    assert.ok([own[0]!.Action].flat().every((action) => /^dynamodb:[A-Z]\w+$/.test(action)));
  });

  it("may use the local key, through DynamoDB only, when the table has one", async () => {
    const keyArn = "arn:aws:kms:ap-south-1:111122223333:key/1";
    const recording = await declare({ table: { name: "Orders", hashKey: "order", keyArn } });
    const key = statements(recording, "svc-task").find(({ Sid }) => Sid === "LocalKey")!;
    assert.equal(key.Resource, keyArn);
    assert.deepEqual(key.Condition, {
      StringEquals: { "kms:ViaService": "dynamodb.ap-south-1.amazonaws.com" },
    });
  });

  it("starts with this Region's repository and log group only", async () => {
    const own = statements(await declare(), "svc-execution");
    assert.deepEqual(
      own.map(({ Sid, Resource }) => [Sid, Resource]),
      [
        ["Login", "*"],
        ["PullOwnRegionsImage", "arn:aws:ecr:ap-south-1:*:repository/team/svc"],
        ["WriteLogs", "arn:aws:logs:ap-south-1:*:log-group:/ecs/svc:*"],
      ],
    );
    assert.deepEqual([own[0]!.Action].flat(), ["ecr:GetAuthorizationToken"]);
  });

  it("names no Region but its own and those it expects changes from, wherever it is", async () => {
    const recording = await declare({ peerRegions: ["ca-central-1"] }, "eu-north-1");
    const inputs = recording.registrations.map((registration) => registration.inputs);
    const text = JSON.stringify(inputs).replaceAll('"peerRegions":["ca-central-1"]', "");
    assert.ok(!text.includes("ap-south-1"));
    assert.ok(!/(us|ca)-(east|west|central)-\d/.test(text));
  });

  it("keeps logs for a month", async () => {
    const { inputs } = (await declare()).resource("aws:cloudwatch/logGroup:LogGroup", "svc");
    assert.equal(inputs.retentionInDays, 30);
  });

  describe("at its load balancer", () => {
    it("takes TLS 1.2 or newer, and redirects plain HTTP", async () => {
      const recording = await declare();
      const https = recording.resource("aws:lb/listener:Listener", "svc-https");
      assert.equal(https.inputs.port, 443);
      assert.equal(https.inputs.sslPolicy, "ELBSecurityPolicy-TLS13-1-2-2021-06");
      assert.deepEqual(recording.sourcesOf(https, "certificateArn"), ["CertificateValidation svc"]);
      const http = recording.resource("aws:lb/listener:Listener", "svc-http");
      assert.deepEqual(http.inputs.defaultActions, [
        { type: "redirect", redirect: { port: "443", protocol: "HTTPS", statusCode: "HTTP_301" } },
      ]);
    });

    it("lets connections and leaving tasks linger no longer than it is told", async () => {
      const recording = await declare();
      const { inputs } = recording.resource("aws:lb/loadBalancer:LoadBalancer", "svc");
      assert.equal(inputs.clientKeepAlive, 240);
      assert.equal(inputs.dropInvalidHeaderFields, true);
      const target = recording.resource("aws:lb/targetGroup:TargetGroup", "svc");
      assert.equal(target.inputs.deregistrationDelay, 45);
      assert.equal(target.inputs.targetType, "ip");
    });

    it("asks tasks whether they live, not whether the table does", async () => {
      const { inputs } = (await declare()).resource("aws:lb/targetGroup:TargetGroup", "svc");
      assert.equal((inputs.healthCheck as { path: string }).path, "/live");
    });

    it("can be deleted unless it is protected", async () => {
      const isProtected = async (args: Partial<RegionalServiceArgs>) =>
        (await declare(args)).resource("aws:lb/loadBalancer:LoadBalancer", "svc").inputs
          .enableDeletionProtection;
      assert.equal(await isProtected({}), false);
      assert.equal(await isProtected({ protect: true }), true);
    });

    it("is open to the world on two ports, and tasks are open to it alone", async () => {
      const recording = await declare();
      const open = recording
        .ofType(ingressType)
        .filter(({ inputs }) => inputs.cidrIpv4 === "0.0.0.0/0")
        .map(({ inputs }) => inputs.fromPort);
      assert.deepEqual(open, [443, 80]);
      const toTasks = recording
        .ofType(ingressType)
        .filter((rule) =>
          recording.sourcesOf(rule, "securityGroupId").includes("SecurityGroup svc-tasks"),
        );
      assert.deepEqual(
        toTasks.map((rule) => recording.sourcesOf(rule, "referencedSecurityGroupId")),
        [["SecurityGroup svc-lb"]],
      );
    });

    it("lets tasks connect to AWS endpoints of the VPC, and nowhere else", async () => {
      const recording = await declare();
      const destinations = recording
        .ofType(egressType)
        .filter((rule) =>
          recording.sourcesOf(rule, "securityGroupId").includes("SecurityGroup svc-tasks"),
        )
        .map((rule) => {
          assert.ok(!("cidrIpv4" in rule.inputs));
          return [
            ...recording.sourcesOf(rule, "prefixListId"),
            ...recording.sourcesOf(rule, "referencedSecurityGroupId"),
          ].join();
        });
      assert.deepEqual(destinations.sort(), [
        "SecurityGroup net-endpoints",
        "VpcEndpoint net-dynamodb",
        "VpcEndpoint net-s3",
      ]);
    });
  });
});
