import { regionInfo } from "../settings/regions";

/** Who may take on a role: tasks or functions, by the service that runs them. */
export function trustPolicy(service: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
  });
}

/**
 * Any account may stand in an `arnIn`, so that it is plain text which a policy and the proof can read
 * at preview; this condition allows the role's own account only.
 */
export const ownAccountOnly = {
  StringEquals: { "aws:ResourceAccount": "${aws:PrincipalAccount}" },
};

export function arnIn(region: string, service: string, resource: string): string {
  return `arn:${regionInfo(region).partition}:${service}:${region}:*:${resource}`;
}

export function writeLogs(region: string, logGroupName: string) {
  return {
    Sid: "WriteLogs",
    Effect: "Allow",
    Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
    Resource: arnIn(region, "logs", `log-group:${logGroupName}:*`),
    Condition: ownAccountOnly,
  };
}

/** The Region's own key, through DynamoDB only; no statement where the table has none. */
export function useLocalKey(region: string, keyArn: string | undefined, actions: string[]) {
  return keyArn === undefined
    ? []
    : [
        {
          Sid: "LocalKey",
          Effect: "Allow",
          Action: actions,
          Resource: keyArn,
          Condition: { StringEquals: { "kms:ViaService": `dynamodb.${region}.amazonaws.com` } },
        },
      ];
}
