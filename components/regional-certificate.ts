import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface RegionalCertificateArgs {
  /** Names that the certificate is valid for; the first is its common name. */
  domainNames: [string, ...string[]];
  /** The public zone that holds all of `domainNames`. */
  zoneId: pulumi.Input<string>;
}

/**
 * A certificate in its own Region, validated by DNS.
 *
 * ACM gives a name the same validation record in every Region of an account, so the stacks of several
 * Regions declare one and the same record: each may overwrite it, and none deletes it.
 */
export class RegionalCertificate extends pulumi.ComponentResource {
  /** Known only once ACM has issued the certificate. */
  readonly certificateArn: pulumi.Output<string>;

  constructor(name: string, args: RegionalCertificateArgs, opts?: pulumi.ComponentResourceOptions) {
    super("failover:index:RegionalCertificate", name, args, opts);

    const [domainName, ...subjectAlternativeNames] = args.domainNames;
    const certificate = new aws.acm.Certificate(
      name,
      { domainName, subjectAlternativeNames, validationMethod: "DNS" },
      { parent: this },
    );
    const records = args.domainNames.map((domain, index) =>
      this.createValidationRecord(`${name}-validation-${index + 1}`, domain, certificate, args),
    );
    const validation = new aws.acm.CertificateValidation(
      name,
      {
        certificateArn: certificate.arn,
        validationRecordFqdns: records.map((record) => record.fqdn),
      },
      { parent: this },
    );

    this.certificateArn = validation.certificateArn;
    this.registerOutputs({ certificateArn: this.certificateArn });
  }

  private createValidationRecord(
    name: string,
    domain: string,
    certificate: aws.acm.Certificate,
    args: RegionalCertificateArgs,
  ): aws.route53.Record {
    // ACM returns the options as a set: their order says nothing about the names they are for.
    const validation = certificate.domainValidationOptions.apply((options) => {
      const found = options.find((option) => option.domainName === domain);
      if (found === undefined) {
        throw new pulumi.RunError(`ACM returned no validation record for ${domain}.`);
      }
      return found;
    });
    return new aws.route53.Record(
      name,
      {
        zoneId: args.zoneId,
        name: validation.resourceRecordName,
        type: validation.resourceRecordType,
        records: [validation.resourceRecordValue],
        ttl: 60,
        allowOverwrite: true,
      },
      { parent: this, retainOnDelete: true },
    );
  }
}
