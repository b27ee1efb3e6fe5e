import { regionInfo } from "../settings/regions";

/** Who may take on a role that tasks use. */
export const ecsTasksTrustPolicy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { Service: "ecs-tasks.amazonaws.com" },
      Action: "sts:AssumeRole",
    },
  ],
});

/**
 * Any account may stand in the ARNs below, so that they are plain text which a policy and the proof
 * can read at preview; this condition allows the role's own account only.
 */
export const ownAccountOnly = {
  StringEquals: { "aws:ResourceAccount": "${aws:PrincipalAccount}" },
};

export function arnIn(region: string, service: string, resource: string): string {
  return `arn:${regionInfo(region).partition}:${service}:${region}:*:${resource}`;
}

/** What the service itself may do: read and write items of its own Region's replica. */
export function taskPolicy(region: string, tableName: string, keyArn: string | undefined): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "LocalReplica",
        Effect: "Allow",
        Action: [
          "dynamodb:DescribeTable",
          "dynamodb:GetItem",
          "dynamodb:PutItem",
          "dynamodb:UpdateItem",
          "dynamodb:DeleteItem",
          "dynamodb:Query",
        ],
        Resource: [
          arnIn(region, "dynamodb", `table/${tableName}`),
          arnIn(region, "dynamodb", `table/${tableName}/index/*`),
        ],
        Condition: ownAccountOnly,
      },
      ...(keyArn === undefined
        ? []
        : [
            {
              Sid: "LocalKey",
              Effect: "Allow",
              Action: [
                "kms:Decrypt",
                "kms:DescribeKey",
                "kms:Encrypt",
                "kms:GenerateDataKey*",
                "kms:ReEncrypt*",
              ],
              Resource: keyArn,
              Condition: {
                StringEquals: { "kms:ViaService": `dynamodb.${region}.amazonaws.com` },
              },
            },
          ]),
    ],
  });
}

/** What ECS may do to start a task: pull the image and write logs, in its own Region. */
export function executionPolicy(
  region: string,
  repositoryName: string,
  logGroupName: string,
): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Login",
        Effect: "Allow",
        Action: "ecr:GetAuthorizationToken",
        // The only action of ECR that cannot name a repository.
        Resource: "*",
      },
      {
        Sid: "PullOwnRegionsImage",
        Effect: "Allow",
        Action: [
          "ecr:BatchCheckLayerAvailability",
          "ecr:BatchGetImage",
          "ecr:GetDownloadUrlForLayer",
        ],
        Resource: arnIn(region, "ecr", `repository/${repositoryName}`),
        Condition: ownAccountOnly,
      },
      {
        Sid: "WriteLogs",
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: arnIn(region, "logs", `log-group:${logGroupName}:*`),
        Condition: ownAccountOnly,
      },
    ],
  });
}
