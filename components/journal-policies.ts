import { arnIn, ownAccountOnly, useLocalKey, writeLogs } from "./policy-statements";

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
      writeLogs(region, logGroupName),
      ...useLocalKey(region, keyArn, ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*"]),
    ],
  });
}
