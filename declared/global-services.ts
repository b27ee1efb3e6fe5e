/**
 * Services of AWS without Regions, by the module in a type token (`aws:MODULE/...`). The provider's
 * own schema says so: none of their resources takes a `region` (`@pulumi/aws` 7).
 */
const globalModules = new Set([
  "account",
  "bcmdata",
  "billing",
  "budgets",
  "cloudfront",
  "costexplorer",
  "costoptimizationhub",
  "cur",
  "globalaccelerator",
  "iam",
  "networkmanager",
  "notifications",
  "organizations",
  "rolesanywhere",
  "route53domains",
  "route53recoverycontrol",
  "route53recoveryreadiness",
  "savingsplans",
  "shield",
  "uxc",
  "waf",
]);

/** Single resources without a Region in services that have Regions. */
const globalTypes = new Set([
  "aws:backup/globalSettings:GlobalSettings",
  "aws:bedrock/useCaseForModelAccess:UseCaseForModelAccess",
  "aws:chime/sdkvoiceGlobalSettings:SdkvoiceGlobalSettings",
  "aws:cloudtrail/organizationDelegatedAdminAccount:OrganizationDelegatedAdminAccount",
  "aws:directconnect/gateway:Gateway",
  "aws:directconnect/hostedConnection:HostedConnection",
  "aws:ec2/vpcIpamOrganizationAdminAccount:VpcIpamOrganizationAdminAccount",
  "aws:fms/adminAccount:AdminAccount",
  "aws:ram/sharingWithOrganization:SharingWithOrganization",
  "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
  "aws:servicecatalog/organizationsAccess:OrganizationsAccess",
]);

/** Whether a resource type of the `aws` package has no Region, whatever provider it is given. */
export function isGlobal(type: string): boolean {
  const module = type.split(":")[1]?.split("/")[0] ?? "";
  if (module === "route53") {
    // Resolvers and profiles are the Regional part of Route 53.
    return !/^aws:route53\/(resolver|profiles)/.test(type);
  }
  return globalModules.has(module) || globalTypes.has(type);
}
