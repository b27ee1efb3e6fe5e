/** A type of resource at which connections can end. */
export interface LeafType {
  /** What messages call one, before its logical name. */
  word: string;
  /** Places of its names, addresses and URLs; `[]` stands for every item of a list. */
  answersAt: readonly string[];
  /**
   * How Route 53 evaluates the target health of an alias to it: by the target groups of a load balancer,
   * or by a classic load balancer's own check. Absent where the documentation does not say it.
   */
  targetHealth?: "targetGroups" | "ownCheck";
}

const loadBalancer: LeafType = {
  word: "load balancer",
  answersAt: ["dnsName"],
  targetHealth: "targetGroups",
};
const classicLoadBalancer: LeafType = {
  word: "classic load balancer",
  answersAt: ["dnsName"],
  targetHealth: "ownCheck",
};
/** `websiteDomain` is the same for all buckets of a Region, so that it does not name one. */
const bucket: LeafType = {
  word: "bucket",
  answersAt: ["websiteEndpoint", "bucketRegionalDomainName", "bucketDomainName"],
};

/** By type token (`@pulumi/aws` 7, with tokens of earlier releases that states may still hold). */
export const leafTypes: ReadonlyMap<string, LeafType> = new Map(
  Object.entries<LeafType>({
    "aws:lb/loadBalancer:LoadBalancer": loadBalancer,
    "aws:alb/loadBalancer:LoadBalancer": loadBalancer,
    "aws:elasticloadbalancingv2/loadBalancer:LoadBalancer": loadBalancer,
    "aws:applicationloadbalancing/loadBalancer:LoadBalancer": loadBalancer,
    "awsx:lb:ApplicationLoadBalancer": { ...loadBalancer, answersAt: [] },
    "awsx:lb:NetworkLoadBalancer": { ...loadBalancer, answersAt: [] },
    "aws:elb/loadBalancer:LoadBalancer": classicLoadBalancer,
    "aws:elasticloadbalancing/loadBalancer:LoadBalancer": classicLoadBalancer,
    "aws:ec2/instance:Instance": {
      word: "instance",
      answersAt: ["publicDns", "publicIp", "privateDns", "privateIp", "ipv6Addresses[]"],
    },
    "aws:ec2/eip:Eip": { word: "address", answersAt: ["publicIp", "publicDns"] },
    "aws:ec2/vpcEndpoint:VpcEndpoint": {
      word: "VPC endpoint",
      answersAt: ["dnsEntries[].dnsName"],
    },
    "aws:s3/bucket:Bucket": bucket,
    "aws:s3/bucketV2:BucketV2": bucket,
    "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration": bucket,
    "aws:s3/bucketWebsiteConfigurationV2:BucketWebsiteConfigurationV2": bucket,
    "aws:apigateway/domainName:DomainName": {
      word: "API domain",
      answersAt: ["regionalDomainName", "cloudfrontDomainName"],
    },
    "aws:apigateway/stage:Stage": { word: "API stage", answersAt: ["invokeUrl"] },
    "aws:apigatewayv2/domainName:DomainName": {
      word: "API domain",
      answersAt: ["domainNameConfiguration.targetDomainName"],
    },
    "aws:apigatewayv2/api:Api": { word: "API", answersAt: ["apiEndpoint"] },
    "aws:apigatewayv2/stage:Stage": { word: "API stage", answersAt: ["invokeUrl"] },
    "aws:appsync/domainName:DomainName": {
      word: "API domain",
      answersAt: ["appsyncDomainName"],
    },
    "aws:apprunner/service:Service": { word: "App Runner service", answersAt: ["serviceUrl"] },
    "aws:lambda/functionUrl:FunctionUrl": { word: "function URL", answersAt: ["functionUrl"] },
    "aws:elasticbeanstalk/environment:Environment": {
      word: "environment",
      answersAt: ["cname", "endpointUrl"],
    },
    "aws:cloudfront/distribution:Distribution": {
      word: "distribution",
      answersAt: ["domainName"],
    },
    "aws:globalaccelerator/accelerator:Accelerator": {
      word: "accelerator",
      answersAt: ["dnsName", "dualStackDnsName", "ipSets[].ipAddresses[]"],
    },
    "aws:lightsail/instance:Instance": {
      word: "instance",
      answersAt: ["publicIpAddress", "privateIpAddress", "ipv6Addresses[]"],
    },
    "aws:lightsail/staticIp:StaticIp": { word: "address", answersAt: ["ipAddress"] },
    "aws:lightsail/lb:Lb": { word: "load balancer", answersAt: ["dnsName"] },
  }),
);
