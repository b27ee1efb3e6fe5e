import { arnIn, ownAccountOnly, useLocalKey, writeLogs } from "./policy-statements";

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
      ...useLocalKey(region, keyArn, [
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:Encrypt",
        "kms:GenerateDataKey*",
        "kms:ReEncrypt*",
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
      writeLogs(region, logGroupName),
    ],
  });
}
