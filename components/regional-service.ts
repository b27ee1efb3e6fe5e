import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { wholeLoadTag } from "../failover/capacity";
import type { RegionalNetwork } from "./regional-network";
import { RegionalCertificate } from "./regional-certificate";
import { type RegionalEndpoint, RegionalLoadBalancer } from "./regional-load-balancer";
import { serviceEnvironment } from "./service-environment";
import { trustPolicy } from "./policy-statements";
import { executionPolicy, taskPolicy } from "./task-policies";

export interface RegionalServiceArgs {
  /** The Region of everything here; the same as the inherited provider's. */
  region: string;
  network: RegionalNetwork;
  /** Names that clients and health checks use; the first is the certificate's common name. */
  domainNames: [string, ...string[]];
  /** The public zone that holds all of `domainNames`. */
  zoneId: pulumi.Input<string>;
  image: {
    /** Physical name of this Region's own repository. */
    repositoryName: string;
    /** Address of this Region's own repository. */
    repositoryUrl: pulumi.Input<string>;
    /** `sha256:...`; the image must be in the repository before the service is created. */
    digest: pulumi.Input<string>;
  };
  /** The other Regions of the chain, whose changes the service expects in its replica. */
  peerRegions: string[];
  table: {
    /** Plain text, so that the service depends on no other Region for it. */
    name: string;
    /** The table's only key, a string. */
    hashKey: string;
    /** This Region's key. @default the table is not encrypted with a customer managed key */
    keyArn?: pulumi.Input<string>;
  };
  /** Fargate CPU units of a task (1024 is one vCPU). */
  taskCpuUnits: number;
  taskMemoryMebibytes: number;
  /**
   * How many tasks carry the whole peak load of all Regions. As many run here at all times, because
   * scaling out when a Region is lost would need control planes that may be lost with it.
   */
  wholeLoadTasks: number;
  /** Replication lag, in seconds, that the service may show clients when they come back to it. */
  rpoSeconds: number;
  keepAliveSeconds: number;
  deregistrationDelaySeconds: number;
  /** Whether AWS refuses to delete the load balancer. @default false */
  protect?: boolean;
}

const taskPort = 8080;
const logRetentionDays = 30;

/**
 * The service in one Region: Fargate tasks on ARM64 in private subnets behind a public load balancer,
 * with everything that they need to start and to serve in the same Region.
 */
export class RegionalService extends pulumi.ComponentResource {
  readonly region: string;
  /** Where the Region's load balancer answers. */
  readonly endpoint: RegionalEndpoint;

  constructor(name: string, args: RegionalServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    const { network, ...inputs } = args;
    super("failover:index:RegionalService", name, inputs, opts);

    const taskSecurityGroup = this.createTaskSecurityGroup(name, network);
    const certificate = new RegionalCertificate(
      name,
      { domainNames: args.domainNames, zoneId: args.zoneId },
      { parent: this },
    );
    const loadBalancer = new RegionalLoadBalancer(
      name,
      {
        vpcId: network.vpcId,
        publicSubnetIds: network.publicSubnetIds,
        certificateArn: certificate.certificateArn,
        taskPort,
        taskSecurityGroupId: taskSecurityGroup.id,
        keepAliveSeconds: args.keepAliveSeconds,
        deregistrationDelaySeconds: args.deregistrationDelaySeconds,
        protect: args.protect ?? false,
      },
      { parent: this },
    );
    const taskDefinition = this.createTaskDefinition(name, args);
    this.createService(name, args, taskDefinition, taskSecurityGroup, loadBalancer);

    this.region = args.region;
    this.endpoint = loadBalancer.endpoint;
    this.registerOutputs({ region: this.region, endpoint: this.endpoint });
  }

  private createTaskSecurityGroup(name: string, network: RegionalNetwork): aws.ec2.SecurityGroup {
    const securityGroup = new aws.ec2.SecurityGroup(
      `${name}-tasks`,
      { vpcId: network.vpcId, description: "Tasks of the service" },
      { parent: this },
    );
    const destinations = {
      endpoints: { referencedSecurityGroupId: network.interfaceEndpointSecurityGroupId },
      dynamodb: { prefixListId: network.dynamodbPrefixListId },
      s3: { prefixListId: network.s3PrefixListId },
    };
    for (const [destination, target] of Object.entries(destinations)) {
      new aws.vpc.SecurityGroupEgressRule(
        `${name}-tasks-${destination}`,
        {
          securityGroupId: securityGroup.id,
          description: `HTTPS to ${destination} of the same Region`,
          ipProtocol: "tcp",
          fromPort: 443,
          toPort: 443,
          ...target,
        },
        { parent: this },
      );
    }
    return securityGroup;
  }

