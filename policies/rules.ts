import type { ResourceRule, Rule, StackRule } from "./rule";
import { cloudwatchReplicationSilence } from "./rules/cloudwatch-replication-silence";
import { dynamodbAutoscaling } from "./rules/dynamodb-autoscaling";
import { dynamodbBillingMode } from "./rules/dynamodb-billing-mode";
import { dynamodbConsistency } from "./rules/dynamodb-consistency";
import { dynamodbCoverage } from "./rules/dynamodb-coverage";
import { dynamodbDeclaredOnce } from "./rules/dynamodb-declared-once";
import { dynamodbDeletionProtection } from "./rules/dynamodb-deletion-protection";
import { dynamodbEncryption } from "./rules/dynamodb-encryption";
import { dynamodbIgnoredChanges } from "./rules/dynamodb-ignored-changes";
import { dynamodbMinimumRegions } from "./rules/dynamodb-minimum-regions";
import { dynamodbPointInTimeRecovery } from "./rules/dynamodb-point-in-time-recovery";
import { dynamodbReplicaRegion } from "./rules/dynamodb-replica-region";
import { dynamodbSchema } from "./rules/dynamodb-schema";
import { dynamodbSeparateParts } from "./rules/dynamodb-separate-parts";
import { dynamodbStreams } from "./rules/dynamodb-streams";
import { dynamodbTags } from "./rules/dynamodb-tags";
import { ecrReplication } from "./rules/ecr-replication";
import { ecsCapacityFloor } from "./rules/ecs-capacity-floor";
import { ecsCircuitBreaker } from "./rules/ecs-circuit-breaker";
import { ecsCoverage } from "./rules/ecs-coverage";
import { ecsIgnoredChanges } from "./rules/ecs-ignored-changes";
import { ecsPublicAddress } from "./rules/ecs-public-address";
import { elasticacheGlobalFailover } from "./rules/elasticache-global-failover";
import { elbBehindFailover } from "./rules/elb-behind-failover";
import { elbDeregistrationDelay } from "./rules/elb-deregistration-delay";
import { elbIgnoredChanges } from "./rules/elb-ignored-changes";
import { elbInvalidHeaders } from "./rules/elb-invalid-headers";
import { elbKeepAlive } from "./rules/elb-keep-alive";
import { elbTargetHealthPath } from "./rules/elb-target-health-path";
import { elbTlsPolicy } from "./rules/elb-tls-policy";
import { failoverProof } from "./rules/failover-proof";
import { kmsReplicaKeys } from "./rules/kms-replica-keys";
import { pulumiBundledContract } from "./rules/pulumi-bundled-contract";
import { pulumiExemptions } from "./rules/pulumi-exemptions";
import { route53AliasTtl } from "./rules/route53-alias-ttl";
import { route53CalculatedCheck } from "./rules/route53-calculated-check";
import { route53CheckDeclaredOnce } from "./rules/route53-check-declared-once";
import { route53CheckTarget } from "./rules/route53-check-target";
import { route53Coverage } from "./rules/route53-coverage";
import { route53FailoverPairs } from "./rules/route53-failover-pairs";
import { route53HealthCheckDisabled } from "./rules/route53-health-check-disabled";
import { route53HealthCheckInverted } from "./rules/route53-health-check-inverted";
import { route53HealthCheckRegions } from "./rules/route53-health-check-regions";
import { route53HealthCheckSni } from "./rules/route53-health-check-sni";
import { route53HealthCheckThresholds } from "./rules/route53-health-check-thresholds";
import { route53IgnoredChanges } from "./rules/route53-ignored-changes";
import { route53InsufficientData } from "./rules/route53-insufficient-data";
import { route53OtherStacks } from "./rules/route53-other-stacks";
import { route53PrimaryCheck } from "./rules/route53-primary-check";
import { route53RecordTarget } from "./rules/route53-record-target";
import { route53RecordTtl } from "./rules/route53-record-ttl";
import { route53TargetHealth } from "./rules/route53-target-health";

/** Each of them is a policy of Pulumi's. */
export const resourceRules: readonly ResourceRule[] = [
  dynamodbSchema,
  dynamodbBillingMode,
  dynamodbEncryption,
  dynamodbPointInTimeRecovery,
  dynamodbDeletionProtection,
  dynamodbTags,
  dynamodbStreams,
  dynamodbConsistency,
  dynamodbReplicaRegion,
  dynamodbMinimumRegions,
  dynamodbIgnoredChanges,
  route53HealthCheckThresholds,
  route53HealthCheckDisabled,
  route53HealthCheckInverted,
  route53HealthCheckSni,
  route53HealthCheckRegions,
  route53CalculatedCheck,
  route53RecordTtl,
  route53PrimaryCheck,
  route53TargetHealth,
  route53IgnoredChanges,
  elbKeepAlive,
  elbDeregistrationDelay,
  elbTargetHealthPath,
  elbTlsPolicy,
  elbInvalidHeaders,
  elbIgnoredChanges,
  ecsPublicAddress,
  ecsCircuitBreaker,
  ecsIgnoredChanges,
];

/** They are run by one policy of Pulumi's, in this order. */
export const stackRules: readonly StackRule[] = [
  dynamodbCoverage,
  ecsCoverage,
  route53Coverage,
  dynamodbDeclaredOnce,
  dynamodbSeparateParts,
  dynamodbAutoscaling,
  kmsReplicaKeys,
  route53FailoverPairs,
  route53CheckDeclaredOnce,
  route53CheckTarget,
  route53RecordTarget,
  ecsCapacityFloor,
  elbBehindFailover,
  failoverProof,
  route53OtherStacks,
  route53AliasTtl,
  route53InsufficientData,
  cloudwatchReplicationSilence,
  elasticacheGlobalFailover,
  ecrReplication,
  pulumiExemptions,
  // After all others, because it says by which contract they judged.
  pulumiBundledContract,
];

export const rules: readonly Rule[] = [...resourceRules, ...stackRules];
