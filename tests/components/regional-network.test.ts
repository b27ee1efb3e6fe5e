import assert from "node:assert/strict";
import { createRegionProviders } from "../../components/region-providers";
import { RegionalNetwork } from "../../components/regional-network";
import { type Recording, record } from "./record";

const endpointType = "aws:ec2/vpcEndpoint:VpcEndpoint";

function declare(...regions: string[]): Promise<Recording> {
  return record(() => {
    const regionProviders = createRegionProviders(regions);
    for (const region of regions) {
      new RegionalNetwork(`net-${region}`, { region }, { provider: regionProviders[region]! });
    }
  });
}

describe("RegionalNetwork", () => {
  it("has public and isolated subnets, and no way out through a NAT gateway", async () => {
    const { inputs } = (await declare("eu-west-3")).resource("awsx:ec2:Vpc", "net-eu-west-3");
    assert.deepEqual(
      (inputs.subnetSpecs as { type: string }[]).map(({ type }) => type),
      ["Public", "Isolated"],
    );
    assert.deepEqual(inputs.natGateways, { strategy: "None" });
    assert.equal(inputs.numberOfAvailabilityZones, 3);
    assert.equal(inputs.enableDnsHostnames, true);
    assert.equal(inputs.enableDnsSupport, true);
  });

  it("takes two zones where AWS offers two", async () => {
    const { inputs } = (await declare("us-west-1")).resource("awsx:ec2:Vpc", "net-us-west-1");
    assert.equal(inputs.numberOfAvailabilityZones, 2);
  });

  it("gives two Regions ranges of their own", async () => {
    const recording = await declare("us-west-2", "us-east-1");
    const [one, other] = recording.ofType("awsx:ec2:Vpc").map(({ inputs }) => inputs.cidrBlock);
    assert.notEqual(one, other);
  });

  it("reaches AWS through endpoints of its own Region only", async () => {
    const recording = await declare("us-west-2", "ap-south-1");
    const services = recording.ofType(endpointType).map((endpoint) => {
      const region = String(recording.regionOf(endpoint));
      const { serviceName, vpcEndpointType } = endpoint.inputs;
      return `${region} ${String(vpcEndpointType)} ${String(serviceName)}`;
    });
    assert.deepEqual(
      services.sort(),
      ["us-west-2", "ap-south-1"]
        .flatMap((region) => [
          `${region} Gateway com.amazonaws.${region}.dynamodb`,
          `${region} Gateway com.amazonaws.${region}.s3`,
          `${region} Interface com.amazonaws.${region}.ecr.api`,
          `${region} Interface com.amazonaws.${region}.ecr.dkr`,
          `${region} Interface com.amazonaws.${region}.logs`,
        ])
        .sort(),
    );
    for (const endpoint of recording.ofType(endpointType)) {
      const network = `Vpc net-${String(recording.regionOf(endpoint))}`;
      assert.deepEqual(recording.sourcesOf(endpoint, "vpcId"), [network]);
    }
  });

  it("lets nobody outside the VPC reach the interface endpoints", async () => {
    const recording = await declare("eu-west-3");
    const rules = recording.ofType("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
    const { inputs } = recording.resource("awsx:ec2:Vpc", "net-eu-west-3");
    assert.deepEqual(
      rules.map((rule) => [rule.inputs.cidrIpv4, rule.inputs.fromPort, rule.inputs.toPort]),
      [[inputs.cidrBlock, 443, 443]],
    );
    for (const endpoint of recording.ofType(endpointType)) {
      if (endpoint.inputs.vpcEndpointType === "Interface") {
        assert.deepEqual(recording.sourcesOf(endpoint, "securityGroupIds"), [
          "SecurityGroup net-eu-west-3-endpoints",
        ]);
        assert.equal(endpoint.inputs.privateDnsEnabled, true);
      }
    }
  });
});
