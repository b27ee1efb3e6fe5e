import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface RegionalLoadBalancerArgs {
  vpcId: pulumi.Input<string>;
  publicSubnetIds: pulumi.Input<string[]>;
  certificateArn: pulumi.Input<string>;
  /** Port that the tasks serve plain HTTP on, inside the VPC. */
  taskPort: number;
  /** The tasks' security group, which the load balancer may reach and nobody else. */
  taskSecurityGroupId: pulumi.Input<string>;
  /**
   * How long a client's connection stays open at most. Open connections do not follow DNS, so this
   * is also how long a client can stay with a Region that clients were moved away from.
   */
  keepAliveSeconds: number;
  /** How long a task that is being stopped may finish its requests. */
  deregistrationDelaySeconds: number;
  /** Whether AWS refuses to delete the load balancer. @default false */
  protect?: boolean;
}

/** Where a load balancer answers. */
export interface RegionalEndpoint {
  dnsName: pulumi.Input<string>;
  /** The zone of `dnsName`, which alias records need. */
  zoneId: pulumi.Input<string>;
}

/** Path of the shallow check: the process serves. A broken table must not make ECS kill healthy tasks. */
const livenessPath = "/live";

/** The Region's public entrance: TLS 1.2 or newer on port 443, a redirect on port 80. */
export class RegionalLoadBalancer extends pulumi.ComponentResource {
  readonly endpoint: RegionalEndpoint;
  readonly targetGroupArn: pulumi.Output<string>;
  /** What the service has to wait for: ECS refuses a target group that no listener uses. */
  readonly listener: aws.lb.Listener;

  constructor(
    name: string,
    args: RegionalLoadBalancerArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("failover:index:RegionalLoadBalancer", name, args, opts);

    const securityGroup = this.createSecurityGroup(name, args);
    const loadBalancer = this.createLoadBalancer(name, args, securityGroup);
    const targetGroup = this.createTargetGroup(name, args);
    this.listener = this.createHttpsListener(name, args, loadBalancer, targetGroup);
    this.createRedirect(name, loadBalancer);

    this.endpoint = { dnsName: loadBalancer.dnsName, zoneId: loadBalancer.zoneId };
    this.targetGroupArn = targetGroup.arn;
    this.registerOutputs({ endpoint: this.endpoint, targetGroupArn: this.targetGroupArn });
  }

  private createSecurityGroup(name: string, args: RegionalLoadBalancerArgs): aws.ec2.SecurityGroup {
    const securityGroup = new aws.ec2.SecurityGroup(
      `${name}-lb`,
      { vpcId: args.vpcId, description: "Public entrance of the service" },
      { parent: this },
    );
    for (const port of [443, 80]) {
      new aws.vpc.SecurityGroupIngressRule(
        `${name}-lb-${port}`,
        {
          securityGroupId: securityGroup.id,
          description: port === 443 ? "HTTPS from anywhere" : "HTTP from anywhere, redirected",
          ipProtocol: "tcp",
          fromPort: port,
          toPort: port,
          cidrIpv4: "0.0.0.0/0",
        },
        { parent: this },
      );
    }
    new aws.vpc.SecurityGroupEgressRule(
      `${name}-lb-tasks`,
      {
        securityGroupId: securityGroup.id,
        description: "To the tasks only",
        ipProtocol: "tcp",
        fromPort: args.taskPort,
        toPort: args.taskPort,
        referencedSecurityGroupId: args.taskSecurityGroupId,
      },
      { parent: this },
    );
    new aws.vpc.SecurityGroupIngressRule(
      `${name}-tasks-lb`,
      {
        securityGroupId: args.taskSecurityGroupId,
        description: "From the load balancer only",
        ipProtocol: "tcp",
        fromPort: args.taskPort,
        toPort: args.taskPort,
        referencedSecurityGroupId: securityGroup.id,
      },
      { parent: this },
    );
    return securityGroup;
  }

  private createLoadBalancer(
    name: string,
    args: RegionalLoadBalancerArgs,
    securityGroup: aws.ec2.SecurityGroup,
  ): aws.lb.LoadBalancer {
    return new aws.lb.LoadBalancer(
      name,
      {
        loadBalancerType: "application",
        subnets: args.publicSubnetIds,
        securityGroups: [securityGroup.id],
        clientKeepAlive: args.keepAliveSeconds,
        dropInvalidHeaderFields: true,
        enableDeletionProtection: args.protect ?? false,
      },
      { parent: this },
    );
  }

  private createTargetGroup(name: string, args: RegionalLoadBalancerArgs): aws.lb.TargetGroup {
    return new aws.lb.TargetGroup(
      name,
      {
        vpcId: args.vpcId,
        port: args.taskPort,
        protocol: "HTTP",
        targetType: "ip",
        deregistrationDelay: args.deregistrationDelaySeconds,
        healthCheck: {
          path: livenessPath,
          matcher: "200",
          interval: 10,
          timeout: 5,
          healthyThreshold: 2,
          unhealthyThreshold: 2,
        },
      },
      { parent: this },
    );
  }

  private createHttpsListener(
    name: string,
    args: RegionalLoadBalancerArgs,
    loadBalancer: aws.lb.LoadBalancer,
    targetGroup: aws.lb.TargetGroup,
  ): aws.lb.Listener {
    return new aws.lb.Listener(
      `${name}-https`,
      {
        loadBalancerArn: loadBalancer.arn,
        port: 443,
        protocol: "HTTPS",
        sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
        certificateArn: args.certificateArn,
        defaultActions: [{ type: "forward", targetGroupArn: targetGroup.arn }],
      },
      { parent: this },
    );
  }

  private createRedirect(name: string, loadBalancer: aws.lb.LoadBalancer): void {
    new aws.lb.Listener(
      `${name}-http`,
      {
        loadBalancerArn: loadBalancer.arn,
        port: 80,
        protocol: "HTTP",
        defaultActions: [
          {
            type: "redirect",
            redirect: { port: "443", protocol: "HTTPS", statusCode: "HTTP_301" },
          },
        ],
      },
      { parent: this },
    );
  }
}
