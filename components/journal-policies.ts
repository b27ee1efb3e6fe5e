import { arnIn, ownAccountOnly } from "./task-policies";

/** Who may take on a role that functions use. */
export const lambdaTrustPolicy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { Service: "lambda.amazonaws.com" },
      Action: "sts:AssumeRole",
    },
  ],
});

export interface JournalResources {
  queueName: string;
  logGroupName: string;
  /** Absent where the table is not encrypted with a customer managed key. */
  keyArn: string | undefined;
}

/** What the journal may do: read its Region's stream, and write nothing but journal items. */
export function journalPolicy(
  region: string,
  tableName: string,
  { queueName, logGroupName, keyArn }: JournalResources,
): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "ReadStream",
        Effect: "Allow",
        Action: [
          "dynamodb:DescribeStream",
          "dynamodb:GetRecords",
          "dynamodb:GetShardIterator",
          "dynamodb:ListStreams",
        ],
        Resource: arnIn(region, "dynamodb", `table/${tableName}/stream/*`),
        Condition: ownAccountOnly,
      },
      {
        Sid: "WriteJournal",
        Effect: "Allow",
        Action: "dynamodb:PutItem",
        Resource: arnIn(region, "dynamodb", `table/${tableName}`),
        Condition: {
          ...ownAccountOnly,
          "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["conflict/*"] },
        },
      },
      {
        Sid: "KeepFailures",
        Effect: "Allow",
        Action: "sqs:SendMessage",
        Resource: arnIn(region, "sqs", queueName),
        Condition: ownAccountOnly,
      },
      {
        Sid: "WriteLogs",
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: arnIn(region, "logs", `log-group:${logGroupName}:*`),
        Condition: ownAccountOnly,
      },
      ...(keyArn === undefined
        ? []
        : [
            {
              Sid: "LocalKey",
              Effect: "Allow",
              Action: ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*"],
              Resource: keyArn,
              Condition: { StringEquals: { "kms:ViaService": `dynamodb.${region}.amazonaws.com` } },
            },
          ]),
    ],
  });
}
