import assert from "node:assert/strict";
import { createRegionProviders } from "../../components/region-providers";
import { RegionalCertificate } from "../../components/regional-certificate";
import { type Recording, record, unknown } from "./record";

const recordType = "aws:route53/record:Record";

function declare(): Promise<Recording> {
  return record(() => {
    const provider = createRegionProviders(["ap-south-1"])["ap-south-1"]!;
    new RegionalCertificate(
      "cert",
      { domainNames: ["app.example.com", "ap-south-1.app.example.com"], zoneId: "Z1" },
      { provider },
    );
  });
}

describe("RegionalCertificate", () => {
  it("covers all names in its own Region and is validated by DNS", async () => {
    const recording = await declare();
    const certificate = recording.resource("aws:acm/certificate:Certificate", "cert");
    assert.deepEqual(certificate.inputs, {
      domainName: "app.example.com",
      subjectAlternativeNames: ["ap-south-1.app.example.com"],
      validationMethod: "DNS",
    });
    assert.equal(recording.regionOf(certificate), "ap-south-1");
  });

  it("has a validation record for each name, which it may share with other Regions", async () => {
    const recording = await declare();
    assert.deepEqual(recording.names(recordType), ["cert-validation-1", "cert-validation-2"]);
    for (const { inputs, options } of recording.ofType(recordType)) {
      assert.deepEqual(inputs, {
        zoneId: "Z1",
        name: unknown,
        type: unknown,
        records: [unknown],
        ttl: 60,
        allowOverwrite: true,
      });
      assert.equal(options.retainOnDelete, true);
    }
  });

  it("is usable only once it has been issued", async () => {
    const recording = await declare();
    const validation = recording.resource(
      "aws:acm/certificateValidation:CertificateValidation",
      "cert",
    );
    assert.deepEqual(recording.sourcesOf(validation, "certificateArn"), ["Certificate cert"]);
    assert.deepEqual(recording.sourcesOf(validation, "validationRecordFqdns"), [
      "Record cert-validation-1",
      "Record cert-validation-2",
    ]);
  });
});
