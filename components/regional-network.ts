import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import { networkRange, subnetPrefixLengths, zoneCount } from "./network-range";

export interface RegionalNetworkArgs {
  /** The Region of the network; the same as the inherited provider's. It decides the address range. */
  region: string;
}

/**
 * A VPC over the Region's zones: public subnets for the load balancer, and private ones without any
 * route to the internet for the tasks, which reach AWS through endpoints of their own Region.
 *
 * Cost: three interface endpoints, each billed for every zone and hour. There is no NAT gateway.
 */
export class RegionalNetwork extends pulumi.ComponentResource {
  readonly vpcId: pulumi.Output<string>;
  readonly publicSubnetIds: pulumi.Output<string[]>;
  /** Subnets without a route to the internet. */
  readonly privateSubnetIds: pulumi.Output<string[]>;
  /** For security group rules: where tasks open connections to. */
  readonly interfaceEndpointSecurityGroupId: pulumi.Output<string>;
  readonly dynamodbPrefixListId: pulumi.Output<string>;
  readonly s3PrefixListId: pulumi.Output<string>;

  constructor(name: string, args: RegionalNetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("failover:index:RegionalNetwork", name, args, opts);

    const cidrBlock = networkRange(args.region);
    const network = this.createVpc(name, cidrBlock, args.region);
    const dynamodb = this.createGatewayEndpoint(name, "dynamodb", args.region, network);
    // ECR keeps image layers in S3.
    const s3 = this.createGatewayEndpoint(name, "s3", args.region, network);
    const securityGroup = this.createEndpointSecurityGroup(name, cidrBlock, network);
    for (const service of ["ecr.api", "ecr.dkr", "logs"]) {
      this.createInterfaceEndpoint(name, service, args.region, network, securityGroup);
    }

    this.vpcId = network.vpcId;
    this.publicSubnetIds = network.publicSubnetIds;
    this.privateSubnetIds = network.isolatedSubnetIds;
    this.interfaceEndpointSecurityGroupId = securityGroup.id;
    this.dynamodbPrefixListId = dynamodb.prefixListId;
    this.s3PrefixListId = s3.prefixListId;
    this.registerOutputs({
      vpcId: this.vpcId,
      publicSubnetIds: this.publicSubnetIds,
      privateSubnetIds: this.privateSubnetIds,
      interfaceEndpointSecurityGroupId: this.interfaceEndpointSecurityGroupId,
      dynamodbPrefixListId: this.dynamodbPrefixListId,
      s3PrefixListId: this.s3PrefixListId,
    });
  }

  private createVpc(name: string, cidrBlock: string, region: string): awsx.ec2.Vpc {
    return new awsx.ec2.Vpc(
      name,
      {
        cidrBlock,
        numberOfAvailabilityZones: zoneCount(region),
        subnetStrategy: awsx.types.enums.ec2.SubnetAllocationStrategy.Auto,
        subnetSpecs: [
          {
            type: awsx.types.enums.ec2.SubnetType.Public,
            cidrMask: subnetPrefixLengths.public,
          },
          {
            type: awsx.types.enums.ec2.SubnetType.Isolated,
            cidrMask: subnetPrefixLengths.private,
          },
        ],
        natGateways: { strategy: awsx.types.enums.ec2.NatGatewayStrategy.None },
        enableDnsHostnames: true,
        enableDnsSupport: true,
      },
      { parent: this },
    );
  }

  private createGatewayEndpoint(
    name: string,
    service: string,
    region: string,
    network: awsx.ec2.Vpc,
  ): aws.ec2.VpcEndpoint {
    return new aws.ec2.VpcEndpoint(
      `${name}-${service}`,
      {
        vpcId: network.vpcId,
        vpcEndpointType: "Gateway",
        serviceName: `com.amazonaws.${region}.${service}`,
        routeTableIds: network.routeTables.apply((tables) =>
          pulumi.all(tables.map((table) => table.id)),
        ),
      },
      { parent: this },
    );
  }

  private createEndpointSecurityGroup(
    name: string,
    cidrBlock: string,
    network: awsx.ec2.Vpc,
  ): aws.ec2.SecurityGroup {
    const securityGroup = new aws.ec2.SecurityGroup(
      `${name}-endpoints`,
      {
        vpcId: network.vpcId,
        description: "Interface endpoints, reached from inside the VPC only",
      },
      { parent: this },
    );
    new aws.vpc.SecurityGroupIngressRule(
      `${name}-endpoints-https`,
      {
        securityGroupId: securityGroup.id,
        description: "HTTPS from the VPC",
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
        cidrIpv4: cidrBlock,
      },
      { parent: this },
    );
    return securityGroup;
  }

  private createInterfaceEndpoint(
    name: string,
    service: string,
    region: string,
    network: awsx.ec2.Vpc,
    securityGroup: aws.ec2.SecurityGroup,
  ): void {
    new aws.ec2.VpcEndpoint(
      `${name}-${service.replace(".", "-")}`,
      {
        vpcId: network.vpcId,
        vpcEndpointType: "Interface",
        serviceName: `com.amazonaws.${region}.${service}`,
        subnetIds: network.isolatedSubnetIds,
        securityGroupIds: [securityGroup.id],
        privateDnsEnabled: true,
      },
      { parent: this },
    );
  }
}
