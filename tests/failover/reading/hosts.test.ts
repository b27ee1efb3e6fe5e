import { strict as assert } from "node:assert";
import {
  hostOf,
  isLoadBalancerHost,
  readAddress,
  regionOfAwsHost,
} from "../../../failover/reading/hosts";

describe("hosts of AWS", () => {
  // The forms of the AWS General Reference, "Service endpoints", and of each service's guide.
  for (const [host, region] of [
    ["shop-1234.us-east-1.elb.amazonaws.com", "us-east-1"],
    ["shop-1234.elb.eu-west-1.amazonaws.com", "eu-west-1"],
    ["internal-shop-1234.us-gov-west-1.elb.amazonaws.com", "us-gov-west-1"],
    ["shop-1234.cn-north-1.elb.amazonaws.com.cn", "cn-north-1"],
    ["d-abc.execute-api.ap-southeast-2.amazonaws.com", "ap-southeast-2"],
    ["s3-website-us-east-1.amazonaws.com", "us-east-1"],
    ["shop.s3-website.eu-central-1.amazonaws.com", "eu-central-1"],
    ["ec2-192-0-2-1.us-west-2.compute.amazonaws.com", "us-west-2"],
    ["ec2-192-0-2-1.compute-1.amazonaws.com", "us-east-1"],
    ["vpce-1-abc.ec2.eu-west-3.vpce.amazonaws.com", "eu-west-3"],
    ["123456789012.dkr.ecr.sa-east-1.amazonaws.com", "sa-east-1"],
    ["abc.lambda-url.us-east-2.on.aws", "us-east-2"],
    ["shop.us-east-1.elasticbeanstalk.com", "us-east-1"],
    ["dynamodb.us-east-1.amazonaws.com", "us-east-1"],
  ] as const) {
    it(`say their Region: ${host}`, () => {
      assert.equal(regionOfAwsHost(host), region);
    });
  }

  for (const host of [
    "d111111abcdef8.cloudfront.net",
    "a1b2.awsglobalaccelerator.com",
    "us-east-1.example.com",
    "s3.amazonaws.com",
    "us-east-1.amazonaws.com.example.com",
    "from-us-east-1-to.us-east-1.and.us-west-2.amazonaws.com",
  ]) {
    it(`have none: ${host}`, () => {
      assert.equal(regionOfAwsHost(host), undefined);
    });
  }

  it("are load balancers only below elb", () => {
    assert.ok(isLoadBalancerHost("shop-1.elb.eu-west-1.amazonaws.com"));
    assert.ok(!isLoadBalancerHost("elb.example.com"));
    assert.ok(!isLoadBalancerHost("dynamodb.us-east-1.amazonaws.com"));
  });
});

describe("addresses", () => {
  for (const text of ["0.0.0.0", "192.0.2.1", "255.255.255.255", "::1", "2001:db8::1"]) {
    it(`are read: ${text}`, () => {
      assert.equal(readAddress(text), text);
    });
  }

  for (const text of ["", "256.0.0.1", "1.2.3", "1.2.3.4.5", "a.b.c.d", "::g", "12345::", "a:b"]) {
    it(`are not read: ${text}`, () => {
      assert.equal(readAddress(text), undefined);
    });
  }
});

describe("the host of an URL", () => {
  for (const [text, host] of [
    [
      "https://abc.execute-api.us-east-1.amazonaws.com/prod",
      "abc.execute-api.us-east-1.amazonaws.com",
    ],
    ["http://Example.com:8080/", "example.com"],
    ["example.com.", "example.com"],
  ] as const) {
    it(`is found in ${text}`, () => {
      assert.equal(hostOf(text), host);
    });
  }
});
