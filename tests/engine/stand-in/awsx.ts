import type { ConstructRequest, ConstructResponse } from "@pulumi/pulumi/proto/provider_pb";
import { providerProto, type Properties, toProperties, toStruct } from "./grpc";
import { layOutSubnets, type SubnetSpec } from "./awsx-subnets";
import type { StandInPackage } from "./package-service";
import { openRegistrar, type Registrar, type Registered } from "./registrar";

/**
 * Stands in for the `awsx` provider: `awsx:ec2:Vpc` becomes the same kinds of children, under the same
 * names and parents, as awsx 3 makes of it (awsx/ec2/vpc.ts of pulumi-awsx), as far as this program
 * uses it: subnet strategy `Auto`, and no NAT gateway.
 */
export const awsxStandIn: StandInPackage = {
  check: notACustomResource,
  create: notACustomResource,
  update: notACustomResource,
  delete: notACustomResource,
  read: notACustomResource,
  invoke: (token) => {
    throw new Error(`the stand-in for awsx has no function ${token}`);
  },
  async construct(request) {
    if (request.getType() !== "awsx:ec2:Vpc") {
      throw new Error(`the stand-in for awsx has no ${request.getType()}`);
    }
    const registrar = openRegistrar(request);
    try {
      return await constructVpc(registrar, request);
    } finally {
      registrar.close();
    }
  },
};

function notACustomResource(): never {
  throw new Error("awsx has components only");
}

async function constructVpc(
  registrar: Registrar,
  request: ConstructRequest,
): Promise<ConstructResponse> {
  const name = request.getName();
  const {
    numberOfAvailabilityZones = 3,
    subnetStrategy,
    subnetSpecs,
    natGateways,
    cidrBlock,
    ...vpcInputs
  } = toProperties(request.getInputs());
  if (subnetStrategy !== "Auto" || (natGateways as Properties)["strategy"] !== "None") {
    throw new Error(
      "the stand-in for awsx knows the subnet strategy 'Auto' without NAT gateways only",
    );
  }
  const component = await registrar.registerComponent();
  const zones = await registrar.invoke("aws:index/getAvailabilityZones:getAvailabilityZones", {});
  const subnets = layOutSubnets(
    name,
    String(cidrBlock),
    (zones["names"] as string[]).slice(0, numberOfAvailabilityZones as number),
    subnetSpecs as SubnetSpec[],
  );
  const tags = { Name: name };
  const vpc = await registrar.register("aws:ec2/vpc:Vpc", name, component, {
    ...vpcInputs,
    cidrBlock,
    tags,
  });
  const internetGateway = await registrar.register(
    "aws:ec2/internetGateway:InternetGateway",
    name,
    vpc,
    { vpcId: vpc.id, tags },
  );

  const subnetsOf: Record<SubnetSpec["type"], Registered[]> = { Public: [], Isolated: [] };
  const routeTables: Registered[] = [];
  for (const { type, name: subnetName, zone, cidrBlock: subnetRange } of subnets) {
    const subnetTags = { ...tags, Name: subnetName, SubnetType: type };
    const subnet = await registrar.register("aws:ec2/subnet:Subnet", subnetName, vpc, {
      vpcId: vpc.id,
      availabilityZone: zone,
      mapPublicIpOnLaunch: type === "Public",
      cidrBlock: subnetRange,
      tags: subnetTags,
    });
    const routeTable = await registrar.register(
      "aws:ec2/routeTable:RouteTable",
      subnetName,
      subnet,
      {
        vpcId: vpc.id,
        tags: subnetTags,
      },
    );
    await registrar.register(
      "aws:ec2/routeTableAssociation:RouteTableAssociation",
      subnetName,
      routeTable,
      { routeTableId: routeTable.id, subnetId: subnet.id },
    );
    if (type === "Public") {
      await registrar.register("aws:ec2/route:Route", subnetName, routeTable, {
        routeTableId: routeTable.id,
        gatewayId: internetGateway.id,
        destinationCidrBlock: "0.0.0.0/0",
      });
    }
    subnetsOf[type].push(subnet);
    routeTables.push(routeTable);
  }

  const ids = (resources: Registered[]) => resources.map(({ id }) => id);
  const state = {
    vpcId: vpc.id,
    publicSubnetIds: ids(subnetsOf.Public),
    isolatedSubnetIds: ids(subnetsOf.Isolated),
    privateSubnetIds: [],
    routeTables: routeTables.map(({ reference }) => reference),
  };
  await registrar.registerOutputs(component, state);
  return constructed(component, state, {
    vpcId: [vpc],
    publicSubnetIds: subnetsOf.Public,
    isolatedSubnetIds: subnetsOf.Isolated,
    routeTables,
  });
}

function constructed(
  component: Registered,
  state: Properties,
  sources: Record<string, Registered[]>,
): ConstructResponse {
  const response = new providerProto.ConstructResponse()
    .setUrn(component.urn)
    .setState(toStruct(state));
  for (const [property, resources] of Object.entries(sources)) {
    response
      .getStatedependenciesMap()
      .set(
        property,
        new providerProto.ConstructResponse.PropertyDependencies().setUrnsList(
          resources.map(({ urn }) => urn),
        ),
      );
  }
  return response;
}
