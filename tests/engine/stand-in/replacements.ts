/**
 * What the AWS provider replaces instead of updating, for the types that the program declares.
 *
 * Source, unless a comment says otherwise: the arguments with `ForceNew: true` of the resource's file
 * in terraform-provider-aws (`internal/service/...`, named beside each type), which `@pulumi/aws`
 * bridges. Where the provider hides a deletion and a creation behind one update, this table says
 * `replace` all the same.
 */
export const replacedWhenChanged: Record<string, readonly string[] | { allExcept: string[] }> = {
  // acm/certificate.go
  "aws:acm/certificate:Certificate": [
    "certificateAuthorityArn",
    "domainName",
    "keyAlgorithm",
    "subjectAlternativeNames",
    "validationMethod",
    "validationOptions",
  ],
  // acm/certificate_validation.go
  "aws:acm/certificateValidation:CertificateValidation": [
    "certificateArn",
    "validationRecordFqdns",
  ],
  // cloudwatch/metric_alarm.go
  "aws:cloudwatch/metricAlarm:MetricAlarm": ["name"],
  // logs/group.go
  "aws:cloudwatch/logGroup:LogGroup": ["name", "namePrefix", "logGroupClass"],
  // dynamodb/table.go
  "aws:dynamodb/table:Table": [
    "name",
    "hashKey",
    "rangeKey",
    "localSecondaryIndexes",
    "importTable",
    "restoreDateTime",
    "restoreSourceName",
    "restoreToLatestTime",
    // The consistency of a global table cannot be changed (DynamoDB developer guide, "Multi-Region
    // strong consistency"); neither can its witness.
    "globalTableWitness",
  ],
  // ec2/vpc_internet_gateway.go
  "aws:ec2/internetGateway:InternetGateway": [],
  // ec2/vpc_route.go
  "aws:ec2/route:Route": [
    "destinationCidrBlock",
    "destinationIpv6CidrBlock",
    "destinationPrefixListId",
    "routeTableId",
  ],
  // ec2/vpc_route_table.go
  "aws:ec2/routeTable:RouteTable": ["vpcId"],
  // ec2/vpc_route_table_association.go
  "aws:ec2/routeTableAssociation:RouteTableAssociation": ["gatewayId", "subnetId"],
  // ec2/vpc_security_group.go
  "aws:ec2/securityGroup:SecurityGroup": ["name", "namePrefix", "description", "vpcId"],
  // ec2/vpc_subnet.go
  "aws:ec2/subnet:Subnet": [
    "availabilityZone",
    "availabilityZoneId",
    "cidrBlock",
    "ipv6Native",
    "outpostArn",
    "vpcId",
  ],
  // ec2/vpc_.go
  "aws:ec2/vpc:Vpc": ["cidrBlock", "ipv4IpamPoolId", "ipv4NetmaskLength"],
  // ec2/vpc_endpoint.go
  "aws:ec2/vpcEndpoint:VpcEndpoint": [
    "resourceConfigurationArn",
    "serviceName",
    "serviceNetworkArn",
    "serviceRegion",
    "vpcEndpointType",
    "vpcId",
  ],
  // ecr/lifecycle_policy.go, which has no update at all
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": ["policy", "repository"],
  // ecr/repository.go
  "aws:ecr/repository:Repository": ["name", "encryptionConfigurations"],
  // ecs/cluster.go
  "aws:ecs/cluster:Cluster": ["name"],
  // ecs/service.go
  "aws:ecs/service:Service": [
    "cluster",
    "deploymentController",
    "iamRole",
    "launchType",
    "name",
    "schedulingStrategy",
  ],
  // ecs/task_definition.go: a revision is immutable, and a change registers another one.
  "aws:ecs/taskDefinition:TaskDefinition": { allExcept: ["tags", "skipDestroy", "trackLatest"] },
  // iam/role.go
  "aws:iam/role:Role": ["name", "namePrefix", "path"],
  // iam/role_policy.go
  "aws:iam/rolePolicy:RolePolicy": ["name", "namePrefix", "role"],
  // kms/alias.go
  "aws:kms/alias:Alias": ["name", "namePrefix"],
  // kms/key.go
  "aws:kms/key:Key": [
    "customKeyStoreId",
    "customerMasterKeySpec",
    "keyUsage",
    "multiRegion",
    "xksKeyId",
  ],
  // lambda/event_source_mapping.go
  "aws:lambda/eventSourceMapping:EventSourceMapping": [
    "amazonManagedKafkaEventSourceConfig",
    "eventSourceArn",
    "selfManagedEventSource",
    "selfManagedKafkaEventSourceConfig",
    "startingPosition",
    "startingPositionTimestamp",
  ],
  // lambda/function.go
  "aws:lambda/function:Function": ["name", "packageType"],
  // elbv2/listener.go
  "aws:lb/listener:Listener": ["loadBalancerArn"],
  // elbv2/load_balancer.go
  "aws:lb/loadBalancer:LoadBalancer": [
    "customerOwnedIpv4Pool",
    "internal",
    "loadBalancerType",
    "name",
    "namePrefix",
  ],
  // elbv2/target_group.go
  "aws:lb/targetGroup:TargetGroup": [
    "ipAddressType",
    "name",
    "namePrefix",
    "port",
    "protocol",
    "protocolVersion",
    "targetType",
    "vpcId",
  ],
  // route53/health_check.go; UpdateHealthCheck of the Route 53 API has none of these.
  "aws:route53/healthCheck:HealthCheck": [
    "measureLatency",
    "referenceName",
    "requestInterval",
    "routingControlArn",
    "type",
  ],
  // route53/record.go for name and zone. Type and set identifier are part of a record set's identity
  // in the Route 53 API: the provider deletes the one and creates the other in one change batch.
  "aws:route53/record:Record": ["name", "setIdentifier", "type", "zoneId"],
  // sqs/queue.go
  "aws:sqs/queue:Queue": ["fifoQueue", "name", "namePrefix"],
  // sns/topic.go
  "aws:sns/topic:Topic": ["fifoTopic", "name", "namePrefix"],
  // ec2/vpc_security_group_egress_rule.go
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": ["securityGroupId"],
  // ec2/vpc_security_group_ingress_rule.go
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": ["securityGroupId"],
};

