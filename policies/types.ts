/** Type tokens of `@pulumi/aws`; a test compares them with the package's own. */
export const table = "aws:dynamodb/table:Table";
export const tableReplica = "aws:dynamodb/tableReplica:TableReplica";
export const globalSecondaryIndex = "aws:dynamodb/globalSecondaryIndex:GlobalSecondaryIndex";
/** Of the version of 2017. */
export const oldGlobalTable = "aws:dynamodb/globalTable:GlobalTable";

export const healthCheck = "aws:route53/healthCheck:HealthCheck";
export const record = "aws:route53/record:Record";
export const zone = "aws:route53/zone:Zone";

/** Each resource of Elastic Load Balancing has two tokens. */
export const loadBalancers = [
  "aws:lb/loadBalancer:LoadBalancer",
  "aws:alb/loadBalancer:LoadBalancer",
] as const;
export const listeners = ["aws:lb/listener:Listener", "aws:alb/listener:Listener"] as const;
export const listenerRules = [
  "aws:lb/listenerRule:ListenerRule",
  "aws:alb/listenerRule:ListenerRule",
] as const;
export const targetGroups = [
  "aws:lb/targetGroup:TargetGroup",
  "aws:alb/targetGroup:TargetGroup",
] as const;

export const service = "aws:ecs/service:Service";
export const scalingTarget = "aws:appautoscaling/target:Target";
export const scalingPolicy = "aws:appautoscaling/policy:Policy";

export const key = "aws:kms/key:Key";
export const replicaKey = "aws:kms/replicaKey:ReplicaKey";

export const certificate = "aws:acm/certificate:Certificate";
export const metricAlarm = "aws:cloudwatch/metricAlarm:MetricAlarm";

export const stack = "pulumi:pulumi:Stack";
