/** Types that a failover environment consists of. */
export const healthCheckType = "aws:route53/healthCheck:HealthCheck";
export const recordType = "aws:route53/record:Record";
/** `alb` is the older module of the same resources. */
export const loadBalancerTypes = [
  "aws:lb/loadBalancer:LoadBalancer",
  "aws:alb/loadBalancer:LoadBalancer",
];
export const targetGroupTypes = [
  "aws:lb/targetGroup:TargetGroup",
  "aws:alb/targetGroup:TargetGroup",
];
export const listenerTypes = ["aws:lb/listener:Listener", "aws:alb/listener:Listener"];