/** Every Regional resource of `@pulumi/aws` 7 has it, and moves to another Region by replacement. */
export const replacedEverywhere = ["region"];

/**
 * Arrays that AWS keeps without order (`schema.TypeSet` in the same files); dots lead into objects
 * and array elements.
 */
export const setsOfType: Record<string, readonly string[]> = {
  "aws:acm/certificate:Certificate": ["subjectAlternativeNames", "validationOptions"],
  "aws:acm/certificateValidation:CertificateValidation": ["validationRecordFqdns"],
  "aws:cloudwatch/metricAlarm:MetricAlarm": [
    "alarmActions",
    "insufficientDataActions",
    "metricQueries",
    "okActions",
  ],
  "aws:dynamodb/table:Table": [
    "attributes",
    "globalSecondaryIndexes",
    "globalSecondaryIndexes.nonKeyAttributes",
    "localSecondaryIndexes",
    "replicas",
  ],
  "aws:ec2/securityGroup:SecurityGroup": ["egress", "ingress"],
  "aws:ec2/vpcEndpoint:VpcEndpoint": ["routeTableIds", "securityGroupIds", "subnetIds"],
  "aws:ecs/cluster:Cluster": ["settings"],
  "aws:ecs/service:Service": [
    "capacityProviderStrategies",
    "loadBalancers",
    "networkConfiguration.securityGroups",
    "networkConfiguration.subnets",
    "placementConstraints",
  ],
  "aws:ecs/taskDefinition:TaskDefinition": [
    "placementConstraints",
    "requiresCompatibilities",
    "volumes",
  ],
  "aws:iam/role:Role": ["inlinePolicies", "managedPolicyArns"],
  "aws:lambda/eventSourceMapping:EventSourceMapping": ["functionResponseTypes"],
  "aws:lb/loadBalancer:LoadBalancer": ["securityGroups", "subnetMappings", "subnets"],
  "aws:route53/healthCheck:HealthCheck": ["childHealthchecks", "regions"],
  "aws:route53/record:Record": ["records"],
};
