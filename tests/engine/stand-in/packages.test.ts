import { strict as assert } from "node:assert";
import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as dockerBuild from "@pulumi/docker-build";
import * as pulumi from "@pulumi/pulumi";
import type { Engine } from "../engine";
import { opsOf, useEngines } from "../inline-engine";
import { holdExisting } from "./aws";

const region = "eu-central-1";

describe("the stand-ins in the real engine", () => {
  const start = useEngines();

  it("pushes a build to every repository of its tags, where it is found from then on", async () => {
    const regions = ["eu-central-1", "us-west-2"];
    const running = await start();
    const stack = await running.stack("dev", {
      program: () => {
        const tags = regions.map((name) => {
          const provider = new aws.Provider(name, { region: name as aws.Region });
          const { repositoryUrl } = new aws.ecr.Repository(name, { name: "app" }, { provider });
          return pulumi.interpolate`${repositoryUrl}:v1`;
        });
        const image = new dockerBuild.Image("app", {
          tags,
          push: true,
          context: { location: "." },
        });
        return { digest: image.digest };
      },
    });

    const preview = await stack.preview();
    await stack.up();

    assert.deepEqual(preview.messages, []);
    const digest = String((await stack.outputs())["digest"]?.value);
    assert.match(digest, /^sha256:[0-9a-f]{64}$/);
    for (const name of regions) {
      assert.ok(running.account.hasImage(name, "app", digest), name);
    }
    assert.ok(!running.account.hasImage("us-east-1", "app", digest));
  });

  describe("with a component of awsx", () => {
    const networkProgram = () => {
      const provider = new aws.Provider("aws", { region });
      const network = new awsx.ec2.Vpc(
        "network",
        {
          cidrBlock: "10.3.0.0/16",
          subnetStrategy: "Auto",
          natGateways: { strategy: "None" },
          subnetSpecs: [
            { type: "Public", cidrMask: 24 },
            { type: "Isolated", cidrMask: 20 },
          ],
        },
        { providers: { aws: provider } },
      );
      return {
        routeTables: network.routeTables.apply((tables) => pulumi.all(tables.map(({ id }) => id))),
        isolated: network.isolatedSubnetIds,
      };
    };

    it("declares its children in the component's Region, in ranges that do not overlap", async () => {
      const { steps } = await (
        await (await start()).stack("dev", { program: networkProgram })
      ).preview();

      const subnets = steps
        .filter(({ type }) => type === "aws:ec2/subnet:Subnet")
        .map(({ name, inputs }) => [name, inputs["availabilityZone"], inputs["cidrBlock"]]);
      assert.deepEqual(subnets, [
        ["network-public-1", "eu-central-1a", "10.3.0.0/24"],
        ["network-isolated-1", "eu-central-1a", "10.3.16.0/20"],
        ["network-public-2", "eu-central-1b", "10.3.64.0/24"],
        ["network-isolated-2", "eu-central-1b", "10.3.80.0/20"],
        ["network-public-3", "eu-central-1c", "10.3.128.0/24"],
        ["network-isolated-3", "eu-central-1c", "10.3.144.0/20"],
      ]);
    });

    it("gives outputs that are resources", async () => {
      const stack = await (await start()).stack("dev", { program: networkProgram });
      await stack.up();

      const { routeTables, isolated } = await stack.outputs();
      assert.equal(new Set(routeTables?.value as string[]).size, 6);
      assert.equal(new Set(isolated?.value as string[]).size, 3);
      assert.match((routeTables?.value as string[])[0] as string, /^rtb-/);
    });
  });

  describe("with a table that exists already", () => {
    const inputs = {
      name: "Orders",
      hashKey: "id",
      attributes: [{ name: "id", type: "S" }],
      billingMode: "PAY_PER_REQUEST",
    };

    function importing(args: aws.dynamodb.TableArgs) {
      return () => {
        const provider = new aws.Provider("aws", { region });
        new aws.dynamodb.Table("table", args, { provider, import: "Orders" });
      };
    }

    async function startWithTable(): Promise<Engine> {
      const running = await start();
      holdExisting(running.account, { type: "aws:dynamodb/table:Table", region, inputs });
      return running;
    }

    it("imports it without creating or replacing anything", async () => {
      const stack = await (await startWithTable()).stack("dev", { program: importing(inputs) });

      assert.equal(opsOf(await stack.preview())["table"], "import");
      assert.equal(opsOf(await stack.up())["table"], "import");
      assert.equal(opsOf(await stack.up())["table"], "same");
    });

    it("shows the update of what is declared otherwise", async () => {
      const stack = await (
        await startWithTable()
      ).stack("dev", { program: importing({ ...inputs, billingMode: "PROVISIONED" }) });

      const steps = (await stack.preview()).steps.filter(({ name }) => name === "table");

      assert.deepEqual(
        steps.map(({ op, diffs }) => [op, diffs]),
        [
          ["import", []],
          ["update", ["billingMode"]],
        ],
      );
    });

    it("shows the replacement of one whose key is declared otherwise", async () => {
      const key = { hashKey: "other", attributes: [{ name: "other", type: "S" }] };
      const stack = await (
        await startWithTable()
      ).stack("dev", { program: importing({ ...inputs, ...key }) });

      const steps = (await stack.preview()).steps.filter(({ name }) => name === "table");

      assert.deepEqual(
        steps.map(({ op, replaces }) => [op, replaces]),
        [
          ["import", []],
          ["create-replacement", ["hashKey"]],
          ["replace", ["hashKey"]],
        ],
      );
    });

    it("refuses one that is not there", async () => {
      const stack = await (await start()).stack("dev", { program: importing(inputs) });

      await assert.rejects(stack.preview(), /resource 'Orders' does not exist/);
    });
  });
});
