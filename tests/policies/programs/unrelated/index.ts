import * as aws from "@pulumi/aws";

/** Another team's web shop: much of what the pack has rules for, and no failover between Regions. */
const table = new aws.dynamodb.Table("orders", {
  hashKey: "pk",
  rangeKey: "sk",
  attributes: [
    { name: "pk", type: "S" },
    { name: "sk", type: "S" },
  ],
  readCapacity: 1,
  writeCapacity: 1,
});

const bucket = new aws.s3.Bucket("assets");
const key = new aws.kms.Key("key", { deletionWindowInDays: 7 });
const topic = new aws.sns.Topic("orders", { kmsMasterKeyId: key.id });
new aws.cloudwatch.MetricAlarm("throttled", {
  namespace: "AWS/DynamoDB",
  metricName: "WriteThrottleEvents",
  dimensions: { TableName: table.name },
  statistic: "Sum",
  comparisonOperator: "GreaterThanThreshold",
  threshold: 0,
  period: 60,
  evaluationPeriods: 1,
  alarmActions: [topic.arn],
});

const loadBalancer = new aws.lb.LoadBalancer("shop", { subnets: ["subnet-1", "subnet-2"] });
const targetGroup = new aws.lb.TargetGroup("shop", {
  port: 80,
  protocol: "HTTP",
  targetType: "ip",
  vpcId: "vpc-1",
  healthCheck: { path: "/health" },
});
new aws.lb.Listener("shop", {
  loadBalancerArn: loadBalancer.arn,
  port: 443,
  protocol: "HTTPS",
  certificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/1",
  defaultActions: [{ type: "forward", targetGroupArn: targetGroup.arn }],
});
const service = new aws.ecs.Service("shop", {
  cluster: "arn:aws:ecs:us-east-1:123456789012:cluster/shop",
  taskDefinition: "arn:aws:ecs:us-east-1:123456789012:task-definition/shop:1",
  desiredCount: 1,
  networkConfiguration: { subnets: ["subnet-1", "subnet-2"], assignPublicIp: true },
  loadBalancers: [{ targetGroupArn: targetGroup.arn, containerName: "shop", containerPort: 80 }],
});
new aws.appautoscaling.Target("shop", {
  serviceNamespace: "ecs",
  resourceId: service.name.apply((name) => `service/shop/${name}`),
  scalableDimension: "ecs:service:DesiredCount",
  minCapacity: 1,
  maxCapacity: 4,
});

const zone = new aws.route53.Zone("shop", { name: "shop.example.org" });
new aws.route53.Record("shop", {
  zoneId: zone.zoneId,
  name: "www.shop.example.org",
  type: "A",
  aliases: [
    { name: loadBalancer.dnsName, zoneId: loadBalancer.zoneId, evaluateTargetHealth: false },
  ],
});
new aws.route53.Record("mail", {
  zoneId: zone.zoneId,
  name: "shop.example.org",
  type: "MX",
  ttl: 3600,
  records: ["10 mail.example.org"],
});

export const assets = bucket.arn;
