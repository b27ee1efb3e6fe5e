import { strict as assert } from "node:assert";
import { Account } from "./account";
import { awsStandIn, holdExisting } from "./aws";
import { type Properties, unknown } from "./grpc";
import type { ResourceRequest } from "./package-service";

const table = "aws:dynamodb/table:Table";
const record = "aws:route53/record:Record";
const listener = "aws:lb/listener:Listener";
const key = "aws:kms/key:Key";

describe("what the stand-in for AWS does itself", () => {
  let account: Account;
  beforeEach(() => {
    account = new Account();
  });

  function request(type: string, changes: Partial<ResourceRequest> = {}): ResourceRequest {
    const name = changes.name ?? "resource";
    return {
      urn: `urn:pulumi:dev::test::${type}::${name}`,
      type,
      name,
      region: "eu-central-1",
      preview: false,
      ...changes,
    };
  }

  function create(type: string, inputs: Properties, changes?: Partial<ResourceRequest>) {
    return awsStandIn(account).create(request(type, changes), inputs);
  }

  const orders = { name: "Orders", hashKey: "id" };

  it("knows at preview what is declared, and nothing that AWS decides", () => {
    const { id, outputs } = create(table, orders, { preview: true });

    assert.equal(id, "");
    assert.deepEqual(outputs, {
      ...orders,
      region: "eu-central-1",
      arn: unknown,
      streamArn: unknown,
      streamLabel: unknown,
    });
    assert.deepEqual(account.all(table), []);
  });

  it("knows at the preview of an update what the update will not change", () => {
    const created = create(table, orders);

    const outputs = awsStandIn(account).update(request(table, { preview: true }), created, {
      ...orders,
      replicas: [{ regionName: "us-west-2" }],
    });

    assert.equal(outputs["arn"], created.outputs["arn"]);
    assert.deepEqual(outputs["replicas"], [
      { regionName: "us-west-2", arn: unknown, streamArn: unknown, streamLabel: unknown },
    ]);
  });

  it("knows at the preview of an update what it has decided of items that stay", () => {
    const inputs = { ...orders, replicas: [{ regionName: "us-west-2" }] };
    const created = create(table, inputs);

    const outputs = awsStandIn(account).update(request(table, { preview: true }), created, {
      ...inputs,
      tags: { team: "orders" },
    });

    assert.deepEqual(outputs["replicas"], created.outputs["replicas"]);
  });

  it("generates names that differ, and refuses those that AWS would find too long", () => {
    const type = "aws:lb/targetGroup:TargetGroup";
    const names = [1, 2].map(() => create(type, {}).outputs["name"]);

    assert.notEqual(names[0], names[1]);
    assert.deepEqual(awsStandIn(account).check(request(type, { name: "a".repeat(24) }), {}), []);
    const [tooLong] = awsStandIn(account).check(request(type, { name: "a".repeat(25) }), {});
    assert.match(tooLong?.reason ?? "", /longer than the 32 characters/);
  });

  it("refuses types and functions that nobody has thought of", () => {
    assert.throws(
      () => awsStandIn(account).check(request("aws:s3/bucket:Bucket"), {}),
      /no aws:s3/,
    );
    assert.throws(() => awsStandIn(account).invoke("aws:s3/x:x", {}, "us-east-1"), /no function/);
    assert.throws(() => create(table, orders, { region: undefined }), /has no Region/);
  });

  it("keeps a name to one resource of a Region, or of the account where there are no Regions", () => {
    create(table, orders);
    create(table, orders, { region: "us-west-2" });
    create("aws:iam/role:Role", { name: "task" });

    assert.throws(() => create(table, orders), /Orders already exists/);
    assert.throws(
      () => create("aws:iam/role:Role", { name: "task" }, { region: "us-west-2" }),
      /task already/,
    );
  });

  it("finds what exists already, and frees its name when it is deleted", () => {
    holdExisting(account, { type: table, region: "eu-central-1", inputs: orders });

    assert.deepEqual(awsStandIn(account).read(request(table), "Orders")?.inputs, orders);
    assert.equal(
      awsStandIn(account).read(request(table, { region: "us-west-2" }), "Orders"),
      undefined,
    );
    awsStandIn(account).delete(request(table), { id: "Orders", outputs: {} });
    create(table, orders);
  });

  it("deletes nothing that is protected from deletion", () => {
    create(table, { ...orders, deletionProtectionEnabled: true });

    assert.throws(
      () => awsStandIn(account).delete(request(table), { id: "Orders", outputs: {} }),
      /protected from deletion/,
    );
  });

  describe("with record sets", () => {
    const a = { zoneId: "Z1", name: "a.example.com", type: "A" };

    it("refuses a second one of the same identity, unless it may overwrite", () => {
      create(record, a);

      assert.throws(() => create(record, a), /already exists/);
      create(record, { ...a, allowOverwrite: true });
      create(record, { ...a, setIdentifier: "other" });
    });

    it("refuses a CNAME beside another type", () => {
      create(record, a);

      assert.throws(() => create(record, { ...a, type: "CNAME" }), /cannot both stand/);
    });

    it("refuses an alias to a record of the same zone that is not there yet", () => {
      const alias = {
        ...a,
        name: "alias.example.com",
        aliases: [{ zoneId: "Z1", name: "a.example.com" }],
      };

      assert.throws(
        () => create(record, alias),
        /alias target a.example.com of type A was not found/,
      );
      create(record, a);
      create(record, alias);
    });
  });

  describe("with load balancers", () => {
    it("refuses a certificate that is not issued, until its records exist", () => {
      const certificate = create("aws:acm/certificate:Certificate", {
        domainName: "a.example.com",
      });
      const certificateArn = certificate.outputs["arn"];
      const validation = {
        certificateArn,
        validationRecordFqdns: ["_1.a.example.com"],
      };
      const validate = () =>
        create("aws:acm/certificateValidation:CertificateValidation", validation);

      assert.throws(() => create(listener, { certificateArn }), /is not issued in eu-central-1/);
      assert.throws(validate, /validation record _1.a.example.com does not exist/);
      create(record, { zoneId: "Z1", name: "_1.a.example.com.", type: "CNAME" });
      validate();
      create(listener, { certificateArn });
      assert.throws(
        () => create(listener, { certificateArn }, { region: "us-west-2" }),
        /us-west-2/,
      );
    });

    it("refuses a service before its target group is behind a listener", () => {
      const targetGroupArn = create("aws:lb/targetGroup:TargetGroup", {}).outputs["arn"];
      const service = { cluster: "c", loadBalancers: [{ targetGroupArn }] };

      assert.throws(() => create("aws:ecs/service:Service", service), /has no load balancer/);
      create(listener, { defaultActions: [{ type: "forward", targetGroupArn }] });
      create("aws:ecs/service:Service", service);
    });
  });

  it("encrypts tables with keys of their own Regions only, which then cannot be deleted", () => {
    const created = create(key, {});
    const kmsKeyArn = created.outputs["arn"];
    const encrypted = { ...orders, serverSideEncryption: { enabled: true, kmsKeyArn } };

    assert.throws(
      () => create(table, encrypted, { region: "us-west-2" }),
      /no key .* in us-west-2/,
    );
    create(table, encrypted);
    assert.throws(
      () => awsStandIn(account).delete(request(key), created),
      /still encrypts table Orders/,
    );
    awsStandIn(account).delete(request(table), { id: "Orders", outputs: {} });
    awsStandIn(account).delete(request(key), created);
  });
});