  private createTaskDefinition(name: string, args: RegionalServiceArgs): aws.ecs.TaskDefinition {
    const logGroup = new aws.cloudwatch.LogGroup(
      name,
      { name: `/ecs/${name}`, retentionInDays: logRetentionDays },
      { parent: this },
    );
    return new aws.ecs.TaskDefinition(
      name,
      {
        family: name,
        requiresCompatibilities: ["FARGATE"],
        networkMode: "awsvpc",
        runtimePlatform: { cpuArchitecture: "ARM64", operatingSystemFamily: "LINUX" },
        cpu: String(args.taskCpuUnits),
        memory: String(args.taskMemoryMebibytes),
        executionRoleArn: this.createExecutionRole(name, args),
        taskRoleArn: this.createTaskRole(name, args),
        containerDefinitions: this.containerDefinitions(args, logGroup),
        // A rolled-back deployment needs the revision that it goes back to.
        skipDestroy: true,
      },
      { parent: this },
    );
  }

  private createExecutionRole(name: string, args: RegionalServiceArgs): pulumi.Output<string> {
    return this.createRole(
      `${name}-execution`,
      executionPolicy(args.region, args.image.repositoryName, `/ecs/${name}`),
    );
  }

  private createTaskRole(
    name: string,
    { region, table }: RegionalServiceArgs,
  ): pulumi.Output<string> {
    const policy =
      table.keyArn === undefined
        ? taskPolicy(region, table.name, undefined)
        : pulumi.output(table.keyArn).apply((keyArn) => taskPolicy(region, table.name, keyArn));
    return this.createRole(`${name}-task`, policy);
  }

  /** The role's ARN, known only once the role has its policy: tasks that start earlier would fail. */
  private createRole(name: string, policy: pulumi.Input<string>): pulumi.Output<string> {
    const role = new aws.iam.Role(
      name,
      { assumeRolePolicy: trustPolicy("ecs-tasks.amazonaws.com") },
      { parent: this },
    );
    const attached = new aws.iam.RolePolicy(name, { role: role.name, policy }, { parent: this });
    return pulumi.all([role.arn, attached.id]).apply(([roleArn]) => roleArn);
  }

  private containerDefinitions(
    args: RegionalServiceArgs,
    logGroup: aws.cloudwatch.LogGroup,
  ): pulumi.Output<string> {
    return pulumi.jsonStringify([
      {
        name: "app",
        image: this.imageReference(args),
        essential: true,
        user: "10001:10001",
        readonlyRootFilesystem: true,
        portMappings: [{ containerPort: taskPort, protocol: "tcp" }],
        environment: Object.entries(serviceEnvironment(args, taskPort)).map(([name, value]) => ({
          name,
          value,
        })),
        linuxParameters: { initProcessEnabled: true },
        stopTimeout: 30,
        logConfiguration: {
          logDriver: "awslogs",
          options: {
            "awslogs-group": logGroup.name,
            "awslogs-region": args.region,
            "awslogs-stream-prefix": "app",
          },
        },
      },
    ]);
  }

  /**
   * The image as this Region's own repository holds it. Looking it up makes a deployment stop here,
   * before any task is started, when nobody has pushed the image to this Region.
   */
  private imageReference({ image }: RegionalServiceArgs): pulumi.Output<string> {
    const pushed = aws.ecr.getImageOutput(
      {
        // Through the address, which is unknown until the repository exists: before that there is
        // nothing to look into.
        repositoryName: pulumi.output(image.repositoryUrl).apply(() => image.repositoryName),
        imageDigest: image.digest,
      },
      { parent: this },
    );
    return pulumi.interpolate`${image.repositoryUrl}@${pushed.imageDigest}`;
  }

  private createService(
    name: string,
    args: RegionalServiceArgs,
    taskDefinition: aws.ecs.TaskDefinition,
    taskSecurityGroup: aws.ec2.SecurityGroup,
    loadBalancer: RegionalLoadBalancer,
  ): void {
    const cluster = new aws.ecs.Cluster(
      name,
      { settings: [{ name: "containerInsights", value: "enabled" }] },
      { parent: this },
    );
    new aws.ecs.Service(
      name,
      {
        cluster: cluster.arn,
        taskDefinition: taskDefinition.arn,
        launchType: "FARGATE",
        desiredCount: args.wholeLoadTasks,
        availabilityZoneRebalancing: "ENABLED",
        deploymentCircuitBreaker: { enable: true, rollback: true },
        deploymentMinimumHealthyPercent: 100,
        deploymentMaximumPercent: 200,
        healthCheckGracePeriodSeconds: 60,
        networkConfiguration: {
          subnets: args.network.privateSubnetIds,
          securityGroups: [taskSecurityGroup.id],
          assignPublicIp: false,
        },
        loadBalancers: [
          {
            targetGroupArn: loadBalancer.targetGroupArn,
            containerName: "app",
            containerPort: taskPort,
          },
        ],
        propagateTags: "SERVICE",
        tags: { [wholeLoadTag]: String(args.wholeLoadTasks) },
      },
      { parent: this, dependsOn: [args.network, loadBalancer.listener] },
    );
  }
}
