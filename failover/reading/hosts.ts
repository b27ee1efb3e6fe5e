import { canonicalName } from "../dns-names";

const ipv4 = /^(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}$/;
const ipv6Characters = /^[0-9a-f:.]+$/i;

/** An IP address in its shortest form, `undefined` where the text is none. */
export function readAddress(text: string): string | undefined {
  if (ipv4.test(text)) {
    return text;
  }
  if (!text.includes(":") || !ipv6Characters.test(text)) {
    return undefined;
  }
  const url = URL.parse(`http://[${text}]/`);
  return url?.hostname.slice(1, -1);
}

/** The host of an URL, or the name itself where it is no URL; in canonical form. */
export function hostOf(text: string): string {
  const withoutScheme = text.replace(/^[a-z][a-z0-9+.-]*:\/\//i, "");
  return canonicalName(withoutScheme.replace(/[/:?#].*$/, ""));
}

/** Domains below which AWS names hosts after their Region. */
const regionalDomains =
  /\.(amazonaws\.com(\.cn)?|amazonaws\.eu|api\.aws|on\.aws|elasticbeanstalk\.com(\.cn)?|awsapprunner\.com)$/;
const regionLabel = /^([a-z]{2,4}(-[a-z]+)+-\d)$/;
/** Websites of older Regions: `s3-website-us-east-1`. */
const websiteLabel = /^s3-website-([a-z]{2,4}(-[a-z]+)+-\d)$/;

/**
 * The Region of a host that AWS has named, as its name says; `undefined` for any other host. The
 * forms are those of the service endpoints in the AWS General Reference.
 */
export function regionOfAwsHost(name: string): string | undefined {
  if (!regionalDomains.test(name)) {
    return undefined;
  }
  const labels = name.split(".");
  // Public names of instances in us-east-1 (EC2 user guide, instance hostname types).
  if (labels[1] === "compute-1" && labels[2] === "amazonaws") {
    return "us-east-1";
  }
  const regions = labels.flatMap(
    (label) => regionLabel.exec(label)?.[1] ?? websiteLabel.exec(label)?.[1] ?? [],
  );
  return regions.length === 1 ? regions[0] : undefined;
}

/** Whether the host is a load balancer of Elastic Load Balancing. */
export function isLoadBalancerHost(name: string): boolean {
  return name.split(".").includes("elb") && regionOfAwsHost(name) !== undefined;
}
