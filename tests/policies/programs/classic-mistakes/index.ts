import * as aws from "@pulumi/aws";

/**
 * A global table and a service in two Regions, as they are often written: with plain resources of
 * `@pulumi/aws`, and with a mistake wherever a comment says so. It knows nothing of this repository.
 */
const east = new aws.Provider("east", { region: "us-east-1" });
const west = new aws.Provider("west", { region: "us-west-2" });

new aws.dynamodb.Table(
  "table",
  {
    name: "MyGlobalAppTable",
    hashKey: "id",
    attributes: [
      { name: "id", type: "S" },
      { name: "status", type: "S" },
    ],
    // An index that the other stacks do not have.
    globalSecondaryIndexes: [{ name: "by-status", hashKey: "status", projectionType: "ALL" }],
    // No billingMode: PROVISIONED, and nothing scales it.
    readCapacity: 5,
    writeCapacity: 5,
    // No serverSideEncryption: a key of AWS's own.
    pointInTimeRecovery: { enabled: true },
    deletionProtectionEnabled: true,
    tags: { "data-class": "application" },
    // No stream.
    replicas: [
      // Not as protected as the table, and the table's own Region once more.
      { regionName: "us-west-2", consistencyMode: "EVENTUAL" },
      { regionName: "us-east-1", pointInTimeRecovery: true, deletionProtectionEnabled: true },
    ],
  },
  { provider: east },
);

const zone = aws.route53.getZoneOutput({ name: "example.com" }, { provider: east });

function site(region: string, provider: aws.Provider) {
  const loadBalancer = new aws.alb.LoadBalancer(
    `lb-${region}`,
    // Connections stay open for an hour, and invalid headers pass.
    { loadBalancerType: "application", subnets: ["subnet-1", "subnet-2"] },
    { provider },
  );
  const targetGroup = new aws.alb.TargetGroup(
    `tasks-${region}`,
    // The deep check decides whether tasks are killed, and a deployment waits five minutes.
    {
      port: 8080,
      protocol: "HTTP",
      targetType: "ip",
      vpcId: "vpc-1",
      healthCheck: { path: "/health" },
    },
    { provider },
  );
  new aws.alb.Listener(
    `https-${region}`,
    {
      loadBalancerArn: loadBalancer.arn,
      port: 443,
      protocol: "HTTPS",
      certificateArn: `arn:aws:acm:${region}:123456789012:certificate/1`,
      // TLS 1.0.
      sslPolicy: "ELBSecurityPolicy-2016-08",
      defaultActions: [{ type: "forward", targetGroupArn: targetGroup.arn }],
    },
    { provider },
  );
  new aws.ecs.Service(
    `service-${region}`,
    {
      cluster: `arn:aws:ecs:${region}:123456789012:cluster/app`,
      taskDefinition: `arn:aws:ecs:${region}:123456789012:task-definition/app:1`,
      launchType: "FARGATE",
      // Half of the load, with nothing to say so if the other Region is lost.
      desiredCount: 3,
      tags: { "failover:whole-load-tasks": "6" },
      // Reachable beside the load balancer, and no circuit breaker.
      networkConfiguration: { subnets: ["subnet-1", "subnet-2"], assignPublicIp: true },
      loadBalancers: [
        { targetGroupArn: targetGroup.arn, containerName: "app", containerPort: 8080 },
      ],
    },
    { provider },
  );
  return loadBalancer;
}

const eastLoadBalancer = site("us-east-1", east);
const westLoadBalancer = site("us-west-2", west);

const eastCheck = new aws.route53.HealthCheck(
  "check-east",
  {
    type: "HTTPS",
    // The name that it guards.
    fqdn: "app.example.com",
    port: 443,
    resourcePath: "/health",
    // Three times thirty seconds.
    requestInterval: 30,
    failureThreshold: 3,
    enableSni: false,
    regions: ["us-east-1", "eu-west-1"],
  },
  { provider: east, ignoreChanges: ["failureThreshold"] },
);
const westCheck = new aws.route53.HealthCheck(
  "check-west",
  {
    type: "HTTPS",
    fqdn: westLoadBalancer.dnsName,
    port: 443,
    resourcePath: "/health",
    requestInterval: 10,
    failureThreshold: 2,
    enableSni: true,
    // Somebody tested failover with this.
    disabled: true,
  },
  { provider: west },
);
new aws.route53.HealthCheck(
  "check-all",
  {
    type: "CALCULATED",
    childHealthchecks: [eastCheck.id, westCheck.id],
    // Never unhealthy.
    childHealthThreshold: 0,
    // The other way round.
    invertHealthcheck: true,
  },
  { provider: east },
);

// Neither a check nor target health: nothing ever fails over.
new aws.route53.Record("app-primary", {
  zoneId: zone.zoneId,
  name: "app.example.com",
  type: "A",
  setIdentifier: "app",
  failoverRoutingPolicies: [{ type: "PRIMARY" }],
  aliases: [
    {
      name: eastLoadBalancer.dnsName,
      zoneId: eastLoadBalancer.zoneId,
      evaluateTargetHealth: false,
    },
  ],
});
new aws.route53.Record("app-secondary", {
  zoneId: zone.zoneId,
  name: "app.example.com",
  type: "A",
  // The same identifier.
  setIdentifier: "app",
  healthCheckId: eastCheck.id,
  failoverRoutingPolicies: [{ type: "SECONDARY" }],
  aliases: [
    {
      name: westLoadBalancer.dnsName,
      zoneId: westLoadBalancer.zoneId,
      evaluateTargetHealth: true,
    },
  ],
});
// No check, a long TTL, no SECONDARY, and it leads to a name that nobody declares.
new aws.route53.Record("api-primary", {
  zoneId: zone.zoneId,
  name: "api.example.com",
  type: "CNAME",
  ttl: 300,
  setIdentifier: "api-primary",
  failoverRoutingPolicies: [{ type: "PRIMARY" }],
  records: ["east.app.example.com"],
});
