// The least that a Pulumi program for AWS can do, run as most people run one: the yardstick.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

async function main(): Promise<void> {
  await pulumi.runtime.setMocks({
    call: ({ inputs }) => inputs as Record<string, unknown>,
    newResource: ({ name, inputs }) => ({ id: name, state: inputs as Record<string, unknown> }),
  });
  const table = new aws.dynamodb.Table("table", {
    attributes: [{ name: "id", type: "S" }],
    hashKey: "id",
    billingMode: "PAY_PER_REQUEST",
  });
  table.id.apply((id) => {
    console.log(id);
  });
}

void main();
