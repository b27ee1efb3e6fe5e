import { type DeclaredResource, UnknownValue } from "../../declared/declared-resource";
import { type Detail, inputAt, show, sourceOf, unknownWord, when } from "./detail-templates";

/** What matters for failover of each type of resource, in the order in which types are shown. */
export const resourceDetails: Readonly<Record<string, readonly Detail[]>> = {
  "aws:dynamodb/table:Table": [
    tableReplicas,
    "witness {globalTableWitness.regionName}",
    "{billingMode}",
    tableEncryption,
    when("streamEnabled", "streams"),
    when("pointInTimeRecovery.enabled", "point-in-time recovery"),
    when("deletionProtectionEnabled", "deletion protection"),
  ],
  "aws:dynamodb/tableReplica:TableReplica": ["replica of {globalTableArn}"],
  "aws:kms/key:Key": [
    when("enableKeyRotation", "rotates"),
    "{deletionWindowInDays} days to undo a deletion",
  ],
  "aws:route53/healthCheck:HealthCheck": [
    "{type} {fqdn}:{port}{resourcePath}",
    "every {requestInterval} s",
    "unhealthy after {failureThreshold}",
    when("disabled", "DISABLED: always healthy"),
    when("invertHealthcheck", "inverted"),
  ],
  "aws:route53/record:Record": [
    recordAnswer,
    "{failoverRoutingPolicies.0.type}",
    "TTL {ttl} s",
    recordGuard,
  ],
  "aws:ecs/service:Service": [
    "{desiredCount} tasks",
    when("deploymentCircuitBreaker.rollback", "rolls back"),
    ({ inputs }) =>
      inputs["availabilityZoneRebalancing"] === "ENABLED" ? "rebalances over zones" : undefined,
  ],
  "aws:appautoscaling/target:Target": ["{minCapacity} to {maxCapacity} tasks"],
  "aws:ecs/taskDefinition:TaskDefinition": [
    "{cpu} CPU units",
    "{memory} MiB",
    "{runtimePlatform.cpuArchitecture}",
    taskImage,
  ],
  "aws:lb/loadBalancer:LoadBalancer": [
    "{loadBalancerType}",
    "connections stay at most {clientKeepAlive} s",
    when("enableDeletionProtection", "deletion protection"),
  ],
  "aws:lb/targetGroup:TargetGroup": [
    "{healthCheck.path} every {healthCheck.interval} s",
    "unhealthy after {healthCheck.unhealthyThreshold}",
    "deregistration {deregistrationDelay} s",
  ],
  "aws:lb/listener:Listener": ["{protocol} {port}", "{defaultActions.0.type}", "{sslPolicy}"],
  "aws:acm/certificate:Certificate": ["{domainName}", "{subjectAlternativeNames}"],
  "aws:ecr/repository:Repository": [
    "{name}",
    "tags {imageTagMutability}",
    when("imageScanningConfiguration.scanOnPush", "scans on push"),
  ],
  "docker-build:index:Image": ["{platforms}"],
  "awsx:ec2:Vpc": [
    "{cidrBlock}",
    "{numberOfAvailabilityZones} zones",
    () => "parts known to awsx only",
  ],
  "aws:cloudwatch/metricAlarm:MetricAlarm": [
    alarmCondition,
    "{evaluationPeriods} x {period} s",
    "missing data {treatMissingData}",
  ],
};

/** Where a table's data is besides its own Region, and how consistent the copies are. */
function tableReplicas(table: DeclaredResource): string | undefined {
  const replicas = inputAt(table, "replicas");
  if (!Array.isArray(replicas)) {
    return replicas instanceof UnknownValue ? `replicas ${unknownWord}` : undefined;
  }
  const regions = replicas.map((_replica, index) =>
    show(inputAt(table, `replicas.${index}.regionName`) ?? ""),
  );
  const consistency = inputAt(table, "replicas.0.consistencyMode");
  return [
    `replicas in ${regions.join(" and ")}`,
    ...(consistency === undefined ? [] : [`(${show(consistency)})`]),
  ].join(" ");
}

/** DynamoDB always encrypts; without this block with a key of its own. */
function tableEncryption(table: DeclaredResource): string {
  const enabled = inputAt(table, "serverSideEncryption.enabled");
  if (enabled instanceof UnknownValue) {
    return `key ${unknownWord}`;
  }
  if (enabled !== true) {
    return "AWS_OWNED_KEY";
  }
  const key = inputAt(table, "serverSideEncryption.kmsKeyArn");
  return key === undefined ? "AWS_MANAGED_KEY" : "CUSTOMER_MANAGED_KEY";
}

/** An alias to something that does not exist yet is shown by the resource that it will lead to. */
function recordAnswer(record: DeclaredResource): string {
  const [name, type, records, alias] = ["name", "type", "records", "aliases.0.name"].map((path) =>
    inputAt(record, path),
  );
  const aliasName =
    alias instanceof UnknownValue ? (sourceOf(record, "aliases") ?? show(alias)) : alias;
  const answer = aliasName === undefined ? records : `alias ${show(aliasName)}`;
  return [name, type, "\u2192", answer].map((part) => show(part ?? unknownWord)).join(" ");
}

function recordGuard(record: DeclaredResource): string | undefined {
  const healthCheck = inputAt(record, "healthCheckId");
  return healthCheck === undefined
    ? undefined
    : `while ${sourceOf(record, "healthCheckId") ?? show(healthCheck)} is healthy`;
}

function taskImage(task: DeclaredResource): string | undefined {
  const containers = inputAt(task, "containerDefinitions");
  if (typeof containers !== "string") {
    return containers === undefined ? undefined : `image ${unknownWord}`;
  }
  const images = [...containers.matchAll(/"image":"([^"]*)"/g)].map(([, image]) => image);
  return images.length === 0 ? undefined : `image ${images.join(", ")}`;
}

const comparisons: Readonly<Record<string, string>> = {
  GreaterThanThreshold: ">",
  GreaterThanOrEqualToThreshold: ">=",
  LessThanThreshold: "<",
  LessThanOrEqualToThreshold: "<=",
};

function alarmCondition(alarm: DeclaredResource): string | undefined {
  const [metric, comparison, threshold] = ["metricName", "comparisonOperator", "threshold"].map(
    (input) => inputAt(alarm, input),
  );
  if (metric === undefined || comparison === undefined || threshold === undefined) {
    return undefined;
  }
  return `${show(metric)} ${comparisons[show(comparison)] ?? show(comparison)} ${show(threshold)}`;
}
